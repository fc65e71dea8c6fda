"""The command in this process: quicker than a process of its own."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planwatch.cli import main
from planwatch.rules import RuleSet, load_rules


@dataclass(frozen=True)
class Called:
    code: int
    out: str
    err: str


@cache
def _bundled(folder: Path) -> RuleSet:
    return load_rules([folder])


def rules_once(folders: Iterable[Path]) -> RuleSet:
    """The rules of some folders; bundled ones, over which nothing lies, are loaded once."""
    first, *others = folders
    if any(True for folder in others for _ in folder.rglob("*.yaml")):
        return load_rules([first, *others])
    return _bundled(first)


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
