"""Scores of quantities: whether each figure of the answers is found where it stands.

The answers are a table of tab-separated columns, among them `doc` (a plan's id), `exact_quote`
(words of that document), `comparator`, `value`, `unit` (what it counts against may follow in
brackets) and `role`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planwatch.evaluate.tables import Row, Table
from planwatch.models import Plan, Quantity, QuantityEvaluation

_NEEDED = ("doc", "exact_quote", "comparator", "value", "unit", "role")
_HALF_A_HUNDREDTH = 0.005
"""Values are given to two decimals."""
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class QuantityReference:
    """Reference answers on quantities, one row each."""

    rows: Sequence[Row]

    @classmethod
    def of(cls, table: Table) -> QuantityReference:
        """Raises `PlanwatchError` when a column is missing or a value is no number."""
        numbers = all(_is_number(row.get("value", "")) for row in table.rows)
        table.require(_NEEDED, faulty=() if numbers else ("value",))
        return cls(table.rows)

    @property
    def plans(self) -> tuple[str, ...]:
        """The ids of the plans that the answers are about."""
        return tuple(dict.fromkeys(row["doc"] for row in self.rows))


def evaluate_quantities(
    reference: QuantityReference, plans: Mapping[str, Plan]
) -> QuantityEvaluation:
    """How many of the answers' figures are found, ever more of each being asked for."""
    found = [(row, list(_candidates(row, plans[row["doc"]]))) for row in reference.rows]
    value = [[q for q in near if _same_value(q, row)] for row, near in found]
    with_unit = [_with_unit(row, near) for row, near in zip(reference.rows, value, strict=True)]
    whole = [
        [q for q in near if q.comparator == row["comparator"]]
        for row, near in zip(reference.rows, with_unit, strict=True)
    ]
    return QuantityEvaluation(
        quantities=len(reference.rows),
        value_and_role=_share(value),
        unit_too=_share(with_unit),
        comparator_too=_share(whole),
        errors=tuple(
            f"{row['doc']} {row['exact_quote']}: {row['comparator']} {row['value']} {row['unit']}"
            for row, right in zip(reference.rows, whole, strict=True)
            if not right
        ),
    )


def _candidates(row: Row, plan: Plan) -> Iterator[Quantity]:
    """The quantities of the sentences that hold the quote."""
    for commitment in plan.commitments:
        if row["exact_quote"] in commitment.text:
            yield from commitment.quantities


def _same_value(quantity: Quantity, row: Row) -> bool:
    near = abs(quantity.value - float(row["value"])) <= _HALF_A_HUNDREDTH
    return near and quantity.role == row["role"]


def _with_unit(row: Row, quantities: Sequence[Quantity]) -> list[Quantity]:
    unit = row["unit"].partition("(")[0].partition("/")[0]
    return [q for q in quantities if q.unit.partition("/")[0] == unit]


def _share(found: Sequence[Sequence[Quantity]]) -> float:
    return round(sum(map(bool, found)) / len(found), _DECIMALS) if found else 0.0


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
