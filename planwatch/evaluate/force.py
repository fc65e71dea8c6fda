"""Scores of force: is what careful readers judged stronger, weaker, the same or unclear told so?

The answers are a table of tab-separated columns, among them `old` and `new` (a sentence each) and
`force`; `round` says when a link was judged and may be missing. A sentence is named by its unit in
the file `units.json` beside the table (`14.P033.S04`), or by its plan and the first twelve hex
digits of the SHA-256 of its normalized text (`14:0123456789ab`).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from planwatch.errors import PlanwatchError
from planwatch.evaluate.links import covers, rounded
from planwatch.models import Force, ForceCell, ForceEvaluation, ForceRound, Plan, PlanKind

_NEEDED = ("old", "new", "force")
_DIGITS = 12
_SHOWN = 3
"""Unknown units that a message names."""
_DIRECTIONS = (Force.STRONGER, Force.WEAKER)
Row = Mapping[str, str]
Unit = tuple[str, int, int]
"""A plan and a span of its document."""
Judge = Callable[[Plan, Plan, Sequence[tuple[str, str]]], Sequence[Force]]
"""The force of pairs of commitments of two plans, taken for continued."""


@dataclass(frozen=True, slots=True)
class ForceReference:
    """Reference answers on force, one row each, and the spans of the units that they name."""

    rows: Sequence[Row]
    units: Mapping[str, Unit]
    path: str

    @classmethod
    def read(cls, text: str, path: str, spans: str) -> ForceReference:
        """`spans` is the JSON text of the units. Raises `PlanwatchError` when it is none, and when
        `text` is no such table or names an unknown unit."""
        units = _units(spans, path)
        rows = list(csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
        faults = {column for row in rows for column in _NEEDED if not row.get(column)}
        faults |= {"force" for row in rows if row.get("force") not in set(Force)}
        if faults or not rows:
            raise PlanwatchError("error.gold-fields", path=path, fields=", ".join(sorted(faults)))
        names = {row[side] for row in rows for side in ("old", "new") if ":" not in row[side]}
        if unknown := sorted(names - units.keys()):
            shown = ", ".join(unknown[:_SHOWN])
            raise PlanwatchError("error.gold-units", path=path, units=shown, count=len(unknown))
        return cls(rows, units, path)

    @staticmethod
    def holds(text: str) -> bool:
        """Whether the table's head is that of answers on force."""
        return set(_NEEDED) <= set(text.partition("\n")[0].rstrip("\r").split("\t"))

    @property
    def plans(self) -> tuple[str, ...]:
        """The ids of the plans that the answers are about."""
        return tuple(dict.fromkeys(self.plan_of(row[s]) for row in self.rows for s in _NEEDED[:2]))

    @property
    def rounds(self) -> tuple[str, ...]:
        """The names of the rounds in which the links were judged."""
        return tuple(dict.fromkeys(map(_round_of, self.rows)))

    def plan_of(self, name: str) -> str:
        """The id of the plan in which a sentence stands."""
        return name.partition(":")[0] if ":" in name else self.units[name][0]

    def commitment(self, name: str, plan: Plan) -> str:
        """The id of the sentence of that name. Raises `PlanwatchError` where there is none."""
        if ":" in name:
            found = (c.id for c in plan.commitments if _digest(c.normalized) in name)
        else:
            _, start, end = self.units[name]
            spans = ((c.id, c.span.start, c.span.end) for c in plan.commitments)
            found = (id for id, first, last in spans if covers(start, end, first, last))
        if (id := next(found, None)) is None:
            raise PlanwatchError("error.gold-fields", path=self.path, fields=name)
        return id


def evaluate_force(
    reference: ForceReference, plans: Mapping[str, Plan], judge: Judge
) -> ForceEvaluation:
    """How far the force that is told agrees with the answers."""
    told = _told(reference, plans, judge)
    pairs = [(row, Force(row["force"]), force) for row, force in told]
    between = [pair for pair in pairs if not _reviews(reference, pair[0], plans)]
    cells = Counter((judged, found) for _, judged, found in between)
    return ForceEvaluation(
        rounds=tuple(
            _round(name, _of(name, pairs), _of(name, between)) for name in reference.rounds
        ),
        total=_round("", pairs, between),
        confusion=tuple(ForceCell(a, b, cells[a, b]) for a in Force for b in Force),
        errors=tuple(
            f"{row['old']} → {row['new']}: {found.value} / {judged.value}"
            for row, judged, found in pairs
            if found != judged
        ),
    )


def _units(text: str, path: str) -> dict[str, Unit]:
    try:
        found = json.loads(text).items()
        return {id: (str(plan), int(start), int(end)) for id, (plan, start, end) in found}
    except (AttributeError, TypeError, ValueError) as error:
        raise PlanwatchError("error.gold-json", path=path, why=str(error)) from None


_Judged = tuple[Row, Force, Force]


def _told(
    reference: ForceReference, plans: Mapping[str, Plan], judge: Judge
) -> list[tuple[Row, Force]]:
    """The rows with the force that is told, those of one pair of plans judged together."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in reference.rows:
        ids = (reference.plan_of(row["old"]), reference.plan_of(row["new"]))
        groups.setdefault(ids, []).append(row)
    found: list[tuple[Row, Force]] = []
    for ids, rows in groups.items():
        old, new = (plans[id] for id in ids)
        links = [
            (reference.commitment(row["old"], old), reference.commitment(row["new"], new))
            for row in rows
        ]
        found += zip(rows, judge(old, new, links), strict=True)
    return found


def _reviews(reference: ForceReference, row: Row, plans: Mapping[str, Plan]) -> bool:
    ids = (reference.plan_of(row[side]) for side in ("old", "new"))
    return any(plans[id].info.kind == PlanKind.REVIEW for id in ids)


def _round_of(row: Row) -> str:
    return row.get("round") or ""


def _of(name: str, pairs: Iterable[_Judged]) -> list[_Judged]:
    return [pair for pair in pairs if _round_of(pair[0]) == name]


def _round(name: str, pairs: Sequence[_Judged], between: Sequence[_Judged]) -> ForceRound:
    directions = [pair for pair in between if pair[2] in _DIRECTIONS]
    return ForceRound(
        name=name,
        links=len(pairs),
        agree=_share(pairs),
        between=len(between),
        between_agree=_share(between),
        directions=len(directions),
        directions_agree=_share(directions),
    )


def _share(pairs: Iterable[_Judged]) -> float:
    listed = [judged == found for _, judged, found in pairs]
    return rounded(sum(listed) / len(listed)) if listed else 0.0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
