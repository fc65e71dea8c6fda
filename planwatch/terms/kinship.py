"""Whether two phrases can name the same: one the longer or the shorter form of the other, or alike
in every word of content.

Nothing here looks at meaning: words that only grade (高水平, 世界一流) or end a name (中心, 集聚区)
may differ, words of content must not. So 全球人才高地 and 高水平人才高地 are kin, 绿色金融 and
数字金融 are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz

from planwatch.rules import RuleSet
from planwatch.words import Segmenter

_SHORTEST = 4
"""Characters of a form that stands inside a longer one."""
_NAME = 6
"""Characters of a name that stands by itself beside its longer form."""
_ABBREVIATION = 3
"""Least characters of an abbreviation."""
_SHORT = 4
"""Most characters of an abbreviation that leaves out a word (证券 in 北交所)."""
_ENOUGH, _ALIKE = 4, 65
"""Two phrases are alike with so many characters of content in common, or so similar (0 to 100)."""
_CORE = 0.6
"""Least share of a phrase that its words of content make up."""
_LEAST_SHARE = 0.4
"""Least share of the longer form that the one inside it makes up."""

_BODIES, _PLACES, _ZONES, _PROGRAMMES = (
    "heads-bodies",
    "heads-places",
    "heads-places-zones",
    "heads-programmes",
)


class Kinship:
    """Compares phrases by their words."""

    def __init__(self, rules: RuleSet, segmenter: Segmenter) -> None:
        self._rules = rules
        self._segmenter = segmenter
        self._sorts: dict[str, str] = {}
        self._known = frozenset(rules.formulation_names)
        self._grades = frozenset(rules.words("grades"))
        self._ordinary = frozenset((*rules.words("ordinary"), *rules.words("grades"), *rules.heads))

    def same_form(self, one: str, other: str) -> bool:
        """Whether one is a longer form of the other, or the other its abbreviation."""
        short, long = sorted((one, other), key=len)
        if short in long:
            return self._extended(short, long)
        return self._abbreviated(short, long)

    def alike(self, one: str, other: str) -> bool:
        """Whether all words of content are the same, and both end in the same noun or in nouns
        for the same sort of thing."""
        if not self.same_head(one, other):
            return False
        first, second = Counter(self._words(one)), Counter(self._words(other))
        shared = [w for w in first & second if self.telling([w]) and self._segmenter.tag(w) != "ns"]
        enough = len("".join(shared)) >= _ENOUGH or fuzz.ratio(one, other) >= _ALIKE
        differing = (first - second) + (second - first)
        return bool(shared) and enough and self._light.issuperset(differing)

    def named(self, words: Sequence[str]) -> bool:
        """Whether words end in a noun for places, programmes and the like, and have a word of
        content before it; a noun for bodies that lead tells enough."""
        sort = self._sort("".join(words))
        return sort == _BODIES or (bool(sort) and self.telling(words))

    def name(self, text: str) -> bool:
        """Whether a phrase is a name of some length, by the noun at its end."""
        return len(text) >= _NAME and bool(self._sort(text))

    def telling(self, words: Sequence[str]) -> bool:
        """Whether a word of content is among these."""
        return not all(self._plain(word) for word in words)

    def core(self, text: str) -> tuple[str, ...]:
        """The words of a phrase without those that only grade it and names of places; empty where
        they are not most of it."""
        words = tuple(
            word
            for word in self._words(text)
            if word not in self._grades and self._segmenter.tag(word) != "ns"
        )
        most = len("".join(words)) >= _CORE * len(text)
        return words if len(words) > 1 and most and self.telling(words) else ()

    def _plain(self, word: str) -> bool:
        """Whether a word is an ordinary one, or made of two (技术 + 创新)."""
        halves = ((word[:at], word[at:]) for at in range(1, len(word)))
        return word in self._ordinary or any(self._ordinary.issuperset(both) for both in halves)

    def _words(self, text: str) -> Sequence[str]:
        return self._segmenter.cut(text)

    @cached_property
    def _light(self) -> frozenset[str]:
        heads = {word for head in self._rules.heads for word in (head, *self._words(head))}
        return frozenset((*self._rules.words("grades"), *heads))

    def same_head(self, one: str, other: str) -> bool:
        """Whether two phrases end in the same noun, or in nouns for the same sort of thing."""
        first, second = self._sort(one), self._sort(other)
        return (
            first == second if first or second else self._words(one)[-1] == self._words(other)[-1]
        )

    def both_places(self, one: str, other: str) -> bool:
        """Whether both end in nouns for places, and have two characters in a row in common before
        them."""
        places = all(self._sort(text).startswith(_PLACES) for text in (one, other))
        return places and _share(self._stem(one), self._stem(other))

    def _stem(self, text: str) -> str:
        """A phrase without the noun at its end."""
        return text[: next(at for at in range(1, len(text)) if text[at:] in self._rules.heads)]

    def _sort(self, text: str) -> str:
        """What sort of thing the noun at the end of a phrase names; empty where it is no head."""
        if text not in self._sorts:
            ends = (text[at:] for at in range(1, len(text)))
            heads = self._rules.heads
            self._sorts[text] = next((heads[end] for end in ends if end in heads), "")
        return self._sorts[text]

    def _extended(self, short: str, long: str) -> bool:
        """Whether the longer one only grades the shorter one, or makes a zone or a programme of
        a name (X产业集群 + 示范区); X and X中心 are not the same."""
        if len(short) < max(_SHORTEST, _LEAST_SHARE * len(long)):
            return False
        start = long.index(short)
        before, after = long[:start], long[start + len(short) :]
        made = self._sort(long) in (_ZONES, _PROGRAMMES) and self._sort(short)
        if after and not made:
            return False
        around = [word for part in (before, after) if part for word in self._words(part)]
        return self._light.issuperset(around) and self._specific(short)

    def _specific(self, text: str) -> bool:
        """Whether a phrase has a word of content, or is a name that the rules know."""
        return text in self._known or self.telling(self._words(text))

    def _abbreviated(self, short: str, long: str) -> bool:
        """Whether the shorter one is made of the first characters of the words of the longer one,
        in their order, from the first to the last, few of them left out."""
        if len(short) < _ABBREVIATION or short[0] != long[0] or short[-1] != long[-1]:
            return False
        rest, taken = short, []
        words = self._words(long)
        for word in words:
            taken.append(_prefix(word, rest))
            rest = rest[taken[-1] :]
        shortened = any(0 < size < len(word) for size, word in zip(taken, words, strict=True))
        left_out = taken.count(0)
        complete = not left_out or (left_out == 1 and len(short) <= _SHORT)
        return not rest and shortened and taken[-1] > 0 and complete


def _prefix(word: str, text: str) -> int:
    """How many characters from the beginning of a text stand in a word in their order, if the
    first of both is the same."""
    size = 0
    for at, char in enumerate(word):
        if size < len(text) and text[size] == char and (at == 0 or size):
            size += 1
    return size


def _share(one: str, other: str) -> bool:
    """Whether two phrases share two characters in a row."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))
