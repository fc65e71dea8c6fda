"""Everything that the template shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from planwatch.models import Bilingual, Dossier, Overview
from planwatch.report.check import message
from planwatch.report.html.alluvial import figure
from planwatch.report.html.cards import LISTS, Card, chapter_value
from planwatch.report.html.edges import Coverage, Edge, called, coverage, edges, limits
from planwatch.report.html.embedded import embedded
from planwatch.report.html.matrix import Matrix, Row
from planwatch.report.html.source import Source, source_of
from planwatch.report.html.targets import Targets, targets_of
from planwatch.report.html.voices import Voices
from planwatch.report.safe import safe
from planwatch.report.selection import chapter_of
from planwatch.report.view import View

_STATUSES = (*LISTS, "split", "merged", "moved", "unclear", "reviewed", "accepted")
"""What the filter of statuses asks for, in its order."""

_FIGURES = Markup('<div class="zh" lang="zh-Hans">{}</div>\n<div class="en" lang="en">{}</div>')


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Page:
    """What the template asks for; every text is in both languages."""

    voices: Voices
    title: Bilingual
    names: Mapping[str, Bilingual]
    plans: Sequence[Bilingual]
    coverage: Sequence[Coverage]
    edges: Sequence[Edge]
    picture: Markup
    rows: Sequence[Row]
    targets: Targets
    sources: Sequence[Source]
    accepted: Sequence[Bilingual]
    limits: Sequence[Bilingual]
    statuses: Sequence[Choice]
    themes: Sequence[Choice]
    chapters: Sequence[tuple[str, Sequence[Choice]]]
    data: Markup


def page(dossier: Dossier, view: View, words: Sequence[str]) -> Page:
    """The page of a dossier; `words` are the keys of the messages that its script says."""
    voices = Voices.of(view)
    matrix = Matrix.of(dossier, voices)
    rows, found = list(matrix.rows()), list(edges(dossier, voices))
    infos = [plan.info for plan in dossier.plans]
    cards = [card for edge in found for each in edge.lists for _, g in each.groups for card in g]
    return Page(
        voices=voices,
        title=voices.message("report.title", plans=called(infos, voices)),
        names={row.id: row.name for row in rows},
        plans=[called([info], voices) for info in infos],
        coverage=list(coverage(dossier, voices)),
        edges=found,
        picture=_picture(dossier.overview, voices),
        rows=rows,
        targets=targets_of(dossier.targets, voices),
        sources=[source_of(plan, voices) for plan in dossier.sources],
        accepted=list(_accepted(dossier, voices)),
        limits=limits(dossier, voices),
        statuses=list(_statuses(cards, voices)),
        themes=_themes(rows, cards),
        chapters=list(_chapters(dossier)),
        data=embedded(dossier.comparisons, matrix, words, voices),
    )


def _picture(overview: Overview, voices: Voices) -> Markup:
    """The alluvial of themes in both languages."""
    drawn = (figure(overview, view) for view in (voices.zh, voices.en))
    return _FIGURES.format(*map(Markup, drawn))


def _accepted(dossier: Dossier, voices: Voices) -> Iterator[Bilingual]:
    """The findings that may stand, with who says so."""
    for finding in dossier.accepted:
        decision = finding.accepted
        if decision is not None:
            yield voices.message(
                "check.acceptance",
                about=Bilingual(message(finding, "zh"), message(finding, "en")),
                date=safe(decision.date),
                reason=safe(decision.reason),
            )


def _statuses(cards: Iterable[Card], voices: Voices) -> Iterator[Choice]:
    """The statuses that any card has, under all the names that it goes by here."""
    used = {status for card in cards for status in card.statuses}
    for status in _STATUSES:
        if status in used:
            yield Choice(status, voices.message(f"report.status.{status}"))


def _themes(rows: Iterable[Row], cards: Iterable[Card]) -> Sequence[Choice]:
    """The themes that any card is about, by name."""
    used = {theme for card in cards for theme in card.themes}
    found = [Choice(row.id, row.name) for row in rows if row.id in used]
    return sorted(found, key=lambda choice: choice.label.zh)


def _chapters(dossier: Dossier) -> Iterator[tuple[str, Sequence[Choice]]]:
    """The chapters of every plan in their order."""
    for plan in dossier.plans:
        titles = dict.fromkeys(chapter_of(commitment) for commitment in plan.comparable)
        yield (
            safe(plan.info.id),
            [
                Choice(chapter_value(plan, title), Bilingual(safe(title), safe(title)))
                for title in titles
                if title
            ],
        )
