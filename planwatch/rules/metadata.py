"""Rules that read what a text says of itself."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from planwatch.rules.patterns import ExpressionRule


class Readings(BaseModel):
    """Lines in which a rule must read a value, and lines in which it must read none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fire: dict[str, str] = Field(min_length=1)
    silent: tuple[str, ...] = Field(min_length=1)


MetadataField = Literal[
    "title", "issuer", "number", "date", "effective", "validity", "period", "kind"
]


class MetadataRule(ExpressionRule):
    """How a text names something of itself; of the rules for a field the lowest `order` decides.

    `where` head: in one of the first lines; pair: in one of them or in two joined; title: in the
    title; heading: in a heading; text: in any line, the last one counts. `value` is what it says,
    with named groups of the pattern in braces. Of dates, `year`, `month` and `day` come out in
    digits; of `five_year`, the number of a five-year plan, its `first` and `last` year.
    """

    field: MetadataField
    where: Literal["head", "pair", "title", "heading", "text"]
    order: int
    value: str
    examples: Readings

    def failures(self) -> list[str]:
        """The examples that the rule reads otherwise."""
        expected = {**self.examples.fire, **dict.fromkeys(self.examples.silent, "")}
        read = {text: self.read(text) for text in expected}
        return [
            f"must read {value!r} in {text!r}, not {read[text]!r}"
            for text, value in expected.items()
            if read[text] != value
        ]

    def read(self, text: str) -> str:
        """What `text` says ("" where the pattern is not found in it)."""
        found = self.regex.search(text)
        if found is None:
            return ""
        groups = _groups(found)
        return _SLOT.sub(lambda slot: groups.get(slot.group(1), slot.group()), self.value)


_SLOT = re.compile(r"\{(\w+)\}")
_THIRD_PLAN = (3, 1966)
"""From the third five-year plan on each begins when the one before ends; two came earlier, with a
pause of three years between (第一个五年计划 1953–1957, 第二个 1958–1962)."""


def _groups(found: re.Match[str]) -> dict[str, str]:
    groups = {name: value or "" for name, value in found.groupdict().items()}
    for name in groups.keys() & {"year", "month", "day"}:
        groups[name] = _digits(groups[name]).zfill(2)
    if (plan := _digits(groups.get("five_year", ""))).isdecimal() and len(plan) <= 2:
        number = int(plan)
        pause = 0 if number >= _THIRD_PLAN[0] else -3
        first = _THIRD_PLAN[1] + pause + 5 * (number - _THIRD_PLAN[0])
        groups |= {"first": str(first), "last": str(first + 4)}
    return groups


def _digits(numeral: str) -> str:
    """A numeral in digits: 二〇一八 digit by digit, 十五 and 二十一 by their value."""
    if "十" not in numeral:
        return "".join(_DIGITS.get(char, char) for char in numeral)
    tens, _, ones = numeral.partition("十")
    return _DIGITS.get(tens, "1") + _DIGITS.get(ones, "0")


_DIGITS = {
    **{char: str(value) for value, char in enumerate("〇一二三四五六七八九")},
    **{"零": "0", "○": "0"},
}
