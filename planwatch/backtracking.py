"""Whether a regular expression can take very long: found by its structure, without running it.

Python's engine tries every way of matching until one fits. Where a repetition can read the same
characters in two ways, the number of ways doubles with each character ("catastrophic
backtracking"); where repetitions that read the same characters follow each other, it grows
with a power of the length. Both are ambiguities of the pattern's position automaton (Glushkov
1961), exponential and polynomial in the terms of Weber and Seidl (1991).

Repetitions with a bound count as unbounded, look-arounds and anchors as empty, so that a safe
pattern can be refused; a chain of alternatives without any repetition is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeVar

from re import _constants as sre  # type: ignore[attr-defined]  # isort: skip
from re import _parser  # type: ignore[attr-defined]  # isort: skip

MAX_LENGTH = 1000
"""A longer pattern is refused."""
MAX_POWER = 3
"""How many repetitions in a row may read the same characters, the search for a place to begin
counted as one."""
_MAX_OPTIONAL = 16
_MAX_STEPS = 200_000
_COPIES = 32
_SAMPLES = "0９a_A 　\n中。-"
"""Characters of every category, beside those that the pattern names."""

_T = TypeVar("_T")
_Places = tuple[int, ...]


class SlowPatternError(ValueError):
    """Why a pattern could take very long, in English."""


def refuse_slow(pattern: str) -> None:
    """Raises `SlowPatternError` for a pattern that could take very long.

    And `re.error` for what is no pattern.
    """
    if len(pattern) > MAX_LENGTH:
        raise SlowPatternError(f"longer than {MAX_LENGTH} characters")
    try:
        tree = _parser.parse(pattern)
        waiting = [(tree, not _anchored(tree))]
        while waiting:
            items, searched = waiting.pop()
            builder = _Builder(_samples(pattern), bool(tree.state.flags & re.IGNORECASE))
            builder.build(items, searched=searched)
            _check(builder)
            waiting += [(inner, False) for inner in builder.asserted]
    except (OverflowError, RecursionError):
        raise SlowPatternError("too large or nested too deeply") from None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the pattern: whether it can be empty, the positions it begins and ends with."""

    empty: bool = True
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


@dataclass(slots=True)
class _Builder:
    """The position automaton: which samples each position reads, and what follows it."""

    samples: str
    ignore_case: bool
    reads: list[int] = field(default_factory=list)
    follow: list[list[int]] = field(default_factory=list)
    asserted: list[Any] = field(default_factory=list)
    optional: int = 0

    def build(self, items: Any, *, searched: bool) -> None:
        """Build from parsed items; `searched`: from any place of a text."""
        before = self._repeated(self._position(lambda _: True)) if searched else _Part()
        self._joined(before, self._sequence(items))

    def _sequence(self, items: Any) -> _Part:
        part = _Part()
        for item in items:
            part = self._joined(part, self._item(*item))
        return part

    def _item(self, kind: Any, value: Any) -> _Part:
        if kind in _REPEATS:
            return self._repeat(*value)
        if kind in _GROUPS:
            return self._sequence(value[-1] if kind is sre.SUBPATTERN else value)
        if kind is sre.BRANCH:
            return _either([self._sequence(items) for items in value[1]])
        if kind in _EMPTY:
            self.asserted += [value[1]] if kind is not sre.AT else []
            return _Part()
        if kind in (sre.GROUPREF, sre.GROUPREF_EXISTS):
            raise SlowPatternError("refers back to a group")
        return self._position(lambda char: _reads(kind, value, char))

    def _repeat(self, low: int, high: Any, items: Any) -> _Part:
        single = len(items) == 1 and items[0][0] in _SINGLE
        if low == high and single and low <= _COPIES:
            return self._sequence(list(items) * low)
        part = self._sequence(items)
        if part.empty and (low, high) != (1, 1):
            raise SlowPatternError("repeats what can be empty")
        if high <= 1 and not single:
            self.optional += 1
        else:
            self._repeated(part)
        return _Part(part.empty or low == 0, part.first, part.last)

    def _position(self, reads: Callable[[str], bool]) -> _Part:
        mask = sum(1 << bit for bit, char in enumerate(self.samples) if self._any(reads, char))
        self.reads.append(mask)
        self.follow.append([])
        place = (len(self.reads) - 1,)
        return _Part(False, place, place)

    def _any(self, reads: Callable[[str], bool], char: str) -> bool:
        forms = (char, char.lower(), char.upper()) if self.ignore_case else (char,)
        return any(reads(form) for form in forms)

    def _repeated(self, part: _Part) -> _Part:
        self._link(part.last, part.first)
        return part

    def _joined(self, one: _Part, two: _Part) -> _Part:
        self._link(one.last, two.first)
        first = one.first + two.first if one.empty else one.first
        last = two.last + one.last if two.empty else two.last
        return _Part(one.empty and two.empty, first, last)

    def _link(self, sources: Iterable[int], targets: Sequence[int]) -> None:
        for source in sources:
            self.follow[source] += targets


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_GROUPS = (sre.SUBPATTERN, sre.ATOMIC_GROUP)
_EMPTY = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)
_SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)


def _either(parts: Sequence[_Part]) -> _Part:
    if sum(part.empty for part in parts) > 1:
        raise SlowPatternError("two alternatives can be empty, or are the same")
    return _Part(
        any(part.empty for part in parts),
        tuple(place for part in parts for place in part.first),
        tuple(place for part in parts for place in part.last),
    )


