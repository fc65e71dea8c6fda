"""The file of accepted findings, kept beside the catalog: what may stand, how grave rules are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from planwatch import yamlfile
from planwatch.entryfile import LISTED, EntryFile, Fields
from planwatch.errors import PlanwatchError
from planwatch.filenames import ACCEPTED
from planwatch.models import Acceptance, Acceptances, Level

_HEAD = """\
# Findings of planwatch check that may stand; planwatch accept adds entries. The fingerprint decides
# which finding is meant, the rest is for reading. Under levels: rules may be made error, warning or
# note, as in  levels: {theme-dropped: error}
"""


class AcceptedEntry(BaseModel):
    """One accepted finding: the fingerprint decides; `rule`, `plans`, `about` are for reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str = Field(pattern=r"^[0-9a-f]{12}$")
    rule: str = ""
    plans: tuple[str, ...] = ()
    about: str = Field(default="", max_length=1000)
    date: date
    reason: str = Field(pattern=r"\S", max_length=1000)

    @property
    def acceptance(self) -> Acceptance:
        """The entry as the other modules know it."""
        return Acceptance(
            fingerprint=self.fingerprint,
            date=self.date.isoformat(),
            reason=self.reason,
            rule=self.rule,
            plans=self.plans,
            about=self.about,
        )


class AcceptedFile(BaseModel):
    """The levels that differ from the rules', and the accepted findings in the file's order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    levels: dict[str, Level] = Field(default_factory=dict)
    accepted: Annotated[tuple[AcceptedEntry, ...], LISTED] = ()

    @field_validator("levels", mode="before")
    @classmethod
    def _no_levels(cls, value: Any) -> Any:
        return {} if value is None else value


def read_accepted(path: Path, rules: Collection[str]) -> Acceptances:
    """What a file accepts; nothing where there is no file. Raises `DataError` with all faults.

    `rules` are the ids that levels may be set for.
    """
    if not path.exists():
        return Acceptances()
    file = _loaded(yamlfile.read_text(path, ACCEPTED), rules)
    return Acceptances(file.levels, tuple(entry.acceptance for entry in file.accepted))


def add_acceptance(path: Path, acceptance: Acceptance) -> None:
    """Append an entry. Raises `DataError`, and `PlanwatchError` for a second one."""
    _FILE.add(path, acceptance, partial(_refuse_second, acceptance))


def _refuse_second(acceptance: Acceptance, known: Sequence[Acceptance]) -> None:
    if any(other.fingerprint == acceptance.fingerprint for other in known):
        raise PlanwatchError(
            "error.accepted-exists", fingerprint=acceptance.fingerprint, path=ACCEPTED
        )


def _loaded(text: str, rules: Collection[str] | None = None) -> AcceptedFile:
    return yamlfile.loads(text, AcceptedFile, ACCEPTED, check_data=partial(_faults, rules))


def _faults(
    rules: Collection[str] | None, data: Any
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Levels of rules that do not exist, and findings that are accepted twice."""
    file = data if isinstance(data, dict) else {}
    levels, entries = file.get("levels"), file.get("accepted")
    for rule in levels if isinstance(levels, dict) and rules is not None else ():
        if rule not in (rules or ()):
            allowed = ", ".join(sorted(rules or ()))
            yield ("levels", rule), f"levels: there is no rule '{rule}'; the rules are {allowed}"
    seen: set[object] = set()
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        fingerprint = entry.get("fingerprint") if isinstance(entry, dict) else None
        if isinstance(fingerprint, str) and fingerprint in seen:
            yield ("accepted", place), f"the finding {fingerprint} stands twice"
        seen.add(fingerprint if isinstance(fingerprint, str) else "")


def _parsed(text: str) -> tuple[Acceptance, ...]:
    return tuple(entry.acceptance for entry in _loaded(text).accepted)


def _fields(acceptance: Acceptance) -> Fields:
    fields: dict[str, str | tuple[str, ...]] = {"fingerprint": acceptance.fingerprint}
    if acceptance.rule:
        fields |= {"rule": acceptance.rule, "plans": acceptance.plans, "about": acceptance.about}
    return {**fields, "date": acceptance.date, "reason": acceptance.reason}


_FILE = EntryFile(name=ACCEPTED, key="accepted", head=_HEAD, parse=_parsed, fields=_fields)
