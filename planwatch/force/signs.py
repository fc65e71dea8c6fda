"""The signs by which one wording binds more or less than another, plain ones and slight ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from planwatch.force.objects import Said
from planwatch.ladder import Statement, any_of
from planwatch.models import Axis, Commitment, Deciding, Force, Plan, PlanInfo
from planwatch.rules import RuleSet, StrengthRule

Span = tuple[int, int]
Pair = tuple[Said, Said]
_PLAIN, _PLAIN_ELSEWHERE = 2, 3
"""Rungs between two verbs from which their difference is plain: on one matter, on several."""
_FIGURE = re.compile(
    r"(?P<before>超过|不低于|约|近)?(?P<number>\d+(?:[.,]\d+)*)"
    r"(?P<unit>%|个百分点|[万亿]*[元家人件项个倍])(?P<after>左右|以上)?"
)
_FLOORS, _ABOUT = frozenset({"超过", "不低于", "以上"}), frozenset({"约", "近", "左右"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_FALLING = re.compile("下降|降低|降至|降到|控制|减少|不超过|不高于|以内|以下")
"""Where less is meant to be better, or a figure is a ceiling, its size tells no direction."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for one direction; a slight sign decides only on the same object."""

    deciding: Deciding
    plain: bool


class Signs:
    """Finds the signs in compared statements by `rules/strength` and `rules/specifics`."""

    def __init__(self, old: Plan, new: Plan, rules: RuleSet) -> None:
        years = (_year(old.info), _year(new.info))
        self._order = _sign(years[1] - years[0]) if all(years) else 0
        self._scoped = rules.scoped
        self._named = [rule.regex for rule in rules.specifics if not rule.slight]
        self._listed = [rule.regex for rule in rules.specifics if rule.slight]
        scopes = [rule for rule in rules.strength if rule.role == "scope"]
        self._shifts = {word: rule.rung for rule in scopes for word in rule.words}
        self._widths = [re.compile(f"(?:{any_of(self._shifts)})(?![者权制])")]
        self._means = re.compile(f"(?:{any_of(rules.words('means'))})[^，；：。]*")
        self._places = frozenset(c.id for c in rules.concepts.values() if c.kind == "place")
        self._proper = frozenset(
            c.id for c in rules.concepts.values() if any(n.search(c.zh) for n in self._named)
        )

    def of(self, facing: Sequence[Pair], near: Sequence[Pair], *, matter: bool) -> Iterator[Sign]:
        """The signs in statements of two commitments: names in all that are near each other, the
        others in those that face each other, be it on one `matter` or not."""
        yield from self.verbs(facing, matter=matter)
        old, new = _sides(facing)
        yield from _values(old, new)
        if matter:
            yield from self._specificity(near, self._named, plain=True)
            yield from self._specificity(facing, self._listed, plain=False)
            yield from self._scopes(old, new)

    def difference(self, old: Said, new: Said) -> int | None:
        """How many rungs the new verb stands higher; None where the two have no common scale.

        Two kinds of verb on one rung have none, nor has a verb that may go on with what others are
        asked to do (鼓励企业…，加快…) where the two readings go different ways, nor a verb that
        goes on with what the earlier plan's did (建立, then 完善). Of equals, what others are asked
        to do is compared.
        """
        one, other = old.statement, new.statement
        if not (one.rule and other.rule) or self._goes_on(one.rule, other.rule):
            return None
        rungs = _rung(other) - _rung(one)
        if any(_sign(b - a) == -_sign(rungs) != 0 for a, b in product(_lent(one), _lent(other))):
            return None
        if one.rule.rung == other.rule.rung and one.rule.id != other.rule.id:
            return None
        both_ask = rungs == 0 and one.asked and other.asked
        return other.asked - one.asked if both_ask else rungs

    def _goes_on(self, old: StrengthRule, new: StrengthRule) -> bool:
        onward, backward = old.id in new.after, new.id in old.after
        return (onward and self._order >= 0) or (backward and self._order <= 0)

    def verbs(self, pairs: Iterable[Pair], *, matter: bool = True) -> Iterator[Sign]:
        """The verbs of all pairs that differ, one sign for each direction and weight."""
        least = _PLAIN if matter else _PLAIN_ELSEWHERE
        spans: dict[tuple[Force, bool], tuple[set[Span], set[Span]]] = {}
        for pair in pairs:
            rungs, soft = self.difference(*pair) or 0, _softness(pair)
            plain = abs(rungs) >= least or soft != 0
            rungs = soft if soft and abs(rungs) < _PLAIN_ELSEWHERE else rungs
            if rungs and (plain or matter):
                found = spans.setdefault((_force(rungs), plain), (set(), set()))
                for places, words in zip(found, _words(pair), strict=True):
                    places.update(words)
        for force, plain in sorted(spans):
            old, new = (tuple(sorted(places)) for places in spans[force, plain])
            yield Sign(Deciding(Axis.VERB, force, old, new), plain)

    def _specificity(
        self, pairs: Sequence[Pair], patterns: Sequence[re.Pattern[str]], *, plain: bool
    ) -> Iterator[Sign]:
        """Names, numbers and deadlines that only one side has."""
        old, new = _sides(pairs)
        before, after = (self._specific(side, patterns) for side in (old, new))
        lost = self._missing(old[0].commitment, before, new[0].commitment)
        gained = self._missing(new[0].commitment, after, old[0].commitment)
        if lost and not after:
            yield Sign(Deciding(Axis.SPECIFICITY, Force.WEAKER, lost, ()), plain)
        if gained and not before:
            yield Sign(Deciding(Axis.SPECIFICITY, Force.STRONGER, (), gained), plain)

    def _specific(
        self, side: Sequence[Said], patterns: Sequence[re.Pattern[str]]
    ) -> tuple[Span, ...]:
        """The places of what is specific; means and circumstances (依托…) are not promised."""
        text = side[0].commitment.normalized
        scopes = [*self._scoped(text), *(match.span() for match in self._means.finditer(text))]
        return tuple(
            (start, end)
            for start, end in _places(side, patterns)
            if not any(first <= start and end <= last for first, last in scopes)
        )

    def _missing(
        self, here: Commitment, spans: Sequence[Span], there: Commitment
    ) -> tuple[Span, ...]:
        """Those of the names in a sentence that the other does not have, under no other name."""
        known = {id for mention in there.concepts for id in mention.concepts}
        return tuple(
            (start, end)
            for start, end in spans
            if here.normalized[start:end] not in there.normalized
            and known.isdisjoint(self._named_there(here, start, end))
        )

    def _named_there(self, commitment: Commitment, start: int, end: int) -> Iterator[str]:
        """The concepts of a name: itself, and the places of which it is a part."""
        for mention in commitment.concepts:
            if start <= mention.start and mention.end <= end:
                yield from self._proper.intersection(mention.concepts[:1])
                yield from self._places.intersection(mention.concepts)

    def _scopes(self, old: Sequence[Said], new: Sequence[Said]) -> Iterator[Sign]:
        """Words that widen or narrow what is taken in."""
        sides = [_places(side, self._widths) for side in (old, new)]
        before, after = (
            sum(self._shifts[match[0]] for match in _matches(side, self._widths))
            for side in (old, new)
        )
        if before != after:
            yield Sign(Deciding(Axis.SCOPE, _force(after - before), sides[0], sides[1]), True)


