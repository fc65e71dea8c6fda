"""The rows of a table of revisions (修订对照表): old wording, new wording, change, source.

Formats that hold tables write these rows, each in its own way. First comes what is linked, in the
order of the old text; then what is new, in the order of the new text; then what only the old text
has. The three are not mixed: beside a short text its silence would drown the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from planwatch.models import Change, Commitment, Comparison, Plan, Shape
from planwatch.report.cite import citation, wording
from planwatch.report.pins import pin_mark
from planwatch.report.safe import safe
from planwatch.report.selection import Selection, Unmatched
from planwatch.report.view import View
from planwatch.report.wording import Piece, marked_groups


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a linked change: `doubt` holds what marks it as doubtful or reviewed ("" for
    neither), `move` its change of rank, `force` whether it binds more, `reasons` the words that
    decide that and what became of its figures."""

    doubt: str
    label: str
    move: str
    force: str
    confidence: float
    reasons: tuple[str, ...]

    @property
    def fate(self) -> str:
        """What became of it, with its change of rank."""
        return f"{self.label} {self.move}".rstrip()


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in a row: its words, cut where its counterparts differ; `mark` says that they are
    a mainland reading ("" where they are not)."""

    id: str
    pieces: tuple[Piece, ...]
    mark: str
    citation: str
    chapter: str

    @property
    def text(self) -> str:
        """The words without the mark."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Row:
    """One change: the sentences on both sides and, where they are linked, what is said of them.

    `label` is what became of them; `number` counts all rows of the table from 1.
    """

    number: int
    change: Change
    label: str
    old: tuple[Wording, ...]
    new: tuple[Wording, ...]
    told: Told | None = None

    @property
    def chapter(self) -> str:
        """The chapter under which the row stands in a table."""
        return (*self.old, *self.new)[0].chapter


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong together: `shape` is KEPT for all that are linked."""

    shape: Shape
    title: str
    rows: tuple[Row, ...]

    def chapters(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """The rows by chapter, in their order."""
        return groupby(self.rows, key=lambda row: row.chapter)


def unbounded(view: View) -> View:
    """The view of a file: everything, unless a limit was asked for."""
    return view if view.limit is not None else replace(view, limit=0)


def parts(comparison: Comparison, view: View) -> Sequence[Part]:
    """The table of revisions, as far as the view wants it; parts without rows are left out."""
    if view.level == "theme":
        return ()
    selection = Selection(comparison, view)
    found: list[Part] = []
    number = 1
    for shape in (Shape.KEPT, Shape.APPEARED, Shape.DROPPED):
        title, rows = _linked(selection) if shape == Shape.KEPT else _alone(selection, shape)
        numbered = tuple(replace(row, number=at) for at, row in enumerate(rows, number))
        number += len(numbered)
        if numbered:
            found.append(Part(shape, title, numbered))
    return found


def told(selection: Selection, change: Change) -> Told:
    """What is said of a linked change."""
    doubt = selection.view.say("label.unclear") + " " if selection.doubtful(change) else ""
    return Told(
        doubt=doubt + pin_mark(selection, change),
        label=selection.label(change),
        move=selection.move(change),
        force=selection.force(change),
        confidence=selection.confidence(change),
        reasons=(*selection.reasons(change), *selection.numbers(change)),
    )


def _linked(selection: Selection) -> tuple[str, Iterator[Row]]:
    found = selection.pairs()
    same = found.unchanged[: selection.view.bound(found.same)]
    places = {id: place for place, id in enumerate(selection.comparison.old.by_id)}
    ordered = sorted((*found.shown, *same), key=lambda change: min(places[id] for id in change.old))
    return selection.pairs_title(found), (_pair(selection, change) for change in ordered)


def _alone(selection: Selection, shape: Shape) -> tuple[str, Iterator[Row]]:
    found = selection.unmatched(shape)
    changes = selection.alone(shape)
    return selection.title(found), (
        _single(found, changes[commitment.id], commitment, selection.view)
        for commitment in found.shown
    )


def _single(found: Unmatched, change: Change, commitment: Commitment, view: View) -> Row:
    pieces = (Piece(wording(found.plan, commitment, view)[0], changed=False),)
    side = (_wording(found.plan, commitment, pieces, view),)
    old, new = ((), side) if found.shape == Shape.APPEARED else (side, ())
    return Row(0, change, found.label, old, new)


def _pair(selection: Selection, change: Change) -> Row:
    comparison, view = selection.comparison, selection.view
    sides = (
        [(comparison.old, comparison.old.by_id[id]) for id in change.old],
        [(comparison.new, comparison.new.by_id[id]) for id in change.new],
    )
    cuts = marked_groups(*([wording(*one, view)[0] for one in side] for side in sides))
    old, new = (
        tuple(_wording(*one, pieces, view) for one, pieces in zip(side, cut, strict=True))
        for side, cut in zip(sides, cuts, strict=True)
    )
    said = told(selection, change)
    return Row(0, change, said.label, old, new, said)


def _wording(plan: Plan, commitment: Commitment, pieces: tuple[Piece, ...], view: View) -> Wording:
    headings = commitment.headings if view.source_script else commitment.heading_readings
    return Wording(
        id=commitment.id,
        pieces=pieces,
        mark=wording(plan, commitment, view)[1],
        citation=citation(plan, commitment, view),
        chapter=safe(headings[0]) if headings else "",
    )
