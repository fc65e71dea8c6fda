"""PDF files with a text layer: lines joined into paragraphs, page furniture removed.

pypdf opens and repairs the file, pdfminer.six reads the text: it brings the character
collections of Chinese fonts, without which a file that embeds no table of its own turns
into other characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from planwatch.errors import PlanwatchError
from planwatch.read.foreign import MAX_CHARACTERS, checked, library, reading
from planwatch.read.legible import EVERYDAY_SHARE, everyday_share, is_damaged

MAX_PAGES = 2_000
MAX_UNPACKED = 200_000_000
"""Bytes of all streams but those of pictures."""
_PICTURES = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
_EDGE = 2
"""Lines at the top and the bottom of a page that may be running heads."""
_FEWEST_REPEATS = 3
_FULL_LINE = 0.85
"""Share of the usual width from which a line is taken to go on in the next."""
_PAGE_NUMBER = re.compile(r"^\W*(第\s*)?\d{1,4}(\s*页)?(\s*[/共]\s*\d{1,4}\s*页?)?\W*$")
_CJK = r"[⺀-鿿＀-￯　-〿“”‘’…—·]"
_GAP = re.compile(
    rf"(?<={_CJK})[ \t]+|[ \t]+(?={_CJK})|(?<=\d)[ \t]+(?=[,.%:;)-])|(?<=[(-])[ \t]+(?=\d)"
)
_SPACED_DIGITS = re.compile(r"(?<=\d)[ \t]+(?=\d)")
_SPACED_FIGURE = re.compile(r"(?<=[\d.])[ \t]+(?=\d)|(?<=\d)[ \t]+(?=\.)")
_UNKNOWN_GLYPH = re.compile(r"\(cid:\d+\)")
_NEW_PARAGRAPH = re.compile(
    r"^(第[一二三四五六七八九十百零〇]+[篇章节節编編条條]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,3}[、.．](?!\d)|[•●▪■◆]|——)"
)


def recognises(data: bytes) -> bool:
    """Whether the file has the mark of a PDF."""
    return b"%PDF-" in data[:1024]


def extract(data: bytes, path: str) -> str:
    """The text, a paragraph a line. Raises `PlanwatchError`."""
    pypdf = library("pypdf", "pdf", path)
    pages_of = library("pdfminer.high_level", "pdf", path).extract_pages
    with reading(path, "PDF"):
        pages = list(_pages(pages_of, _repaired(pypdf, data, path), path))
    spaced = _has_spaced_digits(pages)
    lines = [_tidy(line, spaced=spaced) for line in _without_furniture(pages)]
    text = checked("\n".join(_paragraphs(lines)), path, "error.scan")
    beyond = sum(not char.isascii() for char in text)
    foreign = beyond * 5 > len(text) and everyday_share(text) < EVERYDAY_SHARE
    if foreign or is_damaged(_UNKNOWN_GLYPH.sub("\ufffd", text)):
        raise PlanwatchError("error.garbled", path=path)
    return text


def _repaired(pypdf: Any, data: bytes, path: str) -> BytesIO:
    """The file with its directory written anew; without a password if an empty one opens it."""
    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise PlanwatchError("error.encrypted", path=path)
    if len(reader.pages) > MAX_PAGES:
        raise PlanwatchError("error.pages", path=path, pages=len(reader.pages), limit=MAX_PAGES)
    writer = pypdf.PdfWriter(clone_from=reader)
    repaired = BytesIO()
    writer.write(repaired)
    repaired.seek(0)
    _check_streams(pypdf.PdfReader(repaired), path)
    repaired.seek(0)
    return repaired


def _check_streams(reader: Any, path: str) -> None:
    """Unpack every stream once, within pypdf's own limits: pdfminer.six knows none."""
    size = 0
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if hasattr(found, "get_data") and not _PICTURES.intersection(_filters(found)):
            size += len(found.get_data())
            if size > MAX_UNPACKED:
                raise PlanwatchError("error.unpacked", path=path, size=size, limit=MAX_UNPACKED)


def _filters(stream: Any) -> set[str]:
    named = stream.get("/Filter") or []
    return {str(named)} if isinstance(named, str) else {str(name) for name in named}


def _pages(pages_of: Any, file: BytesIO, path: str) -> Iterator[list[str]]:
    """The lines of each page."""
    characters = 0
    for page in pages_of(file):
        texts = [item.get_text() for item in page if hasattr(item, "get_text")]
        characters += sum(map(len, texts))
        if characters > MAX_CHARACTERS:
            raise PlanwatchError("error.too-long", path=path, limit=MAX_CHARACTERS)
        yield [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def _without_furniture(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines without page numbers and the heads and feet that pages share."""
    edges = Counter(
        key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    least = max(_FEWEST_REPEATS, len(pages) // 3)
    shared = {key for key, count in edges.items() if count >= least}
    for page in pages:
        first, last = _furniture(page, shared), len(page) - _furniture(page[::-1], shared)
        yield from page[first:last]


def _furniture(lines: Sequence[str], shared: set[str]) -> int:
    """How many of the outermost lines are furniture: no sentence, and repeated or a number."""
    count = 0
    for line in lines[:_EDGE]:
        if "。" in line or not (_key(line) in shared or _PAGE_NUMBER.match(line)):
            break
        count += 1
    return count


def _key(line: str) -> str:
    """A line as its fellows on other pages print it: digits and spaces aside."""
    return re.sub(r"[\d\s]+", "#", line)


def _has_spaced_digits(pages: Sequence[Sequence[str]]) -> bool:
    text = "\n".join(line for page in pages for line in page)
    return len(_SPACED_DIGITS.findall(text)) > len(re.findall(r"\d(?=\d)", text))


def _tidy(line: str, *, spaced: bool) -> str:
    if spaced:
        line = _SPACED_FIGURE.sub("", line)
    return _GAP.sub("", line)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines that fill the page's width go on in the next one."""
    widths = sorted(map(_width, lines))
    full = _FULL_LINE * widths[len(widths) * 9 // 10] if widths else 0
    waiting = ""
    for line in lines:
        if waiting and _NEW_PARAGRAPH.match(line):
            yield waiting
            waiting = ""
        waiting = _joined(waiting, line)
        if _width(line) < full:
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


def _joined(start: str, rest: str) -> str:
    words = start[-1:].isascii() and start[-1:].isalpha() and rest[:1].isascii()
    return f"{start} {rest}" if words else start + rest


def _width(line: str) -> int:
    """Columns: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
