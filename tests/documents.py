"""Small files of each format, made for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages print these lines in a Chinese font that is not embedded."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>] >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        font,
    ]
    for index, lines in enumerate(pages):
        content = "\n".join(_shown(line, 780 - 24 * n) for n, line in enumerate(lines))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents {5 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _file(objects)


def _shown(line: str, height: int) -> str:
    return f"BT /F1 12 Tf 60 {height} Td <{line.encode('utf-16-be').hex()}> Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    body = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return body + f"{tail}startxref\n{len(body)}\n%%EOF\n".encode()


def saved(document: Any) -> bytes:
    """The bytes of a Word document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word file of plain paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def add_list(document: Any, levels: Sequence[tuple[str, str]]) -> None:
    """Define list 77; a level is a number format and a pattern."""
    numbering = document.part.numbering_part.element
    inside = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (format, text) in enumerate(levels)
    )
    declared = nsdecls("w")
    abstract = f'<w:abstractNum {declared} w:abstractNumId="77">{inside}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    link = f'<w:num {declared} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(link))


def add_item(document: Any, text: str, depth: int) -> None:
    """A paragraph of list 77."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
    properties.append(parse_xml(place))
