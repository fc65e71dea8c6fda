"""Scores of a comparison against reference answers, with their intervals and the errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planwatch.evaluate.bootstrap import interval
from planwatch.evaluate.errors import missed_pairs, wrong_links
from planwatch.evaluate.links import DISPUTED, Judge, Reference, UnitPair, rounded
from planwatch.models import (
    Comparison,
    Evaluation,
    Interval,
    Intervals,
    ParagraphScores,
)

_GONE = frozenset({"NEW", "DROPPED", "UNPLANNED"})
_Paragraph = tuple[bool, bool]
"""Whether it was kept, and whether a link says so."""


def evaluate(
    reference: Reference, comparison: Comparison, scores: Mapping[tuple[str, str], float]
) -> Evaluation:
    """How well a comparison agrees with reference answers; `scores` are those of all pairs of
    commitments that could have been linked."""
    data, side = reference.data, reference.side
    judge = reference.judge(comparison.old, comparison.new)
    pairs = [(link.old, link.new) for link in comparison.links]
    predicted = judge.predicted(pairs)
    linked_old = {unit for old, _ in pairs for unit in judge.units[0][old]}
    paragraphs = _judged_paragraphs(data.get("old_paragraphs", {}), linked_old)
    parsed = {unit for found in judge.units[side].values() for unit in found}
    status = {
        unit: s for unit, s in data["status"].items() if unit in judge.judged and s != DISPUTED
    }
    return Evaluation(
        old=reference.old,
        new=reference.new,
        lax=judge.lax(pairs),
        strict=judge.strict(pairs),
        status_accuracy=_status_accuracy(status, {pair[side] for pair in predicted}),
        gone_f1=_gone_f1(status, {pair[side] for pair in predicted}),
        paragraphs=_paragraph_scores(paragraphs),
        judged_units_parsed=_share(unit in parsed for unit in judge.judged),
        intervals=Intervals(
            lax=_f1_interval(judge, predicted, judge.agreed),
            strict=_f1_interval(judge, predicted, judge.same),
            paragraphs=interval(paragraphs, _balanced_accuracy),
        ),
        wrong=wrong_links(judge, comparison),
        missed=missed_pairs(reference, judge, comparison, scores),
        plans=(comparison.old, comparison.new),
        by=data.get("by", ""),
    )


def _f1_interval(
    judge: Judge, predicted: set[UnitPair], positives: frozenset[UnitPair]
) -> Interval | None:
    """The interval of F1 over other draws of the judged units, each with all its pairs."""
    counted = judge.counted(predicted, positives)
    hits, said, true = (
        Counter(pair[judge.side] for pair in pairs)
        for pairs in (counted & positives, counted, positives)
    )
    return interval([(hits[u], said[u] + true[u]) for u in sorted(judge.judged)], _f1)


def _f1(cases: Sequence[tuple[int, int]]) -> float | None:
    """F1 of units with their numbers of hits, and of pairs predicted and positive together."""
    total = sum(count for _, count in cases)
    return 2 * sum(hits for hits, _ in cases) / total if total else None


def _status_accuracy(status: Mapping[str, str], linked: set[str]) -> float:
    return _share((unit in linked) == (said not in _GONE) for unit, said in status.items())


def _gone_f1(status: Mapping[str, str], linked: set[str]) -> float | None:
    gone = {unit for unit, said in status.items() if said in _GONE}
    said_gone = {unit for unit in status if unit not in linked}
    both = len(gone) + len(said_gone)
    return rounded(2 * len(gone & said_gone) / both) if both else None


def _judged_paragraphs(paragraphs: Mapping[str, Any], linked: set[str]) -> list[_Paragraph]:
    return [
        (paragraph["kept"], not linked.isdisjoint(paragraph["units"]))
        for _, paragraph in sorted(paragraphs.items())
        if paragraph["kept"] != DISPUTED
    ]


def _paragraph_scores(paragraphs: Sequence[_Paragraph]) -> ParagraphScores | None:
    if not paragraphs:
        return None
    kept, gone = _found(paragraphs)
    return ParagraphScores(
        rounded(((kept or 0.0) + (gone or 0.0)) / 2), rounded(kept or 0.0), rounded(gone or 0.0)
    )


def _balanced_accuracy(paragraphs: Sequence[_Paragraph]) -> float | None:
    kept, gone = _found(paragraphs)
    return None if kept is None or gone is None else (kept + gone) / 2


def _found(paragraphs: Sequence[_Paragraph]) -> tuple[float | None, float | None]:
    """The share of the kept and of the gone paragraphs that are told as such."""
    kept = [said for was, said in paragraphs if was]
    gone = [not said for was, said in paragraphs if not was]
    return _mean(kept), _mean(gone)


def _mean(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return rounded(sum(listed) / len(listed)) if listed else 0.0
