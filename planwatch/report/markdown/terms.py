"""Formulations of two plans, and the life of one, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import Comparison, TermChange, TermLife, TermsComparison, TermStatus
from planwatch.report.cite import headline, place
from planwatch.report.markdown.text import bullets, escaped, heading, table
from planwatch.report.summary import reading_notes
from planwatch.report.terms import counted, in_diff, life_notes, nested, places, replaced, told
from planwatch.report.view import View


def terms_blocks(comparison: TermsComparison, view: View) -> Iterator[str]:
    """What became of the formulations, one table for each status."""
    plans = (comparison.old, comparison.new)
    ids = " → ".join(escaped(plan.info.id) for plan in plans)
    yield heading(1, view.say("terms.title", plans=ids))
    titles = (headline(plan.info, plan.characters, view) for plan in plans)
    yield bullets(f"**{escaped(id)}** {escaped(title)}" for id, title in titles)
    notes = [f"> {escaped(note)}" for note in reading_notes(comparison, view)]
    if notes:
        yield "\n>\n".join(notes)
    heads = [view.say(f"terms.head.{key}") for key in ("text", "counts", "replaced")]
    for section in told(comparison, view):
        yield heading(2, escaped(section.title))
        rows = (_row(change, below, comparison, view) for change, below in section.families)
        yield table([*heads, view.say("diff.head.source")], rows)
        if section.more:
            yield escaped(section.more)
    yield bullets(escaped(view.say(key)) for key in ("terms.foot.basis", "terms.foot"))


def _row(
    change: TermChange, below: Sequence[TermChange], comparison: TermsComparison, view: View
) -> Sequence[str]:
    row = change.formulation
    plan = comparison.old if change.status == TermStatus.GONE else comparison.new
    notes = (*replaced(row, view), nested(below, view))
    cited = (f"{cited} {words}" for cited, words in places(row, plan, view))
    return (
        f"**{escaped(row.text)}**",
        escaped(counted(row, [p.info.id for p in comparison.plans], view)),
        "<br>".join(map(escaped, filter(None, notes))) or "–",
        "<br>".join(escaped(said) for said in cited),
    )


def term_life_blocks(life: TermLife, view: View) -> Iterator[str]:
    """One formulation: what replaced it, and plan by plan how often and where it is said."""
    row = life.formulation
    yield heading(1, escaped(row.text))
    yield bullets(escaped(note) for note in life_notes(life, view))
    for plan in life.plans if row.seen else ():
        yield heading(2, escaped(counted(row, [plan.info.id], view)))
        cited = list(places(row, plan, view, most=view.limit or None))
        if cited:
            yield bullets(f"**{escaped(where)}** {escaped(words)}" for where, words in cited)


def term_blocks(comparison: Comparison, view: View) -> Iterator[str]:
    """In a comparison: the formulations of one side only, each with the first place."""
    for title, plan, changes, more in in_diff(comparison, view):
        yield heading(2, escaped(title))
        named = []
        for change in changes:
            ids = change.formulation.by_plan[plan.info.id].ids
            where = f"（{escaped(place(plan, plan.by_id[ids[0]]))}）" if ids else ""
            named.append(f"**{escaped(change.formulation.text)}**{where}")
        yield view.say("list.separator").join(named)
        if more:
            yield escaped(more)
