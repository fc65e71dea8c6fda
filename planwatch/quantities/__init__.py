"""Quantities: the figures of commitments, what they measure, when, and in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from planwatch.models import Commitment, Kind, PlanInfo, PlanKind, Quantity, Span
from planwatch.quantities.figures import Figure, Figures
from planwatch.rules import Indicator, RuleSet

_YEAR = re.compile(r"(?<![较比是])(20\d\d)年")
_FIVE_YEAR = re.compile(r"“?十([一二三四五六七八九])五”?")
_PERIODS = re.compile(r"目前|累计|首批|截至")
_SEGMENT = re.compile(r"[；。]")
_CLAUSE = re.compile(r"[，；。]")
_CARRIES = re.compile(
    r"^(?:其中|稳?居|位居|位列|是|约?占|较|比|同比|均|蝉联|数量|实现|提高|增长|并|且|已|连续|在|约|达)"
)
_RISE = re.compile(r"[^，；。]{0,12}?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少)[到至]")
_FROM = re.compile(r"[从由自](?:20\d\d年底?)?的?[^，；。]{0,8}$")
_TRIM = re.compile(
    r"^(?:累计|已|目前|全市|北京|其中|达|到|为|有|共|推动|支持|建设|设立|形成|建成|布局|培育|组建)+"
)
_TRAIL = re.compile(r"(?:[从由](?:20\d\d年底?)?的?|达到?|为|保持在|是|有望|预计)+$")
_NATURE = re.compile(r"预期性|约束性")
_METRIC = 24


class Quantifier:
    """Puts the quantities on commitments."""

    def __init__(self, rules: RuleSet) -> None:
        self._figures = Figures(rules.measures)
        self._names = _Names(rules.indicators)

    def of(self, commitment: Commitment, plan: PlanInfo) -> Iterator[Quantity]:
        """The quantities of a sentence of a plan."""
        text = commitment.normalized
        figures = self._figures.find(text)
        if not figures:
            return
        named = self._names.find(text)
        for figure in figures:
            yield self._quantity(commitment, plan, figure, named)

    def _quantity(
        self, c: Commitment, plan: PlanInfo, figure: Figure, named: list[tuple[Indicator, int, int]]
    ) -> Quantity:
        text = c.normalized
        indicator, start = _indicator(text, figure, named)
        role = _role(text, figure, c.kind, plan)
        year, dated = _year(text, figure, role, plan)
        begin = figure.start if start is None else min(start, figure.start)
        nature = _NATURE.search(text)
        return Quantity(
            quote=c.quote(begin, figure.end),
            span=_span(c, begin, figure.end),
            metric=indicator.zh if indicator else _metric(text, figure),
            comparator=figure.comparator,
            value=figure.value,
            unit=figure.unit,
            year=year,
            role=role,
            indicator=indicator.id if indicator else "",
            base=figure.base,
            step=figure.step,
            scope=figure.scope,
            dated=dated,
            nature=nature[0] if nature else "",
        )


class _Names:
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


def _indicator(
    text: str, figure: Figure, named: list[tuple[Indicator, int, int]]
) -> tuple[Indicator | None, int | None]:
    """The indicator that a figure is said of: named before it in its own clause, or before a
    clause that carries the subject on (居全国首位, 是2020年的1.4倍)."""
    for indicator, start, end in reversed(named):
        if (end > figure.at and figure.comparator != "rank") or start > figure.end:
            continue
        between = text[end : figure.at]
        if _SEGMENT.search(between):
            break
        if all(_CARRIES.match(part) for part in _CLAUSE.split(between)[1:]) and _fits(
            indicator, figure, between
        ):
            return indicator, start
    return None, None


def _fits(indicator: Indicator, figure: Figure, between: str) -> bool:
    if figure.comparator in ("rank", "growth") or figure.unit in ("%/年", "年", "倍"):
        return True
    return figure.unit == indicator.unit or (figure.unit, indicator.unit) == ("人", "人次")


def _role(text: str, figure: Figure, kind: Kind, plan: PlanInfo) -> str:
    starts = _FROM.search(text[: figure.start]) and _RISE.match(text, figure.end)
    if starts:
        return "baseline"
    if plan.kind == PlanKind.REVIEW:
        return "outcome"
    return "baseline" if kind in (Kind.ACHIEVEMENT, Kind.CONTEXT) else "target"


def _year(text: str, figure: Figure, role: str, plan: PlanInfo) -> tuple[str, bool]:
    """When a figure holds, and whether the text says so; a target else by the plan's end."""
    before = text[: figure.start]
    years = [m for m in _YEAR.finditer(before) if role == "baseline" or not _since(before, m)]
    if role == "target":
        until = re.findall(r"到(20\d\d)年", before)
        if until:
            return until[-1], True
        if plans := _FIVE_YEAR.findall(before):
            return _end_of(plans[-1]), True
        return plan_end(plan), False
    if years:
        return years[-1][1], True
    words = _PERIODS.findall(before)
    return (words[-1], True) if words else (plan.period, False)


def _since(text: str, year: re.Match[str]) -> bool:
    """Whether a year is where a comparison starts (从2020年, 自2021年底的)."""
    return text[max(0, year.start() - 1) : year.start()] in ("从", "由", "自")


def plan_end(plan: PlanInfo) -> str:
    """The last year of a plan's period; "" where it has none."""
    years = re.findall(r"20\d\d", plan.period)
    return years[-1] if years else ""


def _end_of(digit: str) -> str:
    """The last year of 十N五: the first plan ended in 1957, the tenth in 2005, then every five."""
    return str(2005 + 5 * ("一二三四五六七八九".index(digit) + 1))


def _metric(text: str, figure: Figure) -> str:
    """What is measured, in the sentence's own words."""
    after = re.split(r"[，。；、：]|的(?=[^，]{0,3}$)", text[figure.end :])[0][:_METRIC]
    if figure.counted and after and figure.unit not in ("%", "元", "倍", "年"):
        return after
    before = re.split(r"[，。；、：]", text[: figure.start])
    words = next((part for part in reversed(before) if len(part) > 1), "")
    return (
        _TRAIL.sub("", _TRIM.sub("", words))[-_METRIC:] or after or text[figure.start : figure.end]
    )


def _span(c: Commitment, start: int, end: int) -> Span:
    first = c.places[start]
    quote = c.quote(start, end)
    first += len(c.text[first:]) - len(c.text[first:].lstrip())
    line = c.span.line + c.text.count("\n", 0, first)
    return Span(c.span.start + first, c.span.start + first + len(quote), line)
