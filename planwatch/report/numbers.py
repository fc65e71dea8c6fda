"""What is said of figures that a continued commitment lost, gained or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planwatch.models import NumberChange, NumberFate, Plan, PlanKind, Stated, TargetReport
from planwatch.report.cite import clause, place, words
from planwatch.report.safe import safe
from planwatch.report.view import View


def number_text(change: NumberChange, plans: Mapping[str, Plan], view: View) -> str:
    """A change in one line: what it is, where the figure stands, its words and its metric."""
    stated = change.new or change.old
    assert stated is not None
    metric = stated.quantity.metric
    told = {"label": _label(change, plans, view), "gloss": ""}
    if metric and metric not in stated.quantity.quote and not stated.quantity.indicator:
        told["gloss"] = view.say("number.gloss", metric=safe(metric))
    if change.old and change.new:
        old_where, old = _short(change.old, plans, view)
        new_where, new = _short(change.new, plans, view)
        return view.say(
            "number.pair", old_where=old_where, old=old, new_where=new_where, new=new, **told
        )
    where, said = _short(stated, plans, view)
    return view.say("number.line", where=where, words=said, **told)


def number_lines(report: TargetReport, view: View) -> Iterator[tuple[str, str]]:
    """The changes with citations and clauses; what only a review reports is left out."""
    shown = [change for change in report.numbers if change not in reported(report)]
    for change in shown:
        stated = [one for one in (change.old, change.new) if one]
        cited = [clause(report.by_plan[s.plan], s.id, s.quantity.span, view) for s in stated]
        label = _label(change, report.by_plan, view)
        yield label, " → ".join(f"{where} {said}" for where, said in cited)


def reported(report: TargetReport) -> list[NumberChange]:
    """The figures that a review reports where the plan gave none: what it is for."""
    return [change for change in report.numbers if _only_reported(change, report.by_plan)]


def _label(change: NumberChange, plans: Mapping[str, Plan], view: View) -> str:
    """What became of a figure; a review speaks in its own words, and a doubtful link is doubted."""
    kinds = [plans[s.plan].info.kind for s in (change.old, change.new) if s]
    key = change.fate.value
    if PlanKind.REVIEW in kinds:
        key = "both" if len(kinds) == 2 else "reported"
    elif change.fate == NumberFate.GAINED and _to_review(change, plans):
        key = NumberFate.LOST.value
    doubt = view.say("label.unclear") + " " if change.doubtful else ""
    return doubt + view.say(f"number.{key}")


def _only_reported(change: NumberChange, plans: Mapping[str, Plan]) -> bool:
    kinds = [plans[s.plan].info.kind for s in (change.old, change.new) if s]
    return kinds == [PlanKind.REVIEW]


def _to_review(change: NumberChange, plans: Mapping[str, Plan]) -> bool:
    """Whether one of the two plans is a review."""
    ids = {id.rpartition("/")[0] for id in (*change.old_ids, *change.new_ids)}
    return any(plans[id].info.kind == PlanKind.REVIEW for id in ids)


def _short(stated: Stated, plans: Mapping[str, Plan], view: View) -> tuple[str, str]:
    plan = plans[stated.plan]
    commitment = plan.by_id[stated.id]
    return place(plan, commitment), words(plan, commitment, stated.quantity.span, view)