def _sides(pairs: Iterable[Pair]) -> tuple[list[Said], list[Said]]:
    """The statements on either side, each once."""
    old, new = zip(*pairs, strict=True)
    return list(dict.fromkeys(old)), list(dict.fromkeys(new))


def _words(pair: Pair) -> tuple[Iterable[Span], Iterable[Span]]:
    """The places of the verbs that differ: what is asked for too, where the asking is equal."""
    one, other = (said.statement for said in pair)
    if _rung(one) != _rung(other):
        return one.words, other.words
    return one.words + one.asked_words, other.words + other.asked_words


def _softness(pair: Pair) -> int:
    """1 where only the old statement promises an attempt alone, -1 where only the new one does."""
    old, new = (said.statement.soft for said in pair)
    return int(old) - int(new)


def _rung(statement: Statement) -> int:
    return statement.strength.rung if statement.strength else 0


def _lent(statement: Statement) -> set[int]:
    """The rungs on which a statement may stand."""
    own = _rung(statement)
    return {own, min(own, statement.lent)} if statement.lent else {own}


def _year(info: PlanInfo) -> int:
    """The year with which a plan begins, or that of its date; 0 where neither is known."""
    found = _YEAR.search(info.period or info.date)
    return int(found[0]) if found else 0


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _matches(side: Sequence[Said], patterns: Sequence[re.Pattern[str]]) -> list[re.Match[str]]:
    return [
        match
        for said in side
        for pattern in patterns
        for match in pattern.finditer(
            said.commitment.normalized, said.statement.start, said.statement.end
        )
    ]


def _places(side: Sequence[Said], patterns: Sequence[re.Pattern[str]]) -> tuple[Span, ...]:
    return tuple(sorted({match.span() for match in _matches(side, patterns)}))


def _values(old: Sequence[Said], new: Sequence[Said]) -> Iterator[Sign]:
    """The figure, where both sides have one of the same unit that is to rise."""
    before, after = (_matches(side, [_FIGURE]) for side in (old, new))
    if len(before) != 1 or len(after) != 1 or before[0]["unit"] != after[0]["unit"]:
        return
    if any(_matches(side, [_FALLING]) for side in (old, new)):
        return
    one, other = _value(before[0]), _value(after[0])
    if one != other:
        force = _force(1 if other > one else -1)
        yield Sign(Deciding(Axis.VALUE, force, (before[0].span(),), (after[0].span(),)), True)


def _value(figure: re.Match[str]) -> tuple[float, int]:
    """A figure and whether it is a floor (1), plain (0) or approximate (-1)."""
    words = {figure["before"], figure["after"]}
    floor = 1 if words & _FLOORS else -1 if words & _ABOUT else 0
    return float(figure["number"].replace(",", "")), floor


def _force(difference: int) -> Force:
    return Force.STRONGER if difference > 0 else Force.WEAKER
