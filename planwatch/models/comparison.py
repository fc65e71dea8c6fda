"""Comparisons: links, changes, and why they are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

from planwatch.models.documents import Commitment, Plan
from planwatch.models.pins import Decision, PairPin, Pin
from planwatch.models.targets import NumberChange, TargetReport
from planwatch.models.terms import TermChange
from planwatch.models.themes import ThemeChange

if TYPE_CHECKING:
    from fractions import Fraction

_DECIMALS = 4
"""Weights of evidence are rounded to this, and so are their sums."""


class Relation(StrEnum):
    """How the new commitment stands to the old one."""

    CONTINUED = "continued"
    """The same commitment (延续)."""
    CHANGED = "changed"
    """The same specific subject, altered or in part (调整)."""


class Certainty(StrEnum):
    """Whether the evidence for a link is clear."""

    FIRM = "firm"
    UNCLEAR = "unclear"


class Force(StrEnum):
    """Whether the new wording binds more or less than the old."""

    SAME = "same"
    STRONGER = "stronger"
    WEAKER = "weaker"
    UNCLEAR = "unclear"


class Axis(StrEnum):
    """In which respect one wording binds more than another."""

    VERB = "verb"
    """The governing verb with its modifiers."""
    SPECIFICITY = "specificity"
    """A number, a deadline, a named project, place or body."""
    VALUE = "value"
    """The figure itself."""
    SCOPE = "scope"
    """How much of a field is taken in."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What decides the force of a link in one respect.

    `force` is stronger or weaker; `old` and `new` are the words on either side, as spans in the
    `normalized` of the commitments.
    """

    axis: Axis
    force: Force
    old: tuple[tuple[int, int], ...]
    new: tuple[tuple[int, int], ...]


def joint_force(forces: Iterable[Force]) -> Force:
    """The force of several links together: that of those that differ from the old wording where
    they agree; unclear where they do not."""
    differing = set(forces) - {Force.SAME}
    if not differing:
        return Force.SAME
    return differing.pop() if len(differing) == 1 else Force.UNCLEAR


class Shape(StrEnum):
    """What became of the commitments of one change."""

    KEPT = "kept"
    SPLIT = "split"
    MERGED = "merged"
    APPEARED = "appeared"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of a score: what speaks for or against a pair, and how much (log-odds).

    `old` and `new` quote what the row rests on, `note` says it in a few words.
    """

    feature: str
    old: str
    new: str
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One pair of commitments; `score` is the sum of the evidence weights (log-odds).

    `identical` says that the texts are the same; `deciding` are the words that the force rests
    on. Only a continued link has a force, and none to or from a review: others are unclear.
    `pin` is the reviewer's decision that made it or set its relation.
    """

    old: str
    new: str
    relation: Relation
    score: float
    confidence: float
    certainty: Certainty
    force: Force
    evidence: tuple[Evidence, ...]
    identical: bool = False
    deciding: tuple[Deciding, ...] = ()
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that was looked at and not linked."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The links between two plans, and what comes nearest to every commitment without one.

    `pins` are the reviewers' decisions that were taken into account.
    """

    links: tuple[Link, ...]
    nearest_old: Mapping[str, tuple[Candidate, ...]]
    nearest_new: Mapping[str, tuple[Candidate, ...]]
    pins: tuple[PairPin, ...] = ()


