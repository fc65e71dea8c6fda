"""What stands in the cells of a table of revisions, the same in every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from planwatch.report.rows import Row, Wording
from planwatch.report.view import View


class Tone(Enum):
    """How a run of text is set."""

    PLAIN = "plain"
    CHANGED = "changed"
    """Words that the other side does not have."""
    FAINT = "faint"
    """What is not part of the words quoted: numbers before them, marks after them."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


def wordings(side: Sequence[Wording], view: View) -> Iterator[list[Run]]:
    """The sentences of one side of a row, numbered where there are several."""
    for number, wording in enumerate(side, 1):
        runs = [
            Run(_item(number, side, view), Tone.FAINT),
            *(Run(p.text, Tone.CHANGED if p.changed else Tone.PLAIN) for p in wording.pieces),
            Run(wording.mark, Tone.FAINT),
        ]
        yield [run for run in runs if run.text]


def sources(row: Row, view: View) -> Iterator[str]:
    """The citations of both sides, with the numbers of the sentences."""
    for side in (row.old, row.new):
        for number, wording in enumerate(side, 1):
            yield _item(number, side, view) + wording.citation


def change(row: Row, view: View) -> Iterator[str]:
    """What became of the sentences of a row, in lines."""
    of = row.told
    if of is None:
        yield row.label
        return
    yield of.doubt + of.label
    yield from (said for said in (of.move, of.force) if said)
    if row.change.identical:
        yield view.say("rows.same")
    yield view.say("pair.confidence", value=view.sure(of.confidence))
    yield from of.reasons


def _item(number: int, side: Sequence[Wording], view: View) -> str:
    return view.say("rows.item", number=number) if len(side) > 1 else ""
