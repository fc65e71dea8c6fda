"""Blocks: headings and paragraphs, each with its sentences and its place in the outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planwatch.models import Reading, Span, Unparsed
from planwatch.parse.lines import SENTENCE_END, Line
from planwatch.rules import NumberingRule

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』》）)\]]*|[^。！？]+$")
_LONGEST_HEADING = 60
"""Characters; a marked line that is longer is a paragraph of its own."""
_SHORTEST_ITEM = 8
"""Characters from which a marked line without text below counts as a sentence."""
_LONGEST_SENTENCE = 2_000
"""Characters; the longest in the plans we know has 502. What is longer is no sentence, and work
on a sentence need not grow linearly with it."""
_MOST_JOINED = 200
"""Sentences of a paragraph put together from lines; the longest known paragraph has 31."""
_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九十")}
_LEVELS_OF_HASHES = 6
_RANK_OF_BOLD = 110
"""A line in bold type without a number stands below every numbered heading."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the document that holds one sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph.

    `rank` is the level of its marker (0 where it has none), `number` the marker as printed,
    `opens` whether the marker opens one paragraph only.
    """

    line: Line
    sentences: tuple[Sentence, ...]
    rank: int = 0
    number: str = ""
    is_heading: bool = False
    opens: bool = False


def blocks_of(
    reading: Reading, lines: Sequence[Line], numberings: Sequence[NumberingRule]
) -> tuple[list[Block], list[Unparsed]]:
    """Headings and paragraphs in order, and what was set aside with the reason."""
    unparsed = [_set_aside(line, line.reason) for line in lines if line.reason]
    kept = [line for line in lines if not line.reason]
    blocks = list(_joined(reading, [_block(reading, line) for line in kept]))
    blocks = _with_sequences(blocks, {rule.id: rule for rule in numberings})
    blocks = _without_leaf_headings(blocks)
    body: list[Block] = []
    for block in blocks:
        block, endless = _without_endless(block)  # noqa: PLW2901
        unparsed += endless
        if block.is_heading or not _is_fragment(block):
            body.append(block)
        else:
            reason = "fragment" if any(not b.is_heading for b in body) else "title"
            unparsed.append(_set_aside(block.line, reason))
    return body, sorted(unparsed, key=lambda item: item.span.start)


def _without_endless(block: Block) -> tuple[Block, list[Unparsed]]:
    """The block without what is too long for a sentence, and that."""
    endless = [s for s in block.sentences if s.end - s.start > _LONGEST_SENTENCE]
    if not endless:
        return block, []
    kept = tuple(sentence for sentence in block.sentences if sentence not in endless)
    number = block.line.number
    set_aside = [Unparsed(Span(s.start, s.end, number), "endless") for s in endless]
    return replace(block, sentences=kept), set_aside


def sentences_of(reading: Reading, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a paragraph, cut after 。！？ and what closes there."""
    for match in _SENTENCE.finditer(reading.document, start, end):
        first, last = reading.trimmed(*match.span())
        if first < last:
            yield Sentence(first, last)


def _set_aside(line: Line, reason: str) -> Unparsed:
    return Unparsed(Span(line.start, line.end, line.number), reason)


def _block(reading: Reading, line: Line) -> Block:
    sentences = tuple(sentences_of(reading, line.start, line.end))
    marker = line.marker
    if marker is None or marker.rule.style == "bullet":
        bold = line.bold and not line.hashes and _is_label(line.text)
        rank = _RANK_OF_BOLD if bold else line.hashes
        return Block(line, sentences, rank=rank, is_heading=rank > 0)
    fits = len(sentences) <= 1 and line.end - line.start <= _LONGEST_HEADING
    return Block(
        line,
        sentences,
        rank=_LEVELS_OF_HASHES + marker.rule.rank,
        number=marker.number.strip(),
        is_heading=marker.rule.style == "heading" and fits,
        opens=marker.rule.style == "opening",
    )


def _joined(reading: Reading, blocks: Sequence[Block]) -> Iterator[Block]:
    """Join a paragraph that breaks off in mid-sentence with the one that carries it on."""
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None and _carries_on(reading, waiting, block):
            line = replace(waiting.line, end=block.line.end)
            *before, broken = waiting.sentences
            rest = sentences_of(reading, broken.start, line.end)
            waiting = replace(waiting, line=line, sentences=(*before, *rest))
            continue
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _carries_on(reading: Reading, block: Block, following: Block) -> bool:
    """Whether `block` stops without a sentence end and `following` is its continuation."""
    if block.is_heading or following.rank or following.line.marker is not None:
        return False
    broken = block.sentences[-1].start if block.sentences else block.line.start
    text = reading.document[broken : block.line.end]
    if not 0 < len(block.sentences) < _MOST_JOINED or len(text) > _LONGEST_SENTENCE:
        return False
    if SENTENCE_END.search(text) or not re.search("[。，、；,;]", following.line.text):
        return False
    if len(block.sentences) > 1:
        return True
    return not following.line.blank_before and re.search("[，、；,;]", text) is not None


def _with_sequences(blocks: list[Block], rules: dict[str, NumberingRule]) -> list[Block]:
    """Give a marker that carries on another numbering's sequence (一、 then 2、) its rank."""
    last: dict[int, int] = {}
    done: list[Block] = []
    for block in blocks:
        marker = block.line.marker
        if marker is not None and marker.rule.joins and block.rank:
            joined = _LEVELS_OF_HASHES + rules[marker.rule.joins].rank
            value = _value(block.number)
            starts = block.rank not in last and value > 1
            if starts and last.get(joined) == value - 1:
                block = replace(block, rank=joined)  # noqa: PLW2901
        if block.rank:
            last = {rank: n for rank, n in last.items() if rank <= block.rank}
            last[block.rank] = _value(block.number)
        done.append(block)
    return done


def _value(number: str) -> int:
    """The number that a marker prints, 0 where it has none: 18. → 18, （十二） → 12."""
    if digits := re.search(r"\d+", number):
        return int(digits.group())
    total = 0
    for char in number:
        value = _NUMERALS.get(char)
        if value is not None:
            total = max(total, 1) * 10 if value == 10 else total + value
    return total


def _without_leaf_headings(blocks: list[Block]) -> list[Block]:
    """Turn marked lines with nothing below them into paragraphs: they are the text itself.

    The first line in bold type above all sentences is the title; another one is no heading
    where it has nothing below it.
    """
    bold = next((i for i, block in enumerate(blocks) if block.rank == _RANK_OF_BOLD), -1)
    title = bold if all(_is_fragment(block) for block in blocks[: bold + 1]) else -1
    done: list[Block] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        leads = following is not None and (
            following.rank == 0
            or following.rank > block.rank
            or (following.opens and block.rank == _RANK_OF_BOLD)
        )
        if block.rank == _RANK_OF_BOLD and (not leads or index == title):
            block = replace(block, is_heading=False, rank=0)  # noqa: PLW2901
        long_enough = block.line.end - block.line.start >= _SHORTEST_ITEM
        if block.is_heading and not leads and long_enough and block.line.marker is not None:
            block = replace(block, is_heading=False)  # noqa: PLW2901
        done.append(block)
    return done


def _is_fragment(block: Block) -> bool:
    """Titles, signatures and labels: no sentence end, no marker, and no clause."""
    return block.line.marker is None and _is_label(block.line.text)


def _is_label(text: str) -> bool:
    return (
        len(text) < _LONGEST_HEADING
        and not re.search("[。！？，；,;]", text)
        and not SENTENCE_END.search(text)
    )
