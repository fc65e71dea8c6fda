"""Quantities: the figures of commitments, what they measure, when, and in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwatch.models import Commitment, Kind, PlanInfo, PlanKind, Quantity, Span
from planwatch.quantities.figures import Figure, Figures
from planwatch.quantities.indicators import IndicatorNames
from planwatch.rules import Indicator, RuleSet

_YEAR = re.compile(r"(?<![较比是])(?P<words>(20\d\d)年以来|(?P<one>20\d\d)年)")
_TITLE = re.compile(r"《[^》]*》?")
_EDITION = re.compile(r"《[^》]*?(20\d\d)[^》]*》?[^，；。]*$")
"""A ranking in 《…2021》 holds of that edition; other figures take no year from a title."""
FIVE_YEAR = re.compile(r"“?十([一二三四五六七八九])五”?")
_PAST_PLAN = re.compile(r"(?<![较比到])“十[一二三四五六七八九]五”(?!末)")
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
_NO_NAME = re.compile(
    r"^(?:数量|占比|总数|投资)$|^连续|^[的了其与和即由从如在以向对将把被能可一]|[了与和以的从由于至到]$|[“《（\d]"
    r"|实现|创造|贡献了|集中了|进入|面向|参与|成为|拥有|突破|出台|产出|提升|提高|增加|占全国|的比"
)
"""Words with a predicate in them name nothing."""
_OTHER_RANKING = re.compile("评价|评选|指数|榜单")
_NATURE = re.compile(r"预期性|约束性")
_METRIC = 24


class Quantifier:
    """Puts the quantities on commitments."""

    def __init__(self, rules: RuleSet) -> None:
        self._figures = Figures(rules.measures)
        self._names = IndicatorNames(rules.indicators)

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
            span=span_of(c, begin, figure.end),
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
        if end < figure.at and _ranked_by_another(text, figure):
            continue
        if all(
            _CARRIES.match(part) for part in _CLAUSE.split(text[end : figure.end])[1:]
        ) and _fits(indicator, figure):
            return indicator, start
    return None, None


def _ranked_by_another(text: str, figure: Figure) -> bool:
    """Whether a rank, or the years that it was held, names its ranking: no earlier one is meant."""
    ranking = text[figure.at : figure.end]
    if figure.unit == "年":
        ranking += _CLAUSE.split(text[figure.end :])[0]
    return figure.unit in ("位", "年") and _OTHER_RANKING.search(ranking) is not None


def _fits(indicator: Indicator, figure: Figure) -> bool:
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
    if figure.comparator == "rank" and (edition := _EDITION.search(text[: figure.end])):
        return edition[1], True
    if role == "target":
        due = _due(before)
        return due or plan_end(plan), bool(due)
    if held := _held(before, role):
        return held, True
    # What a plan looks back on lies before its own period.
    return (plan.period if role == "outcome" else ""), False


def _due(before: str) -> str:
    """The year by which a target is to be reached, in the words before it."""
    if until := re.findall(r"到(20\d\d)年", before):
        return str(until[-1])
    plans = FIVE_YEAR.findall(before)
    return end_of_plan(plans[-1]) if plans else ""


def _held(before: str, role: str) -> str:
    """The year or period of a result, in the words before it."""
    bare = _TITLE.sub(lambda m: "　" * len(m[0]), before)
    years = [m for m in _YEAR.finditer(bare) if role == "baseline" or not _since(bare, m)]
    if years:
        return years[-1]["one"] or years[-1]["words"]
    past = _PAST_PLAN.findall(before) if role == "baseline" else []
    return next(iter([*_PERIODS.findall(before)[-1:], *past[-1:]]), "")


def _since(text: str, year: re.Match[str]) -> bool:
    """Whether a year is where a comparison starts (从2020年, 自2021年底的)."""
    return text[max(0, year.start() - 1) : year.start()] in ("从", "由", "自")


def plan_end(plan: PlanInfo) -> str:
    """The last year of a plan's period; "" where it has none."""
    years = re.findall(r"20\d\d", plan.period)
    return years[-1] if years else ""


def end_of_plan(digit: str) -> str:
    """The last year of 十N五: the first plan ended in 1957, the tenth in 2005, then every five."""
    return str(2005 + 5 * ("一二三四五六七八九".index(digit) + 1))


def _metric(text: str, figure: Figure) -> str:
    """What is measured, in the sentence's own words."""
    after = re.split(r"[，。；、：（“]|的(?=[^，]{0,3}$)", text[figure.end :])[0]
    if figure.counted and figure.unit not in ("%", "元", "倍", "年", "位"):
        return _name(after)
    before = re.split(r"[，。；、：]", text[: figure.start])
    return _name(_TRAIL.sub("", _TRIM.sub("", before[-1])))


def _name(words: str) -> str:
    """The words where they can name what is measured, else nothing: better none than rubbish."""
    return words if 1 < len(words) <= _METRIC and not _NO_NAME.search(words) else ""


def span_of(c: Commitment, start: int, end: int) -> Span:
    """Where the source of `c.normalized[start:end]` stands in the document."""
    first = c.places[start]
    quote = c.quote(start, end)
    first += len(c.text[first:]) - len(c.text[first:].lstrip())
    line = c.span.line + c.text.count("\n", 0, first)
    return Span(c.span.start + first, c.span.start + first + len(quote), line)
