"""Profiles: what alignment looks at in each commitment."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planwatch.align.subjects import Subjects, subjects_of
from planwatch.align.vectors import Bag, Rarity, Vector
from planwatch.models import Commitment, Plan
from planwatch.words import Segmenter

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9][A-Za-z0-9+.%-]*")
_CLAUSE = re.compile(r"[^，；：。！？]+")
_SHORTEST_CLAUSE = 4
"""Characters; what is shorter (其中, 同时) is no statement of its own."""
_CONCEPT = "concept:"
_BROADER = 0.5
"""How much a broader concept counts that a sentence names by a narrower one."""
_HEADING_MARKER = re.compile(
    r"^(第[^章节]{1,4}[章节]|[（(]?[一二三四五六七八九十\d]+[）)、.．]?)\s*"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its place in the commitment's `normalized`, and its character n-grams."""

    start: int
    end: int
    grams: Vector


@dataclass(frozen=True, slots=True)
class Profile:
    """A commitment as alignment sees it.

    `words` and `grams` are those of its text, `context` the words of the nearest heading and
    of the caption that it stands under (`headline` quotes both). `named` is what it names, in
    whatever words: concepts, and the words that belong to none, each as rare as it is (at most
    1) and not scaled to a length. `section` is the same for all that stands under its heading,
    `subjects` its themes and concepts.
    """

    commitment: Commitment
    words: Vector
    grams: Vector
    clauses: tuple[Clause, ...]
    named: Mapping[str, float]
    headline: str
    context: Vector
    section: Vector
    subjects: Subjects


def profiles_of(old: Bags, new: Bags) -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
    """The profiles of the comparable commitments of two plans, weighted over both."""
    sides = (old, new)
    comparable = [(side, c) for side in sides for c in side.plan.comparable]
    rarity = _Rarities(
        words=Rarity([side.words[c.id] for side, c in comparable]),
        named=Rarity([side.named[c.id] for side, c in comparable]),
        grams=Rarity([side.grams[c.id] for side, c in comparable]),
    )
    first, second = (
        tuple(side.profiles(rarity, subjects))
        for side, subjects in zip(
            sides, subjects_of((old.plan, old.sizes), (new.plan, new.sizes)), strict=True
        )
    )
    return first, second


def grams(text: str) -> Bag:
    """The Chinese 2- and 3-grams of `text`, and its Latin words and numbers."""
    bag: Counter[str] = Counter()
    for run in _RUN.findall(text):
        if run[0].isascii():
            bag[run.lower()] += 1
            continue
        for size in (2, 3):
            bag.update([run[start : start + size] for start in range(len(run) - size + 1)])
    return bag


@dataclass(frozen=True, slots=True)
class _Rarities:
    words: Rarity
    named: Rarity
    grams: Rarity


class Bags:
    """The words of one plan: by sentence, by section, and by headline.

    `frame_words` are words of official prose that say nothing about the subject.
    """

    def __init__(self, plan: Plan, segmenter: Segmenter, frame_words: frozenset[str]) -> None:
        self.plan = plan
        self._segmenter = segmenter
        self._frame_words = frame_words
        self.words: Mapping[str, Bag] = {c.id: self._bag(c.body) for c in plan.commitments}
        self.named: Mapping[str, Bag] = {c.id: self._named(c) for c in plan.commitments}
        self.grams: Mapping[str, Bag] = {c.id: grams(c.body) for c in plan.comparable}

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many characters of each sentence tell something."""
        return {
            id: sum(len(word) * int(count) for word, count in bag.items())
            for id, bag in self.words.items()
        }

    def profiles(self, rarity: _Rarities, subjects: Mapping[str, Subjects]) -> Iterator[Profile]:
        """The profiles of its comparable commitments."""
        sections = {place: rarity.named.vector(bag) for place, bag in self._sections().items()}
        contexts: dict[str, Vector] = {}
        for commitment in self.plan.comparable:
            reading, headline = self._headline(commitment)
            if reading not in contexts:
                contexts[reading] = rarity.words.vector(self._bag(reading))
            yield Profile(
                commitment=commitment,
                words=rarity.words.vector(self.words[commitment.id]),
                grams=rarity.grams.vector(self.grams[commitment.id]),
                clauses=tuple(_clauses(commitment, rarity.grams)),
                named=rarity.named.relative(self.named[commitment.id]),
                headline=headline,
                context=contexts[reading],
                section=sections[_section(commitment)],
                subjects=subjects[commitment.id],
            )

    def _sections(self) -> Mapping[str, Bag]:
        bags: dict[str, Counter[str]] = {}
        for commitment in self.plan.commitments:
            section = bags.setdefault(_section(commitment), Counter())
            for term, count in self.named[commitment.id].items():
                section[term] += count  # type: ignore[assignment]
        return bags

    def _named(self, commitment: Commitment) -> Bag:
        """Concepts in place of their names, and the words around them."""
        text, place = commitment.normalized, commitment.lead
        bag: defaultdict[str, float] = defaultdict(float)
        for mention in sorted(commitment.concepts, key=lambda mention: mention.start):
            for step, concept in enumerate(mention.concepts):
                bag[concept_term(concept)] += _BROADER if step else 1.0
            if mention.start >= place:
                for word, count in self._bag(text[place : mention.start]).items():
                    bag[word] += count
                place = mention.end
        for word, count in self._bag(text[place:]).items():
            bag[word] += count
        return bag

    def _headline(self, commitment: Commitment) -> tuple[str, str]:
        """What the commitment stands under: mainland reading, and source."""
        readings = [_HEADING_MARKER.sub("", text) for text in commitment.heading_readings[-1:]]
        sources = list(commitment.headings[-1:])
        if commitment.caption_id:
            caption = self.plan.by_id[commitment.caption_id]
            readings.append(caption.body)
            sources.append(caption.text)
        return " ".join(readings), " ".join(sources)

    def _bag(self, text: str) -> Bag:
        return Counter(word.lower() for word in self._segmenter.cut(text) if self._tells(word))

    def _tells(self, word: str) -> bool:
        long_enough = len(word) > 1 or (word.isascii() and word.isalnum())
        return long_enough and word not in self._frame_words


def _section(commitment: Commitment) -> str:
    """What stands above the commitment's paragraph."""
    return commitment.id.rsplit(".", 2)[0]


def concept_term(concept: str) -> str:
    """How a concept stands among words."""
    return f"{_CONCEPT}{concept}"


def concept_of(term: str) -> str:
    """The concept that `concept_term` made a term of, "" for a word."""
    return term.removeprefix(_CONCEPT) if term.startswith(_CONCEPT) else ""


def _clauses(commitment: Commitment, rarity: Rarity) -> Iterator[Clause]:
    for match in _CLAUSE.finditer(commitment.normalized, commitment.lead):
        start, end = match.span()
        if end - start >= _SHORTEST_CLAUSE:
            yield Clause(start, end, rarity.vector(grams(match.group())))
