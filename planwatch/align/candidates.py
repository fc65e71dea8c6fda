"""Candidates: pairs that share something telling, found by an inverted index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappush, heappushpop, nlargest

from planwatch.align.profiles import Profile, concept_term

Pair = tuple[int, int]
_Ranked = tuple[float, int, Pair]
"""What two commitments share, and of equals the one that stands first."""
_Holders = Mapping[str, Sequence[tuple[int, float]]]
"""The commitments of one plan that have a term, each with its weight there."""
_FEWEST_COMMON = 40
_COMMON_SHARE = 0.1
"""A term in more than this share of the commitments finds no candidates: it tells little."""
_MOST_MEETINGS = 400
"""How often, for each commitment, two with a common term are brought together at most, the rarest
terms first. Two national outlines need 280, the bundled plans 210; the bound keeps the cost of
longer ones in proportion to their length, and not to the product of the two."""


def candidates(old: Sequence[Profile], new: Sequence[Profile], most: int) -> list[Pair]:
    """The pairs worth scoring, in order: of every commitment on either side, the `most` others
    with which it shares most."""
    chosen: set[Pair] = set()
    best: list[list[_Ranked]] = [[] for _ in old]
    for other, sums in _shares(old, new):
        row: list[_Ranked] = []
        for index, value in sums.items():
            # Rounded, so that the order of the sum does not decide between equals.
            shared = round(value, 9)
            row.append((shared, -index, (index, other)))
            _keep(best[index], (shared, -other, (index, other)), most)
        chosen.update(pair for _, _, pair in nlargest(most, row))
    chosen.update(pair for row in best for _, _, pair in row)
    return sorted(chosen)


def _keep(best: list[_Ranked], one: _Ranked, most: int) -> None:
    """Put one more into a heap of the best."""
    if len(best) < most:
        heappush(best, one)
    elif one > best[0]:
        heappushpop(best, one)


def _shares(
    old: Sequence[Profile], new: Sequence[Profile]
) -> Iterator[tuple[int, Mapping[int, float]]]:
    """How much every commitment of the new plan shares with those of the old one."""
    holders = _holders(old)
    telling = _telling(holders, _holders(new), len(old) + len(new))
    for other, profile in enumerate(new):
        sums: defaultdict[int, float] = defaultdict(float)
        for term, weight in _terms(profile):
            if term in telling:
                for index, share in holders[term]:
                    sums[index] += weight * share
        yield other, sums


def _holders(profiles: Sequence[Profile]) -> _Holders:
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        for term, weight in _terms(profile):
            holders[term].append((index, weight))
    return holders


def _telling(old: _Holders, new: _Holders, commitments: int) -> frozenset[str]:
    """The terms that find candidates: common ones do not, and of the others the rarest do until
    the bound is reached. Equally rare ones stand or fall together, whichever plan comes first."""
    limit = max(_FEWEST_COMMON, _COMMON_SHARE * commitments)
    meetings: defaultdict[int, list[str]] = defaultdict(list)
    for term in old.keys() & new.keys():
        if len(old[term]) + len(new[term]) <= limit:
            meetings[len(old[term]) * len(new[term])].append(term)
    telling: list[str] = []
    left = _MOST_MEETINGS * commitments
    for count, terms in sorted(meetings.items()):
        left -= count * len(terms)
        if left < 0:
            break
        telling += terms
    return frozenset(telling)


def _terms(profile: Profile) -> Iterator[tuple[str, float]]:
    yield from profile.grams.items()
    for concept, weight in profile.subjects.concepts.items():
        yield concept_term(concept), weight
