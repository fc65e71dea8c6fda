"""Parsing: a document's outline and its sentences, each with id, place and kind."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planwatch.models import Commitment, Heading, Plan, PlanInfo, Reading, Span
from planwatch.parse.blocks import Block, blocks_of
from planwatch.parse.kinds import KindClassifier, Place
from planwatch.parse.lines import lines_of
from planwatch.rules import RuleSet

__all__ = ["parse"]


def parse(info: PlanInfo, reading: Reading, rules: RuleSet) -> Plan:
    """The plan that a document holds."""
    lines = lines_of(reading, rules)
    blocks, unparsed = blocks_of(reading, lines, rules.numberings)
    outline = _Outline(info, reading, KindClassifier(rules), blocks)
    commitments = tuple(outline.commitments())
    return Plan(
        info=info,
        document=reading.document,
        converted=reading.converted,
        characters=len(reading.document),
        headings=tuple(outline.headings),
        commitments=commitments,
        unparsed=tuple(unparsed),
    )


@dataclass
class _Outline:
    """Walks the blocks and keeps the place: open headings, and counts of what came before."""

    info: PlanInfo
    reading: Reading
    classifier: KindClassifier
    blocks: Sequence[Block]
    headings: list[Heading] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ranks = sorted({block.rank for block in self.blocks if block.rank})
        self._has_headings = any(block.is_heading for block in self.blocks)
        self._open: dict[int, Heading] = {}
        self._path: dict[int, int] = dict.fromkeys(self._ranks, 0)
        self._marks: Counter[tuple[int, ...]] = Counter()
        self._paragraphs: Counter[tuple[int, ...]] = Counter()
        self._markers: dict[int, str] = {}

    def commitments(self) -> Iterator[Commitment]:
        """The sentences in order."""
        for block in self.blocks:
            if block.rank:
                self._enter(block)
            if not block.is_heading:
                yield from self._paragraph(block)
            if block.opens:
                self._leave(block.rank)

    def _enter(self, block: Block) -> None:
        """Take the place of a marked block: count it among its siblings, close deeper levels."""
        self._leave(block.rank)
        prefix = tuple(self._path[rank] for rank in self._ranks if rank < block.rank)
        self._marks[(*prefix, -block.rank)] += 1
        self._path[block.rank] = self._marks[(*prefix, -block.rank)]
        self._markers[block.rank] = block.number
        if block.is_heading:
            self._open[block.rank] = self._heading(block)
            self.headings.append(self._open[block.rank])

    def _leave(self, rank: int) -> None:
        for deeper in self._ranks:
            if deeper >= rank:
                self._path[deeper] = 0
                self._open.pop(deeper, None)
                self._markers.pop(deeper, None)

    def _heading(self, block: Block) -> Heading:
        line = block.line
        span = Span(line.start, line.end, line.number)
        return Heading(block.number, line.text, line.reading, span, block.rank)

    def _paragraph(self, block: Block) -> Iterator[Commitment]:
        path = tuple(self._path[rank] for rank in self._ranks)
        self._paragraphs[path] += 1
        place = ".".join(str(part) for part in (*path, self._paragraphs[path]))
        first = f"{self.info.id}/{place}.1"
        line, reached = block.line.number, block.line.start
        for index, sentence in enumerate(block.sentences, start=1):
            start, end = sentence.start, sentence.end
            line, reached = line + self._breaks(reached, start), start
            yield self._sentence(
                f"{self.info.id}/{place}.{index}", Span(start, end, line), block, index, first
            )

    def _numbers(self) -> tuple[str, ...]:
        """The markers of all open headings and items, outermost first."""
        markers = (self._markers.get(rank, "") for rank in self._ranks)
        return tuple(number for number in markers if number)

    def _breaks(self, start: int, end: int) -> int:
        text = self.reading.document[start:end]
        return text.count("\n") + text.count("\r") - text.count("\r\n")

    def _sentence(self, id: str, span: Span, block: Block, index: int, first: str) -> Commitment:
        text = self.reading.document[span.start : span.end]
        normalized, places = self.reading.placed(span.start, span.end)
        marker = block.line.marker if index == 1 else None
        lead = bisect_left(places, marker.text_start - span.start) if marker else 0
        open_headings = [self._open[rank] for rank in self._ranks if rank in self._open]
        readings = tuple(heading.reading for heading in open_headings)
        place = Place(
            plan=self.info.kind,
            headings=readings,
            in_preamble=not self._marks and self._has_headings,
            leads=index == 1 and len(block.sentences) > 1,
            lead=lead,
            opens=block.opens and index == 1,
        )
        kind = self.classifier.kind(normalized, place)
        return Commitment(
            id=id,
            number=self._markers[max(self._markers)] if self._markers else "",
            headings=tuple(heading.text for heading in open_headings),
            heading_readings=readings,
            text=text,
            normalized=normalized,
            span=span,
            kind=kind,
            comparable=self.classifier.comparable(kind, normalized, place),
            sentence=index,
            caption_id=first if index > 1 else "",
            places=places,
            lead=lead,
            numbers=self._numbers(),
        )
