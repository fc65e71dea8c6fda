"""Indicators by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planwatch.rules import Indicator


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

    def find(self, text: str) -> list[tuple[Indicator, int, int]]:
        """Indicators with their places, in order."""
        return [
            (indicator, m.start(), m.end())
            for m in self._pattern.finditer(text)
            if (indicator := self._by_name[m.group()])
        ]