class Direction(StrEnum):
    """Where a commitment moved in the order of the plan."""

    FORWARD = "forward"
    """Nearer to the beginning (前移)."""
    BACK = "back"
    """Nearer to the end (后移)."""


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a part (chapter, section or task) among the `of` parts of its plan, from 1."""

    place: int
    of: int

    @property
    def share(self) -> Fraction:
        """Where the middle of the part lies, 0 to 1, if all parts were of one length."""
        from fractions import Fraction  # noqa: PLC0415  (slow to load, and seldom asked for)

        return Fraction(2 * self.place - 1, 2 * self.of)


@dataclass(frozen=True, slots=True)
class Move:
    """The change of rank of a commitment that is linked."""

    old: Rank
    new: Rank
    direction: Direction


@dataclass(frozen=True, slots=True)
class Change:
    """What a reader is told: one or more links grouped, or one commitment without any.

    `relation` is None for what appeared or was dropped. `fingerprint` is keyed by the
    normalized texts, so that it outlives positions. `identical` says that the texts on both
    sides are the same. `moved` is None where the rank did not clearly change.
    """

    shape: Shape
    relation: Relation | None
    force: Force
    old: tuple[str, ...]
    new: tuple[str, ...]
    fingerprint: str
    identical: bool = False
    moved: Move | None = None

    @property
    def unchanged(self) -> bool:
        """Whether neither words nor rank changed."""
        return self.identical and self.moved is None


@dataclass(frozen=True, slots=True)
class SideSummary:
    """Counts of one side's comparable commitments; `unclear` is part of those linked.

    `stronger` and `weaker` are those of the continued whose wording binds more or less, all
    their continued links taken together.
    """

    comparable: int
    continued: int
    changed: int
    unclear: int
    unmatched: int
    stronger: int = 0
    weaker: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is said when one plan is held against another.

    `themes` are those on which at least one of the two holds a commitment; `terms` are the
    formulations that only one of the two says, without those that are the titles of `themes`;
    `pins` are the reviewers' decisions on pairs of the two plans. `numbers` are the figures lost,
    gained or changed inside continued commitments, `targets` what became of the old plan's
    targets, by a review of it too where one is at hand.
    """

    old: Plan
    new: Plan
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    appeared: tuple[str, ...]
    dropped: tuple[str, ...]
    unmatched_old: Mapping[str, tuple[Candidate, ...]]
    unmatched_new: Mapping[str, tuple[Candidate, ...]]
    old_summary: SideSummary
    new_summary: SideSummary
    themes: tuple[ThemeChange, ...] = ()
    terms: tuple[TermChange, ...] = ()
    pins: tuple[PairPin, ...] = ()
    numbers: tuple[NumberChange, ...] = ()
    targets: TargetReport | None = None


class Obstacle(StrEnum):
    """What keeps a pair from being linked."""

    SCORE = "score"
    """The score is below the threshold."""
    IDENTICAL_ELSEWHERE = "identical_elsewhere"
    """One of the two stands word for word elsewhere on the other side, and is linked there."""
    CLOSER_ELSEWHERE = "closer_elsewhere"
    """Both have a counterpart elsewhere that is much closer."""
    REJECTED = "rejected_by_pin"
    """A reviewer rejected the pair."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two commitments are linked or not: the rows that add up to the score.

    `threshold` is the score from which a pair is linked; `closer` says that both commitments have
    a much closer counterpart; `link` is None where the pair is not linked.
    `pin` is a reviewer's decision on the pair.
    """

    old: Commitment
    new: Commitment
    score: float
    confidence: float
    threshold: float
    linked: bool
    evidence: tuple[Evidence, ...]
    closer: bool = False
    link: Link | None = None
    pin: PairPin | None = None

    @property
    def relation(self) -> Relation | None:
        """The relation of the link; None where there is none."""
        return self.link.relation if self.link else None

    @property
    def pins(self) -> tuple[PairPin, ...]:
        """The decision on the pair, if there is one."""
        return () if self.pin is None else (self.pin,)

    @property
    def totals(self) -> tuple[float, ...]:
        """The sum of the evidence up to and including each row; the last one is the score."""
        sums = accumulate(row.weight for row in self.evidence)
        return tuple(round(total, _DECIMALS) for total in sums)

    @property
    def obstacle(self) -> Obstacle | None:
        """Why the pair is not linked; None where it is."""
        if self.linked:
            return None
        if self.pin is not None and self.pin.pin.decision == Decision.REJECT:
            return Obstacle.REJECTED
        if self.score < self.threshold:
            return Obstacle.SCORE
        return Obstacle.CLOSER_ELSEWHERE if self.closer else Obstacle.IDENTICAL_ELSEWHERE


@dataclass(frozen=True, slots=True)
class Nearest:
    """What a commitment is linked to on the other side, and what comes closest without a link.

    `pins` are the reviewers' decisions on pairs with it.
    """

    commitment: Commitment
    other: Plan
    linked: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    pins: tuple[PairPin, ...] = ()
