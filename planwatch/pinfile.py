"""The file of reviewers' decisions on pairs of commitments, kept beside the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from planwatch import yamlfile
from planwatch.entryfile import LISTED, EntryFile, Fields
from planwatch.errors import PlanwatchError
from planwatch.filenames import PINS
from planwatch.models import Decision, Pin, PinnedText, Relation

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

    pins: Annotated[tuple[PinEntry, ...], LISTED]


def read_pins(path: Path) -> tuple[Pin, ...]:
    """The decisions in a file; none where there is no file. Raises `DataError`."""
    return _FILE.read(path)


def add_pin(path: Path, pin: Pin) -> None:
    """Append a decision. Raises `DataError`, and `PlanwatchError` when the pair has one."""
    _FILE.add(path, pin, lambda pins: refuse_second(pins, pin))


def refuse_second(pins: Sequence[Pin], pin: Pin) -> None:
    """Raises `PlanwatchError` when there is a decision on the pair."""
    known = next((other for other in pins if other.pair == pin.pair), None)
    if known is not None:
        raise PlanwatchError("error.pin-exists", old=known.old.id, new=known.new.id)


def remove_pin(path: Path, wanted: Callable[[Sequence[Pin]], Pin]) -> Pin:
    """Take the decision away that `wanted` chooses, and return it. Raises `DataError`."""
    return _FILE.remove(path, wanted)


def _parsed(text: str) -> tuple[Pin, ...]:
    return tuple(entry.pin for entry in yamlfile.loads(text, PinFile, PINS, _repeated).pins)


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


def _fields(pin: Pin) -> Fields:
    fields: dict[str, str | int] = {"decision": pin.decision}
    if pin.relation is not None:
        fields["relation"] = pin.relation
    sides = (("old", pin.old), ("new", pin.new))
    fields |= {name: text.id for name, text in sides}
    fields |= {f"{name}_sha256": text.sha256 for name, text in sides}
    fields |= {f"{name}_ordinal": text.ordinal for name, text in sides if text.ordinal > 1}
    return {**fields, "date": pin.date, "reason": pin.reason}


_FILE = EntryFile(name=PINS, key="pins", head=_HEAD, parse=_parsed, fields=_fields)


def _plan(id: str) -> str:
    return id.rpartition("/")[0]
