"""Scores of the ledger's renames: does it name what took the place of a formulation?

The answers are a table of tab-separated columns: `concept`, and for each plan `form` and its id
the forms under which the plan names the concept, separated by a semicolon; empty where it names
none. A step is a pair of neighbouring forms of a row that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planwatch.evaluate.tables import Row, Table
from planwatch.models import RenameEvaluation

_PLAN = "form"
_CONCEPT = "concept"
_SHORTEST = 3
_LEAST_SHARE = 0.4
"""Share of the longer of two forms that the one inside it must make up to stand for it."""
Forms = Sequence[str]
Successors = Callable[[str, str, str], Sequence[str]]
"""What a later plan says in place of a phrase of an earlier one: phrase, earlier, later."""


@dataclass(frozen=True, slots=True)
class RenameReference:
    """Reference answers on renames, one row each."""

    rows: Sequence[Row]

    @classmethod
    def of(cls, table: Table) -> RenameReference:
        """Raises `PlanwatchError` when the forms of two plans are not given."""
        forms = [column for column in table.columns if column.startswith(_PLAN)]
        table.require((_CONCEPT,), faulty=() if len(forms) > 1 else (f"{_PLAN}…",))
        return cls(table.rows)


def evaluate_renames(
    reference: RenameReference,
    reading: Callable[[str], str],
    phrases: Callable[[str], Sequence[str]],
    successors: Successors,
) -> RenameEvaluation:
    """How many steps the ledger links; `phrases` are those that a plan says."""
    steps = hits = linked = rows = 0
    errors = []
    for row in reference.rows:
        found = []
        for old, new, before, after in _steps(row, reading):
            hit = any(
                _match(other, form)
                for phrase in phrases(old)
                if any(_match(phrase, form) for form in before)
                for other in successors(phrase, old, new)
                for form in after
            )
            found.append(hit)
            if not hit:
                errors.append(
                    f"{row[_CONCEPT]} {old}_{new}: {' ; '.join(before)} → {' ; '.join(after)}"
                )
        steps, hits = steps + len(found), hits + sum(found)
        rows, linked = rows + bool(found), linked + any(found)
    return RenameEvaluation(rows, linked, steps, hits, tuple(errors))


def _steps(row: Row, reading: Callable[[str], str]) -> Iterator[tuple[str, str, Forms, Forms]]:
    """Neighbouring plans of a row that name the concept in other words, with their forms."""
    forms = [
        (column.removeprefix(_PLAN).lower(), [reading(form) for form in cell.split(" ; ")])
        for column, cell in row.items()
        if column.startswith(_PLAN) and cell and cell.strip()
    ]
    for (old, before), (new, after) in pairwise(forms):
        if not set(before) & set(after):
            yield old, new, before, after


def _match(phrase: str, form: str) -> bool:
    """Whether a phrase of the ledger stands for a form: the same, or most of it."""
    short, long = sorted((phrase, form), key=len)
    enough = len(short) >= _SHORTEST and len(short) >= _LEAST_SHARE * len(long)
    return short == long or (enough and short in long)
