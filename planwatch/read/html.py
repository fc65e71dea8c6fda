"""HTML pages: the main text, without menus, share bars and lists of other pages."""

from __future__ import annotations

import re

from planwatch.read.foreign import checked, library, reading
from planwatch.read.text import decode

_OPENING = re.compile(
    rb"^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(!doctype\s+)?html)",
    re.S,
)
_FIRST_BYTES = 4_096


def recognises(data: bytes) -> bool:
    """Whether the file begins as an HTML page does, in any encoding."""
    start = re.sub(rb"[\0\xfe\xff\xef\xbb\xbf]", b"", data[:_FIRST_BYTES]).lower()
    return _OPENING.match(start) is not None


def extract(data: bytes, path: str) -> str:
    """The main text, a paragraph a line. Raises `PlanwatchError`."""
    page = decode(data, path)
    trafilatura = library("trafilatura", "html", path)
    with reading(path, "HTML"):
        text = trafilatura.extract(page, include_comments=False, include_tables=True) or ""
    return checked(text, path, "error.no-text")
