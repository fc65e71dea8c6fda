"""Likeness: whether two texts are versions of one.

By resemblance and containment of their shingles (Broder, On the resemblance and containment of
documents, 1997): the sets of all runs of a few characters, white space and punctuation left out.
Cost grows with the length of the texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from zlib import crc32

from planwatch.models import Likeness

_WIDTH = 8
"""Characters of a shingle: set phrases are shorter, so that texts of one author share few."""
_SHARED = 0.5
_COVERED = 0.3
"""Least shares of the shorter and of the longer text for them to be versions of one. A news page
that carries a briefing: 0.97 and 0.81; two different texts: at most 0.12 (measured on 78 pairs of
government texts). An excerpt covers less of the longer text."""
_WORTH_NAMING = 0.2

_SAMPLED = 16
"""One shingle in so many is in a sample."""
_FEW = 16
"""A shingle that more documents have is a set phrase of all of them; it shows no version."""
_FIRST = 8
"""So many of the lowest signs of a sample are looked at to find a text that many documents hold."""
_SUSPECT = 0.25
"""Least share of the smaller sample that two documents, and few others, must have in common to be
compared: half of what versions of one text share."""

Shingles = frozenset[int]


def shingles(text: str) -> Shingles:
    """The shingles of a text in its mainland reading, each as a hash that differs per process."""
    signs = "".join(filter(str.isalnum, text))
    last = max(1, len(signs) - _WIDTH + 1)
    return frozenset(hash(signs[start : start + _WIDTH]) for start in range(last))


def sample(text: str) -> tuple[int, ...]:
    """Some of the shingles of a text, the same in every process: those whose hash a number
    divides (Broder's second sketch)."""
    signs = "".join(filter(str.isalnum, text))
    last = max(1, len(signs) - _WIDTH + 1)
    found = {crc32(signs[start : start + _WIDTH].encode()) for start in range(last)}
    return tuple(sorted(sign for sign in found if sign % _SAMPLED == 0))


def suspects(samples: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The pairs of documents, by their places, that may be versions of one text: they share what
    few others have. Cost grows with the number of documents, not with that of their pairs."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, signs in enumerate(samples):
        for sign in signs:
            holders[sign].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) <= _FEW:
            shared.update(combinations(places, 2))
    copied = {pair: _common(samples, pair) for pair in _neighbours(samples)}
    for (one, other), count in sorted({**shared, **copied}.items()):
        if count >= _SUSPECT * min(len(samples[one]), len(samples[other])):
            yield one, other


def _neighbours(samples: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """A text that many documents hold has no shingle that few hold, but its versions begin with
    the same signs: each of them with the next one that does."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, signs in enumerate(samples):
        for sign in signs[:_FIRST]:
            holders[sign].append(place)
    for places in holders.values():
        if len(places) > _FEW:
            yield from pairwise(places)


def _common(samples: Sequence[Sequence[int]], pair: tuple[int, int]) -> int:
    """How many signs two samples have in common."""
    one, other = (set(samples[place]) for place in pair)
    return len(one & other)


def likeness(plan: str, one: Shingles, other: Shingles) -> Likeness:
    """How much of two texts is the same; `plan` is the id of the other."""
    same = len(one & other)
    shared = same / min(len(one), len(other))
    covered = same / max(len(one), len(other))
    return Likeness(plan, shared, covered, shared >= _SHARED and covered >= _COVERED)


def nearest(found: Iterable[Likeness]) -> Likeness | None:
    """The document whose wording is most alike, if so much that it is worth naming."""
    alike = [one for one in found if one.shared >= _WORTH_NAMING]
    return max(alike, key=lambda one: (one.variant, one.shared), default=None)
