"""Formulations (提法): set phrases, how often each plan uses them, and what took their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from planwatch.models.documents import Plan

PER = 10_000
"""Characters to which a rate refers."""


class Sign(StrEnum):
    """What shows that a sequence of words is a set phrase."""

    RULE = "rule"
    """The rules have it as a formulation."""
    QUOTED = "quoted"
    """A text puts it in quotation marks."""
    NAMED = "named"
    """The rules have it as a name of a concept or theme."""
    TITLE = "title"
    """It ends like the name of a body, a place, a programme or the like."""
    STATISTICS = "statistics"
    """It is said again, holds together and stands free."""


class TermStatus(StrEnum):
    """What became of a formulation from one plan to the next."""

    NEW = "new"
    """No plan had it before."""
    RETURNED = "returned"
    """The old plan lacks it, one before had it."""
    GONE = "gone"
    RISEN = "risen"
    """Said more often relative to length."""
    FALLEN = "fallen"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class TermUse:
    """How often a plan says a formulation, and in which sentences.

    `count` counts headings too, `rate` is per 10,000 characters of the plan's sentences and
    headings.
    """

    plan: str
    count: int
    rate: float
    ids: tuple[str, ...]


SuccessorBasis = Literal["renamed", "succeeded", "form", "theme", "concept", "wording"]


@dataclass(frozen=True, slots=True)
class Successor:
    """Another formulation that took the place of one, or whose place it took.

    `basis` says how far that goes: `renamed` the rules know an official renaming, `succeeded`
    the rules know it as what the field speaks of instead; `form`: a longer or shorter form, or
    an abbreviation; `concept` and `theme`: another name of the same; `wording`: alike in every
    word of content. `reason` is that of the rule. `beside`: the
    plans that say the one say this one too, so that the two were in use side by side.
    """

    text: str
    basis: SuccessorBasis
    reason: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Formulation:
    """One row of the ledger; `uses` holds every plan, in order."""

    text: str
    signs: frozenset[Sign]
    uses: tuple[TermUse, ...]
    replaced_by: tuple[Successor, ...] = ()
    replaces: tuple[Successor, ...] = ()

    @property
    def by_plan(self) -> Mapping[str, TermUse]:
        """The uses by the id of the plan."""
        return {use.plan: use for use in self.uses}

    @property
    def seen(self) -> Sequence[str]:
        """The plans that say it."""
        return [use.plan for use in self.uses if use.count]


@dataclass(frozen=True, slots=True)
class TermChange:
    """What became of a formulation, and how telling that is (the higher, the more)."""

    formulation: Formulation
    status: TermStatus
    weight: float


@dataclass(frozen=True, slots=True)
class TermsComparison:
    """The formulations of two plans; `plans` are all that were looked at, in order."""

    old: Plan
    new: Plan
    plans: tuple[Plan, ...]
    changes: tuple[TermChange, ...]

    @property
    def one_sided(self) -> tuple[TermChange, ...]:
        """The formulations that only one of the two plans says."""
        sides = (TermStatus.NEW, TermStatus.RETURNED, TermStatus.GONE)
        return tuple(change for change in self.changes if change.status in sides)


@dataclass(frozen=True, slots=True)
class TermLife:
    """One formulation through all plans; without uses, `near` names others that resemble it."""

    query: str
    plans: tuple[Plan, ...]
    formulation: Formulation
    near: tuple[str, ...] = ()
