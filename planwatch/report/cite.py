"""Citations and quotes: where a statement stands, and its exact words."""

from __future__ import annotations

from planwatch.models import Commitment, Plan, PlanInfo, PlanKind
from planwatch.report.safe import safe
from planwatch.report.view import View

_CLOSERS = "、.．。 "


def citation(plan: Plan, commitment: Commitment, view: View) -> str:
    """Plan, line, numbers of the headings above, and sentence: `15:L5 一/三是 第3句`."""
    numbers = "/".join(number.strip(_CLOSERS) for number in commitment.numbers)
    parts = [f"{plan.info.id}:L{commitment.span.line}", numbers]
    parts.append(view.say("cite.sentence", number=commitment.sentence))
    return safe(" ".join(part for part in parts if part))


def quote(plan: Plan, commitment: Commitment, view: View) -> str:
    """The words of a commitment in quotation marks; a mainland reading is marked as such."""
    if plan.converted and not view.source_script:
        return "“" + safe(commitment.normalized) + "”" + view.say("quote.reading")
    return "“" + safe(commitment.text) + "”"


def headline(info: PlanInfo, characters: int, view: View) -> tuple[str, str]:
    """The id of a plan, and its title with what it is, its period and its length."""
    genre = view.say("genre.briefing") if info.kind == PlanKind.BRIEFING else ""
    period = info.period if info.kind != PlanKind.BRIEFING else info.date
    length = view.say("characters", count=f"{characters:,}")
    parts = (safe(info.title) + genre, safe(period), length)
    return safe(info.id), "  ".join(part for part in parts if part)


def unmatched_label(plan: PlanInfo, other: PlanInfo, *, plan_is_new: bool) -> str:
    """Message key for what stands in `plan` only: a review speaks in its own words, and what
    a briefing leaves out is not thereby given up."""
    if plan.kind == PlanKind.REVIEW:
        return "label.unplanned"
    if plan_is_new and other.kind != PlanKind.REVIEW:
        return "label.appeared"
    if other.kind in (PlanKind.REVIEW, PlanKind.BRIEFING):
        return "label.unmentioned"
    return "label.dropped"


def linked_label(old: PlanInfo, new: PlanInfo, key: str) -> str:
    """Message key for a link or a shape; held against a review it says that it was reported."""
    if PlanKind.REVIEW in (old.kind, new.kind):
        return f"label.reported.{key}"
    return f"label.{key}"
