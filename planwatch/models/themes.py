"""Themes over time: where a theme stands in a plan, what became of it, and traces of a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from planwatch.models.documents import Commitment, Plan, PlanInfo, PlanKind
from planwatch.models.pins import PairPin
from planwatch.models.targets import TargetReport


class Presence(StrEnum):
    """Where a plan stands on a theme."""

    COMMITMENT = "commitment"
    """A comparable commitment is about it."""
    MENTION = "mention"
    """It is mentioned only: in a list, a scope, as context."""
    ABSENT = "absent"


class ThemeStatus(StrEnum):
    """What became of a theme from one plan to the next, or to its review."""

    PERSISTED = "persisted"
    DEMOTED = "demoted"
    """A commitment before, a mention after."""
    DROPPED = "dropped"
    PROMOTED = "promoted"
    """A mention before, a commitment after."""
    APPEARED = "appeared"
    DELIVERED = "delivered"
    """A commitment of the plan on which the review reports."""
    SILENT = "silent"
    """A commitment of the plan on which the review reports nothing."""
    UNPLANNED = "unplanned"
    """A result on which the plan held no commitment."""
    NONE = "none"


_C, _M, _A = Presence.COMMITMENT, Presence.MENTION, Presence.ABSENT
_BETWEEN_PLANS = {
    (_C, _C): ThemeStatus.PERSISTED,
    (_C, _M): ThemeStatus.DEMOTED,
    (_C, _A): ThemeStatus.DROPPED,
    (_M, _C): ThemeStatus.PROMOTED,
    (_A, _C): ThemeStatus.APPEARED,
}
_TO_A_REVIEW = {
    (_C, _C): ThemeStatus.DELIVERED,
    (_C, _M): ThemeStatus.SILENT,
    (_C, _A): ThemeStatus.SILENT,
    (_M, _C): ThemeStatus.UNPLANNED,
    (_A, _C): ThemeStatus.UNPLANNED,
}


def theme_status(old: PlanInfo, new: PlanInfo, before: Presence, after: Presence) -> ThemeStatus:
    """What became of a theme; a review reports on the other plan, whichever comes first."""
    if old.kind == PlanKind.REVIEW and new.kind != PlanKind.REVIEW:
        return theme_status(new, old, after, before)
    statuses = _TO_A_REVIEW if new.kind == PlanKind.REVIEW else _BETWEEN_PLANS
    return statuses.get((before, after), ThemeStatus.NONE)


@dataclass(frozen=True, slots=True)
class ThemePlaces:
    """The comparable commitments about a theme, and the other sentences that name it."""

    about: tuple[Commitment, ...] = ()
    mentions: tuple[Commitment, ...] = ()

    @property
    def presence(self) -> Presence:
        """Where the plan stands on the theme."""
        if self.about:
            return Presence.COMMITMENT
        return Presence.MENTION if self.mentions else Presence.ABSENT


def themes_of(plan: Plan) -> Mapping[str, ThemePlaces]:
    """The places of every theme that a plan names; `NOWHERE` stands for the others."""
    about: defaultdict[str, list[Commitment]] = defaultdict(list)
    mentions: defaultdict[str, list[Commitment]] = defaultdict(list)
    for commitment in plan.commitments:
        themes = commitment.themes if commitment.comparable else ()
        for theme in dict.fromkeys(topic.theme for topic in commitment.topics):
            (about if theme in themes else mentions)[theme].append(commitment)
    return {
        theme: ThemePlaces(tuple(about[theme]), tuple(mentions[theme]))
        for theme in dict.fromkeys((*about, *mentions))
    }


NOWHERE = ThemePlaces()


def clearest(commitments: Sequence[Commitment], theme: str) -> Commitment:
    """The commitment of which the names of a theme make up the largest share."""

    def share(commitment: Commitment) -> float:
        named = sum(topic.end - topic.start for topic in commitment.topics if topic.theme == theme)
        return named / max(1, len(commitment.body))

    return max(commitments, key=share)


@dataclass(frozen=True, slots=True)
class Basis:
    """The words on which a statement about a theme rests: clauses of a commitment, with the
    theme's name and a governing verb; `start` and `end` count in its `normalized`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """What became of a theme between two plans.

    `old` and `new` are the ids of the comparable commitments that are about it, the
    `mentions` those of all other sentences that name it; a basis is None where a plan holds
    no commitment on it.
    """

    id: str
    name: str
    name_en: str
    status: ThemeStatus
    old: tuple[str, ...]
    new: tuple[str, ...]
    old_mentions: tuple[str, ...]
    new_mentions: tuple[str, ...]
    old_basis: Basis | None = None
    new_basis: Basis | None = None


QueryKind = Literal["theme", "phrase", "commitment"]
ResolvedBy = Literal[
    "id", "name", "alias", "part", "english", "misspelling", "text", "words", "nothing"
]


@dataclass(frozen=True, slots=True)
class ThemeRef:
    """A theme by id and names."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a query was taken for.

    `id` and `name` are those of the theme or commitment, or the phrase itself. `by` says how
    it was found: the id, the name or an alias of a theme, a `part` of the query that names a
    theme, words of its English name, a name that differs in a character (`misspelling`), the
    phrase as it stands in a `text`, the `words` of the phrase, or `nothing`. `matched` quotes
    the name that decided. `related` are other themes that the query touches.
    """

    query: str
    kind: QueryKind
    id: str
    name: str
    name_en: str
    by: ResolvedBy
    matched: str = ""
    related: tuple[ThemeRef, ...] = ()


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name under which a plan speaks of a theme, how often, and whether it was given up since."""

    name: str
    count: int
    former: bool


@dataclass(frozen=True, slots=True)
class TraceStep:
    """What one plan says on a query.

    `phrase_count` counts the very phrase of the query in the plan's sentences and headings;
    `commitments` are the comparable ones about it, `mentions` the other sentences that name it;
    `clearest` is the id of the sentence of which the names of the theme make up most.
    """

    plan: Plan
    presence: Presence
    phrase_count: int
    commitments: tuple[Commitment, ...]
    mentions: tuple[Commitment, ...]
    names: tuple[NameUse, ...] = ()
    clearest: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """What became of a query from one plan to another.

    `returned`: it was there before, and absent in between. `renamed`: the old plan uses only
    names that were given up since, the new one a newer name. `shapes` counts, for a commitment
    query, how the links of the step are told (kept, split, merged).
    """

    old: str
    new: str
    status: ThemeStatus
    returned: bool = False
    renamed: tuple[str, str] | None = None
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """The life of a theme, a phrase or a commitment through the plans, in their order.

    `pins` are the reviewers' decisions on pairs of which one is in the trace of a commitment,
    `targets` what became of the targets whose figures stand in its commitments of plans.
    `formulation` is the phrase of the query where it is a formulation of its own, else empty.
    """

    resolution: Resolution
    steps: tuple[TraceStep, ...]
    transitions: tuple[Transition, ...]
    pins: tuple[PairPin, ...] = ()
    targets: TargetReport | None = None
    formulation: str = ""


@dataclass(frozen=True, slots=True)
class ThemeLife:
    """One row of the overview: a theme and where each plan stands on it."""

    id: str
    name: str
    name_en: str
    presences: tuple[Presence, ...]
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All themes that any plan names, over all plans in their order."""

    plans: tuple[Plan, ...]
    edges: tuple[tuple[str, str], ...]
    lives: tuple[ThemeLife, ...]
