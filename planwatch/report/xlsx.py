"""A comparison as an Excel book: what it is, themes, the table of revisions, targets, terms.

All text is written as text: nothing becomes a formula, a link or a number. The same result gives
the same bytes: XlsxWriter gives members of the package a fixed time, and the only date is that of
the view.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from planwatch.models import Comparison
from planwatch.report.cells import Run, Tone
from planwatch.report.cover import Cover, cover
from planwatch.report.rows import unbounded
from planwatch.report.sheets import Cell, Column, Rich, Sheet, sheets
from planwatch.report.view import View

_FONT = {"font_name": "宋体", "font_size": 10, "font_charset": 134}
"""Character set 134 is Chinese (GB 2312), by which a machine without 宋体 finds another font."""
_CELL = {"text_wrap": True, "valign": "top", "border": 1}
_NUMBER: Mapping[str, object] = {"align": "center"}
_TONES: Mapping[Tone, Mapping[str, object]] = {
    Tone.PLAIN: {},
    Tone.CHANGED: {"underline": 1},
    Tone.FAINT: {"font_size": 8},
}
_ESCAPE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Where a text would be read as the escape of a character (_x000D_): in text of several tones
XlsxWriter escapes it twice, so it is parted here."""
_LONGEST = 32_767
"""Characters of a cell, as Excel counts them: in units of UTF-16."""
_A4 = 9
_EPOCH = datetime(1980, 1, 1)
_WIDE = 120
"""Latin characters in a line of the first sheet."""
_LINE, _HIGHEST = 15.0, 409.0
"""Points: of a line in the tallest of the usual fonts, and of the highest row of Excel."""


def write(comparison: Comparison, view: View) -> bytes:
    """The comparison as a book."""
    view = unbounded(view)
    sink = BytesIO()
    book = _Book(sink, view)
    book.about(cover(comparison, view))
    for sheet in sheets(comparison, view):
        book.add(sheet)
    book.close()
    return sink.getvalue()


class _Book:
    """A book in the making."""

    def __init__(self, sink: BytesIO, view: View) -> None:
        self._view = view
        self._book: Any = xlsxwriter.Workbook(sink, {"in_memory": True})
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def close(self) -> None:
        """Write everything."""
        self._book.close()

    def about(self, found: Cover) -> None:
        """The first sheet: plans, who made the book and when, and how it is to be read."""
        view = self._view
        made = datetime.fromisoformat(view.date) if view.date else _EPOCH
        self._book.set_properties(
            {"title": found.title, "author": "planwatch", "comments": found.made, "created": made}
        )
        page = self._page(view.say("sheet.about"))
        page.set_column(0, 0, _WIDE)
        title = self._format(bold=True, font_size=16, font_name="黑体")
        lines = (*found.plans, found.made, *found.notes, *found.limits)
        page.write_string(0, 0, found.title, title)
        for at, line in enumerate(lines, 1):
            page.set_row(at, _height([line], [_WIDE]))
            page.write_string(at, 0, _cut(line), self._format(text_wrap=True, valign="top"))

    def add(self, sheet: Sheet) -> None:
        """A sheet whose head stays in view and on every page, with filters."""
        page = self._page(sheet.name)
        head = self._format(**_CELL, bold=True, bg_color="#D9D9D9")
        last = len(sheet.columns) - 1
        widths = [column.width for column in sheet.columns]
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
            page.write_string(0, at, column.name, head)
        page.set_row(0, _height([column.name for column in sheet.columns], widths))
        for at, row in enumerate(sheet.rows, 1):
            page.set_row(at, _height(row, widths))
            self._row(page, at, row, sheet.columns)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(sheet.rows), last)
        page.repeat_rows(0)
        if sheet.printed:
            page.print_area(0, 0, len(sheet.rows), sheet.printed - 1)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_footer("&C" + self._view.say("rows.page", page="&P", pages="&N"))
        return page

    def _row(self, page: Any, at: int, row: Sequence[Cell], columns: Sequence[Column]) -> None:
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            if isinstance(cell, Rich):
                self._rich(page, at, place, cell)
            elif isinstance(cell, str):
                page.write_string(at, place, _cut(cell), self._format(**_CELL))
            elif cell is None:
                page.write_blank(at, place, None, self._format(**_CELL))
            else:
                page.write_number(at, place, cell, self._format(**_CELL, **_shown(column)))

    def _rich(self, page: Any, at: int, place: int, cell: Rich) -> None:
        """Text in several tones; in one tone alone Excel takes it for a plain text."""
        runs = list(_fitting(cell.runs))
        if len(runs) > 1:
            pieces = [
                piece
                for run in runs
                for text in _ESCAPE.split(run.text)
                for piece in (self._format(**_TONES[run.tone]), text)
            ]
            page.write_rich_string(at, place, *pieces, self._format(**_CELL))
        elif runs:
            form = self._format(**_CELL, **_TONES[runs[0].tone])
            page.write_string(at, place, runs[0].text, form)
        else:
            page.write_blank(at, place, None, self._format(**_CELL))

    def _format(self, **wanted: object) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, **wanted})
        return self._formats[key]


def _shown(column: Column) -> Mapping[str, object]:
    """How numbers of a column are set."""
    decimals = column.decimals
    return _NUMBER if decimals is None else {**_NUMBER, "num_format": f"{0:.{decimals}f}"}


def _height(row: Sequence[Cell], widths: Sequence[int]) -> float:
    """The height of a row: programs other than Excel do not find it by themselves."""
    lines = max(_lines(str(cell), width) for cell, width in zip(row, widths, strict=True))
    return min(_HIGHEST, _LINE * lines)


def _lines(text: str, width: int) -> int:
    """Lines of a text in a column: a Chinese character is as wide as two Latin ones."""
    return sum(1 + cell_len(line) // (width - 1) for line in text.split("\n"))


def _fitting(runs: Iterable[Run]) -> Iterable[Run]:
    """As much as a cell holds."""
    room = _LONGEST
    for run in runs:
        text = _cut(run.text, room)
        if text:
            yield Run(text, run.tone)
        room -= _units(text)
        if text != run.text:
            return


def _cut(text: str, room: int = _LONGEST) -> str:
    """`text` with … where it is longer than a cell holds."""
    if _units(text) <= room:
        return text
    kept = text.encode("utf-16-le")[: 2 * max(0, room - 1)].decode("utf-16-le", "ignore")
    return kept + "…" if room > 0 else ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
