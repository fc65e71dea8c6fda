"""Candidates: pairs that share something telling, found by an inverted index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from planwatch.align.profiles import Profile

Pair = tuple[int, int]
_FEWEST_COMMON = 40
_COMMON_SHARE = 0.1
"""A term in more than this share of the commitments finds no candidates: it tells little,
and without the bound the cost would grow with the product of the two plans."""


def candidates(old: Sequence[Profile], new: Sequence[Profile], most: int) -> list[Pair]:
    """The pairs worth scoring, in order: of every commitment on either side, the `most` others
    with which it shares most."""
    shares = list(_shares(old, new))
    chosen = {*_best(shares, 0, most), *_best(shares, 1, most)}
    return sorted(chosen)


def _shares(old: Sequence[Profile], new: Sequence[Profile]) -> Iterator[tuple[Pair, float]]:
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, profile in enumerate(old):
        for term, weight in _terms(profile):
            postings[term].append((index, weight))
    limit = max(_FEWEST_COMMON, _COMMON_SHARE * (len(old) + len(new)))
    found_in: defaultdict[str, int] = defaultdict(int)
    for profile in new:
        for term, _ in _terms(profile):
            found_in[term] += 1
    for other, profile in enumerate(new):
        sums: defaultdict[int, float] = defaultdict(float)
        for term, weight in _terms(profile):
            holders = postings.get(term, ())
            if len(holders) + found_in[term] <= limit:
                for index, share in holders:
                    sums[index] += weight * share
        # Rounded, so that the order of the sum does not decide between equals.
        yield from (((index, other), round(value, 9)) for index, value in sums.items())


def _terms(profile: Profile) -> Iterator[tuple[str, float]]:
    yield from profile.grams.items()
    for concept, weight in profile.subjects.concepts.items():
        yield f"concept:{concept}", weight


def _best(shares: Sequence[tuple[Pair, float]], side: int, most: int) -> Iterator[Pair]:
    rows: defaultdict[int, list[tuple[float, int, Pair]]] = defaultdict(list)
    for pair, value in shares:
        rows[pair[side]].append((value, -pair[1 - side], pair))
    for row in rows.values():
        yield from (pair for _, _, pair in nlargest(most, row))
