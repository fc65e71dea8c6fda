"""Tables in a Word file: a head that is repeated, chapters, and rows that pages do not cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm, Length

from planwatch.models import Shape
from planwatch.report.cells import Run, Tone, change, sources, wordings
from planwatch.report.docx.elements import element
from planwatch.report.rows import Part, Row
from planwatch.report.sheets import Sheet
from planwatch.report.view import View

_NUMBER, _TEXT, _CHANGE, _SOURCE = Cm(1.1), Cm(8.0), Cm(4.6), Cm(4.4)
_ALONE = Length(2 * _TEXT + _CHANGE)
"""Width of a sentence that has no counterpart beside it."""
_PAGE = Length(_NUMBER + _ALONE + _SOURCE)
_SIZE, _FAINT = "18", "16"
"""Half points."""
_WHOLE = 15
"""Lines of the longest row that pages do not cut; a page has about 33."""
_PADDING = (("top", "30"), ("left", "90"), ("bottom", "30"), ("right", "90"))
"""Twentieths of a point."""
_HEAD, _CHAPTER = "D9D9D9", "F2F2F2"
"""Shades of grey."""
Paragraphs = Iterable[Sequence[Run]]


def add_part(file: Any, part: Part, view: View) -> None:
    """A part of the table; what stands on one side only has no empty column beside it."""
    linked = part.shape == Shape.KEPT
    side = "new" if part.shape == Shape.APPEARED else "old"
    names = ("old", "new", "change", "source") if linked else (side, "source")
    widths = (_NUMBER, _TEXT, _TEXT, _CHANGE, _SOURCE) if linked else (_NUMBER, _ALONE, _SOURCE)
    heads = (view.say("rows.number"), *(view.say(f"diff.head.{name}") for name in names))
    body = _body(file, heads, widths)
    for chapter, rows in part.chapters():
        if chapter:
            body.append(_chapter_row(chapter, widths))
        for row in rows:
            cells = _linked(row, view) if linked else _alone(row, view)
            body.append(_row([list(cell) for cell in cells], widths))


def add_sheet(file: Any, sheet: Sheet) -> None:
    """The columns of a sheet that go on paper."""
    columns = sheet.columns[: sheet.printed or None]
    total = sum(column.width for column in columns)
    widths = [Length(_PAGE * column.width // total) for column in columns]
    file.add_heading(sheet.name, 1)
    body = _body(file, [column.name for column in columns], widths)
    for row in sheet.rows:
        body.append(_row([[[Run(str(cell))]] for cell in row[: len(columns)]], widths))


def _body(file: Any, heads: Sequence[str], widths: Sequence[Length]) -> Any:
    """A new table with its head; rows are appended to it."""
    table = file.add_table(0, len(widths), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(_padding())
    table._tbl.append(_head_row(heads, widths))
    return table._tbl


def _linked(row: Row, view: View) -> Iterator[Paragraphs]:
    yield [[Run(str(row.number))]]
    yield wordings(row.old, view)
    yield wordings(row.new, view)
    yield ([Run(line)] for line in change(row, view))
    yield _cited(row, view)


def _alone(row: Row, view: View) -> Iterator[Paragraphs]:
    yield [[Run(str(row.number))]]
    yield wordings((*row.old, *row.new), view)
    yield _cited(row, view)


def _cited(row: Row, view: View) -> Paragraphs:
    return ([Run(source, Tone.FAINT)] for source in sources(row, view))


def _padding() -> Any:
    """A little room above and below the words of every cell."""
    edges = [element(f"w:{edge}", w=width, type="dxa") for edge, width in _PADDING]
    return element("w:tblCellMar", *edges)


def _head_row(heads: Sequence[str], widths: Sequence[Length]) -> Any:
    """The head of a table, which stands on every page that the table reaches."""
    cells = [
        _cell([[Run(head)]], width, bold=True, shade=_HEAD)
        for head, width in zip(heads, widths, strict=True)
    ]
    return element(
        "w:tr", element("w:trPr", element("w:cantSplit"), element("w:tblHeader")), *cells
    )


def _chapter_row(chapter: str, widths: Sequence[Length]) -> Any:
    """The chapter of the rows below; it stays with the first of them."""
    cell = _cell([[Run(chapter)]], Length(sum(widths)), len(widths), bold=True, shade=_CHAPTER)
    return element("w:tr", element("w:trPr", element("w:cantSplit")), cell)


def _row(cells: Sequence[Paragraphs], widths: Sequence[Length]) -> Any:
    """A row; it stays on one page unless that could leave half a page empty."""
    made = [_cell(paragraphs, width) for paragraphs, width in zip(cells, widths, strict=True)]
    lines = max(_lines(cell, width) for cell, width in zip(cells, widths, strict=True))
    form = [element("w:trPr", element("w:cantSplit"))] if lines <= _WHOLE else []
    return element("w:tr", *form, *made)


def _lines(paragraphs: Paragraphs, width: Length) -> int:
    """The lines that a cell takes at most: those of Chinese characters, which are square."""
    room = max(1, int(width.pt * 2 / int(_SIZE)) - 1)
    return sum(1 + sum(len(run.text) for run in runs) // room for runs in paragraphs)


def _cell(
    paragraphs: Paragraphs, width: Length, span: int = 1, *, bold: bool = False, shade: str = ""
) -> Any:
    form = element("w:tcPr", element("w:tcW", w=str(width.twips), type="dxa"))
    if span > 1:
        form.append(element("w:gridSpan", val=str(span)))
    if shade:
        form.append(element("w:shd", val="clear", color="auto", fill=shade))
    made = [_paragraph(runs, bold=bold, kept=span > 1) for runs in paragraphs]
    return element("w:tc", form, *(made or [element("w:p")]))


def _paragraph(runs: Sequence[Run], *, bold: bool, kept: bool) -> Any:
    form = element("w:pPr", *([element("w:keepNext")] if kept else []), element("w:keepLines"))
    return element("w:p", form, *(_run(run, bold=bold) for run in runs))


def _run(run: Run, *, bold: bool) -> Any:
    form = element("w:rPr")
    if bold:
        form.append(element("w:b"))
    form.append(element("w:sz", val=_FAINT if run.tone == Tone.FAINT else _SIZE))
    if run.tone == Tone.CHANGED:
        form.append(element("w:u", val="single"))
    return element("w:r", form, element("w:t", text=run.text))
