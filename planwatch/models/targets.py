"""Targets: what was promised in figures, what was reported, and what the next plan asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import inf

from planwatch.models.documents import Plan, Quantity, Span, Unparsed


class Verdict(StrEnum):
    """How an outcome stands to its target."""

    EXCEEDED = "exceeded"
    MET = "met"
    MISSED = "missed"
    UNCLEAR = "unclear"
    """The two intervals overlap."""
    NOT_REPORTED = "not_reported"
    """Nothing in the review names the indicator: not in this text, which is not "not done"."""
    NOT_COMPARABLE = "not_comparable"
    """The review names the indicator, without a figure on the target's scale."""


class TargetDirection(StrEnum):
    """How the next plan's target stands to this one."""

    RAISED = "raised"
    KEPT = "kept"
    LOWERED = "lowered"
    NOT_IN_TEXT = "not_in_text"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `low` up to, not including, `high`; a single point and a mere ceiling include it."""

    low: float
    high: float

    @property
    def closed(self) -> bool:
        """Whether the upper end belongs to it."""
        return self.low in (self.high, -inf)

    def within(self, other: Bounds) -> bool:
        """Whether all of it lies in `other`."""
        at_end = self.high == other.high and (other.closed or not self.closed)
        return other.low <= self.low and (self.high < other.high or at_end)

    def above(self, other: Bounds) -> bool:
        """Whether all of it lies beyond the upper end of `other`."""
        return self.low > other.high or (self.low == other.high and not other.closed)

    def below(self, other: Bounds) -> bool:
        """Whether all of it lies before the lower end of `other`."""
        return self.high < other.low or (self.high == other.low and not self.closed)


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity where it stands: the ids of its plan and sentence."""

    plan: str
    id: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence that names an indicator without a figure; the span is that of the name."""

    plan: str
    id: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Derivation:
    """The arithmetic of a verdict.

    `outcome` and `target` are in `unit`. Where the outcome is a yearly rate that the text does
    not give, `formula` says how it follows and `value` what it is; both are empty otherwise.
    """

    outcome: Bounds
    target: Bounds
    unit: str
    formula: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class TargetChain:
    """A target, its outcome and the next target of one indicator.

    `verdict` is None where no review of the plan is at hand, `direction` None where no later
    plan is. `named` is set where the review has the indicator but no figure to hold against it.
    """

    indicator: str
    metric: str
    metric_en: str
    unit: str
    target: Stated
    outcome: Stated | None = None
    named: Named | None = None
    next_target: Stated | None = None
    verdict: Verdict | None = None
    direction: TargetDirection | None = None
    derivation: Derivation | None = None


class NumberFate(StrEnum):
    """What became of a figure inside a commitment that continues."""

    LOST = "lost"
    """The new wording gives no such figure, nor does the new plan elsewhere."""
    GAINED = "gained"
    RAISED = "raised"
    """The figure is higher, whether or not that is better."""
    LOWERED = "lowered"
    REWORDED = "reworded"
    """The same figure under another hedge (6%左右 → 6%以上), or another rank."""


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A figure that a continued commitment lost, gained or changed.

    `old` is None where it was gained, `new` where it was lost; `old_ids` and `new_ids` are the
    linked sentences that were held against each other. `doubtful` says that their links are
    unclear, and so what is said here. Held against a review, the new figure is what is reported,
    and a lost one is not mentioned.
    """

    fate: NumberFate
    old: Stated | None
    new: Stated | None
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Round:
    """The ids of a plan with targets, of its review and of the plan that follows; "" where
    there is none."""

    plan: str
    review: str
    following: str


@dataclass(frozen=True)
class TargetReport:
    """All chains of some plans.

    `unplanned` are outcomes of indicators for which the plan's text has no target; `other` are
    targets and outcomes whose metric is no known indicator: they are not judged. `unreadable`
    is what could not be read of the plans with targets (tables that are only pictures).
    `numbers` are figures lost, gained or changed inside the commitments that continue, where two
    plans were compared.
    """

    plans: tuple[Plan, ...]
    rounds: tuple[Round, ...]
    chains: tuple[TargetChain, ...]
    unplanned: tuple[Stated, ...]
    other: tuple[Stated, ...]
    unreadable: tuple[tuple[str, Unparsed], ...]
    numbers: tuple[NumberChange, ...] = ()

    @cached_property
    def by_plan(self) -> Mapping[str, Plan]:
        """The plans by id."""
        return {plan.info.id: plan for plan in self.plans}

    @property
    def stated(self) -> tuple[Stated, ...]:
        """All quantities of all plans in the order of the texts."""
        return tuple(
            Stated(plan.info.id, c.id, quantity)
            for plan in self.plans
            for c in plan.commitments
            for quantity in c.quantities
        )
