"""Libraries that read formats: optional, and never trusted with a broken file."""

from __future__ import annotations

import importlib
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from planwatch.errors import PlanwatchError

MAX_CHARACTERS = 1_000_000
"""A longer text is refused; the longest national outlines have about 70,000 characters."""
MAX_SECONDS = 120
"""Time after which reading is given up; a PDF of 28 pages takes about two seconds."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def library(module: str, extra: str, path: str) -> Any:
    """A library of the extra `extra`, its own log silenced.

    Raises `PlanwatchError` with the command that installs it.
    """
    logging.getLogger(module.partition(".")[0]).setLevel(logging.CRITICAL + 1)
    try:
        return importlib.import_module(module)
    except ImportError:
        raise PlanwatchError("error.extra", path=path, extra=extra) from None


@contextmanager
def reading(path: str, format: str) -> Iterator[None]:
    """Whatever a library raises over a broken file is the file's fault."""
    try:
        yield
    except PlanwatchError:
        raise
    except Exception:
        raise PlanwatchError("error.broken", path=path, format=format) from None


def within_time(work: Callable[[], str], path: str) -> str:
    """What `work` returns or raises, unless it takes longer than `MAX_SECONDS`.

    A library cannot be stopped in the middle of a file, so it works in a thread that ends with
    the process.
    """
    outcome: list[str | BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(MAX_SECONDS)
    if not outcome:
        raise PlanwatchError("error.slow", path=path, seconds=MAX_SECONDS)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def checked(text: str, path: str, empty: str) -> str:
    """The text as it can be written to a file, unless there is none (message `empty`) or too
    much of it."""
    text = _LONE_SURROGATE.sub("\ufffd", text)
    if not text.strip():
        raise PlanwatchError(empty, path=path)
    if len(text) > MAX_CHARACTERS:
        raise PlanwatchError("error.too-long", path=path, limit=MAX_CHARACTERS)
    return text
