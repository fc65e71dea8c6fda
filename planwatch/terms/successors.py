"""What took the place of a formulation: rules first, then other forms and names of the same.

By a rule a phrase has a successor where the later plan says it no more, or says the successor for
the first time; statistics ask for both, unless one is a longer form of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Protocol

from rapidfuzz import fuzz

from planwatch.models import Successor, SuccessorBasis
from planwatch.rules import RuleSet
from planwatch.terms.kinship import Kinship
from planwatch.words import Segmenter

_ALIKE = 65
"""Least similarity, 0 to 100, of two names of a concept."""
_HEAD = 2
"""Characters at the end of a phrase that name what it is (中心, 机制)."""
_MOST = 3
"""Successors given of one phrase."""
_BY_STRENGTH: Sequence[SuccessorBasis] = ("form", "concept", "wording")
Plans = tuple[str, ...]


class _Says(Protocol):
    @property
    def phrases(self) -> Sequence[str]: ...

    def count(self, plan: str, text: str) -> int: ...


class Successors:
    """Finds what took the place of a phrase in later plans, and whose place it took."""

    def __init__(self, rules: RuleSet, ledger: _Says, segmenter: Segmenter) -> None:
        self._rules = rules
        self._ledger = ledger
        self._segmenter = segmenter
        self._kinship = Kinship(rules, segmenter)
        self._count = cache(self._counted)

    def after(self, text: str, old: Plans, new: Plans) -> tuple[Successor, ...]:
        """What the plans `new` say in place of a phrase of the plans `old`."""
        known = [
            found
            for found in self._chain(text, self._newer, new)
            if self._changed(text, found.text, old, new)
        ]
        others = self._others(text, lambda other: self._basis(text, other, old, new))
        return self._best(text, [*known, *others], old)

    def before(self, text: str, old: Plans, new: Plans) -> tuple[Successor, ...]:
        """What the plans `old` said in place of a phrase of the plans `new`."""
        known = [
            found
            for found in self._chain(text, self._older, old)
            if self._changed(found.text, text, old, new)
        ]
        others = self._others(text, lambda other: self._basis(other, text, old, new))
        return self._best(text, [*known, *others], new)

    def _best(self, text: str, found: Sequence[Successor], beside: Plans) -> tuple[Successor, ...]:
        """The first ones, none that another one holds, with whether the plans `beside` say them
        too; a part of the phrase is no other one."""
        kept: list[Successor] = []
        for one in found:
            if not any(one.text in other.text for other in kept):
                kept.append(one)
        return tuple(
            replace(one, beside=one.text not in text and self._count(one.text, beside) > 0)
            for one in kept[:_MOST]
        )

    def _counted(self, text: str, plans: Plans) -> int:
        return sum(self._ledger.count(plan, text) for plan in plans)

    def _changed(self, text: str, later: str, old: Plans, new: Plans) -> bool:
        """Whether there is a change between the plans: the one is given up, or the other comes.
        What is said inside the other one does not count."""
        left = self._count(text, new)
        if left and text in later:
            left -= self._count(later, new)
        return left <= 0 or not self._count(later, old)

    def _basis(self, text: str, later: str, old: Plans, new: Plans) -> SuccessorBasis | None:
        """On what ground `later` took the place of `text`, if it did."""
        if not self._count(text, old) or not self._count(later, new):
            return None
        if text in later or later in text:
            return "form" if self._other_form(text, later, old, new) else None
        if self._count(text, new) or self._count(later, old):
            return None
        if self._kinship.same_form(text, later):
            return "form"
        if self._same_concept(text, later):
            return "concept"
        return "wording" if self._kinship.alike(text, later) else None

    def _other_form(self, text: str, later: str, old: Plans, new: Plans) -> bool:
        """Whether a longer and a shorter form of the same have changed places: the longer one is
        said by one side only, and the shorter one is a name, or is said inside the longer one
        alone where both are."""
        long, short = (later, text) if text in later else (text, later)
        here, there = (new, old) if long == later else (old, new)
        if self._count(long, there):
            return False
        inside = self._count(short, here) == self._count(long, here)
        return (inside or self._kinship.name(short)) and self._kinship.same_form(text, later)

    def _same_concept(self, one: str, other: str) -> bool:
        """Whether two phrases are names of one concept and alike in words: the names of a concept
        are those of its parts and kinds too."""
        if one not in self._concepts or self._concepts[one] != self._concepts.get(other):
            return False
        same_end = one[-_HEAD:] == other[-_HEAD:] and fuzz.ratio(one, other) >= _ALIKE
        return same_end or self._kinship.both_places(one, other)

    def _others(self, text: str, basis: Callable[[str], SuccessorBasis | None]) -> list[Successor]:
        """Phrases that can stand for this one, the strongest ground first, then the likest."""
        found = [
            (_BY_STRENGTH.index(ground), -round(fuzz.ratio(text, other), 6), other)
            for other in self._near(text)
            if (ground := basis(other)) is not None
        ]
        return [Successor(other, _BY_STRENGTH[strength]) for strength, _, other in sorted(found)]

    def _near(self, text: str) -> Iterator[str]:
        """Phrases that share a word of content with this one, are names of the same concept, or
        begin or end alike."""
        near = {other for key in self._keys(text) for other in self._by_key.get(key, ())}
        yield from sorted(near - {text})

    def _keys(self, text: str) -> Iterator[str]:
        yield from (text[0], text[-2:])
        yield self._concepts.get(text, "")
        yield from (word for word in self._segmenter.cut(text) if self._kinship.telling([word]))

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for text in self._ledger.phrases:
            for key in self._keys(text):
                if key:
                    found[key].append(text)
        return found

    def _chain(
        self, text: str, steps: Mapping[str, Sequence[Successor]], said_by: Plans
    ) -> Iterator[Successor]:
        """Where the rules lead from a phrase, up to what these plans say, with one step at most
        from one thing to another; the basis and the reason are those of that step."""
        waiting: list[tuple[str, Successor | None]] = [(text, None)]
        seen = {text}
        while waiting:
            at, leap = waiting.pop(0)
            for step in self._steps_from(at, steps):
                leaps = step.basis == "succeeded"
                if step.text in seen or (leap and leaps):
                    continue
                seen.add(step.text)
                found = replace(leap, text=step.text) if leap else step
                if self._count(step.text, said_by):
                    yield found
                else:
                    waiting.append((step.text, found if leap or leaps else None))

    def _steps_from(
        self, text: str, steps: Mapping[str, Sequence[Successor]]
    ) -> Sequence[Successor]:
        """The steps from a phrase, or from one of the same words of content."""
        return steps.get(text) or [
            found
            for other in self._by_core.get(self._kinship.core(text), ())
            for found in steps.get(other, ())
        ]

    @cached_property
    def _by_core(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for text in self._rules.formulation_names:
            if core := self._kinship.core(text):
                found[core].append(text)
        return found

    @cached_property
    def _newer(self) -> Mapping[str, Sequence[Successor]]:
        found: defaultdict[str, list[Successor]] = defaultdict(list)
        for old, new, basis, reason in self._pairs:
            found[old].append(Successor(new, basis, reason))
        return found

    @cached_property
    def _older(self) -> Mapping[str, Sequence[Successor]]:
        found: defaultdict[str, list[Successor]] = defaultdict(list)
        for old, new, basis, reason in self._pairs:
            found[new].append(Successor(old, basis, reason))
        return found

    @cached_property
    def _pairs(self) -> Sequence[tuple[str, str, SuccessorBasis, str]]:
        """Older and newer forms, by the rules on formulations and the former names of themes, whose
        first name is the present one."""
        pairs: list[tuple[str, str, SuccessorBasis, str]] = [
            (old, new, rule.basis, rule.reason)
            for rule in self._rules.formulations
            for old in rule.old
            for new in rule.new
        ]
        for theme in self._rules.themes.values():
            pairs += [(old, theme.names[0], "theme", "") for old in theme.former]
        return sorted(pairs, key=lambda pair: pair[2] != "renamed")

    @cached_property
    def _concepts(self) -> Mapping[str, str]:
        """The concept of each name."""
        concepts = self._rules.concepts.values()
        return {name: concept.id for concept in concepts for name in (*concept.names, concept.zh)}
