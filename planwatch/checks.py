"""Rules of findings: `rules/findings/<id>.yaml`, read by those who check.

A rule names a state of a subject (a theme that was dropped, a seed that was edited) and says how
grave that is and in which words it is told. Which states a subject can have is known in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from planwatch import yamlfile
from planwatch.errors import DataError, Fault
from planwatch.models import Bilingual, Level, PlanKind, RuleInfo
from planwatch.rules import FINDINGS, Rule

Subject = Literal[
    "theme",
    "force",
    "move",
    "verdict",
    "direction",
    "result",
    "term",
    "seed",
    "parse",
    "pin",
    "file",
]
_PAIR = ("old", "new", "count")
SUBJECTS: Mapping[Subject, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "theme": (
            ("dropped", "demoted", "appeared", "returned", "promoted", "silent", "unplanned"),
            (*_PAIR, "theme", "theme_en", "earlier"),
        ),
        "force": (("weaker", "stronger"), (*_PAIR, "theme", "theme_en")),
        "move": (("forward", "back"), (*_PAIR, "theme", "theme_en")),
        "verdict": (
            ("missed", "unclear", "not_comparable", "not_reported", "met", "exceeded"),
            (*_PAIR, "metric", "metric_en", "before", "after"),
        ),
        "direction": (("lowered", "raised"), (*_PAIR, "metric", "metric_en", "before", "after")),
        "result": (("unplanned",), (*_PAIR, "metric", "metric_en", "after")),
        "term": (("renamed",), (*_PAIR, "before", "after")),
        "seed": (
            ("edited", "added", "removed", "unlisted", "alone"),
            ("plan", "title", "path", "count"),
        ),
        "parse": (("degraded",), ("plan", "path", "share")),
        "pin": (("gone",), ("plan", "count")),
        "file": (("rules", "pins", "accepted", "catalog"), ("path", "count")),
    }
)
"""What findings can be about: for each subject its states, and what a message can name."""
_SCORED = ("theme", "force", "move")
"""Subjects that rest on scores or on what a sentence is about: never an error by themselves."""
_UNTHEMED = ("force", "move")


class Said(BaseModel):
    """A text in both languages of the interface."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def noun(self) -> Bilingual:
        """The text as the other modules know it."""
        return Bilingual(self.zh, self.en)


class Scene(BaseModel):
    """A workspace before and after a change.

    `before` and `after` map ids to the texts of documents, in their order: each follows the one
    before it, and one of the kind review reviews it. `kinds` are those that are no plans, after
    and, unless `kinds_before` says otherwise, before; `alone` are those that follow nothing. Other
    files are named by their path in the workspace.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: dict[str, str] = Field(default_factory=dict)
    after: dict[str, str]
    kinds: dict[str, PlanKind] = Field(default_factory=dict)
    kinds_before: dict[str, PlanKind] | None = None
    alone: tuple[str, ...] = ()
    files_before: dict[str, str] = Field(default_factory=dict)
    files_after: dict[str, str] = Field(default_factory=dict)


class Scenes(BaseModel):
    """Changes on which a rule must fire, and on which it must not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fire: tuple[Scene, ...] = Field(min_length=1)
    silent: tuple[Scene, ...] = Field(min_length=1)


class FindingRule(Rule):
    """How grave some states of a subject are, and how they are told.

    `unthemed` stands for the theme where commitments are under none. `mirror` is the rule for
    the same with the sides exchanged, `waiver` says why there is none.
    """

    subject: Subject
    states: tuple[str, ...] = Field(min_length=1)
    level: Level
    title: Said
    message: Said
    help: Said
    unthemed: Said | None = None
    mirror: str = ""
    waiver: str = ""
    examples: Scenes

    @model_validator(mode="after")
    def _consistent(self) -> FindingRule:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        states, values = SUBJECTS[self.subject]
        for state in self.states:
            if state not in states:
                yield f"{state!r} is no state of {self.subject}; allowed are {', '.join(states)}"
        for text in (self.message.zh, self.message.en):
            yield from _placeholder_faults(text, values)
        if bool(self.mirror) == bool(self.waiver):
            yield "a rule needs either a mirror or a waiver"
        if (self.unthemed is None) == (self.subject in _UNTHEMED):
            yield f"unthemed is for rules of {' and '.join(_UNTHEMED)}, which need it"
        if self.subject in _SCORED and self.level == Level.ERROR:
            yield f"what is said of a {self.subject} rests on scores: at most a warning"

    @property
    def info(self) -> RuleInfo:
        """The rule as the other modules know it."""
        return RuleInfo(
            id=self.id,
            level=self.level,
            title=self.title.noun,
            message=self.message.noun,
            help=self.help.noun,
            reason=self.reason,
            mirror=self.mirror,
            waiver=self.waiver,
        )


def _placeholder_faults(text: str, allowed: Iterable[str]) -> Iterator[str]:
    """What a template names that is no plain value: an attribute or a format could do anything."""
    names = ", ".join(allowed)
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        yield f"{text!r}: {error}"
        return
    for _, name, format, conversion in parts:
        if name is not None and (name not in allowed or format or conversion):
            yield f"{{{name}}} is no value of this subject; allowed are {names}"


def load_finding_rules(folders: Iterable[Path]) -> Mapping[str, FindingRule]:
    """The rules of all folders by id; later folders replace rules of the same id.

    Raises `DataError` with all faults of all files.
    """
    files = [
        (path, f"{folder.name}/{FINDINGS}/{path.name}")
        for folder in folders
        for path in sorted((folder / FINDINGS).glob("*.y*ml"))
    ]
    loaded = yamlfile.load_all([partial(_load_rule, *file) for file in files])
    rules = {rule.id: rule for rule in loaded}
    shown = {path.stem: shown for path, shown in files}
    faults = [Fault(shown[id], 1, fault) for id, fault in _common_faults(rules)]
    if faults:
        raise DataError(faults)
    return MappingProxyType(dict(sorted(rules.items())))


def _load_rule(path: Path, shown: str) -> FindingRule:
    rule = yamlfile.load(path, FindingRule, shown)
    if rule.id != path.stem:
        raise DataError([Fault(shown, 1, f"id: must be the file's name, {path.stem!r}")])
    return rule


def _common_faults(rules: Mapping[str, FindingRule]) -> Iterator[tuple[str, str]]:
    """States that two rules claim, and mirrors that do not reflect each other."""
    claimed: dict[tuple[str, str], str] = {}
    for rule in rules.values():
        for state in rule.states:
            other = claimed.setdefault((rule.subject, state), rule.id)
            if other != rule.id:
                yield rule.id, f"the rule {other!r} tells of {rule.subject} {state} already"
        mirror = rules.get(rule.mirror)
        if rule.mirror and (mirror is None or mirror.mirror != rule.id):
            yield rule.id, f"mirror: {rule.mirror!r} is no rule whose mirror is {rule.id!r}"
