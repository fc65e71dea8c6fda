"""What went wrong, where, and what the user can do about it.

Every fault a user can cause is a `PlanwatchError`; the command line prints its
message and ends with exit code 2. Anything else that escapes is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXIT_OK = 0
"""The question could be answered."""
EXIT_CHANGED = 1
"""With `--exit-code`: it could be answered, and something changed."""
EXIT_FINDINGS = 1
"""A check found something as grave as the level that it should fail on."""
EXIT_CANNOT = 2
"""The question could not be answered."""
EXIT_INTERRUPTED = 130
"""Stopped by Ctrl-C, by convention 128 + SIGINT."""


class PlanwatchError(Exception):
    """A fault with a message key and values, so that it can be told in either language.

    `key` names a message in `rules/messages`; `values` fill its placeholders.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        shown = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{key}({shown})")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a data file: where it stands and what is wrong with it.

    `line` counts from 1; `message` is English, since it names fields and allowed words.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class DataError(PlanwatchError):
    """A catalog or rule file is broken; `faults` lists everything that is wrong at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        listing = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__("error.data", count=len(self.faults), faults=listing)
