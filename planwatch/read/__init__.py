"""Readers: from the bytes of a file to the decoded document, one module per input kind.

A file is told by its content, not by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from planwatch.errors import PlanwatchError
from planwatch.read import docx, html, pdf
from planwatch.read.foreign import checked, within_time
from planwatch.read.text import decode, decoded

__all__ = ["Extract", "decode", "extract", "extract_with_note"]


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, and the format and library or encoding that it was read with."""

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class _Reader:
    format: str
    library: str
    recognises: Callable[[bytes], bool]
    extract: Callable[[bytes, str], str]


_READERS = (
    _Reader("PDF", "pdfminer.six", pdf.recognises, pdf.extract),
    _Reader("DOCX", "python-docx", docx.recognises, docx.extract),
    _Reader("HTML", "trafilatura", html.recognises, html.extract),
)
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "error.legacy-office"),
    (b"{\\rtf", "error.legacy-office"),
    (b"PK\x03\x04", "error.package"),
    (b"PK\x05\x06", "error.package"),
    (b"\x89PNG", "error.image"),
    (b"\xff\xd8\xff", "error.image"),
    (b"GIF8", "error.image"),
    (b"II*\0", "error.image"),
    (b"MM\0*", "error.image"),
)
"""First bytes of files that hold no text that can be read, and what to say of them."""


def extract(data: bytes, path: str) -> str:
    """The document that a file holds: text as decoded, of other formats the text in them.

    Spans count in it. Raises `PlanwatchError` when the file cannot be read.
    """
    return extract_with_note(data, path).text


def extract_with_note(data: bytes, path: str) -> Extract:
    """The document as `extract` reads it, and how it was read. Raises `PlanwatchError`."""
    for reader in _READERS:
        if reader.recognises(data):
            text = within_time(partial(reader.extract, data, path), path)
            return Extract(text, f"{reader.format}, {_versioned(reader.library)}")
    for mark, key in _REFUSED:
        if data.startswith(mark):
            encrypted = _ENCRYPTED_PART in data
            raise PlanwatchError("error.encrypted" if encrypted else key, path=path)
    text, encoding = decoded(data, path)
    return Extract(checked(text, path, "error.empty"), f"text, {encoding}")


def _versioned(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (slow to import)

    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:  # run from a copy without its metadata
        return library
