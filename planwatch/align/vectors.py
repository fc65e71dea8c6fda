"""Weighted terms: how rare a term is in the two plans, and how much two bags share.

Every figure is the same whichever plan comes first: sums are exact (`math.fsum`), so that
the order of their terms does not matter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Bag = Mapping[str, float]
"""Terms with their counts; a term that is only implied counts for less than one."""
Vector = Mapping[str, float]
"""Terms with their weights; scaled to length 1 where nothing else is said."""


class Rarity:
    """How much a term tells: log of one in how many commitments of both plans it stands."""

    def __init__(self, bags: Sequence[Iterable[str]]) -> None:
        counts = Counter(term for bag in bags for term in bag)
        total = len(bags)
        self.unseen = math.log((total + 1) / 0.5)
        self._weights = {
            term: math.log((total + 1) / (count + 0.5)) for term, count in counts.items()
        }

    def __call__(self, term: str) -> float:
        """The weight of `term`; a term that stands in no commitment is as rare as can be."""
        return self._weights.get(term, self.unseen)

    def vector(self, bag: Bag) -> Vector:
        """`bag` weighted by rarity, repetition damped, scaled to length 1."""
        return self.weighted({term: _damped(count) for term, count in bag.items()})

    def relative(self, bag: Bag) -> Mapping[str, float]:
        """`bag` weighted by the square of rarity as a share of the greatest there is, repetition
        damped; the more a text says that is rare, the longer the vector."""
        return {
            term: _damped(count) * (self(term) / self.unseen) ** 2 for term, count in bag.items()
        }

    def weighted(self, sizes: Mapping[str, float]) -> Vector:
        """`sizes` weighted by rarity, scaled to length 1."""
        weights = {term: size * self(term) for term, size in sizes.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        return {term: weight / length for term, weight in weights.items()} if length else {}


def _damped(count: float) -> float:
    return count if count <= 1 else 1.0 + math.log(count)


def dot(one: Vector, other: Vector) -> float:
    """How much two vectors share, by how much either says."""
    terms = one.keys() & other.keys()
    return math.fsum([one[term] * other[term] for term in terms]) if terms else 0.0


def cosine(one: Vector, other: Vector) -> float:
    """How much two vectors of length 1 share, 0 to 1."""
    return dot(one, other)


def shared(one: Vector, other: Vector) -> list[str]:
    """The terms that two vectors share, those that tell most first."""
    terms = one.keys() & other.keys()
    return sorted(terms, key=lambda term: (-round(one[term] * other[term], 9), term))
