"""Scores of theme traces: where each plan stands on a theme, and what became of it.

The answers are a table of tab-separated columns: `theme_id`, `name_zh`, `aliases` (separated by
|), for each plan `d` and its id (C a commitment, M a mention, - absent), for each pair of plans
`t_OLD_NEW` (the status).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from planwatch.evaluate.tables import Row, Table
from planwatch.models import Presence, ThemeEvaluation, ThemeScores, Trace

_NEEDED = ("theme_id", "name_zh", "aliases")
_LETTERS = {Presence.COMMITMENT: "C", Presence.MENTION: "M", Presence.ABSENT: "-"}
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class ThemeReference:
    """Reference answers on themes, one row each."""

    rows: Sequence[Row]

    @classmethod
    def of(cls, table: Table) -> ThemeReference:
        """Raises `PlanwatchError` when a column is missing."""
        table.require(_NEEDED)
        return cls(table.rows)


def evaluate_themes(reference: ThemeReference, trace: Callable[[str], Trace]) -> ThemeEvaluation:
    """How well traces agree with the answers, asked by name and by every alias."""
    by_name = [(row["name_zh"], row) for row in reference.rows]
    by_alias = [(alias, row) for row in reference.rows for alias in row["aliases"].split("|")]
    return ThemeEvaluation(
        themes=len(reference.rows),
        by_name=_scores(by_name, trace),
        by_alias=_scores(by_alias, trace),
        errors=tuple(_errors(by_name, trace)),
    )


def _scores(asked: Iterable[tuple[str, Row]], trace: Callable[[str], Trace]) -> ThemeScores:
    presence: list[bool] = []
    transitions: list[bool] = []
    for query, row in asked:
        found = trace(query)
        presence += [(said == "C") == (is_ == "C") for _, said, is_ in _presences(found, row)]
        transitions += [said == is_ for _, said, is_ in _moves(found, row)]
    return ThemeScores(_share(presence), _share(transitions))


def _errors(asked: Iterable[tuple[str, Row]], trace: Callable[[str], Trace]) -> Iterator[str]:
    """The statements that differ from the answers: theme, where, what was said, the answer."""
    for query, row in asked:
        found = trace(query)
        for where, said, answer in (*_presences(found, row), *_moves(found, row)):
            if said != answer:
                yield f"{row['theme_id']} {where}: {said} / {answer}"


def _presences(trace: Trace, row: Row) -> list[tuple[str, str, str]]:
    found = ((step.plan.info.id, _LETTERS[step.presence]) for step in trace.steps)
    return [(id, letter, row[f"d{id}"]) for id, letter in found if row.get(f"d{id}")]


def _moves(trace: Trace, row: Row) -> list[tuple[str, str, str]]:
    found = ((f"{t.old}_{t.new}", t.status.value) for t in trace.transitions)
    return [(edge, status, row[f"t_{edge}"]) for edge, status in found if row.get(f"t_{edge}")]


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), _DECIMALS) if flags else 0.0
