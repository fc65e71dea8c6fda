"""What took the place of a formulation: rules first, then other names of the same, then words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from rapidfuzz import fuzz

from planwatch.models import Successor, SuccessorBasis
from planwatch.rules import RuleSet

_ALIKE = 70
"""Least similarity, 0 to 100, of two phrases of the same head that differ in wording."""
_HEAD = 2
"""Characters at the end of a phrase that name what it is (中心, 机制)."""
_MOST = 3
"""Successors given of one phrase."""


class _Says(Protocol):
    @property
    def phrases(self) -> Sequence[str]: ...

    def says(self, plan: str, text: str) -> bool: ...


class Successors:
    """Finds what took the place of a phrase in later plans, and whose place it took."""

    def __init__(self, rules: RuleSet, ledger: _Says) -> None:
        self._rules = rules
        self._ledger = ledger

    def after(self, text: str, old: Sequence[str], new: Sequence[str]) -> tuple[Successor, ...]:
        """What the plans `new` say in place of a phrase that only the plans `old` say."""
        known = [s for s in _chain(text, self._newer) if self._said(s.text, new)]
        others = [s for s in self._others(text) if self._only(s.text, new, old)]
        return self._best(text, [*known, *others], old)

    def before(self, text: str, old: Sequence[str], new: Sequence[str]) -> tuple[Successor, ...]:
        """What the plans `old` said in place of a phrase that only the plans `new` say."""
        known = [s for s in _chain(text, self._older) if self._said(s.text, old)]
        others = [s for s in self._others(text) if self._only(s.text, old, new)]
        return self._best(text, [*known, *others], new)

    def _best(
        self, text: str, found: Sequence[Successor], beside: Sequence[str]
    ) -> tuple[Successor, ...]:
        """The first ones, each once, with whether the plans `beside` say them too; a part of
        the phrase is no other one."""
        by_text: dict[str, Successor] = {}
        for one in found:
            by_text.setdefault(one.text, one)
        kept = list(by_text.values())[:_MOST]
        return tuple(
            replace(one, beside=one.text not in text and self._said(one.text, beside))
            for one in kept
        )

    def _said(self, text: str, plans: Sequence[str]) -> bool:
        return any(self._ledger.says(plan, text) for plan in plans)

    def _only(self, text: str, there: Sequence[str], elsewhere: Sequence[str]) -> bool:
        return self._said(text, there) and not self._said(text, elsewhere)

    def _others(self, text: str) -> Iterator[Successor]:
        """Other names of the same concept, and phrases of like wording."""
        for name in self._concepts.get(text, ()):
            if name != text and _share(name, text):
                yield Successor(name, "concept")
        alike = [
            (-round(fuzz.ratio(text, other), 6), other)
            for other in self._heads.get(text[-_HEAD:], ())
            if other != text and other not in text and text not in other
        ]
        yield from (Successor(o, "wording") for score, o in sorted(alike) if -score >= _ALIKE)

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
        return pairs

    @cached_property
    def _concepts(self) -> Mapping[str, Sequence[str]]:
        groups = [(c.zh, *c.names) for c in self._rules.concepts.values()]
        return _by_name(groups)

    @cached_property
    def _heads(self) -> Mapping[str, Sequence[str]]:
        heads: defaultdict[str, list[str]] = defaultdict(list)
        for text in self._ledger.phrases:
            heads[text[-_HEAD:]].append(text)
        return heads


def _chain(text: str, steps: Mapping[str, Sequence[Successor]]) -> Iterator[Successor]:
    """Where the steps lead from a phrase, the nearest first; each basis is that of its step."""
    waiting, seen = [text], {text}
    while waiting:
        for found in steps.get(waiting.pop(0), ()):
            if found.text not in seen:
                seen.add(found.text)
                waiting.append(found.text)
                yield found


def _share(one: str, other: str) -> bool:
    """Whether two phrases share two characters in a row."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _by_name(groups: Sequence[Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """For each name the names of its groups."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for names in groups:
        for name in names:
            found[name] += names
    return found
