"""Formulations in a brief: what is called otherwise now, what is said for the first time, and
what is no longer said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import Formulation, Plan, TermChange
from planwatch.report.brief.page import MOST, Sentence
from planwatch.report.brief.telling import Telling
from planwatch.report.safe import inert
from planwatch.report.terms import first_spot, one_sided

_RENAMED = "renamed"
_ORDER = "telling"


def terms(telling: Telling) -> Iterator[Sentence]:
    """Renamings that the rules know, then the formulations of one side only, the most telling
    first; those of a renaming are told there."""
    before, after = telling.sides
    mirrored = before is telling.comparison.new
    gone, gone_first = one_sided(telling.comparison, gone=not mirrored)
    came, came_first = one_sided(telling.comparison, gone=mirrored)
    renamed = list(_renamed(gone, came))
    if renamed:
        entries = [_pair(telling, *pair) for pair in renamed[:MOST]]
        yield Sentence("terms.renamed", {}, entries, len(renamed), _ORDER)
    told = {row.text for pair in renamed for row in pair}
    for key, plan, found, first in (
        ("new", after, came, came_first),
        ("gone", before, gone, gone_first),
    ):
        rows = [change.formulation for change in first if change.formulation.text not in told]
        if rows:
            entries = [_named(telling, plan, row) for row in rows[:MOST]]
            yield Sentence(f"terms.{key}", {}, entries, len(found), _ORDER)


def _renamed(
    gone: Sequence[TermChange], came: Sequence[TermChange]
) -> Iterator[tuple[Formulation, Formulation]]:
    """Names given up for another one that the earlier text does not say yet."""
    by_text = {change.formulation.text: change.formulation for change in came}
    for change in gone:
        later = [
            by_text[successor.text]
            for successor in change.formulation.replaced_by
            if successor.basis == _RENAMED and successor.text in by_text
        ]
        if later:
            yield change.formulation, later[0]


def _pair(telling: Telling, earlier: Formulation, later: Formulation) -> str:
    before, after = telling.sides
    said = telling.say("renamed", old=inert(earlier.text), new=inert(later.text))
    places = (
        telling.at(before, first_spot(earlier, before)),
        telling.at(after, first_spot(later, after)),
    )
    return said + telling.cited(*places)


def _named(telling: Telling, plan: Plan, row: Formulation) -> str:
    """A formulation and the first place of it."""
    where = telling.cited(telling.at(plan, first_spot(row, plan)))
    return telling.say("term", text=inert(row.text)) + where
