"""The file of reviewers' decisions, kept beside the catalog: read, and changed entry by entry.

Changes are made in the text, so that comments and order stay as people wrote them; the result
is read again before it is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from planwatch import yamlfile
from planwatch.errors import PlanwatchError
from planwatch.models import Decision, Pin, PinnedText, Relation
from planwatch.store import locked, write_text

NAME = "seeds/pins.yaml"
"""The file's path in a workspace, as messages name it."""

_Id = Field(pattern=r"^[^\s/\\:]{1,40}/[0-9]+(\.[0-9]+)*$")
_Sha256 = Field(pattern=r"^[0-9a-f]{64}$")
_HEAD = """\
# Reviewers' decisions on pairs of commitments; planwatch pin adds and removes entries.
# The hashes decide which sentences are meant, the ids are for reading.
"""


class PinEntry(BaseModel):
    """One decision: `old` and `new` are ids for reading, the hashes and ordinals decide."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision: Decision
    relation: Relation | None = None
    old: str = _Id
    new: str = _Id
    old_sha256: str = _Sha256
    new_sha256: str = _Sha256
    old_ordinal: int = Field(default=1, ge=1)
    new_ordinal: int = Field(default=1, ge=1)
    date: date
    reason: str = Field(pattern=r"\S", max_length=1000)

    @model_validator(mode="after")
    def _consistent(self) -> PinEntry:
        if self.decision == Decision.RELABEL and self.relation is None:
            raise ValueError("relabel needs a relation (continued or changed)")
        if self.decision == Decision.REJECT and self.relation is not None:
            raise ValueError("reject takes no relation")
        if _plan(self.old) == _plan(self.new):
            raise ValueError("old and new must be of two plans")
        return self

    @property
    def pin(self) -> Pin:
        """The decision as the other modules know it."""
        return Pin(
            decision=self.decision,
            old=PinnedText(_plan(self.old), self.old, self.old_sha256, self.old_ordinal),
            new=PinnedText(_plan(self.new), self.new, self.new_sha256, self.new_ordinal),
            date=self.date.isoformat(),
            reason=self.reason,
            relation=self.relation,
        )


class PinFile(BaseModel):
    """The decisions in the order of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pins: tuple[PinEntry, ...]

    @field_validator("pins", mode="before")
    @classmethod
    def _none_left(cls, value: Any) -> Any:
        return () if value is None else value


def read_pins(path: Path) -> tuple[Pin, ...]:
    """The decisions in a file; none where there is no file. Raises `DataError`."""
    return _parsed(yamlfile.read_text(path, NAME)) if path.exists() else ()


def add_pin(path: Path, pin: Pin) -> None:
    """Append a decision. Raises `DataError`, and `PlanwatchError` when the pair has one."""

    def added(text: str, pins: Sequence[Pin]) -> tuple[str, Sequence[Pin]]:
        refuse_second(pins, pin)
        return _with_entry(text, pin), (*pins, pin)

    _edit(path, added)


def refuse_second(pins: Sequence[Pin], pin: Pin) -> None:
    """Raises `PlanwatchError` when there is a decision on the pair."""
    known = next((other for other in pins if other.pair == pin.pair), None)
    if known is not None:
        raise PlanwatchError("error.pin-exists", old=known.old.id, new=known.new.id)


def remove_pin(path: Path, wanted: Callable[[Sequence[Pin]], Pin]) -> Pin:
    """Take the decision away that `wanted` chooses, and return it. Raises `DataError`."""
    chosen: list[Pin] = []

    def removed(text: str, pins: Sequence[Pin]) -> tuple[str, Sequence[Pin]]:
        chosen.append(wanted(pins))
        place = pins.index(chosen[0])
        return _without_entry(text, place), (*pins[:place], *pins[place + 1 :])

    _edit(path, removed)
    return chosen[0]


_Change = Callable[[str, Sequence[Pin]], tuple[str, Sequence[Pin]]]


def _edit(path: Path, change: _Change) -> None:
    """Read, change, read the result again and write it, while other processes wait."""
    with locked(path):
        text = yamlfile.read_text(path, NAME) if path.exists() else ""
        text, expected = change(text, _parsed(text) if text.strip() else ())
        try:
            kept = _parsed(text) == tuple(expected)
        except PlanwatchError:
            kept = False
        if not kept:
            raise PlanwatchError("error.pin-layout", path=NAME)
        write_text(path, text)


def _parsed(text: str) -> tuple[Pin, ...]:
    return tuple(entry.pin for entry in yamlfile.loads(text, PinFile, NAME, _repeated).pins)


def _repeated(file: PinFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Pairs with a second decision."""
    seen: dict[frozenset[tuple[str, str, int]], Decision] = {}
    for place, entry in enumerate(file.pins):
        first = seen.get(entry.pin.pair)
        if first is None:
            seen[entry.pin.pair] = entry.decision
        elif first == entry.decision:
            yield ("pins", place), f"the pair {entry.old} {entry.new} stands twice"
        else:
            words = f"'{entry.decision}' contradicts '{first}' above for the pair"
            yield ("pins", place), f"{words} {entry.old} {entry.new}"


def _with_entry(text: str, pin: Pin) -> str:
    if not text.strip():
        return f"{_HEAD}pins:\n" + _entry(pin, 2, "\n")
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    found = yamlfile.block(text, "pins", NAME)
    if found is None:
        return "".join(lines) + _entry(pin, 2, end)
    if found.flow:
        place = found.lines[0]
        lines[place] = lines[place].replace(" []", "", 1)
    column = 2 if found.flow else found.column
    return "".join(lines) + _entry(pin, column, end)


def _without_entry(text: str, place: int) -> str:
    lines = text.splitlines(keepends=True)
    found = yamlfile.block(text, "pins", NAME)
    if found is None or found.flow:
        raise PlanwatchError("error.pin-layout", path=NAME)
    first, last = found.entries[place]
    return "".join(lines[:first] + lines[last:])


def _entry(pin: Pin, column: int, end: str) -> str:
    fields: dict[str, str | int] = {"decision": pin.decision.value}
    if pin.relation is not None:
        fields["relation"] = pin.relation.value
    sides = (("old", pin.old), ("new", pin.new))
    fields |= {name: text.id for name, text in sides}
    fields |= {f"{name}_sha256": text.sha256 for name, text in sides}
    fields |= {f"{name}_ordinal": text.ordinal for name, text in sides if text.ordinal > 1}
    fields |= {"date": pin.date, "reason": pin.reason}
    rows = [f"{name}: {_scalar(value)}" for name, value in fields.items()]
    margin = " " * column
    return "".join(f"{margin}{'  ' if row else '- '}{said}{end}" for row, said in enumerate(rows))


def _scalar(value: str | int) -> str:
    """A YAML scalar on one line; whatever a terminal or YAML could act on is escaped."""
    if isinstance(value, int) or value in {*Decision, *Relation}:
        return str(value)
    return "".join(_escaped(char) for char in json.dumps(value, ensure_ascii=False))


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def _plan(id: str) -> str:
    return id.rpartition("/")[0]
