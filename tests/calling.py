"""The command in this process: quicker than a process of its own."""

from __future__ import annotations

import io
import signal
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
    """Run planwatch in the working folder, in English; `answers` are typed at a terminal."""
    return called(*arguments, "--lang", "en", answers=answers)


def called(*arguments: str, answers: str | None = None) -> Called:
    """Run planwatch in the working folder, in the language of the locale."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    code = 0
    before = sys.stdin
    sys.stdin = io.StringIO() if answers is None else _Terminal(answers)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([*arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdin = before
    return Called(code, _text(out), _text(err))


def heeds_control_c() -> None:
    """Run in a new process: jobs in the background of a script are begun deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
