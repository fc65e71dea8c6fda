"""What the user wants to see of a result, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planwatch.models import Accuracy, Change, Force, Level, Link, PlanInfo, Relation, Shape

DEFAULT_LIMIT = 10
"""Entries shown of each section of a terminal report where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a workspace holds; `root` is empty for the bundled seeds."""

    root: str
    plans: tuple[PlanInfo, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Settings of a report.

    `width` counts terminal cells. `limit` bounds each section (None: the default of the
    format, 0: no bound). `only` names a section, `chapter` is a part of a heading or its
    number. `level` is theme or commitment (empty: both), `theme` the id of the only theme to
    show. `source_script` quotes a Traditional source as it stands. `unparsed` lists what was
    set aside, `untagged` the comparable commitments under no theme, `commitment` picks one
    sentence of a plan by its id. `errors` bounds the errors listed of each sort (0: none).
    `fail_on` is the level from which on findings fail a check. `date` is the day on which the
    report is made (ISO 8601, UTC), for formats that say it. `themes` are the names of themes by
    id, in the reader's language, for results that only have the ids.
    """

    messages: Mapping[str, str]
    language: str = "zh"
    width: int = 80
    color: bool = False
    limit: int | None = None
    only: str = ""
    level: str = ""
    theme: str = ""
    chapter: str = ""
    source_script: bool = False
    unparsed: bool = False
    untagged: bool = False
    commitment: str = ""
    errors: int = DEFAULT_LIMIT
    fail_on: Level = Level.ERROR
    reasons: Mapping[str, str] = field(default_factory=dict)
    accuracy: Accuracy | None = None
    date: str = ""
    themes: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """The message `key` with its values."""
        return self.messages[key].format(**values)

    def sure(self, confidence: float) -> str:
        """A confidence in two decimals, at most 0.99: nothing read off words is certain."""
        return f"{min(confidence, _SUREST):.2f}"

    def bound(self, total: int) -> int:
        """How many of `total` entries of a section are shown."""
        limit = self.limit
        if limit is None:
            narrowed = self.only or self.chapter or self.level or self.theme
            limit = 0 if narrowed else DEFAULT_LIMIT
        return total if limit == 0 else min(limit, total)

    def wants(self, change: Change, links: Sequence[Link]) -> bool:
        """Whether `only` lets a change through; of a change of several links that differ in
        force, each counts."""
        if self.only in ("", change.shape.value):
            return True
        if change.shape in (Shape.APPEARED, Shape.DROPPED):
            return False
        if self.only in _FORCES:
            return any(link.force == _FORCES[self.only] for link in links)
        if self.only == "moved":
            return change.moved is not None
        return self.only == "linked" or change.relation == _RELATIONS.get(self.only)


_SUREST = 0.99
_FORCES = {"strengthened": Force.STRONGER, "weakened": Force.WEAKER}
_RELATIONS = {"continued": Relation.CONTINUED, "changed": Relation.CHANGED}


def capital(text: str) -> str:
    """A sentence or heading as it begins."""
    return text[:1].upper() + text[1:]
