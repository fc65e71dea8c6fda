"""Force: whether the new wording of a linked commitment binds more or less than the old.

Only the statements about the object that both sentences share are held against each other. Where
the signs conflict, or there is no common scale, the answer is unclear. See `rules/strength`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from planwatch.ladder import Ladder, Statement
from planwatch.models import (
    Alignment,
    Axis,
    Commitment,
    Deciding,
    Force,
    Link,
    Plan,
    PlanKind,
    Relation,
)
from planwatch.rules import RuleSet

_SIZE = 2
"""Characters of the pieces by which objects are compared."""
_NEAR = 0.5
"""Statements that share at least this part of what the closest share are judged with them."""
_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]+")
_FIGURE = re.compile(
    r"(?P<before>超过|不低于|约|近)?(?P<number>\d+(?:[.,]\d+)*)"
    r"(?P<unit>%|个百分点|[万亿]*[元家人件项个倍])(?P<after>左右|以上)?"
)
_FLOORS, _ABOUT = frozenset({"超过", "不低于", "以上"}), frozenset({"约", "近", "左右"})
_FALLING = re.compile("下降|降低|降至|降到|控制|减少|不超过|不高于|以内|以下")
"""Where less is meant to be better, or a figure is a ceiling, its size tells no direction."""
_Span = tuple[int, int]


def with_force(old: Plan, new: Plan, alignment: Alignment, rules: RuleSet) -> Alignment:
    """The alignment with the force of every continued link."""
    if PlanKind.REVIEW in (old.info.kind, new.info.kind):
        # A report promises nothing: its wording is neither harder nor softer than a plan's.
        return alignment
    judge = _Judge(old, new, rules)
    return replace(alignment, links=tuple(judge.judged(link) for link in alignment.links))


@dataclass(frozen=True, eq=False)
class _Said:
    """A statement with the commitment that makes it and the parts that tell its object."""

    commitment: Commitment
    statement: Statement
    parts: Mapping[str, float]

    @property
    def text(self) -> str:
        return self.commitment.normalized[self.statement.start : self.statement.end]


_Pair = tuple[_Said, _Said]


class _Judge:
    """Judges the links between two plans."""

    def __init__(self, old: Plan, new: Plan, rules: RuleSet) -> None:
        self._ladder = Ladder(rules)
        self._scoped = rules.scoped
        self._specifics = [rule.regex for rule in rules.specifics]
        scopes = [rule for rule in rules.strength if rule.role == "scope"]
        self._shifts = {word: rule.rung for rule in scopes for word in rule.words}
        self._widths = [re.compile("|".join(map(re.escape, self._shifts)) or "(?!)")]
        self._frame = frozenset(rules.words("frame"))
        self._counts = Counter(
            part for plan in (old, new) for c in plan.comparable for part in set(self._parts_of(c))
        )
        self._old, self._new = old.by_id, new.by_id

    def judged(self, link: Link) -> Link:
        """The link with its force and the words that decide it."""
        if link.identical or link.relation != Relation.CONTINUED:
            return link
        pairs = self._compared(self._old[link.old], self._new[link.new])
        deciding = tuple(self._deciding(pairs))
        return replace(link, force=_force(pairs, deciding), deciding=deciding)

    def _compared(self, old: Commitment, new: Commitment) -> list[_Pair]:
        """The pairs of statements that share most of their object."""
        shared = [(_shared(*pair), pair) for pair in product(self._said(old), self._said(new))]
        most = max((share for share, _ in shared), default=0.0)
        governed = (pair for share, pair in shared if share >= most * _NEAR)
        return [pair for pair in governed if all(said.statement.strength for said in pair)]

    def _said(self, commitment: Commitment) -> list[_Said]:
        return [
            _Said(commitment, statement, self._weighed(commitment, statement))
            for statement in self._ladder.statements(commitment)
        ]

    def _weighed(self, commitment: Commitment, statement: Statement) -> Mapping[str, float]:
        parts = self._parts(commitment, statement.start, statement.end)
        return {part: 1 / math.sqrt(self._counts[part] or 1) for part in parts}

    def _parts_of(self, commitment: Commitment) -> Iterator[str]:
        return self._parts(commitment, commitment.lead, len(commitment.normalized))

    def _parts(self, commitment: Commitment, start: int, end: int) -> Iterator[str]:
        """Concepts and pairs of characters between `start` and `end`."""
        for mention in commitment.concepts:
            if start <= mention.start and mention.end <= end:
                yield from (f"concept {id}" for id in mention.concepts)
        for run in _RUN.findall(commitment.normalized, start, end):
            for place in range(max(1, len(run) - _SIZE + 1)):
                if (part := run[place : place + _SIZE].lower()) not in self._frame:
                    yield part

    def _deciding(self, pairs: Sequence[_Pair]) -> Iterator[Deciding]:
        if not pairs:
            return
        yield from _verbs(pairs)
        old, new = (list(dict.fromkeys(side)) for side in zip(*pairs, strict=True))
        yield from self._specificity(old, new)
        yield from _values(old, new)
        yield from self._scopes(old, new)

    def _specificity(self, old: Sequence[_Said], new: Sequence[_Said]) -> Iterator[Deciding]:
        """Names, numbers and deadlines that only one side has."""
        before, after = (self._specific(side) for side in (old, new))
        if bool(before) != bool(after):
            yield Deciding(Axis.SPECIFICITY, _sign(len(after) - len(before)), before, after)

    def _specific(self, side: Sequence[_Said]) -> tuple[_Span, ...]:
        """The places of what is specific; means and circumstances (依托…) are not promised."""
        scopes = self._scoped(side[0].commitment.normalized)
        return tuple(
            (start, end)
            for start, end in _places(side, self._specifics)
            if not any(first <= start and end <= last for first, last in scopes)
        )

    def _scopes(self, old: Sequence[_Said], new: Sequence[_Said]) -> Iterator[Deciding]:
        """Words that widen or narrow what is taken in."""
        sides = [_places(side, self._widths) for side in (old, new)]
        before, after = (
            sum(self._shifts[match[0]] for match in _matches(side, self._widths))
            for side in (old, new)
        )
        if before != after:
            yield Deciding(Axis.SCOPE, _sign(after - before), sides[0], sides[1])


def _matches(side: Sequence[_Said], patterns: Sequence[re.Pattern[str]]) -> list[re.Match[str]]:
    return [
        match
        for said in side
        for pattern in patterns
        for match in pattern.finditer(
            said.commitment.normalized, said.statement.start, said.statement.end
        )
    ]


def _places(side: Sequence[_Said], patterns: Sequence[re.Pattern[str]]) -> tuple[_Span, ...]:
    return tuple(sorted({match.span() for match in _matches(side, patterns)}))


def _values(old: Sequence[_Said], new: Sequence[_Said]) -> Iterator[Deciding]:
    """The figure, where both sides have one of the same unit that is to rise."""
    before, after = (_matches(side, [_FIGURE]) for side in (old, new))
    if len(before) != 1 or len(after) != 1 or before[0]["unit"] != after[0]["unit"]:
        return
    if any(_matches(side, [_FALLING]) for side in (old, new)):
        return
    one, other = _value(before[0]), _value(after[0])
    if one != other:
        sign = _sign(1 if other > one else -1)
        yield Deciding(Axis.VALUE, sign, (before[0].span(),), (after[0].span(),))


def _value(figure: re.Match[str]) -> tuple[float, int]:
    """A figure and whether it is a floor (1), plain (0) or approximate (-1)."""
    words = {figure["before"], figure["after"]}
    floor = 1 if words & _FLOORS else -1 if words & _ABOUT else 0
    return float(figure["number"].replace(",", "")), floor


def _shared(old: _Said, new: _Said) -> float:
    """How much of their object two statements share: the cosine of their parts."""
    common = math.fsum(old.parts[p] * new.parts[p] for p in old.parts.keys() & new.parts.keys())
    sizes = (math.fsum(x * x for x in said.parts.values()) for said in (old, new))
    return common / (math.sqrt(math.prod(sizes)) or 1.0)


def _verbs(pairs: Sequence[_Pair]) -> Iterator[Deciding]:
    """The verbs of all pairs that differ, one row for each direction."""
    spans: dict[Force, tuple[set[_Span], set[_Span]]] = {}
    for pair in pairs:
        one, other = (_rung(said) for said in pair)
        if one != other:
            found = spans.setdefault(_sign(1 if other > one else -1), (set(), set()))
            for said, places in zip(pair, found, strict=True):
                places.update(said.statement.words)
    for force in sorted(spans):
        yield Deciding(Axis.VERB, force, *(tuple(sorted(places)) for places in spans[force]))


def _rung(said: _Said) -> tuple[int, int]:
    strength = said.statement.strength
    return (strength.rung if strength else 0), said.statement.asked


def _sign(difference: int) -> Force:
    return Force.STRONGER if difference > 0 else Force.WEAKER


def _force(pairs: Sequence[_Pair], deciding: Sequence[Deciding]) -> Force:
    """One direction where all signs agree, the same where there is none, else unclear."""
    forces = {found.force for found in deciding}
    if not pairs or len(forces) > 1:
        return Force.UNCLEAR
    return forces.pop() if forces else Force.SAME
