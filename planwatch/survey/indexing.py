"""The index of one document: its sentences, where it speaks of which theme, and its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from planwatch.models import (
    Commitment,
    DatedBy,
    DocumentIndex,
    Plan,
    PlanInfo,
    PlanKind,
    Sentence,
    ThemePlaces,
    ThemePosting,
    clearest,
    themes_of,
)
from planwatch.survey.clauses import clause_around

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def index_of(plan: Plan, sample: tuple[int, ...], *, catalogued: bool) -> DocumentIndex:
    """The index of a tagged plan; `catalogued` says that a catalog knows its date."""
    when, dated_by = dated(plan.info, catalogued=catalogued)
    return DocumentIndex(
        info=plan.info,
        when=when,
        dated_by=dated_by,
        text=plan.document,
        converted=plan.converted,
        sentences=tuple(map(_sentence, plan.commitments)),
        headings=tuple((heading.span, heading.reading) for heading in plan.headings),
        themes=_themes(plan),
        sample=sample,
    )


def dated(info: PlanInfo, *, catalogued: bool) -> tuple[str, DatedBy]:
    """When a document was issued, and what that rests on: its date, else the first year of its
    period (a review is issued after it), else the only year in the name of its file."""
    if info.date:
        return info.date, DatedBy.CATALOG if catalogued else DatedBy.TEXT
    if found := _YEAR.findall(info.period):
        return found[-1 if info.kind == PlanKind.REVIEW else 0], DatedBy.PERIOD
    years = set(_YEAR.findall(PurePath(info.path).name))
    return (years.pop(), DatedBy.NAME) if len(years) == 1 else ("", DatedBy.UNKNOWN)


def _sentence(commitment: Commitment) -> Sentence:
    return Sentence(
        id=commitment.id,
        span=commitment.span,
        numbers=commitment.numbers,
        sentence=commitment.sentence,
        reading=commitment.normalized,
        comparable=commitment.comparable,
        strength=commitment.strength,
    )


def _themes(plan: Plan) -> Mapping[str, ThemePosting]:
    places = {commitment.id: place for place, commitment in enumerate(plan.commitments)}
    return {
        theme: _posting(theme, found, places) for theme, found in sorted(themes_of(plan).items())
    }


def _posting(theme: str, found: ThemePlaces, places: Mapping[str, int]) -> ThemePosting:
    best = clearest(found.about or found.mentions, theme)
    named = next(_named(best, theme), (best.lead, best.lead))
    start, end = clause_around(best.normalized, *named)
    return ThemePosting(
        about=tuple(places[c.id] for c in found.about),
        named=tuple(places[c.id] for c in found.mentions),
        clearest=places[best.id],
        start=start,
        end=end,
    )


def _named(commitment: Commitment, theme: str) -> Iterator[tuple[int, int]]:
    """Where a sentence names a theme itself."""
    for topic in commitment.topics:
        if topic.theme == theme and topic.end:
            yield topic.start, topic.end
