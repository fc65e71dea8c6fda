"""The table of revisions (修订对照表) as a Word file: A4 landscape, its head on every page.

Nothing depends on colour. The same result gives the same bytes: members of the package have a
fixed time, and the only date is that of the view.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document

from planwatch.models import Comparison
from planwatch.report.cover import cover
from planwatch.report.docx.page import packed, set_page, set_properties, set_styles
from planwatch.report.docx.table import add_part, add_sheet
from planwatch.report.rows import Part, parts, unbounded
from planwatch.report.sheets import themes
from planwatch.report.view import View


def write(comparison: Comparison, view: View) -> bytes:
    """The comparison as a Word file: its head, and each part of the table under its heading, or
    the themes where only they are asked for."""
    view = unbounded(view)
    about = cover(comparison, view)
    file: Any = Document()
    set_styles(file)
    set_page(file, view)
    set_properties(file, about, view)
    for style, lines in (
        ("Title", (about.title,)),
        ("Subtitle", (*about.plans, about.made)),
        ("List Bullet", (*about.notes, *about.limits)),
    ):
        for line in lines:
            file.add_paragraph(line, style)
    if view.level == "theme":
        add_sheet(file, themes(comparison, view))
    else:
        _add_parts(file, parts(comparison, view), view)
    return packed(file)


def _add_parts(file: Any, found: Sequence[Part], view: View) -> None:
    for part in found:
        file.add_heading(part.title, 1)
        add_part(file, part, view)
    if not found:
        file.add_paragraph(view.say("rows.none"))
