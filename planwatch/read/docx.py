"""Word files (.docx): paragraphs, list numbers and tables in their order.

Headings come out as Markdown heads and paragraphs in bold type as Markdown emphasis, so
that the outline survives. What tracked changes have deleted is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from planwatch.errors import PlanwatchError
from planwatch.read.foreign import checked, library, reading
from planwatch.read.lists import ListNumbers

MAX_UNPACKED = 100_000_000
"""Bytes; a larger package is a zip bomb or mostly pictures."""
_MAX_PARTS = 5_000
_MAIN_PART = "word/document.xml"
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
"""No Word document declares entities (ISO/IEC 29500-2 forbids it); with them text would be lost."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_BOLD_HEADING = 60
_DEEPEST_HEADING = 6
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def recognises(data: bytes) -> bool:
    """Whether the file is a package with a Word document in it."""
    return data.startswith(b"PK\x03\x04") and _MAIN_PART.encode() in data


def extract(data: bytes, path: str) -> str:
    """The text, a paragraph a line. Raises `PlanwatchError`."""
    with reading(path, "DOCX"):
        _check(data, path)
        document = library("docx", "docx", path).Document(BytesIO(data))
        text = "\n".join(_Walk(document).lines())
    return checked(text, path, "error.no-text")


def _check(data: bytes, path: str) -> None:
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        size = sum(part.file_size for part in parts)
        if size > MAX_UNPACKED or len(parts) > _MAX_PARTS:
            raise PlanwatchError("error.unpacked", path=path, size=size, limit=MAX_UNPACKED)
        if _DOCTYPE.search(package.read(_MAIN_PART)):
            raise PlanwatchError("error.broken", path=path, format="DOCX")


class _Walk:
    """Walks the body of a document."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = {style.style_id: style for style in document.styles}
        self._numbers = ListNumbers(document)

    def lines(self) -> Iterator[str]:
        """The lines of the text in order."""
        yield from self._children(self._body)

    def _children(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag not in _SKIPPED:
                yield from self._children(child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = _text(paragraph)
        if not text.strip():
            return
        style = self._style(paragraph)
        number = self._numbers.next(paragraph, style)
        level = _outline_level(paragraph, style)
        line = f"{number}{text.strip()}"
        if level:
            yield f"{'#' * level} {line}"
        elif _is_bold_heading(paragraph, line):
            yield f"**{line}**"
        else:
            yield line

    def _style(self, paragraph: Any) -> Any:
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(found.get(f"{_W}val")) if found is not None else None

    def _table(self, table: Any) -> Iterator[str]:
        """A row a line; where a cell holds sentences, a paragraph a line."""
        for row in table.iter(f"{_W}tr"):
            cells = [list(self._children(cell)) for cell in row.findall(f"{_W}tc")]
            if any("。" in line for cell in cells for line in cell):
                yield from (line for cell in cells for line in cell)
            elif any(cells):
                yield "| " + " | ".join(" ".join(cell) for cell in cells) + " |"


def _text(element: Any) -> str:
    """The text that stands in a paragraph, without deleted text and text boxes."""
    parts = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag not in _SKIPPED and not str(child.tag).endswith(("}Fallback", "}pPr")):
            parts.append(_text(child))
    return "".join(parts)


def _outline_level(paragraph: Any, style: Any) -> int:
    """The level of a heading from 1, by the paragraph's or its style's outline level."""
    holders = [paragraph.find(f"{_W}pPr")]
    while style is not None:
        holders.append(style.element.find(f"{_W}pPr"))
        style = style.base_style
    for holder in holders:
        found = holder.find(f"{_W}outlineLvl") if holder is not None else None
        if found is not None:
            level = int(found.get(f"{_W}val")) + 1
            return level if level <= _DEEPEST_HEADING else 0
    return 0


def _is_bold_heading(paragraph: Any, line: str) -> bool:
    if len(line) > _LONGEST_BOLD_HEADING or "\n" in line or "*" in line:
        return False
    runs = [run for run in paragraph.iter(f"{_W}r") if _text(run).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{_W}rPr/{_W}b")
    return bold is not None and bold.get(f"{_W}val", "1") not in ("0", "false", "off")
