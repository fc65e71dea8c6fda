"""Files of entries that people and planwatch both write: read, and changed entry by entry.

Changes are made in the text, so that comments and order stay as people wrote them; the result
is read again before it is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BeforeValidator

from planwatch import yamlfile
from planwatch.errors import PlanwatchError
from planwatch.store import locked, write_text

Entry = TypeVar("Entry")


def _listed(value: Any) -> Any:
    return () if value is None else value


LISTED = BeforeValidator(_listed)
"""On the field of a list of entries: nothing behind its key is an empty list."""
Scalar = str | int
Fields = Mapping[str, Scalar | tuple[str, ...]]
"""An entry as it is written; the value of an `Enum` is known to be plain and is not quoted."""


@dataclass(frozen=True)
class EntryFile(Generic[Entry]):
    """A YAML file with one list of entries at its end.

    `name` is the file's path as messages name it, `key` that of the list, `head` the comment that
    opens a new file. `parse` reads the entries of a text, `fields` says how one is written.
    """

    name: str
    key: str
    head: str
    parse: Callable[[str], tuple[Entry, ...]]
    fields: Callable[[Entry], Fields]

    def read(self, path: Path) -> tuple[Entry, ...]:
        """The entries of a file; none where there is no file. Raises `DataError`."""
        return self.parse(self._text(path)) if path.exists() else ()

    def add(self, path: Path, entry: Entry, check: Callable[[Sequence[Entry]], None]) -> None:
        """Append an entry, unless `check` raises over those that are there. Raises `DataError`."""

        def added(text: str, entries: Sequence[Entry]) -> tuple[str, Sequence[Entry]]:
            check(entries)
            return self._with(text, entry), (*entries, entry)

        self._edit(path, added)

    def remove(self, path: Path, wanted: Callable[[Sequence[Entry]], Entry]) -> Entry:
        """Take the entry away that `wanted` chooses, and return it. Raises `DataError`."""
        chosen: list[Entry] = []

        def removed(text: str, entries: Sequence[Entry]) -> tuple[str, Sequence[Entry]]:
            chosen.append(wanted(entries))
            place = entries.index(chosen[0])
            return self._without(text, place), (*entries[:place], *entries[place + 1 :])

        self._edit(path, removed)
        return chosen[0]

    def _text(self, path: Path) -> str:
        return yamlfile.read_text(path, self.name)

    def _edit(
        self,
        path: Path,
        change: Callable[[str, Sequence[Entry]], tuple[str, Sequence[Entry]]],
    ) -> None:
        """Read, change, read the result again and write it, while other processes wait."""
        with locked(path):
            text = self._text(path) if path.exists() else ""
            text, expected = change(text, self.parse(text) if text.strip() else ())
            try:
                kept = self.parse(text) == tuple(expected)
            except PlanwatchError:
                kept = False
            if not kept:
                raise self._layout_fault()
            write_text(path, text)

    def _layout_fault(self) -> PlanwatchError:
        return PlanwatchError("error.entry-layout", path=self.name, name=self.key)

    def _with(self, text: str, entry: Entry) -> str:
        if not text.strip():
            return f"{self.head}{self.key}:\n" + self._written(entry, 2, "\n")
        lines = text.splitlines(keepends=True)
        end = "\r\n" if lines[0].endswith("\r\n") else "\n"
        if not lines[-1].endswith(("\n", "\r")):
            lines[-1] += end
        if not any(line.startswith(f"{self.key}:") for line in lines):
            lines.append(f"{self.key}:{end}")
        found = yamlfile.block(text, self.key, self.name)
        if found is None:
            return "".join(lines) + self._written(entry, 2, end)
        if found.flow:
            place = found.lines[0]
            lines[place] = lines[place].replace(" []", "", 1)
        column = 2 if found.flow else found.column
        return "".join(lines) + self._written(entry, column, end)

    def _without(self, text: str, place: int) -> str:
        lines = text.splitlines(keepends=True)
        found = yamlfile.block(text, self.key, self.name)
        if found is None or found.flow:
            raise self._layout_fault()
        first, last = found.entries[place]
        return "".join(lines[:first] + lines[last:])

    def _written(self, entry: Entry, column: int, end: str) -> str:
        rows = [f"{name}: {_value(value)}" for name, value in self.fields(entry).items()]
        margin = " " * column
        return "".join(
            f"{margin}{'  ' if row else '- '}{said}{end}" for row, said in enumerate(rows)
        )


def _value(value: Scalar | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_scalar, value)) + "]"
    return _scalar(value)


def _scalar(value: Scalar) -> str:
    """A YAML scalar on one line; whatever a terminal or YAML could act on is escaped."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int):
        return str(value)
    return "".join(_escaped(char) for char in json.dumps(value, ensure_ascii=False))


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
