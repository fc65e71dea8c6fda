"""Indicators by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from planwatch.rules import Indicator

_AND = re.compile(r"[和与及、]")
_SHORTEST_COMMON = 4
"""Characters that a shortened name must have in common with the one before it."""
Name = tuple[Indicator, int, int]
"""An indicator and where it is named."""


class IndicatorNames:
    """Finds indicators in sentences, the longest name first; an exception hides its inside."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._by_name: dict[str, Indicator | None] = {}
        for indicator in indicators.values():
            self._by_name |= dict.fromkeys(indicator.exceptions)
        for indicator in indicators.values():
            self._by_name |= dict.fromkeys(indicator.names, indicator)
        names = sorted(self._by_name, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names)))

    def find(self, text: str) -> list[Name]:
        """Indicators with their places, in order."""
        return [
            (indicator, start, end)
            for match in self._pattern.finditer(text)
            for name, start, end in ((match.group(), *match.span()), *self._shortened(text, match))
            if (indicator := self._by_name[name])
        ]

    def _shortened(self, text: str, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
        """A second name after 和 that leaves out what it has in common with the first
        (单位国内生产总值能源消耗和二氧化碳排放)."""
        joint = _AND.match(text, match.end())
        if joint is None:
            return
        for name in self._by_name:
            common = _common(name, match.group())
            rest = name[common:]
            if common >= _SHORTEST_COMMON and rest and text.startswith(rest, joint.end()):
                yield name, joint.end(), joint.end() + len(rest)
                return


def _common(one: str, other: str) -> int:
    """How many characters two names have in common at their start."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)
