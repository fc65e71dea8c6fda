"""Quotes: the words of a sentence, where they stand, and which of them differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as quoted

from planwatch.models import Bilingual, Commitment, Comparison, Plan
from planwatch.report.cite import citation, headline
from planwatch.report.html.voices import Voices
from planwatch.report.safe import safe
from planwatch.report.wording import Piece, marked_groups

MAINLAND = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as it is quoted; `anchor` leads to it in the full text, `reading` says that it
    is the mainland reading of a Traditional source."""

    anchor: str
    citation: Bilingual
    pieces: tuple[Piece, ...]
    language: str
    reading: bool


def anchor(id: str) -> str:
    """The name of a place in the page, and what follows # in a link to it."""
    return quoted(id)


def source_anchor(id: str) -> str:
    """The same for the full text of a plan."""
    return f"source-{anchor(id)}"


def edge_anchor(old: str, new: str) -> str:
    """The same for a comparison: `14-15`; no two pairs of plans share one."""
    return "-".join(anchor(id).replace("-", "%2D") for id in (old, new))


def titled(plan: Plan, voices: Voices) -> Bilingual:
    """The title of a plan, with what it is, its period and its length."""
    return voices.tell(lambda view: headline(plan.info, plan.characters, view)[1])


def language_of(plan: Plan) -> str:
    """The language of the quotes of a plan; "" where nobody says."""
    return MAINLAND if plan.converted else plan.info.language


def shown(plan: Plan, commitment: Commitment) -> str:
    """The words that are quoted of a sentence."""
    return safe(commitment.normalized if plan.converted else commitment.text)


def whole_quote(plan: Plan, id: str, voices: Voices) -> Quote:
    """A sentence, nothing in it marked."""
    return _quote(plan, id, (Piece(shown(plan, plan.by_id[id]), changed=False),), voices)


def quotes(
    comparison: Comparison, old: Sequence[str], new: Sequence[str], voices: Voices
) -> tuple[list[Quote], list[Quote]]:
    """The sentences of either side, with the words marked that the other side does not have."""
    olds = [shown(comparison.old, comparison.old.by_id[id]) for id in old]
    news = [shown(comparison.new, comparison.new.by_id[id]) for id in new]
    before, after = marked_groups(olds, news)
    return (
        [_quote(comparison.old, *one, voices) for one in zip(old, before, strict=True)],
        [_quote(comparison.new, *one, voices) for one in zip(new, after, strict=True)],
    )


def _quote(plan: Plan, id: str, pieces: tuple[Piece, ...], voices: Voices) -> Quote:
    commitment = plan.by_id[id]
    return Quote(
        anchor=anchor(id),
        citation=voices.tell(lambda view: citation(plan, commitment, view)),
        pieces=pieces,
        language=language_of(plan),
        reading=plan.converted,
    )