def _samples(pattern: str) -> str:
    """Characters that tell apart whatever the pattern tells apart."""
    named = {ord(char) for char in pattern}
    near = {code + step for code in named for step in (-1, 0, 1) if 0 <= code + step < 0x110000}
    return "".join(dict.fromkeys(_SAMPLES + "".join(map(chr, sorted(near)))))


def _reads(kind: Any, value: Any, char: str) -> bool:
    if kind is sre.IN:
        found = any(_reads(one, what, char) for one, what in value if one is not sre.NEGATE)
        return found != (value[0][0] is sre.NEGATE)
    if kind is sre.LITERAL:
        return bool(ord(char) == value)
    if kind is sre.NOT_LITERAL:
        return bool(ord(char) != value)
    if kind is sre.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if kind is sre.CATEGORY:
        return _CATEGORIES[value].match(char) is not None
    return True


_CATEGORIES = {
    sre.CATEGORY_DIGIT: re.compile(r"\d"),
    sre.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    sre.CATEGORY_SPACE: re.compile(r"\s"),
    sre.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    sre.CATEGORY_WORD: re.compile(r"\w"),
    sre.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


def _anchored(items: Any) -> bool:
    """Whether the pattern matches at the beginning of a text alone."""
    for kind, value in items:
        if kind is sre.AT:
            return bool(value in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING))
        if kind is sre.SUBPATTERN:
            return _anchored(value[-1])
        if kind is sre.BRANCH:
            return all(_anchored(branch) for branch in value[1])
        if kind not in (sre.ASSERT, sre.ASSERT_NOT):
            return False
    return False


def _check(automaton: _Builder) -> None:
    if automaton.optional > _MAX_OPTIONAL:
        raise SlowPatternError(f"more than {_MAX_OPTIONAL} optional groups")
    loops = _loops(automaton.follow)
    budget = iter(range(_MAX_STEPS))
    for loop in loops:
        if _twofold(automaton, loop, budget):
            raise SlowPatternError("a repetition can read the same characters in two ways")
    if _power(automaton, loops, budget) > MAX_POWER:
        raise SlowPatternError(
            f"more than {MAX_POWER} repetitions in a row can read the same characters"
        )


def _power(automaton: _Builder, loops: Sequence[Sequence[int]], budget: Iterator[int]) -> int:
    """The longest row of repetitions that can read the same characters."""
    rows: list[int] = []
    for place in range(len(loops) - 1, -1, -1):
        later = enumerate(reversed(rows), start=place + 1)
        longer = (row for other, row in later if _chained(automaton, loops, place, other, budget))
        rows.append(1 + max(longer, default=0))
    return max(rows, default=0)


def _loops(follow: Sequence[Sequence[int]]) -> list[list[int]]:
    """The positions that repetitions are made of, one list for each outermost repetition, in
    the order in which they follow each other."""
    reach = [_reached(targets, follow.__getitem__) for targets in follow]
    loops: dict[int, list[int]] = {}
    for place, found in enumerate(reach):
        if place in found:
            head = min(other for other in found if place in reach[other])
            loops.setdefault(head, []).append(place)
    return list(loops.values())


def _reached(starts: Iterable[_T], follow: Callable[[_T], Iterable[_T]]) -> set[_T]:
    """What can be reached, the starts included."""
    found: set[_T] = set()
    waiting = list(starts)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += follow(place)
    return found


def _twofold(automaton: _Builder, loop: Sequence[int], budget: Iterator[int]) -> bool:
    """Whether one text leads through a repetition and back in two ways."""
    inside = set(loop)
    follow = {place: [t for t in automaton.follow[place] if t in inside] for place in loop}
    if any(len(targets) != len(set(targets)) for targets in follow.values()):
        return True
    back: dict[_Places, list[_Places]] = {}

    def ahead(pair: _Places) -> list[_Places]:
        targets = list(_steps(automaton.reads, [follow[place] for place in pair], budget))
        for target in targets:
            back.setdefault(target, []).append(pair)
        return targets

    same: list[_Places] = [(place, place) for place in loop]
    _reached(same, ahead)
    return any(one != two for one, two in _reached(same, lambda pair: back.get(pair, ())))


def _chained(
    automaton: _Builder, loops: Sequence[Sequence[int]], one: int, two: int, budget: Iterator[int]
) -> bool:
    """Whether some text can be read by either of two repetitions, or by both in turn."""
    return any(
        _shared(automaton, start, end, budget) for start, end in product(loops[one], loops[two])
    )


def _shared(automaton: _Builder, start: int, end: int, budget: Iterator[int]) -> bool:
    """Whether one text leads from `start` to itself and to `end`, and from `end` to itself."""

    def ahead(places: _Places) -> Iterator[_Places]:
        return _steps(automaton.reads, [automaton.follow[place] for place in places], budget)

    return (start, end, end) in _reached(ahead((start, start, end)), ahead)


def _steps(
    reads: Sequence[int], follow: Sequence[Sequence[int]], budget: Iterator[int]
) -> Iterator[_Places]:
    """Where several paths can go that read the same character."""
    found: list[tuple[int, _Places]] = [(-1, ())]
    for targets in follow:
        if next(budget, None) is None:
            raise SlowPatternError("too intricate")
        found = [
            (shared & reads[target], (*places, target))
            for shared, places in found
            for target in targets
            if shared & reads[target]
        ]
    return (places for _, places in found)
