"""A dossier: everything that a report on several plans says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planwatch.models.comparison import Comparison
from planwatch.models.documents import Plan
from planwatch.models.findings import Finding
from planwatch.models.targets import TargetReport
from planwatch.models.themes import Overview


@dataclass(frozen=True)
class Dossier:
    """Several plans in their order, held against each other.

    `comparisons` go along the edges of the overview: every plan with the one that it follows or
    reviews. `targets` may quote a review that is none of the plans. `accepted` are the findings
    on these comparisons that a reviewer decided may stand.
    """

    overview: Overview
    comparisons: tuple[Comparison, ...]
    targets: TargetReport
    accepted: tuple[Finding, ...] = ()

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans in their order."""
        return self.overview.plans

    @cached_property
    def sources(self) -> tuple[Plan, ...]:
        """All documents that the dossier quotes."""
        named = {plan.info.id for plan in self.plans}
        return (*self.plans, *(plan for plan in self.targets.plans if plan.info.id not in named))
