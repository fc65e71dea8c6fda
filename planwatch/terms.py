"""Emerging terms: set phrases of the new plan that the old plan lacks.

A phrase is new where two of its characters stand side by side that never do in the old plan.
It is a set phrase where the text quotes it, where it holds a word that the dictionary does not
know, or where it is said again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planwatch.models import Commitment, Plan, Term
from planwatch.rules import RuleSet
from planwatch.words import Segmenter, Word

_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9&]+")
_QUOTED = re.compile(r"“([^“”，。；]{3,12})”")
_SHORTEST, _LONGEST = 3, 12
"""Characters of a set phrase."""
_SAID_AGAIN = 2


def emerging(old: Plan, new: Plan, rules: RuleSet, segmenter: Segmenter) -> tuple[Term, ...]:
    """Set phrases in the comparable commitments of `new` that `old` lacks, those said most
    often first; a theme's name is none, an alias of one can be."""
    stops = frozenset((*rules.words("frame"), *rules.words("particles")))
    finder = _Finder(_Text(old), stops, frozenset(rules.words("actions")), segmenter)
    names = {theme.zh for theme in rules.themes.values()}
    uses: defaultdict[str, list[_Use]] = defaultdict(list)
    for use in finder.uses(new.comparable):
        uses[use.text].append(use)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for same in uses.values():
        phrase = finder.whole(same)
        if len(same) >= _SAID_AGAIN or any(use.evident for use in same):
            found[phrase] += [use.id for use in same]
    terms = [Term(text, tuple(ids)) for text, ids in found.items() if text not in names]
    return tuple(sorted(_largest(terms), key=lambda term: -len(term.ids)))


class _Text:
    """A plan's readings, quick to say that they lack a phrase."""

    def __init__(self, plan: Plan) -> None:
        self._text = "\n".join(plan.readings)
        self._pairs = {self._text[place : place + 2] for place in range(len(self._text))}

    def __contains__(self, phrase: str) -> bool:
        if len(phrase) == 2:
            return phrase in self._pairs
        pairs = (phrase[place : place + 2] for place in range(len(phrase) - 1))
        return all(pair in self._pairs for pair in pairs) and phrase in self._text


def _largest(terms: Sequence[Term]) -> Iterator[Term]:
    """The terms without those that occur as a part of another one only."""
    for term in terms:
        within = (o for o in terms if o is not term and term.text in o.text)
        if not any(set(term.ids) <= set(other.ids) for other in within):
            yield Term(term.text, tuple(dict.fromkeys(term.ids)))


@dataclass(frozen=True, slots=True)
class _Use:
    """A phrase in a sentence: `words[first:last]` of one run of characters."""

    id: str
    words: Sequence[Word]
    first: int
    last: int
    quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words[self.first : self.last])

    @property
    def evident(self) -> bool:
        """Whether this use alone shows that it is a set phrase."""
        return self.quoted or not all(word.known for word in self.words[self.first : self.last])


@dataclass(frozen=True, slots=True)
class _Finder:
    old: _Text
    stops: frozenset[str]
    actions: frozenset[str]
    segmenter: Segmenter

    def uses(self, commitments: Iterable[Commitment]) -> Iterator[_Use]:
        """Every use of a phrase that the old plan lacks, in the order of the text."""
        for commitment in commitments:
            for use in self._all_uses(commitment):
                if _SHORTEST <= len(use.text) <= _LONGEST and use.text not in self.old:
                    yield use

    def whole(self, uses: Sequence[_Use]) -> str:
        """The phrase with the words that stand beside it every time it is used."""
        first, last = 0, 0
        while len(uses) >= _SAID_AGAIN and self._same(uses, last, after=True):
            last += 1
        while len(uses) >= _SAID_AGAIN and self._same(uses, -first - 1, after=False):
            first += 1
        use = uses[0]
        text = "".join(word.text for word in use.words[use.first - first : use.last + last])
        return text if len(text) <= _LONGEST else use.text

    def _same(self, uses: Sequence[_Use], offset: int, *, after: bool) -> bool:
        """Whether the word `offset` places after (or before) every use is the same."""
        found = set()
        for use in uses:
            place = (use.last if after else use.first) + offset
            found.add(use.words[place].text if 0 <= place < len(use.words) else "")
        word = found.pop()
        return not found and word != "" and self._joins(Word(word, True))

    def _all_uses(self, commitment: Commitment) -> Iterator[_Use]:
        for match in _QUOTED.finditer(commitment.body):
            yield _Use(commitment.id, (Word(match.group(1), True),), 0, 1, quoted=True)
        for run in _RUN.finditer(commitment.body):
            words = tuple(self.segmenter.joined(run.group(), self.stops | self.actions))
            for first, last in self._stretches(words):
                yield self._completed(_Use(commitment.id, words, first, last))

    def _completed(self, use: _Use) -> _Use:
        """The use with the word beside it where a single character stands at its edge, since
        that is a piece of a longer word."""
        first, last = use.first, use.last
        if len(use.words[first].text) == 1 and first > 0 and self._joins(use.words[first - 1]):
            first -= 1
        at_end = last == len(use.words)
        if len(use.words[last - 1].text) == 1 and not at_end and self._joins(use.words[last]):
            last += 1
        return replace(use, first=first, last=last)

    def _joins(self, word: Word) -> bool:
        return word.text not in self.stops and word.text not in self.actions

    def _stretches(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Runs of two or more words joined by pairs of characters that the old plan lacks."""
        first = 0
        for place, word in enumerate(words):
            opens = first == place and (word.text in self.actions or word.text.isdigit())
            stops = word.text in self.stops or opens
            joined = first < place and words[place - 1].text[-1] + word.text[0] not in self.old
            if stops or not joined:
                yield from _two_or_more(words, first, place)
                first = place + stops
        yield from _two_or_more(words, first, len(words))


def _two_or_more(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The run without numbers at its end, if two words are left."""
    while last > first and words[last - 1].text.isdigit():
        last -= 1
    if last - first > 1:
        yield first, last
