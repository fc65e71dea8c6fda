"""Alignment: which commitment of one plan continues which of the other.

Candidates come from an inverted index; each is scored by evidence that adds up; links are
chosen many-to-many and without regard to order.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest

from planwatch.align.candidates import Pair, candidates
from planwatch.align.evidence import FEATURES
from planwatch.align.profiles import Bags, Profile, profiles_of
from planwatch.models import (
    Alignment,
    Candidate,
    Certainty,
    Evidence,
    Explanation,
    Force,
    Link,
    Nearest,
    Plan,
    Relation,
)
from planwatch.rules import RuleSet, WeightsRule
from planwatch.words import Segmenter

__all__ = ["Aligner"]

_DECIMALS = 4
"""Weights of evidence are rounded to this, so that the rows shown add up exactly."""
_MOST_NEAREST = 3
_FARTHEST_RIVAL = 6.0
"""Log-odds; beyond this a rival's lead makes no further difference."""


@dataclass(frozen=True)
class Aligner:
    """Scores and links the comparable commitments of two plans."""

    old: Plan
    new: Plan
    rules: RuleSet
    segmenter: Segmenter
    weights: WeightsRule | None = None
    """Weights to use in place of those of the rules."""

    def reweighted(self, weights: WeightsRule) -> Aligner:
        """The same with other weights, without reading the plans again."""
        other = replace(self, weights=weights)
        other.__dict__["_profiles"] = self._profiles
        return other

    def beside(self, new: Plan, segmenter: Segmenter) -> Aligner:
        """The same old plan and another new one, which `segmenter` knows the words of; the old
        plan is not read again."""
        other = replace(self, new=new, segmenter=segmenter)
        other.__dict__["_old_bags"] = self._old_bags
        return other

    def measured(self) -> Mapping[tuple[str, str], tuple[float, ...]]:
        """The size of every feature of every candidate, in the order of the weights' features."""
        chosen = candidates(self._old, self._new, self._weights.candidates)
        return {
            (self._old[i].commitment.id, self._new[j].commitment.id): tuple(
                self._values(self._old[i], self._new[j])
            )
            for i, j in chosen
        }

    def leads(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        """By how much closer pairs of the same commitments are ahead of every candidate, at most
        as far as it makes a difference: on the side where they are less ahead, and on the other."""
        return {
            (self._old[i].commitment.id, self._new[j].commitment.id): self._leads((i, j), base)
            for (i, j), base in self._base.items()
        }

    def scores(self) -> Mapping[tuple[str, str], float]:
        """The score of every candidate, rivals included."""
        return {
            (self._old[i].commitment.id, self._new[j].commitment.id): score
            for (i, j), score in self._scores.items()
        }

    def align(self) -> Alignment:
        """The links, and the nearest others of every commitment without one."""
        links = tuple(self._link(pair) for pair in sorted(self._linked))
        linked = tuple({pair[side] for pair in self._linked} for side in (0, 1))
        nearest_old, nearest_new = (
            {
                profile.commitment.id: self._nearest(side, place)
                for place, profile in enumerate(self._profiles[side])
                if place not in linked[side]
            }
            for side in (0, 1)
        )
        return Alignment(links, nearest_old, nearest_new)

    def explain(self, old_id: str, new_id: str) -> Explanation:
        """The rows that add up to a pair's score, linked or not.

        Raises `KeyError` for an id that is not a comparable commitment of its plan.
        """
        pair = self._places[0][old_id], self._places[1][new_id]
        rows = self._rows(pair)
        score = _sum(row.weight for row in rows)
        return Explanation(
            old=self._old[pair[0]].commitment,
            new=self._new[pair[1]].commitment,
            score=score,
            confidence=_confidence(score),
            threshold=_rounded(_log_odds(self._weights.link)),
            linked=pair in self._linked,
            evidence=rows,
            closer=self._is_outdone(pair),
        )

    def nearest(self, id: str, *, in_old: bool) -> Nearest:
        """What a commitment is linked to and what comes closest. Raises `KeyError`."""
        side = 0 if in_old else 1
        place = self._places[side][id]
        pairs = self._ranked(pair for pair in self._linked if pair[side] == place)
        return Nearest(
            commitment=self._profiles[side][place].commitment,
            other=self.new if in_old else self.old,
            linked=tuple(self._candidate(1 - side, pair) for pair in pairs),
            candidates=self._nearest(side, place),
        )

    def _nearest(self, side: int, place: int) -> tuple[Candidate, ...]:
        """What comes closest on the other side without being linked, best first."""
        pairs = [pair for pair in self._rivals[side].get(place, ()) if pair not in self._linked]
        return tuple(self._candidate(1 - side, p) for p in self._ranked(pairs)[:_MOST_NEAREST])

    def _ranked(self, pairs: Iterable[Pair]) -> list[Pair]:
        return sorted(pairs, key=lambda pair: (-self._scores[pair], pair))

    def _candidate(self, side: int, pair: Pair) -> Candidate:
        return Candidate(self._profiles[side][pair[side]].commitment.id, self._scores[pair])

    @property
    def _weights(self) -> WeightsRule:
        return self.weights or self.rules.weights

    @cached_property
    def _profiles(self) -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
        return profiles_of(self._old_bags, self._bags(self.new))

    @cached_property
    def _old_bags(self) -> Bags:
        return self._bags(self.old)

    def _bags(self, plan: Plan) -> Bags:
        return Bags(plan, self.segmenter, frozenset(self.rules.words("frame")))

    @property
    def _old(self) -> tuple[Profile, ...]:
        return self._profiles[0]

    @property
    def _new(self) -> tuple[Profile, ...]:
        return self._profiles[1]

    @cached_property
    def _places(self) -> tuple[Mapping[str, int], ...]:
        """The place of every comparable commitment, by side and id."""
        return tuple(
            {profile.commitment.id: place for place, profile in enumerate(profiles)}
            for profiles in self._profiles
        )

    @cached_property
    def _twins(self) -> frozenset[Pair]:
        """Commitments of the same text: the first with the first, and so on."""
        new_places = _by_text(self._new)
        return frozenset(
            pair
            for text, places in _by_text(self._old).items()
            for pair in zip(places, new_places.get(text, ()), strict=False)
        )

    @cached_property
    def _base(self) -> Mapping[Pair, float]:
        """Scores of the candidates before rivals are looked at."""
        chosen = candidates(self._old, self._new, self._weights.candidates)
        return {pair: self._base_score(pair) for pair in sorted({*chosen, *self._twins})}

    @cached_property
    def _rivals(self) -> tuple[Mapping[int, list[Pair]], Mapping[int, list[Pair]]]:
        """The candidates of every commitment, by side and place."""
        rows: tuple[defaultdict[int, list[Pair]], ...] = (defaultdict(list), defaultdict(list))
        for pair in self._base:
            for side in (0, 1):
                rows[side][pair[side]].append(pair)
        return rows[0], rows[1]

    @cached_property
    def _scores(self) -> Mapping[Pair, float]:
        return {
            pair: _sum((base, self._rival_weight(pair, base), self._twin_weight(pair)))
            for pair, base in self._base.items()
        }

    @cached_property
    def _linked(self) -> frozenset[Pair]:
        """Twins link to each other alone; of the others all that score high enough link, where
        one of the two has no much closer counterpart."""
        taken = tuple({pair[side] for pair in self._twins} for side in (0, 1))
        least = _log_odds(self._weights.link)
        free = (
            pair
            for pair, score in self._scores.items()
            if score >= least
            and pair[0] not in taken[0]
            and pair[1] not in taken[1]
            and not self._is_outdone(pair)
        )
        return self._twins.union(free)

    def _is_outdone(self, pair: Pair) -> bool:
        """Whether other pairs of both commitments are ahead by more than the rules allow."""
        base = self._base_of(pair)
        return all(best - base > self._weights.reach for best in self._best_rivals(pair))

    def _link(self, pair: Pair) -> Link:
        old, new = self._old[pair[0]].commitment, self._new[pair[1]].commitment
        rows = self._rows(pair)
        score = _sum(row.weight for row in rows)
        confidence = _confidence(score)
        same = pair in self._twins
        continued = same or confidence >= self._weights.continued
        firm = same or confidence >= self._weights.firm
        return Link(
            old=old.id,
            new=new.id,
            relation=Relation.CONTINUED if continued else Relation.CHANGED,
            score=score,
            confidence=confidence,
            certainty=Certainty.FIRM if firm else Certainty.UNCLEAR,
            force=Force.SAME if same else Force.UNCLEAR,
            evidence=rows,
            identical=same,
        )

    def _values(self, old: Profile, new: Profile) -> list[float]:
        """The sizes of the features for a pair, in the order of the weights."""
        return [value(old, new) for value in self._measures]

    @cached_property
    def _measures(self) -> tuple[Callable[[Profile, Profile], float], ...]:
        return tuple(FEATURES[feature.id].value for feature in self._weights.features)

    def _base_score(self, pair: Pair) -> float:
        values = self._values(self._old[pair[0]], self._new[pair[1]])
        weights = self._factors
        rows = [round(w * v, _DECIMALS) for w, v in zip(weights, values, strict=True)]
        return _sum((self._bias, *rows))

    @cached_property
    def _factors(self) -> tuple[float, ...]:
        return tuple(feature.weight for feature in self._weights.features)

    def _base_of(self, pair: Pair) -> float:
        known = self._base.get(pair)
        return self._base_score(pair) if known is None else known

    @cached_property
    def _bias(self) -> float:
        return self._weights.bias

    def _rival_weight(self, pair: Pair, base: float) -> float:
        """What the pair loses to closer pairs of the same commitments. That one of the two has a
        closer counterpart tells little: several sentences can be continued by one."""
        near, far = self._leads(pair, base)
        return _rounded(-self._weights.outdone * near - self._weights.rival * far) + 0.0

    def _leads(self, pair: Pair, base: float) -> tuple[float, float]:
        one, other = (
            min(_FARTHEST_RIVAL, max(0.0, best - base)) for best in self._best_rivals(pair)
        )
        return min(one, other), max(one, other)

    def _best_rivals(self, pair: Pair) -> Iterator[float]:
        """The best base score of another pair of the same old, and of the same new commitment."""
        for side in (0, 1):
            leaders = self._leaders[side].get(pair[side], ())
            yield next((score for score, other in leaders if other != pair), -math.inf)

    @cached_property
    def _leaders(self) -> tuple[Mapping[int, list[tuple[float, Pair]]], ...]:
        """The two best candidates of every commitment, by side and place."""
        return tuple(
            {
                place: nlargest(2, ((self._base[pair], pair) for pair in pairs))
                for place, pairs in rivals.items()
            }
            for rivals in self._rivals
        )

    def _twin_weight(self, pair: Pair) -> float:
        return self._weights.identical if pair in self._twins else 0.0

    def _rows(self, pair: Pair) -> tuple[Evidence, ...]:
        """The evidence of a pair, row by row; rows that add nothing are left out."""
        old, new = self._old[pair[0]], self._new[pair[1]]
        rows = [Evidence("bias", "", "", self._weights.bias)]
        values = self._values(old, new)
        for weighted, value in zip(self._weights.features, values, strict=True):
            weight = _rounded(weighted.weight * value)
            if weight:
                quotes = FEATURES[weighted.id].quotes(old, new)
                rows.append(Evidence(weighted.id, *quotes, weight, f"{value:.2f}"))
        rivals = self._rival_weight(pair, self._base_of(pair))
        if rivals:
            rows.append(Evidence("rival", "", "", rivals))
        if pair in self._twins:
            rows.append(
                Evidence(
                    "identical", old.commitment.text, new.commitment.text, self._weights.identical
                )
            )
        return tuple(rows)


def _by_text(profiles: Sequence[Profile]) -> Mapping[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        places[profile.commitment.body].append(place)
    return places


def _rounded(value: float) -> float:
    return round(value, _DECIMALS)


def _sum(values: Iterable[float]) -> float:
    return _rounded(math.fsum(values))


def _confidence(score: float) -> float:
    return _rounded(1 / (1 + math.exp(-score)))


def _log_odds(confidence: float) -> float:
    return math.log(confidence / (1 - confidence))
