"""Sentences of a plan, each with its citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from planwatch.models import Plan
from planwatch.report.cite import citation, quote
from planwatch.report.layout import wrapped
from planwatch.report.view import View


def cited_lines(plan: Plan, ids: Sequence[str], view: View) -> Iterator[Text]:
    """Citations and whole quotes of some sentences of a plan."""
    for id in ids:
        yield from wrapped(Text(citation(plan, plan.by_id[id], view), "dim"), view.width, 2)
        yield from wrapped(Text(quote(plan, plan.by_id[id], view)), view.width, 4)
