"""Automatic list numbers of Word files, which stand nowhere in the text."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = ("chinese", "ideograph", "japaneseCounting", "taiwaneseCounting")
_LEVELS = 9


class ListNumbers:
    """Counts the paragraphs of each list and prints their markers."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        related = document.part.rels.values()
        parts = [r.target_part for r in related if r.reltype.endswith("/numbering")]
        for root in (part.element for part in parts):
            self._read(root)

    def _read(self, root: Any) -> None:
        for abstract in root.findall(f"{_W}abstractNum"):
            levels = (_Level(level) for level in abstract.findall(f"{_W}lvl"))
            self._levels[abstract.get(f"{_W}abstractNumId")] = {lv.depth: lv for lv in levels}
        for number in root.findall(f"{_W}num"):
            abstract = _value(number, "abstractNumId")
            self._lists[number.get(f"{_W}numId")] = abstract

    def next(self, paragraph: Any, style: Any) -> str:
        """The marker of a paragraph ("" where it is in no list); counts it."""
        list_id, depth = self._place(paragraph, style)
        levels = self._levels.get(self._lists.get(list_id, ""), {})
        if depth not in levels:
            return ""
        counts = self._counts[self._lists[list_id]]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._marker(levels, counts, depth)

    @staticmethod
    def _marker(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels[depth]
        if level.format == "bullet":
            return "• "
        text = level.text
        for above in range(_LEVELS):
            if above in levels:
                count = counts.get(above, levels[above].start)
                text = text.replace(f"%{above + 1}", _printed(count, levels[above].format))
        return text

    @staticmethod
    def _place(paragraph: Any, style: Any) -> tuple[str, int]:
        """The list and the depth of a paragraph, its own or its style's."""
        holders = [paragraph.find(f"{_W}pPr/{_W}numPr")]
        while style is not None:
            holders.append(style.element.find(f"{_W}pPr/{_W}numPr"))
            style = style.base_style
        for holder in holders:
            if holder is not None and (list_id := _value(holder, "numId")):
                return list_id, int(_value(holder, "ilvl") or 0)
        return "", 0


class _Level:
    """One depth of a list: its number format, the marker's pattern (%1、) and the first number."""

    def __init__(self, element: Any) -> None:
        self.depth = int(element.get(f"{_W}ilvl"))
        self.format = _value(element, "numFmt")
        self.text = _value(element, "lvlText")
        self.start = int(_value(element, "start") or 1)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _printed(count: int, format: str) -> str:
    if format in ("none", ""):
        return ""
    return chinese(count) if format.startswith(_CHINESE) and 0 < count < 100 else str(count)


def chinese(count: int) -> str:
    """A number from 1 to 99 as it is counted in Chinese: 二十一."""
    tens, ones = divmod(count, 10)
    digits = "〇一二三四五六七八九"
    head = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")
