"""Words of Chinese text, by jieba, without its cache and only when they are needed.

jieba's cache is a marshal file in a shared temporary folder, which another user can write
to; and building the whole dictionary takes longer than everything else planwatch does.
So only those dictionary words are loaded that can occur in the texts at hand. A word whose
first two or three characters do not stand in the texts cannot occur there, so the segmentation is
the same as with the whole dictionary.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planwatch.models import Plan

_TOTAL = 60_101_967
"""Sum of the frequencies in jieba's dict.txt (version 0.42.1), by which they are divided."""


def unquoted(text: str) -> str:
    """A text without its quotation marks, which set phrases gain and lose from plan to plan
    (“放管服”改革, 放管服改革); two quotations side by side stay apart."""
    return _MARKS.sub("", text.replace("”“", "、"))


_MARKS = re.compile("[“”‘’]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word; `known` says that the dictionary has it, with more than one character."""

    text: str
    known: bool


class Segmenter:
    """Cuts texts into words; knows the words that can occur in the texts it is made for."""

    @classmethod
    def of(cls, *plans: Plan) -> Segmenter:
        """A segmenter for the readings of plans."""
        return cls([reading for plan in plans for reading in plan.readings])

    def __init__(self, texts: Sequence[str]) -> None:
        jieba = _import_jieba()
        tokenizer = jieba.Tokenizer()
        dictionary = _Dictionary.of(Path(jieba.__file__).with_name("dict.txt"), texts)
        tokenizer.FREQ = dictionary.frequencies
        tokenizer.total = _TOTAL
        tokenizer.initialized = True
        self._tokenizer = tokenizer
        self._tags = dictionary.tags
        self._cuts: dict[str, list[str]] = {}

    def tag(self, word: str) -> str:
        """What jieba's dictionary calls the word (n, v, vn, d …); empty where it lacks it."""
        return self._tags.get(word, "")

    def joined(self, text: str, apart: frozenset[str] = frozenset()) -> Iterator[Word]:
        """The words of `text`; single characters side by side, which the dictionary does not
        know as a word, are one unknown word. Words of `apart` and marks between clauses stay by
        themselves."""
        unknown = ""
        for word in self.cut(text):
            if len(word) == 1 and word not in apart and _joins(word):
                unknown += word
                if unknown in apart:
                    yield Word(unknown, True)
                    unknown = ""
                continue
            if unknown:
                yield Word(unknown, False)
                unknown = ""
            yield Word(word, not (word.isascii() and word.isalpha()))
        if unknown:
            yield Word(unknown, False)

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text`, in order, nothing left out; the same text is cut once."""
        if text not in self._cuts:
            self._cuts[text] = list(map(str, self._tokenizer.cut(text, HMM=False)))
        return self._cuts[text]


def _joins(char: str) -> bool:
    """Whether a character can be part of an unknown word (＋ and & can: 人工智能+, R&D)."""
    return char in "+&" or (char.isalnum() and not char.isdigit())


def _import_jieba() -> Any:
    """Import jieba without its (slow, deprecated, optional) import of pkg_resources."""
    before = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba  # noqa: PLC0415  (slow, and only alignment needs it)
    finally:
        if before is None:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before
    return jieba


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """The words that can occur: their frequencies (0 for their beginnings, as jieba has them)
    and their tags."""

    frequencies: dict[str, int]
    tags: dict[str, str]

    @classmethod
    def of(cls, path: Path, texts: Iterable[str]) -> _Dictionary:
        """The words of a dictionary file that can occur in texts."""
        joined = " ".join(texts)
        starts = {joined[index : index + 2] for index in range(len(joined))}
        triples = {joined[index : index + 3] for index in range(len(joined))}
        starts.update(f"{char} " for char in set(joined))
        frequencies: dict[str, int] = {}
        tags: dict[str, str] = {}
        with path.open(encoding="utf-8") as file:
            rows = [row for row in file if row[:2] in starts]
        for row in rows:
            word, count, tag = row.split(" ", 2)
            if len(word) > 2 and word[:3] not in triples:
                continue
            frequencies[word] = int(count)
            tags[word] = tag.rstrip()
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        return cls(frequencies, tags)
