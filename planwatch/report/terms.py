"""How formulations are told: labels, counts, what took their place, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from planwatch.models import (
    Comparison,
    Formulation,
    Plan,
    PlanKind,
    Successor,
    TermChange,
    TermLife,
    TermsComparison,
    TermStatus,
)
from planwatch.report.cite import citation
from planwatch.report.safe import safe
from planwatch.report.summary import SHORT
from planwatch.report.view import View

TOLD = (
    TermStatus.NEW,
    TermStatus.RETURNED,
    TermStatus.GONE,
    TermStatus.RISEN,
    TermStatus.FALLEN,
)
"""What is told of formulations, in this order; what is said as often as before is not."""
_SUCCESSORS = 2
_IN_DIFF = 12
"""Formulations that `diff` lists of each side where nothing else is asked for."""
_CLAUSE = re.compile(r"[^，；。！？]*")


def told(comparison: TermsComparison, view: View) -> Iterator[tuple[str, Sequence[TermChange]]]:
    """Groups of changes: the title, and those that are listed."""
    for status in TOLD:
        found = [change for change in comparison.changes if change.status == status]
        if not found or view.only not in ("", status.value):
            continue
        shown = found[: view.bound(len(found))]
        title = view.say(
            "terms.section", label=status_label(status, comparison, view), count=len(found)
        )
        if len(shown) < len(found):
            title += view.say("terms.shown", count=len(shown))
        yield title, shown


def status_label(status: TermStatus, comparison: TermsComparison, view: View) -> str:
    """A status in words: what a short text or a review leaves out is not thereby given up."""
    if status != TermStatus.GONE:
        return view.say(f"terms.{status.value}")
    old, new = comparison.old, comparison.new
    speaks_for_all = new.info.kind not in (PlanKind.BRIEFING, PlanKind.REVIEW)
    long_enough = new.characters >= SHORT * old.characters
    return view.say("terms.gone" if speaks_for_all and long_enough else "terms.unmentioned")


def in_diff(comparison: Comparison, view: View) -> Iterator[tuple[str, Plan, Sequence[TermChange]]]:
    """The new and the gone formulations of a comparison: title, plan that says them, and those
    that are listed."""
    for key, plan in (("new", comparison.new), ("gone", comparison.old)):
        gone = key == "gone"
        found = [c for c in comparison.terms if (c.status == TermStatus.GONE) == gone]
        telling = [change for change in found if change.weight > 0]
        shown = found if view.limit == 0 else telling[:_IN_DIFF]
        if not shown:
            continue
        old, new = safe(comparison.old.info.id), safe(comparison.new.info.id)
        title = view.say(f"section.terms.{key}", old=old, new=new)
        if len(shown) < len(found):
            command = f"planwatch terms {old} {new} --only {key}"
            title += view.say("terms.in-diff", count=len(shown), command=command)
        yield title, plan, shown


def counted(row: Formulation, plans: Sequence[str], view: View) -> str:
    """How often plans say it, and the rate where they do."""
    parts = []
    for id in plans:
        use = row.by_plan[id]
        key = "terms.count" if use.count else "terms.never"
        parts.append(view.say(key, plan=safe(id), count=use.count, rate=f"{use.rate:.1f}"))
    return " · ".join(parts)


def seen(row: Formulation, view: View) -> str:
    """The first and the last plan that say it."""
    found = row.seen
    if not found:
        return ""
    return view.say("terms.seen", first=safe(found[0]), last=safe(found[-1]))


def replaced(row: Formulation, view: View, most: int = _SUCCESSORS) -> Iterator[str]:
    """What took its place, or whose place it took, and how far that goes."""
    for key, successors in (("by", row.replaced_by), ("of", row.replaces)):
        if successors:
            listed = [_successor(one, view) for one in successors[:most]]
            yield view.say(f"terms.replaced.{key}", names=view.say("list.separator").join(listed))


def _successor(one: Successor, view: View) -> str:
    facts = view.say(f"terms.basis.{one.basis}")
    if one.beside:
        facts += view.say("terms.beside")
    return safe(one.text) + view.say("trace.facts", facts=facts)


def places(
    row: Formulation, plan: Plan, view: View, most: int | None = 1
) -> Iterator[tuple[str, str]]:
    """Citations, and the words: the clause of the sentence, or the heading, that has it."""
    ids = row.by_plan[plan.info.id].ids
    for id in islice(ids, most):
        commitment = plan.by_id[id]
        start = commitment.normalized.index(row.text)
        clause = _clause(commitment.normalized, start, row.text)
        if plan.converted and view.source_script:
            at = commitment.normalized.index(clause)
            clause = commitment.quote(at, at + len(clause))
        yield citation(plan, commitment, view), _quoted(clause, plan, view)
    if not ids:
        for heading in islice((h for h in plan.headings if row.text in h.reading), most):
            said = heading.text if view.source_script else heading.reading
            yield safe(f"{plan.info.id}:L{heading.span.line}"), _quoted(said, plan, view)


def _quoted(words: str, plan: Plan, view: View) -> str:
    mark = view.say("quote.reading") if plan.converted and not view.source_script else ""
    return "“" + safe(words).strip().replace("“", "‘").replace("”", "’") + "”" + mark


def _clause(text: str, start: int, phrase: str) -> str:
    """The clause that holds a phrase, with the marks inside the phrase."""
    first = max((text.rfind(mark, 0, start) for mark in "，；。！？"), default=-1) + 1
    end = start + len(phrase)
    rest = _CLAUSE.match(text, end)
    return text[first : rest.end() if rest else end]


def life_notes(life: TermLife, view: View) -> Iterator[str]:
    """What is said of a phrase before its citations."""
    query = safe(life.query)
    row = life.formulation
    if not row.seen:
        yield view.say("terms.nowhere", query=query)
        if life.near:
            names = view.say("list.separator").join(map(safe, life.near))
            yield view.say("terms.near", names=names)
        return
    if row.text != life.query:
        yield view.say("terms.read", query=query, text=safe(row.text))
    if not row.signs:
        yield view.say("terms.unlisted", text=safe(row.text))
    yield seen(row, view)
    yield from replaced(row, view, most=len(row.replaced_by) + len(row.replaces))
