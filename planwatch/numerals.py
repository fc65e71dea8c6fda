"""Chinese and Arabic numerals in running text: where they stand and what they are worth.

Covers 一万五千, 两千零五, 2.5万亿, 1,234, 千余, 二百五 (an elided last unit), 三分之二,
一又二分之一, 点 and decimal points, 负, full-width and financial digits, 打. Own code, because
cn2an fails on 2.5万亿 and 六成 and turns names (三城一区) into figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_DIGITS |= {"〇": 0, "两": 2, "兩": 2, "俩": 2, "倆": 2}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)) | {"貳": 2, "參": 3, "陸": 6}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_PREFIXED = tuple("瓦克米卡伏")
"""Units of which 千 is a part (千瓦, 千克)."""
_DOZEN = 12
_TOLERATED = "余餘多几幾"
"""Say that there is more, and add nothing to the figure."""
_LETTERS = {"k": 10**3, "m": 10**6}
_H = "".join((*_DIGITS, *_SMALL))
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<![\d.])\.\d+"
_FORMAL = "伍陆陸肆拾捌"
_UNITS = "".join((*_SMALL, *_BIG)).replace("兆", "").replace("千", "")
_WHOLE = (
    rf"(?:(?:{_ARABIC})|[{_H}])"
    rf"(?:\s*(?:[{_UNITS}]|[兆千](?![瓦赫字比帕克米卡伏]))|(?<!\d)\s*[{''.join(_DIGITS)}]"
    rf"|(?<=[{_TOLERATED}十百千万萬亿億零]) *(?:{_ARABIC})"
    rf"|[ ]*[{_TOLERATED}](?=\s*[万萬亿億])|(?<=[十百千零拾])[几幾](?=[万萬亿億]))*"
)
_DECIMALS = "".join(digit for digit in _DIGITS if digit not in "两兩俩倆")
_NUMBER = rf"(?:(?<![-\d%])-|[负負])?{_WHOLE}(?:\s*[点點]\s*[{_DECIMALS}]+)?"
_NUMERAL = re.compile(
    rf"(?P<whole>{_NUMBER})\s*又\s*(?P<under>{_NUMBER})\s*分\s*之\s*(?P<over>{_NUMBER})"
    rf"|(?P<under2>{_NUMBER})\s*分\s*之\s*(?P<over2>{_NUMBER})"
    rf"|(?P<mixed>-?\d+ )?(?P<over3>-?\d+)/(?P<under3>\d+)(?![/\d])"
    rf"|(?P<base>-?(?:{_ARABIC}))(?P<mark>e|\^)(?P<power>[+-]{{0,2}}\d+)"
    rf"|(?P<plain>{_NUMBER})(?P<tail>打|\s?[km](?![a-z]))?"
    r"|(?P<half>半)(?=百|数|數)百?"
)
_TOKEN = re.compile(rf"{_ARABIC}|.", re.DOTALL)
_WORDS = re.compile(
    r"百\s*分\s*[点點]|[一壹]切|一看|一下|一些|一样|一樣|一定|一般|一批|一系列|四川|五台山|陆地|两两|兩兩|九九是|十足"
)
"""Words that begin with a numeral and are none."""


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral: `text[start:end]` and its exact value."""

    start: int
    end: int
    value: Fraction
    fraction: bool = False
    """Whether it is written as one (三分之一, 1/6)."""


_LONGEST = 60
"""Characters of a numeral; what is longer is none, and would not fit into a float."""


def find(text: str) -> Iterator[Number]:
    """All numerals of a text in order; ordinals and names are for the caller to tell."""
    folded = _folded(text)
    words = [match.span() for match in _WORDS.finditer(folded)]
    for match in _NUMERAL.finditer(folded):
        start, end = match.span()
        if end - start > _LONGEST:
            continue
        if any(first <= start < last for first, last in words):
            continue
        if match.group().strip() in _FORMAL or match["plain"] in _BIG:
            continue
        if match["plain"] == "千" and folded[end : end + 1] in _PREFIXED:
            continue
        while folded[end - 1].isspace():
            end -= 1
        try:
            value = _worth(match)
        except ZeroDivisionError:
            continue
        yield Number(start, end, value, bool(match["over"] or match["over2"] or match["over3"]))


def parse(text: str) -> Fraction | None:
    """The value of a text that is one numeral; None where it is not."""
    stripped = text.strip()
    found = list(find(stripped))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(stripped))
    return found[0].value if whole else None


@cache
def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


def _folded(text: str) -> str:
    """Full-width signs as ASCII, code point by code point."""
    return text.lower() if text.isascii() else "".join(map(_fold, text))


def _worth(match: re.Match[str]) -> Fraction:
    if match["half"]:
        return Fraction(50)
    if match["base"]:
        return _power(match)
    if match["over3"]:
        rest = Fraction(int(match["over3"]), int(match["under3"]))
        return Fraction(int(match["mixed"])) + rest if match["mixed"] else rest
    over = match["over"] or match["over2"]
    if over:
        part = _counted(over) / _counted(match["under"] or match["under2"])
        whole = _counted(match["whole"]) if match["whole"] else Fraction(0)
        return whole - part if whole < 0 else whole + part
    value = _counted(match["plain"])
    tail = (match["tail"] or "").strip()
    return value * (_DOZEN if tail == "打" else _LETTERS.get(tail, 1))


def _power(match: re.Match[str]) -> Fraction:
    base, power = _counted(match["base"]), int(match["power"].replace("--", "").lstrip("+"))
    if abs(power) > 99:
        return Fraction(0)
    if match["mark"] == "e":
        return base * Fraction(10) ** power
    return -((-base) ** power) if base < 0 else base**power


def _counted(text: str) -> Fraction:
    text = re.sub(rf"[\s,{_TOLERATED}]", "", text)
    sign = -1 if text[:1] in "-负負" else 1
    whole, point, decimals = re.sub(r"[点點]", "点", text.lstrip("-负負")).partition("点")
    value = _cardinal(whole)
    if point:
        value += Fraction(int("".join(str(_DIGITS[d]) for d in decimals)), 10 ** len(decimals))
    return sign * value


def _cardinal(text: str) -> Fraction:
    """Sections below 万, 亿 or 兆 add up; a digit at the very end may stand for the next lower
    unit (二百五 = 250)."""
    total = section = Fraction(0)
    digit: Fraction | None = None
    last, elided, largest = 1, False, 1
    for token in _TOKEN.findall(text):
        if token in _SMALL:
            section += (1 if digit is None or digit == 0 else digit) * _SMALL[token]
            digit, last, elided = None, _SMALL[token], True
        elif token in _BIG:
            unit = _BIG[token]
            section += digit or Fraction(0)
            if (unit > largest and total and section) or not section:
                total = ((total + section) or Fraction(1)) * unit
            else:
                total += section * unit
            section, digit, last, elided = Fraction(0), None, unit, True
            largest = max(largest, unit)
        else:
            value = Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token)
            elided = elided and digit is None and 0 < value < 10
            digit = value if digit is None else digit * 10 + value
    if digit is not None and elided and last > 10:
        digit = digit * last / 10
    return total + section + (digit or 0)
