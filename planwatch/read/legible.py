"""Legibility: whether decoded text is writing, or what a wrong decoding made of it."""

from __future__ import annotations

import unicodedata
from functools import cache

EVERYDAY_SHARE = 0.9
"""Least share of everyday characters among those beyond ASCII. Running Chinese text has 0.93
and more in its own encoding (measured down to 60 characters), and less than 0.6 in another."""
_SAMPLE = 20_000
"""Characters looked at."""
_RUBBISH_SHARE = 0.005
_LEVEL_ONE = {"gb2312": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
"""First bytes of the everyday characters: level 1 of GB 2312-80 (3,755 characters) and of
Big5 (5,401)."""
_PUNCTUATION = "　、。〈〉《》「」『』【】〔〕〇·—‘’“”…※○●△▲□■◆→①②③④⑤⑥⑦⑧⑨⑩℃％‰×"


def everyday_share(text: str) -> float:
    """Share of everyday Chinese characters and marks among the characters beyond ASCII.

    1 where there are none beyond ASCII and no zero bytes.
    """
    beyond = [char for char in text[:_SAMPLE] if not char.isascii()]
    if not beyond:
        return float("\0" not in text)
    return sum(map(_is_everyday, beyond)) / len(beyond)


def is_damaged(text: str) -> bool:
    """Whether characters that no text holds are more than a stray few."""
    sample = text[:_SAMPLE]
    return sum(map(_is_rubbish, sample)) > _RUBBISH_SHARE * len(sample)


@cache
def _is_everyday(char: str) -> bool:
    if char in _PUNCTUATION or "\uff01" <= char <= "\uff5e":
        return True
    return any(_first_byte(char, codec) in first for codec, first in _LEVEL_ONE.items())


def _first_byte(char: str, codec: str) -> int:
    try:
        return char.encode(codec)[0]
    except UnicodeEncodeError:
        return 0


@cache
def _is_rubbish(char: str) -> bool:
    """Whether no text holds the character: private use, unassigned, given up by a converter."""
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cs")
