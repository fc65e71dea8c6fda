"""Places: where the words stand that a fact rests on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from planwatch.models import Commitment, Location, Plan, Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_CLOSERS = "、.．。 "


class Places:
    """The places of one plan; `gone`: it stands in the baseline only."""

    def __init__(self, plan: Plan, *, gone: bool = False) -> None:
        self.plan, self._gone = plan, gone

    def of(self, id: str) -> Location:
        """Where a sentence stands."""
        commitment = self.plan.by_id[id]
        return replace(
            self._at(commitment.span, commitment.text, commitment.normalized, commitment.body),
            id=id,
            place=_numbers(commitment),
        )

    def outline(self) -> list[Location]:
        """Where all headings and sentences stand, in the order of the text."""
        headings = [self._at(h.span, h.text, h.reading, h.reading) for h in self.plan.headings]
        sentences = self.all(c.id for c in self.plan.commitments)
        return sorted((*headings, *sentences), key=_start)

    def _at(self, span: Span, quote: str, reading: str, key: str) -> Location:
        line, column = self._position(span.start)
        end_line, end_column = self._position(span.end)
        return Location(
            path=self.plan.info.path,
            plan=self.plan.info.id,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            span=span,
            quote=quote,
            reading=reading if self.plan.converted else "",
            gone=self._gone,
            key=key,
        )

    def all(self, ids: Iterable[str]) -> tuple[Location, ...]:
        """Where some sentences stand."""
        return tuple(self.of(id) for id in ids)

    def words(self, id: str, span: Span) -> str:
        """The mainland reading of a stretch of a sentence."""
        commitment = self.plan.by_id[id]
        first, last = (
            bisect_left(commitment.places, place - commitment.span.start)
            for place in (span.start, span.end)
        )
        return commitment.normalized[first:last].strip()

    def whole(self) -> Location:
        """The whole document."""
        info = self.plan.info
        return whole_file(info.path, plan=info.id, key=info.sha256, gone=self._gone)

    def _position(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a place in the document."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.plan.document))]


def whole_file(path: str, *, plan: str = "", key: str = "", gone: bool = False) -> Location:
    """A file as a whole; `key` stands for what it holds."""
    return Location(path=path, plan=plan, key=key, gone=gone)


def _start(location: Location) -> int:
    return location.span.start if location.span else 0


def _numbers(commitment: Commitment) -> str:
    """The printed numbers above a sentence (六/(六)); a task (三是) needs no chapter before it."""
    numbers = [number.strip(_CLOSERS) for number in commitment.numbers]
    return "/".join(numbers[-1:] if numbers and numbers[-1].endswith("是") else numbers)
