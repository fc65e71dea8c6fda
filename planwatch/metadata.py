"""Metadata: what a text says of itself, and which listed document it follows or reviews.

All of it is a proposal: what is not said stays empty, and where two documents only may belong
together nothing is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from planwatch.models import Metadata, Plan, PlanInfo, PlanKind, Reading
from planwatch.rules import MetadataField, MetadataRule

_HEAD_LINES = 30
"""Lines with text in which a document says what it is."""
_LONGEST_TITLE = 60
_SPACED = 3
"""Single characters with space between that make a line a spaced-out one (政 府 工 作 报 告)."""
_SENTENCE = re.compile(r"[^。！？；]+[。！？]?")
_OF_ITS_TIME = re.compile(
    r"第?[一二三四五六七八九十]{1,3}(个五年|五)(?=计划|规划|时期|期间|[”\"])|和?\d{4}年?(远景目标)?"
    r"|时期|期间|[（(][^（）()]*[）)]|[\W\d]+"
)
"""What the titles of successive documents do not share."""
_SAME_SERIES = 85
"""Least likeness (rapidfuzz, 0 to 100) of titles without their years within a series."""
_SHORTEST_SERIES = 8
"""Characters; a shorter title (政府工作报告) says nothing without its issuer."""


def describe(plan: Plan, reading: Reading, rules: Sequence[MetadataRule]) -> Metadata:
    """What the text of a plan says of itself."""
    lines = list(_lines(reading))
    headings = [heading.reading for heading in plan.headings]
    said = _Said(rules, lines, headings)
    found = said.value("title")
    title = found or _first_words(lines)
    kind = said.value("kind", title)
    return Metadata(
        title=title,
        title_by="source" if found else "editor",
        kind=PlanKind(kind) if kind else None,
        issuer=said.value("issuer", title),
        number=said.value("number", title),
        date=said.value("date", title),
        effective=said.value("effective", title),
        validity=said.value("validity", title),
        period=said.value("period", title),
        language="zh-Hant" if plan.converted else "zh-Hans",
    )


class _Said:
    """Asks the rules of a field in their order for the first value that the text gives."""

    def __init__(
        self, rules: Sequence[MetadataRule], lines: Sequence[str], headings: Sequence[str]
    ) -> None:
        self._rules = rules
        head = lines[:_HEAD_LINES]
        joined = [first + second for first, second in pairwise(head)]
        self._places: dict[str, Sequence[str]] = {
            "head": head,
            "pair": [*head, *joined],
            "heading": headings,
            "text": lines[::-1],
        }

    def value(self, field: MetadataField, title: str = "") -> str:
        places = {**self._places, "title": [title]}
        values = (
            rule.read(line)
            for rule in self._rules
            if rule.field == field
            for line in places[rule.where]
        )
        return next(filter(None, values), "")


def follows(found: Metadata, kind: PlanKind, plans: Iterable[PlanInfo]) -> str:
    """The id of the latest listed document of the same series from an earlier year, or ""."""
    year = _year(found.period or found.date)
    earlier = [
        info
        for info in plans
        if info.kind == kind and not info.variant_of and "" < _year(info.period or info.date) < year
        if _same_series(found, info)
    ]
    return max(earlier, key=lambda info: _year(info.period or info.date)).id if earlier else ""


def reviewed(found: Metadata, plans: Iterable[PlanInfo]) -> str:
    """The id of the only listed plan of the same period and issuer, or ""."""
    same = [
        info.id
        for info in plans
        if info.kind in (PlanKind.PLAN, PlanKind.SCHEME)
        if found.period and info.period == found.period and _same_issuer(found, info, unknown=False)
    ]
    return same[0] if len(same) == 1 else ""


def _same_series(found: Metadata, info: PlanInfo) -> bool:
    one, other = (_OF_ITS_TIME.sub("", title) for title in (found.title, info.title))
    telling = min(len(one), len(other)) >= _SHORTEST_SERIES
    return fuzz.ratio(one, other) >= _SAME_SERIES and _same_issuer(found, info, unknown=telling)


def _same_issuer(found: Metadata, info: PlanInfo, *, unknown: bool) -> bool:
    """Whether one issuer's name holds the other's (海拉尔区人民政府, 呼伦贝尔市海拉尔区人民政府);
    `unknown` is the answer where one of them is not known."""
    if not found.issuer or not info.issuer:
        return unknown
    one, other = sorted((found.issuer, info.issuer), key=len)
    return one in other


def _year(when: str) -> str:
    return when[:4] if when[:4].isdigit() else ""


def _lines(reading: Reading) -> Iterator[str]:
    """The lines that hold text, in their mainland reading; of those of markup alone the source."""
    start = 0
    for line in reading.document.splitlines(keepends=True):
        first, last = reading.trimmed(start, start + len(line))
        text = reading.text_between(first, last) if first < last else line.strip()
        start += len(line)
        if text:
            yield _unspaced(text.lstrip("# "))


def _unspaced(line: str) -> str:
    words = line.split()
    spaced = len(words) >= _SPACED and all(len(word) == 1 for word in words)
    return ("" if spaced else " ").join(words)


def _first_words(lines: Sequence[str]) -> str:
    """The first line, or its first sentence where it is a paragraph."""
    first = lines[0] if lines else ""
    if len(first) > _LONGEST_TITLE and (sentence := _SENTENCE.match(first)):
        first = sentence.group()
    return first[:_LONGEST_TITLE]
