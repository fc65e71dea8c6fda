"""Plain text and Markdown in UTF-8, with or without a byte-order mark."""

from __future__ import annotations

from planwatch.errors import PlanwatchError


def decode(data: bytes, path: str) -> str:
    """The document that `data` holds: mark removed, line ends kept.

    Raises `PlanwatchError` for an empty or binary file and for another encoding.
    """
    if not data.strip():
        raise PlanwatchError("error.empty", path=path)
    if b"\0" in data:
        raise PlanwatchError("error.binary", path=path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanwatchError("error.encoding", path=path, offset=error.start) from None
