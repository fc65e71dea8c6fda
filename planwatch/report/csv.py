"""The table of revisions (修订对照表), and surveys, as comma-separated values, for spreadsheets and
programs.

It begins with a byte-order mark, without which Excel takes Chinese for another encoding. Text that
a spreadsheet would take for a formula or a number gets an apostrophe before it, which is the usual
defence (OWASP, CSV injection): the cell then holds text.
"""

from __future__ import annotations

import csv
import re
from io import StringIO

from planwatch.models import Comparison, Survey
from planwatch.report.rows import unbounded
from planwatch.report.sheets import Cell, Sheet, commitments, themes
from planwatch.report.survey_sheet import survey_sheet
from planwatch.report.view import View

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What begins a formula, also in the wide forms that spreadsheets of East Asia take for it."""

_NUMBER = re.compile(r"\d+(e\d+)?", re.IGNORECASE)
"""What a spreadsheet would round: a fingerprint can be 1234567890e1."""


def write(result: Comparison | Survey, view: View) -> str:
    """The rows of a comparison, or its themes where only they are asked for; those of a survey."""
    sheet = _sheet(result, unbounded(view))
    sink = StringIO()
    sink.write("\ufeff")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(column.name for column in sheet.columns)
    for row in sheet.rows:
        writer.writerow(map(_value, row))
    return sink.getvalue()


def _sheet(result: Comparison | Survey, view: View) -> Sheet:
    if isinstance(result, Survey):
        return survey_sheet(result, view)
    return themes(result, view) if view.level == "theme" else commitments(result, view)


def _value(cell: Cell) -> str | float | None:
    """A number as it is, and a text that no spreadsheet computes."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    computed = text.lstrip(" ").startswith(_FORMULA) or _NUMBER.fullmatch(text)
    return f"'{text}" if computed else text
