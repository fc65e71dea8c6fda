"""How formulations are told: labels, counts, what took their place, and the words around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from planwatch.models import (
    Comparison,
    Formulation,
    Heading,
    Plan,
    PlanKind,
    Sign,
    Successor,
    TermChange,
    TermLife,
    TermsComparison,
    TermStatus,
)
from planwatch.report.cite import citation, spot
from planwatch.report.safe import safe
from planwatch.report.summary import SHORT
from planwatch.report.view import View
from planwatch.words import unquoted

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
_ROWS = {False: 20, True: 40}
"""Groups of each status that are listed where nothing else is asked for: of all, of one alone."""
_NESTED = 4
"""Phrases named of those that belong to another one."""
_MARKED = frozenset({Sign.RULE, Sign.QUOTED})
Family = tuple[TermChange, Sequence[TermChange]]
_CLAUSE = re.compile(r"[^，；。！？]*")


@dataclass(frozen=True, slots=True)
class Section:
    """The formulations of one status: those that are listed, each with the phrases that belong to
    it, and how to see the others ("" where there are none)."""

    title: str
    families: Sequence[Family]
    more: str


def told(comparison: TermsComparison, view: View) -> Iterator[Section]:
    """What became of the formulations, the most telling first."""
    for status in TOLD:
        found = [change for change in comparison.changes if change.status == status]
        if not found or view.only not in ("", status.value):
            continue
        grouped = families(found, _speaker(status, comparison).info.id)
        limit = view.limit if view.limit is not None else _ROWS[bool(view.only)]
        shown = grouped[: limit or None]
        title = view.say(
            "terms.section", label=status_label(status, comparison, view), count=len(found)
        )
        more = ""
        if len(shown) < len(grouped):
            title += view.say("terms.shown", count=len(shown))
            told_of = sum(1 + len(below) for _, below in shown)
            more = _others(len(found) - told_of, status.value, comparison, view)
        yield Section(title, shown, more)


def families(changes: Sequence[TermChange], plan: str) -> Sequence[Family]:
    """Groups of phrases, a phrase with those that stand inside it, or hold it and are said as
    often, after it in rank; one that the rules know or a text quotes is no part of another one
    that is said less or more."""
    found = _Families(plan)
    for change in changes:
        found.begins(change)
    return found.families


class _Families:
    """The groups of phrases so far."""

    def __init__(self, plan: str) -> None:
        self.families: list[tuple[TermChange, list[TermChange]]] = []
        self._plan = plan
        self._near = _Near()

    def begins(self, change: TermChange) -> bool:
        """Put a phrase into its group; returns whether it begins one."""
        text = change.formulation.text
        for head, below in (self.families[place] for place in self._near.places(text)):
            if _belongs(change, head, self._plan):
                below.append(change)
                return False
        self._near.add(text, len(self.families))
        self.families.append((change, []))
        return True


class _Near:
    """Texts by their parts, so that those which hold one or stand in it are found without a look
    at the others."""

    def __init__(self) -> None:
        self._by_text: dict[str, int] = {}
        self._by_pair: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def add(self, text: str, place: int) -> None:
        """Remember a text and its place."""
        self._by_text.setdefault(text, place)
        for start in range(len(text)):
            self._by_pair[text[start : start + 1]].setdefault(text, place)
            self._by_pair[text[start : start + 2]].setdefault(text, place)

    def places(self, text: str) -> list[int]:
        """The places of the texts that hold a text or stand in it, in order."""
        ends = range(1, len(text) + 1)
        parts = {text[start:end] for end in ends for start in range(end)}
        found = {self._by_text[part] for part in parts & self._by_text.keys()}
        larger = self._by_pair.get(text[:2], {})
        return sorted(found | {place for other, place in larger.items() if text in other})


def _belongs(change: TermChange, head: TermChange, plan: str) -> bool:
    same = change.formulation.by_plan[plan].count == head.formulation.by_plan[plan].count
    return same or not change.formulation.signs & _MARKED


def _speaker(status: TermStatus, comparison: TermsComparison) -> Plan:
    """The plan that says the formulations of a status."""
    return comparison.old if status == TermStatus.GONE else comparison.new


def _others(count: int, only: str, comparison: Comparison | TermsComparison, view: View) -> str:
    """How many formulations are not listed, and the command that lists them."""
    old, new = safe(comparison.old.info.id), safe(comparison.new.info.id)
    command = f"planwatch terms {old} {new} --only {only} --limit 0"
    return view.say("terms.more", count=count, command=command)


def nested(below: Sequence[TermChange], view: View) -> str:
    """The phrases that belong to another one, in words; "" where there are none."""
    if not below:
        return ""
    names = view.say("list.separator").join(safe(c.formulation.text) for c in below[:_NESTED])
    key = "terms.nested" if len(below) <= _NESTED else "terms.nested.more"
    return view.say(key, names=names, count=len(below))


def status_label(status: TermStatus, comparison: Comparison | TermsComparison, view: View) -> str:
    """A status in words: what a short text or a review leaves out is not thereby given up."""
    if status != TermStatus.GONE:
        return view.say(f"terms.{status.value}")
    old, new = comparison.old, comparison.new
    speaks_for_all = new.info.kind not in (PlanKind.BRIEFING, PlanKind.REVIEW)
    long_enough = new.characters >= SHORT * old.characters
    return view.say("terms.gone" if speaks_for_all and long_enough else "terms.unmentioned")


def in_diff(
    comparison: Comparison, view: View
) -> Iterator[tuple[str, Plan, Sequence[TermChange], str]]:
    """The new and the gone formulations of a comparison: title, plan that says them, those that
    are listed, and where the others are ("" where there are none)."""
    for key, plan in (("new", comparison.new), ("gone", comparison.old)):
        found, heads = one_sided(comparison, gone=key == "gone", most=_IN_DIFF)
        shown = found if view.limit == 0 else heads
        if not shown:
            continue
        old, new = safe(comparison.old.info.id), safe(comparison.new.info.id)
        title = view.say(f"section.terms.{key}", old=old, new=new)
        more = ""
        if len(shown) < len(found):
            title += view.say("terms.shown", count=len(shown))
            more = _others(len(found) - len(shown), key, comparison, view)
        yield title, plan, shown, more


def one_sided(
    comparison: Comparison, *, gone: bool, most: int | None = None
) -> tuple[Sequence[TermChange], Sequence[TermChange]]:
    """The formulations that only one plan says, the old (`gone`) or the new one: all, and the
    telling ones (at `most`) without those that belong to another, the most telling first."""
    plan = comparison.old if gone else comparison.new
    found = [c for c in comparison.terms if (c.status == TermStatus.GONE) == gone]
    telling = _Families(plan.info.id)
    heads = (change for change in found if change.weight > 0 and telling.begins(change))
    return found, list(islice(heads, most))


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
        clause = _clause(commitment.normalized, *_span(row.text, commitment.normalized))
        if plan.converted and view.source_script:
            at = commitment.normalized.index(clause)
            clause = commitment.quote(at, at + len(clause))
        yield citation(plan, commitment, view), _quoted(clause, plan, view)
    if not ids:
        for heading in islice(_headings(row, plan), most):
            said = heading.text if view.source_script else heading.reading
            yield safe(f"{plan.info.id}:L{heading.span.line}"), _quoted(said, plan, view)


def first_spot(row: Formulation, plan: Plan) -> str:
    """Where in a plan that says it a formulation first stands: in a sentence, else a heading."""
    ids = row.by_plan[plan.info.id].ids
    if ids:
        return spot(plan.by_id[ids[0]])
    return "".join(f"L{heading.span.line}" for heading in islice(_headings(row, plan), 1))


def _headings(row: Formulation, plan: Plan) -> Iterator[Heading]:
    return (heading for heading in plan.headings if row.text in unquoted(heading.reading))


def _quoted(words: str, plan: Plan, view: View) -> str:
    mark = view.say("quote.reading") if plan.converted and not view.source_script else ""
    return "“" + safe(words).strip().replace("“", "‘").replace("”", "’") + "”" + mark


def _span(phrase: str, text: str) -> tuple[int, int]:
    """Where a text says a phrase, quotation marks in it left out."""
    found = re.search("[“”‘’]*".join(map(re.escape, phrase)), text)
    return found.span() if found else (0, len(text))


def _clause(text: str, start: int, end: int) -> str:
    """The clause that holds a phrase, with the marks inside the phrase."""
    first = max((text.rfind(mark, 0, start) for mark in "，；。！？"), default=-1) + 1
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
    yield view.say("terms.trace", command=f"planwatch trace {safe(row.text)}")
