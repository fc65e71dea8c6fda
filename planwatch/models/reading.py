"""The mainland reading of a document, with the way back to the source."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CJK = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—·]"
_GAP_BETWEEN_CJK = re.compile(rf"(?<={_CJK})\s+|\s+(?={_CJK})")
_GAP = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and its mainland reading.

    `offsets[i]` is the place in the document of the reading's character `i`; they never
    decrease. Markup (tags, emphasis) has no place in the reading. `converted` says that the
    document is Traditional.
    """

    document: str
    text: str
    offsets: array[int]
    converted: bool

    def of(self, start: int, end: int) -> str:
        """The reading of `document[start:end]` on one line, without needless white space."""
        return self.placed(start, end)[0]

    def text_between(self, start: int, end: int) -> str:
        """The reading of `document[start:end]` with its white space."""
        return self.text[bisect_left(self.offsets, start) : bisect_left(self.offsets, end)]

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """`start` and `end` without white space and markup at either edge; equal where
        nothing else stands between."""
        first = bisect_left(self.offsets, start)
        raw = self.text[first : bisect_left(self.offsets, end)]
        if not (text := raw.strip()):
            return start, start
        first += len(raw) - len(raw.lstrip())
        return self.offsets[first], self.offsets[first + len(text) - 1] + 1

    def placed(self, start: int, end: int) -> tuple[str, Sequence[int]]:
        """The reading of `document[start:end]`, and for each of its characters the place of
        its source, counted from `start`."""
        first = bisect_left(self.offsets, start)
        last = bisect_left(self.offsets, end)
        raw = self.text[first:last]
        text = squeeze(raw)
        if len(text) == end - start and self.offsets[first:last] == array("l", range(start, end)):
            return text, range(len(text))
        kept = _kept(raw, text)
        return text, tuple(self.offsets[first + index] - start for index in kept)


def squeeze(text: str) -> str:
    """`text` on one line: no space beside Chinese characters, single spaces elsewhere."""
    return _GAP.sub(" ", _GAP_BETWEEN_CJK.sub("", text)).strip()


def _kept(raw: str, squeezed: str) -> Iterator[int]:
    """The places in `raw` of the characters that `squeeze` kept."""
    index = 0
    for char in squeezed:
        while raw[index] != char and not (char == " " and raw[index].isspace()):
            index += 1
        yield index
        index += 1
