"""The full text of a document, line by line, every sentence and heading a place to link to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import Bilingual, Plan, PlanInfo, Span
from planwatch.report.html.quotes import MAINLAND, anchor, source_anchor, titled
from planwatch.report.html.voices import Voices
from planwatch.report.safe import safe

_BREAK = re.compile("\n|\r\n?")
_HEADING, _SENTENCE, _ASIDE = "heading", "sentence", "aside"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a line: a heading, a sentence, or what was set aside.

    `anchor` is "" but where a sentence begins; `reading` is the mainland reading of all of it,
    where its source is Traditional and it begins here.
    """

    kind: str
    text: str
    anchor: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that is not empty; `number` counts from 1."""

    number: int
    stretches: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Source:
    """A document with its lines; languages are "" where nobody says."""

    info: PlanInfo
    title: Bilingual
    anchor: str
    converted: bool
    language: str
    mainland: str
    lines: Sequence[Line]


def source_of(plan: Plan, voices: Voices) -> Source:
    """The full text of a plan."""
    return Source(
        info=plan.info,
        title=titled(plan, voices),
        anchor=source_anchor(plan.info.id),
        converted=plan.converted,
        language=plan.info.language,
        mainland=MAINLAND,
        lines=list(_lines(plan)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    span: Span
    kind: str
    anchor: str = ""
    reading: str = ""


def _lines(plan: Plan) -> Iterator[Line]:
    found: dict[int, list[Stretch]] = {}
    for part in sorted(_parts(plan), key=lambda part: part.span.start):
        for below, stretch in enumerate(_stretches(plan.document, part)):
            if stretch.text.strip():
                found.setdefault(part.span.line + below, []).append(stretch)
    yield from (Line(number, found[number]) for number in sorted(found))


def _parts(plan: Plan) -> Iterator[_Part]:
    for heading in plan.headings:
        yield _Part(heading.span, _HEADING, reading=heading.reading)
    for commitment in plan.commitments:
        yield _Part(commitment.span, _SENTENCE, anchor(commitment.id), commitment.normalized)
    for unparsed in plan.unparsed:
        yield _Part(unparsed.span, _ASIDE)


def _stretches(document: str, part: _Part) -> Iterator[Stretch]:
    """The words of a part, line by line; its reading stands where it begins."""
    lines = _BREAK.split(document[part.span.start : part.span.end])
    yield Stretch(part.kind, safe(lines[0]), part.anchor, safe(part.reading))
    yield from (Stretch(part.kind, safe(text)) for text in lines[1:])
