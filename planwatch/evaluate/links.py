"""Scores against reference answers: which pairs of sentences careful readers linked.

The units of the answers are spans of the source; a commitment stands for every unit that it
shares at least half of the shorter one with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planwatch.errors import PlanwatchError
from planwatch.models import Comparison, Evaluation, LinkScores, ParagraphScores, Plan

_GONE = frozenset({"NEW", "DROPPED", "UNPLANNED"})
_DISPUTED = "disputed"
_SAME = 3
"""The grade of a pair that both readers called the same commitment."""
_NEEDED = ("old", "new", "old_units", "new_units", "pairs", "judged_side", "judged", "status")
UnitPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference answers for one pair of plans, as read from a JSON file."""

    data: Mapping[str, Any]

    @classmethod
    def read(cls, text: str, path: str) -> Reference:
        """Raises `PlanwatchError` when `text` holds no reference answers."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise PlanwatchError("error.gold-json", path=path, why=str(error)) from None
        missing = [key for key in _NEEDED if not isinstance(data, dict) or key not in data]
        if missing:
            raise PlanwatchError("error.gold-fields", path=path, fields=", ".join(missing))
        return cls(data)

    @property
    def old(self) -> str:
        """The old plan's id."""
        return str(self.data["old"])

    @property
    def new(self) -> str:
        """The new plan's id."""
        return str(self.data["new"])

    @property
    def side(self) -> int:
        """The side whose units were judged: 0 old, 1 new."""
        return 0 if self.data["judged_side"] == "old" else 1

    def judge(self, old: Plan, new: Plan) -> Judge:
        """Who tells right links from wrong ones, for these two plans."""
        grades = {(pair["old"], pair["new"]): pair["grade"] for pair in self.data["pairs"]}
        judged = frozenset(self.data["judged"])
        return Judge(
            side=self.side,
            units=(_units_of(self.data["old_units"], old), _units_of(self.data["new_units"], new)),
            judged=judged,
            never=frozenset(self.data.get("never_matched", ())),
            grades={p: grade for p, grade in grades.items() if p[self.side] in judged},
        )


@dataclass(frozen=True, slots=True)
class Judge:
    """The answers for two plans as read: for every commitment its units, for every pair of
    units its grade; units that were not judged, or never matched, are left out."""

    side: int
    units: tuple[Mapping[str, list[str]], Mapping[str, list[str]]]
    judged: frozenset[str]
    never: frozenset[str]
    grades: Mapping[UnitPair, object]

    def predicted(self, pairs: Iterable[tuple[str, str]]) -> set[UnitPair]:
        """The judged pairs of units that linked commitments stand for."""
        return {pair for old, new in pairs for pair in self._stand_for(old, new)}

    def lax(self, pairs: Iterable[tuple[str, str]]) -> LinkScores:
        """How well links agree with those that both readers found."""
        agreed = {pair for pair, grade in self.grades.items() if grade != _DISPUTED}
        return _scores(self.predicted(pairs), self.grades, agreed)

    def strict(self, pairs: Iterable[tuple[str, str]]) -> LinkScores:
        """How well links agree with those that both readers called the same commitment."""
        same = {pair for pair, grade in self.grades.items() if grade == _SAME}
        return _scores(self.predicted(pairs), self.grades, same)

    def label(self, old: str, new: str) -> bool | None:
        """Whether readers linked two commitments; None where that was not judged."""
        pairs = self._stand_for(old, new)
        grades = [self.grades.get(pair) for pair in pairs]
        if any(grade not in (None, _DISPUTED) for grade in grades):
            return True
        return None if not pairs or _DISPUTED in grades else False

    def _stand_for(self, old: str, new: str) -> list[UnitPair]:
        pairs = [(one, other) for one in self.units[0][old] for other in self.units[1][new]]
        return [
            p for p in pairs if p[self.side] in self.judged and p[1 - self.side] not in self.never
        ]


def evaluate(reference: Reference, comparison: Comparison) -> Evaluation:
    """How well a comparison agrees with reference answers."""
    data, side = reference.data, reference.side
    judge = reference.judge(comparison.old, comparison.new)
    pairs = [(link.old, link.new) for link in comparison.links]
    predicted = judge.predicted(pairs)
    linked_old = {unit for old, _ in pairs for unit in judge.units[0][old]}
    parsed = {unit for found in judge.units[side].values() for unit in found}
    status = {
        unit: s for unit, s in data["status"].items() if unit in judge.judged and s != _DISPUTED
    }
    return Evaluation(
        old=reference.old,
        new=reference.new,
        lax=judge.lax(pairs),
        strict=judge.strict(pairs),
        status_accuracy=_status_accuracy(status, {pair[side] for pair in predicted}),
        gone_f1=_gone_f1(status, {pair[side] for pair in predicted}),
        paragraphs=_paragraphs(data.get("old_paragraphs", {}), linked_old),
        judged_units_parsed=_share(unit in parsed for unit in judge.judged),
    )


def _units_of(units: Mapping[str, tuple[int, int]], plan: Plan) -> Mapping[str, list[str]]:
    """The units that each commitment stands for."""
    spans = sorted((start, end, unit) for unit, (start, end) in units.items())
    return {
        c.id: [u for start, end, u in spans if _same(start, end, c.span.start, c.span.end)]
        for c in plan.commitments
    }


def _same(start: int, end: int, other_start: int, other_end: int) -> bool:
    overlap = min(end, other_end) - max(start, other_start)
    return overlap > 0 and overlap >= 0.5 * min(end - start, other_end - other_start)


def _scores(
    predicted: set[UnitPair], grades: Mapping[UnitPair, object], positives: set[UnitPair]
) -> LinkScores:
    """Pairs with another grade than the positives' are neither right nor wrong."""
    counted = predicted - (set(grades) - positives)
    hits = len(counted & positives)
    precision = hits / len(counted) if counted else 0.0
    recall = hits / len(positives) if positives else 0.0
    both = precision + recall
    return LinkScores(
        f1=_rounded(2 * precision * recall / both) if both else 0.0,
        precision=_rounded(precision),
        recall=_rounded(recall),
        positives=len(positives),
        predicted=len(counted),
    )


def _status_accuracy(status: Mapping[str, str], linked: set[str]) -> float:
    return _share((unit in linked) == (said not in _GONE) for unit, said in status.items())


def _gone_f1(status: Mapping[str, str], linked: set[str]) -> float | None:
    gone = {unit for unit, said in status.items() if said in _GONE}
    said_gone = {unit for unit in status if unit not in linked}
    both = len(gone) + len(said_gone)
    return _rounded(2 * len(gone & said_gone) / both) if both else None


def _paragraphs(paragraphs: Mapping[str, Any], linked: set[str]) -> ParagraphScores | None:
    judged = [p for p in paragraphs.values() if p["kept"] != _DISPUTED]
    if not judged:
        return None
    found = {kept: [] for kept in (True, False)}  # type: dict[bool, list[bool]]
    for paragraph in judged:
        touched = not linked.isdisjoint(paragraph["units"])
        found[paragraph["kept"]].append(touched == paragraph["kept"])
    kept, gone = (sum(found[k]) / len(found[k]) if found[k] else 0.0 for k in (True, False))
    return ParagraphScores(_rounded((kept + gone) / 2), _rounded(kept), _rounded(gone))


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return _rounded(sum(listed) / len(listed)) if listed else 0.0


def _rounded(value: float) -> float:
    return round(value, 3)
