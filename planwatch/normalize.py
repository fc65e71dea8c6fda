"""The mainland reading of a document: wording, width and white space.

`tw2s` maps characters one to one; a reviewed phrase table (`rules/wording`) then turns
the other region's words into mainland ones. Both touch only a document detected as
Traditional. OpenCC's own phrase conversion is not used: on the first Traditional seed it
repaired 379 words and broke 135 that were right.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from planwatch.models import Reading
from planwatch.rules import WordingRule

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_SAMPLE = 3_000
"""Han characters looked at to tell the script."""
_TRADITIONAL_SHARE = 0.10
"""Share of characters that `tw2s` changes from which a text counts as Traditional: running
Traditional text has 30–40 %, Simplified text under 1 %."""

_WIDE_ASCII = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_WIDE_ASCII |= {ord("％"): ord("%"), ord("＋"): ord("+"), ord("／"): ord("/"), ord("＆"): ord("&")}
_NARROW_MARKS = str.maketrans({",": "，", ":": "：", ";": "；", "!": "！", "?": "？"})
_NARROW_MARK = re.compile(r"[,:;!?]")
_BRACKETS = str.maketrans("()", "（）")
_TAGS = (
    "a|abbr|article|aside|b|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|"
    "h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|samp|section|small|span|strong|sub|"
    "summary|sup|table|tbody|td|tfoot|th|thead|time|tr|u|ul|var"
)
_MARKUP = re.compile(
    rf"<!--(?:(?!-->|<!--)(?s:.)){{0,5000}}-->|</?(?:{_TAGS})(?:\s[^<>]{{0,500}})?/?>"
    r"|^[ \t]*(?:>[ \t]*)+|(?P<mark>\*\*|__)(?=\S)[^*_\r\n]{1,500}?(?<=\S)(?P=mark)",
    re.MULTILINE | re.IGNORECASE,
)
"""HTML comments and inline tags, Markdown's quotation marks and emphasis."""
_QUERY_MARKS = " \t\n\u3000“”‘’\"'「」『』《》〈〉【】"


def read(document: str, wordings: tuple[WordingRule, ...]) -> Reading:
    """The mainland reading of a document."""
    converted = is_traditional(document)
    text, offsets = document, array("l", range(len(document)))
    if converted:
        text = _to_simplified(document)
        for wording in wordings:
            text, offsets = _replace(text, offsets, PhraseTable.of(wording))
    text, offsets = _without_markup(text, offsets)
    return Reading(document, fold_width(text), offsets, converted)


def read_query(query: str, wordings: tuple[WordingRule, ...]) -> tuple[str, ...]:
    """A query without quotation marks and spaces about it, and its mainland readings.

    A few words do not tell their script, so every form is given: as typed, in Simplified
    characters, and with another region's words replaced.
    """
    typed = fold_width(unicodedata.normalize("NFKC", query)).strip(_QUERY_MARKS)
    simplified = typed if typed.isascii() else _to_simplified(typed)
    reading = simplified
    for wording in wordings:
        table = PhraseTable.of(wording)
        reading, _ = _replace(reading, array("l", range(len(reading))), table)
    return tuple(dict.fromkeys((typed, simplified, reading)))


def is_traditional(document: str) -> bool:
    """Whether the document is written in Traditional characters."""
    sample = "".join(_HAN.findall(document[: 20 * _SAMPLE])[:_SAMPLE])
    if not sample:
        return False
    simplified = _to_simplified(sample)
    changed = sum(a != b for a, b in zip(sample, simplified, strict=True))
    return changed / len(sample) >= _TRADITIONAL_SHARE


def fold_width(text: str) -> str:
    """Full-width letters and digits to ASCII, ASCII punctuation around Chinese to full width.

    Every character stays one character, so offsets hold.
    """
    text = text.translate(_WIDE_ASCII).translate(_BRACKETS)
    return _NARROW_MARK.sub(_widen, text)


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrases by their first character, longest first; a guard's reading is itself."""

    entries: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, wording: WordingRule) -> PhraseTable:
        """The table of a wording rule, guards included."""
        pairs = {**wording.phrases, **{guard: guard for guard in wording.guards}}
        entries: dict[str, list[tuple[str, str]]] = {}
        for key in sorted(pairs, key=lambda key: (-len(key), key)):
            entries.setdefault(key[0], []).append((key, pairs[key]))
        return cls({first: tuple(found) for first, found in entries.items()})

    def at(self, text: str, position: int) -> tuple[str, str] | None:
        """The longest entry that stands at `position`, with its reading."""
        for key, value in self.entries.get(text[position], ()):
            if text.startswith(key, position):
                return key, value
        return None


def _replace(text: str, offsets: array[int], table: PhraseTable) -> tuple[str, array[int]]:
    """Replace phrases, longest match first, and carry the offsets along."""
    parts: list[str] = []
    carried = array("l")
    position = copied = 0
    while position < len(text):
        found = table.at(text, position)
        if found is None:
            position += 1
            continue
        key, value = found
        parts += (text[copied:position], value)
        carried.extend(offsets[copied:position])
        carried.extend(_spread(offsets[position : position + len(key)], len(value)))
        position += len(key)
        copied = position
    parts.append(text[copied:])
    carried.extend(offsets[copied:])
    return "".join(parts), carried


def _without_markup(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """The text that a reader sees: tags, comments and emphasis marks taken out."""
    parts: list[str] = []
    carried = array("l")
    position = 0
    for start, end in _markup(text):
        parts.append(text[position:start])
        carried.extend(offsets[position:start])
        position = end
    if not position:
        return text, offsets
    return "".join((*parts, text[position:])), carried + offsets[position:]


def _markup(text: str) -> Iterator[tuple[int, int]]:
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        if mark := match["mark"]:
            yield start, start + len(mark)
            yield end - len(mark), end
        else:
            yield start, end


def _spread(places: array[int], count: int) -> list[int]:
    """Places for `count` characters that stand for `len(places)` source characters."""
    return [places[min(index, len(places) - 1)] for index in range(count)]


def _to_simplified(text: str) -> str:
    simplified = str(_converter().convert(text))
    if len(simplified) != len(text):
        raise AssertionError("tw2s must map characters one to one")
    return simplified


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415  (slow to load, and not every command reads a text)

    return OpenCC("tw2s")


def _widen(match: re.Match[str]) -> str:
    """Full-width form of a mark unless ASCII stands on both sides (1,000; http://; 8:30)."""
    text, at = match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 3].lstrip()[:1]
    both_ascii = before.isascii() and before.isalnum() and after.isascii() and after != ""
    return match.group() if both_ascii else match.group().translate(_NARROW_MARKS)
