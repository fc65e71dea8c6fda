"""The errors of a comparison, the worst first: links no reader found, and pairs that it missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from planwatch.evaluate.links import Judge, Reference, UnitPair
from planwatch.models import Comparison, Miss, MissedPair, Plan, WrongLink

_Scores = Mapping[tuple[str, str], float]
_SIDES = ("old", "new")
_NEVER_SCORED = float("-inf")


def wrong_links(judge: Judge, comparison: Comparison) -> tuple[WrongLink, ...]:
    """Links that were judged and that no reader found, not even one of them; the surest first."""
    wrong = [
        WrongLink(link.old, link.new, link.score, link.confidence)
        for link in comparison.links
        if judge.label(link.old, link.new) is False
    ]
    return tuple(sorted(wrong, key=lambda link: (-link.score, link.old, link.new)))


def missed_pairs(
    reference: Reference, judge: Judge, comparison: Comparison, scores: _Scores
) -> tuple[MissedPair, ...]:
    """Pairs that both readers linked and no link stands for: the same commitments first, of
    these what was never scored, then the lowest score."""
    linked = judge.predicted((link.old, link.new) for link in comparison.links)
    plans = (comparison.old, comparison.new)
    ids = [_by_unit(units) for units in judge.units]
    missed = []
    for pair in sorted(judge.agreed - linked):
        old, new = _best(ids[0].get(pair[0], [""]), ids[1].get(pair[1], [""]), scores)
        score = scores.get((old, new))
        why = _why(plans, (old, new), score)
        grade = float(str(judge.grades[pair]))
        missed.append(MissedPair(old, new, *_texts(reference, plans, pair), grade, score, why))
    return tuple(sorted(missed, key=_rank))


def _rank(missed: MissedPair) -> tuple[float, float]:
    return -missed.grade, _NEVER_SCORED if missed.score is None else missed.score


def _by_unit(units: Mapping[str, Iterable[str]]) -> Mapping[str, list[str]]:
    """The commitments that stand for each unit."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for id, names in units.items():
        for name in names:
            found[name].append(id)
    return found


def _best(olds: Iterable[str], news: Iterable[str], scores: _Scores) -> tuple[str, str]:
    """Of the commitments that stand for two units, the pair with the highest score."""
    return max(product(olds, news), key=lambda pair: scores.get(pair, _NEVER_SCORED))


def _texts(reference: Reference, plans: tuple[Plan, Plan], pair: UnitPair) -> tuple[str, str]:
    """The source of two units."""
    spans = (reference.data[f"{side}_units"][unit] for side, unit in zip(_SIDES, pair, strict=True))
    old, new = (
        plan.document[start:end].strip() for plan, (start, end) in zip(plans, spans, strict=True)
    )
    return old, new


def _why(plans: tuple[Plan, Plan], ids: tuple[str, str], score: float | None) -> Miss:
    sentences = [plan.by_id.get(id) for plan, id in zip(plans, ids, strict=True)]
    if None in sentences:
        return Miss.NOT_PARSED
    if not all(sentence.comparable for sentence in sentences if sentence):
        return Miss.NOT_COMPARABLE
    return Miss.NO_CANDIDATE if score is None else Miss.NOT_LINKED
