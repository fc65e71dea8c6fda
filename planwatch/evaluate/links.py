"""Reference answers on links: which pairs of sentences careful readers linked.

The units of the answers are spans of the source; a commitment stands for every unit that it
shares at least half of the shorter one with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from planwatch.errors import PlanwatchError
from planwatch.models import LinkScores, Plan

DISPUTED = "disputed"
_SAME = 3
"""The grade of a pair that both readers called the same commitment."""
_CHANGED = 2
"""The grade of a pair that both readers linked and called changed."""
_NEEDED: Mapping[str, type] = MappingProxyType(
    {
        "old": str,
        "new": str,
        "old_units": dict,
        "new_units": dict,
        "pairs": list,
        "judged_side": str,
        "judged": list,
        "status": dict,
    }
)
_OPTIONAL: Mapping[str, type] = MappingProxyType(
    {"never_matched": list, "old_paragraphs": dict, "by": str}
)
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
        faulty = list(_faulty(data)) if isinstance(data, dict) else list(_NEEDED)
        if faulty:
            raise PlanwatchError("error.gold-fields", path=path, fields=", ".join(faulty))
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


@dataclass(frozen=True)
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
        return {pair for old, new in pairs for pair in self.stand_for(old, new)}

    @cached_property
    def agreed(self) -> frozenset[UnitPair]:
        """The pairs of units that both readers linked."""
        return frozenset(pair for pair, grade in self.grades.items() if grade != DISPUTED)

    @cached_property
    def same(self) -> frozenset[UnitPair]:
        """The pairs of units that both readers called the same commitment."""
        return frozenset(pair for pair, grade in self.grades.items() if grade == _SAME)

    def counted(
        self, predicted: Iterable[UnitPair], positives: frozenset[UnitPair]
    ) -> set[UnitPair]:
        """The predicted pairs that are right or wrong: those with another grade than the
        positives' are neither."""
        return set(predicted) - (set(self.grades) - positives)

    def lax(self, pairs: Iterable[tuple[str, str]]) -> LinkScores:
        """How well links agree with those that both readers found."""
        return self._scores(pairs, self.agreed)

    def strict(self, pairs: Iterable[tuple[str, str]]) -> LinkScores:
        """How well links agree with those that both readers called the same commitment."""
        return self._scores(pairs, self.same)

    def label(self, old: str, new: str) -> bool | None:
        """Whether readers linked two commitments; None where that was not judged."""
        pairs = self.stand_for(old, new)
        grades = [self.grades.get(pair) for pair in pairs]
        if any(grade not in (None, DISPUTED) for grade in grades):
            return True
        return None if not pairs or DISPUTED in grades else False

    def same_commitment(self, old: str, new: str) -> bool | None:
        """Whether readers called two linked commitments the same one; None where they did not
        link them or differ on it."""
        grades = {self.grades.get(pair) for pair in self.stand_for(old, new)}
        if _SAME in grades:
            return True
        return False if _CHANGED in grades and DISPUTED not in grades else None

    def _scores(
        self, pairs: Iterable[tuple[str, str]], positives: frozenset[UnitPair]
    ) -> LinkScores:
        counted = self.counted(self.predicted(pairs), positives)
        hits = len(counted & positives)
        precision = hits / len(counted) if counted else 0.0
        recall = hits / len(positives) if positives else 0.0
        both = precision + recall
        return LinkScores(
            f1=rounded(2 * precision * recall / both) if both else 0.0,
            precision=rounded(precision),
            recall=rounded(recall),
            positives=len(positives),
            predicted=len(counted),
        )

    def stand_for(self, old: str, new: str) -> list[UnitPair]:
        """The judged pairs of units that two commitments stand for."""
        pairs = [(one, other) for one in self.units[0][old] for other in self.units[1][new]]
        return [
            p for p in pairs if p[self.side] in self.judged and p[1 - self.side] not in self.never
        ]


def _faulty(data: Mapping[str, Any]) -> Iterator[str]:
    """The fields that are missing or do not hold what they should."""
    needed = {key for key, kind in _NEEDED.items() if not isinstance(data.get(key), kind)}
    optional = {
        key for key, kind in _OPTIONAL.items() if key in data and not isinstance(data[key], kind)
    }
    yield from (key for key in (*_NEEDED, *_OPTIONAL) if key in needed | optional)
    for key in ("old_units", "new_units"):
        if key not in needed and not all(map(_is_span, data[key].values())):
            yield key
    if not needed and not all(_is_graded(pair, data) for pair in data["pairs"]):
        yield "pairs"
    paragraphs = data.get("old_paragraphs", {})
    if not optional and not all(map(_is_judged, paragraphs.values())):
        yield "old_paragraphs"


def _is_span(value: object) -> bool:
    return isinstance(value, list) and [*map(type, value)] == [int, int]


def _is_judged(paragraph: object) -> bool:
    return (
        isinstance(paragraph, dict) and isinstance(paragraph.get("units"), list)
    ) and "kept" in paragraph


def _is_graded(pair: object, data: Mapping[str, Any]) -> bool:
    """Whether a pair names two units that have a span, and a grade."""
    return (
        isinstance(pair, dict)
        and pair.get("old") in data["old_units"]
        and pair.get("new") in data["new_units"]
        and (pair.get("grade") == DISPUTED or isinstance(pair.get("grade"), int | float))
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


def rounded(value: float) -> float:
    """A share as it is published."""
    return round(value, 3)
