"""Where a sentence says a phrase, and the clause around it."""

from __future__ import annotations

import re
from functools import lru_cache

_BEFORE, _AFTER = "，；：。！？", "，；。！？"
_MARKS = "[“”‘’]*"


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause of `text` that holds the words from `start` to `end`."""
    first = max(text.rfind(mark, 0, start) for mark in _BEFORE) + 1
    last = min((at for mark in _AFTER if (at := text.find(mark, end)) >= 0), default=len(text))
    return first, last


def clause_with(text: str, phrase: str) -> tuple[int, int]:
    """The clause of `text` that says a phrase, quotation marks in it left out; all of it where
    none does."""
    found = _pattern(phrase).search(text)
    return clause_around(text, *found.span()) if found else (0, len(text))


@lru_cache(4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(_MARKS.join(map(re.escape, phrase)), re.IGNORECASE)
