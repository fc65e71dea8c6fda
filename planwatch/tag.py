"""Tagging: which concepts each commitment names, what it is about, which verb governs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from planwatch.ladder import Ladder
from planwatch.models import Commitment, Mention, Plan, Topic
from planwatch.quantities import Quantifier
from planwatch.rules import Concept, RuleSet, Theme

T = TypeVar("T")


class Tagger:
    """Puts concepts, themes, quantities and governing verbs on the commitments of plans."""

    def __init__(self, rules: RuleSet) -> None:
        self._concepts = _concept_finder(rules.concepts)
        self._topics = _Topics(_theme_finder(rules.themes), rules)
        self._quantifier = Quantifier(rules)
        self._ladder = Ladder(rules)

    def tag(self, plan: Plan) -> Plan:
        """The plan with the concepts, themes, quantities and governing verbs of its commitments."""
        commitments: dict[str, Commitment] = {}
        for commitment in plan.commitments:
            caption = commitments.get(commitment.caption_id)
            commitments[commitment.id] = replace(
                commitment,
                concepts=self._mentions(commitment.normalized),
                topics=tuple(self._topics.of(commitment, caption)),
                quantities=tuple(self._quantifier.of(commitment, plan.info)),
                strength=self._ladder.strength(commitment) if commitment.comparable else None,
            )
        return replace(plan, commitments=tuple(commitments.values()))

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(Mention(line, start, end) for line, start, end in self._concepts.find(text))


class _Finder(Generic[T]):
    """Finds names in texts, the longest first; an exception hides the names inside it."""

    def __init__(self, names: Iterable[tuple[str, T]], exceptions: Iterable[str]) -> None:
        found: dict[str, list[T]] = {}
        for name, value in names:
            found.setdefault(name.lower(), []).append(value)
        for name in exceptions:
            found.setdefault(name.lower(), [])
        self._values = tuple(tuple(values) for values in found.values())
        self._matcher = AhoCorasick(found, matchkind=MatchKind.LeftmostLongest) if found else None

    def find(self, text: str) -> Iterator[tuple[T, int, int]]:
        """What is named in `text`, with the places, in order."""
        if self._matcher is None:
            return
        for index, start, end in self._matcher.find_matches_as_indexes(text.lower()):
            if _stands_alone(text, start, end):
                for value in self._values[index]:
                    yield value, start, end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is no part of a longer Latin word or number (AI in AIDS, 5G in 15G)."""
    return not any(
        place > 0
        and place < len(text)
        and text[place - 1 : place + 1].isascii()
        and text[place - 1 : place + 1].isalnum()
        for place in (start, end)
    )


def _concept_finder(concepts: Mapping[str, Concept]) -> _Finder[tuple[str, ...]]:
    lines = {id: tuple(_lineage(concept, concepts)) for id, concept in concepts.items()}
    names = ((name, lines[c.id]) for c in concepts.values() for name in (c.zh, *c.names))
    return _Finder(names, (name for c in concepts.values() for name in c.exceptions))


def _lineage(concept: Concept, concepts: Mapping[str, Concept]) -> Iterator[str]:
    """The concept's id and those of its broader ones, narrowest first."""
    seen: set[str] = set()
    found: Concept | None = concept
    while found is not None and found.id not in seen:
        seen.add(found.id)
        yield found.id
        found = concepts.get(found.broader)


@dataclass(frozen=True, slots=True)
class _Name:
    theme: str
    strong: bool
    """Whether naming it can make a sentence be about the theme."""


def _theme_finder(themes: Mapping[str, Theme]) -> _Finder[_Name]:
    names = [
        (name, _Name(theme.id, strong))
        for theme in themes.values()
        for strong, group in ((True, theme.names), (False, theme.mentions))
        for name in group
    ]
    return _Finder(names, (name for theme in themes.values() for name in theme.exceptions))


class _Topics:
    """Tells what a sentence is about from what it only mentions."""

    def __init__(self, finder: _Finder[_Name], rules: RuleSet) -> None:
        self._finder = finder
        self._rules = rules

    def of(self, commitment: Commitment, caption: Commitment | None) -> Iterator[Topic]:
        """The topics of a sentence; one that is about none takes over those of what it stands
        under."""
        own = list(self._named(commitment.normalized))
        yield from own
        if not any(topic.about for topic in own):
            yield from self._inherited(commitment, caption)

    def _named(self, text: str) -> Iterator[Topic]:
        scopes = self._rules.scoped(text)
        for name, start, end in self._finder.find(text):
            scoped = any(first <= start and end <= last for first, last in scopes)
            yield Topic(name.theme, name.strong and not scoped, start, end)

    def _inherited(self, commitment: Commitment, caption: Commitment | None) -> Iterator[Topic]:
        themes: Sequence[str] = caption.themes if caption else ()
        if not themes and commitment.heading_readings:
            named = self._named(commitment.heading_readings[-1])
            themes = tuple(dict.fromkeys(topic.theme for topic in named if topic.about))
        for theme in themes:
            yield Topic(theme, True, 0, 0)
