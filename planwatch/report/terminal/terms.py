"""Formulations of two plans, and the life of one, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from planwatch.models import Comparison, Plan, TermChange, TermLife, TermsComparison, TermStatus
from planwatch.report.cite import headline, place
from planwatch.report.layout import wrapped
from planwatch.report.safe import safe
from planwatch.report.summary import reading_notes
from planwatch.report.terms import counted, in_diff, life_notes, nested, places, replaced, told
from planwatch.report.view import View

_SENTENCES = 3


def terms_lines(comparison: TermsComparison, view: View) -> Iterator[Text]:
    """What became of the formulations, the most telling first, each with its first place."""
    plans = (comparison.old, comparison.new)
    for plan in plans:
        id, title = headline(plan.info, plan.characters, view)
        yield from wrapped(Text.assemble((id + "  ", "bold"), title), view.width, 4, 0)
    for note in reading_notes(comparison, view):
        yield from wrapped(Text(note, "yellow"), view.width)
    for section in told(comparison, view):
        yield Text("")
        yield from wrapped(Text(section.title, "bold"), view.width)
        for change, below in section.families:
            yield from _change(change, below, comparison, view)
        if section.more:
            yield from wrapped(Text(section.more, "dim"), view.width, 4, 2)
    yield Text("")
    for key in ("terms.foot.basis", "terms.foot"):
        yield from wrapped(Text(view.say(key), "dim"), view.width)


def _change(
    change: TermChange, below: Sequence[TermChange], comparison: TermsComparison, view: View
) -> Iterator[Text]:
    row = change.formulation
    counts = counted(row, [plan.info.id for plan in comparison.plans], view)
    head = Text.assemble((safe(row.text), "cyan bold"), "  " + counts)
    yield from wrapped(head, view.width, indent=4, first=2)
    for said in filter(None, (*replaced(row, view), nested(below, view))):
        yield from wrapped(Text(said), view.width, 4)
    plan = comparison.old if change.status == TermStatus.GONE else comparison.new
    for cited, words in places(row, plan, view):
        yield from wrapped(Text(f"{cited} {words}", "dim"), view.width, 4)


def term_life_lines(life: TermLife, view: View) -> Iterator[Text]:
    """One formulation: what replaced it, and plan by plan how often and where it is said."""
    yield from wrapped(Text(safe(life.formulation.text), "bold"), view.width)
    for note in life_notes(life, view):
        yield from wrapped(Text(note), view.width)
    if not life.formulation.seen:
        return
    for plan in life.plans:
        yield Text("")
        yield from _use(life, plan, view)


def _use(life: TermLife, plan: Plan, view: View) -> Iterator[Text]:
    row = life.formulation
    yield from wrapped(Text(counted(row, [plan.info.id], view), "bold"), view.width)
    limit = _SENTENCES if view.limit is None else view.limit or None
    for cited, words in places(row, plan, view, most=limit):
        yield from wrapped(Text(cited, "dim"), view.width, 2)
        yield from wrapped(Text(words), view.width, 4)
    hidden = len(row.by_plan[plan.info.id].ids) - (limit or len(row.by_plan[plan.info.id].ids))
    if hidden > 0:
        command = f"planwatch terms {safe(row.text)} --limit 0"
        more = view.say("trace.more", count=hidden, command=command)
        yield from wrapped(Text(more, "dim"), view.width, 2)


def term_lines(comparison: Comparison, view: View) -> Iterator[Text]:
    """In a comparison: the formulations of one side only, each with the first place."""
    for title, plan, changes, more in in_diff(comparison, view):
        yield from wrapped(Text(title, "bold green"), view.width)
        listed = view.say("list.separator").join(_named(change, plan, view) for change in changes)
        yield from wrapped(Text(listed), view.width, 2)
        if more:
            yield from wrapped(Text("  " + more, "dim"), view.width, 4, 0)
        yield Text("")


def _named(change: TermChange, plan: Plan, view: View) -> str:
    use = change.formulation.by_plan[plan.info.id]
    times = f" ×{use.count}" if use.count > 1 else ""
    where = place(plan, plan.by_id[use.ids[0]]).partition(":")[2] if use.ids else ""
    facts = view.say("trace.facts", facts=where) if where else ""
    return safe(change.formulation.text) + times + facts
