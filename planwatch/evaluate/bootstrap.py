"""How far a score would swing with other sentences: the percentile bootstrap.

The judged cases (units of the answers, or paragraphs) are drawn anew, as many as there are and
with replacement, and the score is taken again; the interval holds the middle 95 % of the scores
(Efron 1979). The seed is fixed, so that the same input gives the same interval. Draws for which
the score is not defined, as where none of them is of one class, are left out. Cases are drawn
one by one although neighbours are not independent: the true interval is rather wider.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from planwatch.models import Interval

_DRAWS = 1000
_SEED = 20_160_911
"""Any number, but always the same."""
_OUTSIDE = 0.025
"""The share that is cut off at either end."""
_DECIMALS = 3
Case = TypeVar("Case")


def interval(
    cases: Sequence[Case], score: Callable[[Sequence[Case]], float | None]
) -> Interval | None:
    """The 95 % interval of `score`; None where it is not defined."""
    if not cases:
        return None
    random = Random(_SEED)
    drawn = (score(random.choices(cases, k=len(cases))) for _ in range(_DRAWS))
    found = sorted(value for value in drawn if value is not None)
    if not found:
        return None
    cut = int(len(found) * _OUTSIDE)
    return Interval(round(found[cut], _DECIMALS), round(found[-1 - cut], _DECIMALS))
