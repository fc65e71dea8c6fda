"""What the page says of one plan held against the next, and of each plan itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import Bilingual, Comparison, Dossier, Finding, Plan, PlanInfo, PlanKind
from planwatch.report.cite import described, named
from planwatch.report.html.cards import CardList, Deck
from planwatch.report.html.quotes import edge_anchor, source_anchor, titled
from planwatch.report.html.voices import Voices
from planwatch.report.pins import pin_lines
from planwatch.report.summary import counts, footnotes, reading_notes
from planwatch.report.view import View


@dataclass(frozen=True, slots=True)
class Edge:
    """One comparison: what must be known first, the counts, the lists, and the decisions."""

    anchor: str
    title: Bilingual
    notes: Sequence[Bilingual]
    counts: Sequence[Bilingual]
    lists: Sequence[CardList]
    pins: Sequence[Bilingual]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One document: what it is, and how much of it was read."""

    plan: Plan
    anchor: str
    headline: Bilingual
    kind: Bilingual
    headings: int
    sentences: int
    comparable: int
    untagged: int
    unparsed: int


def edges(dossier: Dossier, voices: Voices) -> Iterator[Edge]:
    """The comparisons in their order."""
    first = 0
    for comparison in dossier.comparisons:
        yield _edge(comparison, first, dossier.accepted, voices)
        first += len(comparison.links)


def _edge(
    comparison: Comparison, first_link: int, accepted: Sequence[Finding], voices: Voices
) -> Edge:
    old, new = comparison.old.info, comparison.new.info
    own = [found for found in accepted if (found.old, found.new) == (old.id, new.id)]
    return Edge(
        anchor=edge_anchor(old.id, new.id),
        title=called((old, new), voices),
        notes=voices.lines(lambda view: reading_notes(comparison, view)),
        counts=voices.lines(lambda view: counts(comparison, view)),
        lists=list(Deck(comparison, voices, first_link, own).lists()),
        pins=voices.lines(lambda view: pin_lines(comparison.pins, view)),
    )


def coverage(dossier: Dossier, voices: Voices) -> Iterator[Coverage]:
    """The documents in their order, those last that are only quoted."""
    for plan in dossier.sources:
        yield Coverage(
            plan=plan,
            anchor=source_anchor(plan.info.id),
            headline=titled(plan, voices),
            kind=voices.message(f"plan-kind.{plan.info.kind.value}"),
            headings=len(plan.headings),
            sentences=len(plan.commitments),
            comparable=len(plan.comparable),
            untagged=len(plan.untagged),
            unparsed=len(plan.unparsed),
        )


def called(infos: Sequence[PlanInfo], voices: Voices) -> Bilingual:
    """Documents in their order, by their ids, each with what it is."""
    return voices.tell(lambda view: " → ".join(_called(info, view) for info in infos))


def _called(info: PlanInfo, view: View) -> str:
    """A briefing is called one; of a file without a period nothing is known but its id."""
    if info.kind == PlanKind.BRIEFING or not info.period:
        return named(info, view)
    return named(info, view) + view.say("trace.facts", facts=described(info, view))


def limits(dossier: Dossier, voices: Voices) -> list[Bilingual]:
    """How far the result can be trusted: the footnotes of all comparisons, each once."""
    found: dict[Bilingual, None] = {}
    for comparison in dossier.comparisons:
        found.update(dict.fromkeys(_footnotes(comparison, voices)))
    return list(found)


def _footnotes(comparison: Comparison, voices: Voices) -> list[Bilingual]:
    return voices.lines(lambda view: footnotes(comparison, view))
