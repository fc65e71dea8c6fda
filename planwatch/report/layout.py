"""Lines of a terminal: wrapping by cells (a Chinese character is two), hanging indents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_TOKEN = re.compile(r"(?:[A-Za-z0-9_./:+%#'’&×–-]|(?<=\d),(?=\d))+|.", re.DOTALL)
"""What is never broken: words, ids, ranges, numbers with their commas (7,388), S&T, ×2."""
_NEVER_FIRST = frozenset("，。；：！？、）》」』】］〕”’…·,.;:!?)]}%")
_NEVER_LAST = frozenset("（《「『【［〔“‘([{")


def line(*parts: str | tuple[str, str]) -> Text:
    """A line from plain strings and (string, style) pairs."""
    return Text.assemble(*parts, no_wrap=True, end="")


def wrapped(text: Text, width: int, indent: int = 0, first: int | None = None) -> Iterator[Text]:
    """`text` in lines of at most `width` cells, each behind `indent` spaces (the first line
    behind `first`)."""
    margin = indent if first is None else first
    offsets = _breaks(text.plain, max(8, width - margin), max(8, width - indent))
    for number, part in enumerate(text.divide(offsets)):
        part.rstrip()
        yield Text(" " * (indent if number else margin), end="").append_text(part)


def padded(text: str, width: int) -> str:
    """`text` followed by spaces up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def aligned_right(text: str, width: int) -> str:
    """Spaces up to `width` cells followed by `text`."""
    return " " * max(0, width - cell_len(text)) + text


def shortened(text: str, width: int) -> str:
    """`text` cut to `width` cells, with … where something is left out."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for char in text:
        if cell_len(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def rendered(lines: Iterable[Text], width: int, *, color: bool) -> str:
    """Lines as text, with ANSI styles where `color` is wanted."""
    if not color:
        return "".join(f"{text.plain.rstrip()}\n" for text in lines)
    sink = StringIO()
    console = Console(
        file=sink,
        width=width,
        force_terminal=True,
        color_system="standard",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    for text in lines:
        console.print(text, soft_wrap=True, end="\n")
    return sink.getvalue()


def _breaks(plain: str, first_width: int, width: int) -> list[int]:
    """Where to break: never inside a Latin word, before a closing or after an opening mark."""
    breaks: list[int] = []
    room = first_width
    start = used = 0
    safe = 0
    previous = ""
    for match in _TOKEN.finditer(plain):
        token, at = match.group(), match.start()
        size = cell_len(token)
        if token.isspace():
            # A space never starts a line; at the end of one it is cut off.
            used += size
            previous = token
            continue
        if previous and token not in _NEVER_FIRST and previous not in _NEVER_LAST:
            safe = at
        if used + size > room and at > start:
            cut = safe if safe > start else at
            breaks.append(cut)
            start, room = cut, width
            used = cell_len(plain[cut:at])
        used += size
        previous = token
    return breaks
