"""Text and Markdown: the bytes of a text file in the encodings that Chinese offices use.

A mark decides; then strict UTF-8, which other encodings do not pass by chance. What is
left is tried in UTF-16, GB18030 and Big5, and the one that yields the largest share of
everyday characters is taken. Text read in the wrong one turns into rare characters, so
a low share is refused instead of shown.
"""

from __future__ import annotations

from planwatch.errors import PlanwatchError
from planwatch.read.legible import EVERYDAY_SHARE, everyday_share, is_damaged

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_NARROW = ("gb18030", "big5hkscs")


def decode(data: bytes, path: str) -> str:
    """The document that `data` holds: mark removed, line ends kept.

    Raises `PlanwatchError` for an empty or binary file, and for one whose encoding cannot
    be told or whose text is damaged.
    """
    return decoded(data, path)[0]


def decoded(data: bytes, path: str) -> tuple[str, str]:
    """The document as `decode` reads it, and the encoding. Raises `PlanwatchError`."""
    if not data.strip():
        raise PlanwatchError("error.empty", path=path)
    text, codec = _marked(data, path) or _plain(data, path)
    if not text.strip():
        raise PlanwatchError("error.empty", path=path)
    if "\0" in text:
        raise PlanwatchError("error.binary", path=path)
    if is_damaged(text):
        raise PlanwatchError("error.damaged", path=path)
    return text, codec


def _marked(data: bytes, path: str) -> tuple[str, str] | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(codec), codec
            except UnicodeDecodeError as error:
                offset = error.start + len(mark)
                raise PlanwatchError("error.encoding", path=path, offset=offset) from None
    return None


def _plain(data: bytes, path: str) -> tuple[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guessed(data, path, error.start)
    return (text, "utf-8") if "\0" not in text else _guessed(data, path, data.index(0))


def _guessed(data: bytes, path: str, offset: int) -> tuple[str, str]:
    """The reading with the most everyday characters. `offset` is where UTF-8 failed."""
    has_zero = 0 in data
    codecs = _WIDE if has_zero else (*_NARROW, *_WIDE)
    found = [(*_candidate(data, codec), codec) for codec in codecs]
    share, text, codec = max(found, key=lambda candidate: candidate[0])
    if share >= EVERYDAY_SHARE:
        return text, codec
    raise PlanwatchError("error.binary" if has_zero else "error.encoding", path=path, offset=offset)


def _candidate(data: bytes, codec: str) -> tuple[float, str]:
    """How likely it is that the text is written in `codec`, and what it says then."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return 0.0, ""
    return everyday_share(text), text
