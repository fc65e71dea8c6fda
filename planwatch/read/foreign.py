"""Libraries that read formats: optional, and never trusted with a broken file."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from planwatch.errors import PlanwatchError

MAX_CHARACTERS = 5_000_000
"""A longer text is refused; the longest national outlines have about 70,000 characters."""


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


def checked(text: str, path: str, empty: str) -> str:
    """The text, unless there is none (message `empty`) or too much of it."""
    if not text.strip():
        raise PlanwatchError(empty, path=path)
    if len(text) > MAX_CHARACTERS:
        raise PlanwatchError("error.too-long", path=path, limit=MAX_CHARACTERS)
    return text
