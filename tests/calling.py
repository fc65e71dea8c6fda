"""The command in this process: quicker than a process of its own."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from planwatch.cli import main


@dataclass(frozen=True)
class Called:
    code: int
    out: str
    err: str


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def call(*arguments: str, answers: str | None = None) -> Called:
    """Run planwatch in the working folder; `answers` are typed at a terminal."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    before = sys.stdin
    sys.stdin = io.StringIO() if answers is None else _Terminal(answers)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([*arguments, "--lang", "en"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdin = before
    return Called(code, out.getvalue(), err.getvalue())
