"""Which scored pairs count as links, and the choice of that which favours a peer most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planwatch.evaluate.links import Judge, UnitPair

Scored = tuple[int, int, float]
"""An old sentence, a new one and their score."""
WAYS = ("all", "of each new", "of each old", "of both")
"""All pairs above a threshold, or those alone that are the best of a sentence of one side, or of
both."""


def select(pairs: Iterable[Scored], way: str) -> list[Scored]:
    """The pairs that are chosen in a way, in the order of their places."""
    found = sorted(pairs)
    chosen = set(found)
    if way in ("of each old", "of both"):
        chosen &= _best(found, 0)
    if way in ("of each new", "of both"):
        chosen &= _best(found, 1)
    return [pair for pair in found if pair in chosen]


def _best(pairs: Sequence[Scored], side: int) -> set[Scored]:
    best: dict[int, Scored] = {}
    for pair in pairs:
        known = best.get(pair[side])
        if known is None or pair[2] > known[2]:
            best[pair[side]] = pair
    return set(best.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """A way of choosing with the threshold at which F1 is greatest."""

    f1: float
    way: str
    least: float


def best_choice(
    pairs: Sequence[Scored], ids: Sequence[Sequence[str]], judge: Judge, right: frozenset[UnitPair]
) -> Choice:
    """The way and the threshold that agree best with the answers: no user could choose them
    without having the answers. `ids` are the commitments of the two sides."""
    choices = [
        Choice(f1, way, least)
        for way in WAYS
        for least, f1 in _sweep(select(pairs, way), ids, judge, right)
    ]
    return max(choices, key=lambda choice: choice.f1, default=Choice(0.0, "all", 1e9))


def _sweep(
    pairs: Sequence[Scored], ids: Sequence[Sequence[str]], judge: Judge, right: frozenset[UnitPair]
) -> Iterator[tuple[float, float]]:
    """F1 at every threshold, as `Judge` counts it."""
    neither = set(judge.grades) - right
    seen: set[UnitPair] = set()
    hits = 0
    by_score = itemgetter(2)
    for least, group in groupby(sorted(pairs, key=by_score, reverse=True), by_score):
        linked = ((ids[0][i], ids[1][j]) for i, j, _ in group)
        fresh = judge.predicted(linked) - neither - seen
        seen |= fresh
        hits += len(fresh & right)
        yield least, 2 * hits / (len(seen) + len(right))
