"""Set phrases of plans: found by what official texts do with them, never cut out of words.

A single use shows a set phrase where the text quotes it or the rules name it (a formulation, a
concept, a theme). Any other sequence of words must be said again, hold together and stand
free: cohesion is the normalised pointwise mutual information of its loosest joint (Bouma 2009),
freedom the variety of what stands beside it (Feng et al. 2004, accessor variety).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from planwatch.models import Commitment, Plan, Sign
from planwatch.rules import RuleSet
from planwatch.terms.kinship import Kinship
from planwatch.words import Segmenter, unquoted

_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9&+]+")
_QUOTED = re.compile(r"“([^“”，。；：！？]{3,12})”")
_QUOTABLE = re.compile(r"[\u3400-\u9fffA-Za-z0-9][\u3400-\u9fffA-Za-z0-9+]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NEVER_FIRST = frozenset({"v", "vd", "d", "p", "c", "r", "u", "uj", "ad", "zg", "m", "t", "f"})
"""Tags of words with which no set phrase begins."""
_NEVER_IN_NAMES = _NEVER_FIRST - {"zg"} | {"q", "l"}
_SHORTEST, _LONGEST = 3, 12
"""Characters of a set phrase."""
_SHORTEST_NAME, _LONGEST_NAME = 5, 16
"""Characters of a name said once that is known by its last noun."""
_MOST_WORDS = 5
_SAID_AGAIN = 2
_COHESION = 0.3
"""Least normalised mutual information at the loosest joint; 0 is chance, 1 never apart."""
_FREE = 2
"""Least number of different neighbours on either side; an end of a clause is always another."""


class Phrases:
    """Finds the set phrases of plans."""

    def __init__(self, rules: RuleSet, segmenter: Segmenter) -> None:
        self._rules = rules
        self._segmenter = segmenter
        verbal = (word for word in rules.words("frame") if not _nominal(segmenter.tag(word)))
        self._breaks = frozenset((*rules.words("particles"), *verbal))
        self._apart = self._breaks.union(rules.words("actions"))
        self._generic = frozenset(rules.words("frame"))
        nouns = {*rules.words("ordinary"), *rules.words("grades")}
        self._grades = frozenset(rules.words("grades")).difference(rules.words("ordinary"))
        self._in_names = nouns.difference(rules.words("actions")).union(rules.words("nouns"))
        self._kinship = Kinship(rules, segmenter)

    def find(self, plans: Iterable[Plan]) -> Mapping[str, frozenset[Sign]]:
        """The phrases with their signs, in the order of the texts."""
        signs: defaultdict[str, set[Sign]] = defaultdict(set)
        counts = _Counts()
        for plan in plans:
            for commitment in plan.commitments:
                for sign, text in self._shown(commitment):
                    signs[text].add(sign)
            for text in _texts(plan):
                for chunk, head in self._chunks(text):
                    counts.add(chunk, head)
                    if name := self._name(chunk):
                        signs[name].add(Sign.TITLE)
        for words in counts.repeated():
            if self._sound(words) and counts.set_phrase(words):
                signs["".join(words)].add(Sign.STATISTICS)
        return {text: frozenset(found) for text, found in signs.items()}

    def _shown(self, commitment: Commitment) -> Iterator[tuple[Sign, str]]:
        """What a single use shows to be a set phrase."""
        text = commitment.normalized
        for match in _QUOTED.finditer(text):
            if _QUOTABLE.fullmatch(match.group(1)) and len(_HAN.findall(match.group(1))) >= 2:
                yield Sign.QUOTED, match.group(1)
        named = {(concept.start, concept.end) for concept in commitment.concepts}
        named.update((topic.start, topic.end) for topic in commitment.topics)
        for start, end in sorted(named):
            if end - start >= _SHORTEST and _RUN.fullmatch(text, start, end):
                yield Sign.NAMED, text[start:end]

    def _chunks(self, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """Stretches of words that no word of grammar and no mark breaks, each with the noun
        that ends it, if one does: a phrase that always stands before the same noun lacks its
        head."""
        chunk: list[str] = []
        for word in self._segmenter.joined(text, self._apart):
            if word.text not in self._breaks and _RUN.fullmatch(word.text):
                chunk.append(word.text)
                continue
            if chunk:
                noun = _nominal(self._segmenter.tag(word.text))
                yield tuple(chunk), word.text if noun else ""
            chunk = []
        if chunk:
            yield tuple(chunk), ""

    def _name(self, chunk: Sequence[str]) -> str:
        """The name that a stretch of words ends in: from the first noun after the last word that
        cannot stand inside a name to a noun for bodies, places, programmes and the like; "" where
        there is none."""
        start = 1 + max((at for at, word in enumerate(chunk) if self._severs(word)), default=-1)
        while start < len(chunk) and not self._opens(chunk[start]):
            start += 1
        words = chunk[start:]
        name = "".join(words)
        fits = 1 < len(words) <= _MOST_WORDS + 1 and _SHORTEST_NAME <= len(name) <= _LONGEST_NAME
        return name if fits and self._kinship.named(words) else ""

    def _opens(self, word: str) -> bool:
        """Whether a name can begin with a word."""
        verbal = self._segmenter.tag(word).startswith("v") and word not in self._in_names
        return len(word) > 1 and not verbal and word not in self._apart

    def _severs(self, word: str) -> bool:
        """Whether a word, a verb or a number, cannot stand inside a name."""
        if word in self._in_names:
            return False
        verbal = word in self._apart or word[:2] in self._apart.difference(self._in_names)
        return verbal or word.isdigit() or self._segmenter.tag(word) in _NEVER_IN_NAMES

    def _sound(self, words: Sequence[str]) -> bool:
        """Whether a phrase can begin and end so: a verb, an adverb or a number at its edge
        belongs to the sentence, a word of every subject to none, a word that grades to what
        follows."""
        edges = (words[0], words[-1])
        if any(word in self._generic or word.isdigit() for word in edges):
            return False
        if words[0] in self._apart.difference(self._in_names) or words[-1] in self._grades:
            return False
        first, last = (self._segmenter.tag(word) for word in edges)
        return first not in _NEVER_FIRST and (last == "" or _nominal(last))


def _texts(plan: Plan) -> Iterator[str]:
    """The headings without their markers, and the sentences, all without quotation marks."""
    yield from (unquoted(heading.reading[len(heading.number) :]) for heading in plan.headings)
    yield from (unquoted(commitment.body) for commitment in plan.commitments)


def _nominal(tag: str) -> bool:
    """Whether a tag of the dictionary is that of nouns, of verbs used so, or of idioms."""
    return tag.startswith(("n", "vn", "i", "l", "j", "k"))


class _Counts:
    """How often sequences of words stand in chunks, and what stands beside them."""

    def __init__(self) -> None:
        self._chunks: list[tuple[str, ...]] = []
        self._heads: list[str] = []
        self._words: Counter[str] = Counter()

    def add(self, chunk: tuple[str, ...], head: str) -> None:
        """Count the words of a chunk, which the noun `head` ends, if any."""
        self._chunks.append(chunk)
        self._heads.append(head)
        self._words.update(chunk)

    def repeated(self) -> Iterator[tuple[str, ...]]:
        """Sequences of two or more words said more than once, the short ones first.

        A longer sequence is looked at only where both its shorter ones are repeated, so that
        the cost grows with the text alone.
        """
        self._uses: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        places = [
            (number, first)
            for number, chunk in enumerate(self._chunks)
            for first in range(len(chunk))
        ]
        for size in range(2, _MOST_WORDS + 1):
            found: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
            for number, first in places:
                words = self._chunks[number][first : first + size]
                if len(words) == size:
                    found[words].append((number, first))
            kept = {words: uses for words, uses in found.items() if len(uses) >= _SAID_AGAIN}
            self._uses.update(kept)
            places = [place for uses in kept.values() for place in uses]
            places.sort()
        for words in self._uses:
            if _SHORTEST <= sum(len(word) for word in words) <= _LONGEST:
                yield words

    def set_phrase(self, words: tuple[str, ...]) -> bool:
        """Whether a repeated sequence holds together and stands free."""
        uses = self._uses[words]
        before = self._neighbours(uses, -1)
        after = self._neighbours(uses, len(words))
        return before >= _FREE and after >= _FREE and self._cohesion(words) >= _COHESION

    def _neighbours(self, uses: Sequence[tuple[int, int]], offset: int) -> int:
        seen: set[str] = set()
        ends = 0
        for number, first in uses:
            chunk, place = self._chunks[number], first + offset
            if 0 <= place < len(chunk):
                seen.add(chunk[place])
            elif place > 0 and self._heads[number]:
                seen.add(self._heads[number])
            else:
                ends += 1
        return len(seen) + ends

    def _count(self, words: tuple[str, ...]) -> int:
        return self._words[words[0]] if len(words) == 1 else len(self._uses[words])

    def _cohesion(self, words: tuple[str, ...]) -> float:
        total = self._words.total()
        whole = math.log(len(self._uses[words]) / total)
        joints = (
            (
                whole
                - math.log(self._count(words[:at]) / total)
                - math.log(self._count(words[at:]) / total)
            )
            for at in range(1, len(words))
        )
        return min(joints) / -whole
