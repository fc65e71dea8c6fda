"""Quantities: the figures of commitments, what they measure, when, and in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planwatch.models import Commitment, Kind, PlanInfo, PlanKind, Quantity, Span
from planwatch.quantities.figures import Figure, Figures
from planwatch.quantities.indicators import IndicatorNames, Name
from planwatch.quantities.metrics import Metrics
from planwatch.quantities.scales import unit_class
from planwatch.rules import Indicator, RuleSet

_YEAR = re.compile(r"(?<![较比是])(?P<words>(20\d\d)年以来|(?P<one>20\d\d)年)")
_TITLE = re.compile(r"《[^》]*》?")
_EDITION = re.compile(r"《[^》]*?(20\d\d)[^》]*》?[^，；。]*$")
"""A ranking in 《…2021》 holds of that edition; other figures take no year from a title."""
FIVE_YEAR = re.compile(r"“?十([一二三四五六七八九])五”?")
_DUE_PLAN = re.compile(r"(?<![较比于过])“?十([一二三四五六七八九])五”?(?!.{0,6}(?:实际|平均|水平))")
_PAST_PLAN = re.compile(r"(?<![较比到])“十[一二三四五六七八九]五”(?!末)")
_PERIODS = re.compile(r"目前|累计|首批|截至")
_SEGMENT = re.compile(r"[；。]")
_CLAUSE = re.compile(r"[，；。]")
_ITEM = re.compile(r"[，；。、]|$")
_CARRIES = re.compile(
    r"^(?:其中|稳?居(?!民)|位居|位列|是|约?占|较|比|同比|均|蝉联|数量|实现|提高|增长|并|且|已|连续|在|约|达)"
)
_RISE = re.compile(r"[^，；。]{0,12}?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少)[到至]")
_FROM = re.compile(r"[从由自](?:20\d\d年底?)?的?[^，；。]{0,14}$")
_OTHER_RANKING = re.compile("评价|评选|指数|榜单")
_NATURE = re.compile(r"预期性|约束性")


class Quantifier:
    """Puts the quantities on commitments."""

    def __init__(self, rules: RuleSet) -> None:
        self._figures = Figures(rules.measures)
        self._names = IndicatorNames(rules.indicators)
        self._metrics = Metrics(rules.measures)

    def of(self, commitment: Commitment, plan: PlanInfo) -> Iterator[Quantity]:
        """The quantities of a sentence of a plan."""
        text = commitment.normalized
        figures = self._figures.find(text)
        if not figures:
            return
        found = _Sentence(text, figures, self._names.find(text), self._metrics)
        for index in range(len(figures)):
            yield self._quantity(commitment, plan, found, index)

    def _quantity(self, c: Commitment, plan: PlanInfo, found: _Sentence, index: int) -> Quantity:
        text, figure = c.normalized, found.figures[index]
        indicator, start, end = found.indicator(index)
        role = _role(text, figure, c.kind, plan)
        year, dated = _year(text, figure, role, plan)
        begin = figure.start if indicator is None else min(start, figure.start)
        stop = max(figure.end, end)
        nature = _NATURE.search(text)
        return Quantity(
            quote=c.quote(begin, stop),
            span=span_of(c, begin, stop),
            metric=indicator.zh if indicator else found.metrics[index],
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
            change=found.change(index, end),
        )


class _Sentence:
    """The figures of a sentence with what each of them measures."""

    def __init__(
        self, text: str, figures: Sequence[Figure], named: Sequence[Name], metrics: Metrics
    ) -> None:
        self.figures = figures
        self._text = text
        self._named = named
        self._own = metrics.own(text, figures)
        self._change = metrics.change
        self.metrics = metrics.of(text, figures)

    def change(self, index: int, name_end: int) -> str:
        """Whether a figure tells by how much something rises or falls; not where the name of
        what is measured, which ends at `name_end`, says so itself (城镇新增就业, 增速)."""
        figure = self.figures[index]
        if figure.unit in ("位", "年", "%/年", "倍"):
            return ""
        start = max((f.end for f in self.figures[:index] if f.end <= figure.at), default=0)
        between = self._text[max(start, min(name_end, figure.at)) : figure.at]
        if start and not self._text[start : figure.at].strip("、和及"):
            return self.change(index - 1, name_end)
        return self._change(between)

    def indicator(self, index: int) -> tuple[Indicator | None, int, int]:
        """The indicator that a figure is said of, with the place of its name: named before it in
        its own clause, or before a clause that carries the subject on (居全国首位, 是2020年的1.4
        倍). Where several are said to stand 分别 at several figures, each takes its own."""
        figure = self.figures[index]
        if following := self._following(figure):
            return following
        for indicator, start, end in reversed(self._in_turn(index) or self._named):
            if (end > figure.at and figure.comparator != "rank") or start > figure.end:
                continue
            between = self._text[end : figure.at]
            if _SEGMENT.search(between):
                break
            if end < figure.at and _ranked_by_another(self._text, figure):
                continue
            if self._carries(index, end) and self._fits(indicator, index, end):
                return indicator, start, end
        return None, 0, 0

    def _following(self, figure: Figure) -> Name | None:
        """The indicator that a figure counts, named right after it and nothing else."""
        for indicator, start, end in self._named if figure.counted else ():
            whole = _ITEM.match(self._text, end) and unit_class(figure.unit) == indicator.unit
            if start == figure.end and whole:
                return indicator, start, end
        return None

    def _carries(self, index: int, end: int) -> bool:
        """Whether what stands between a name and a figure brings no other subject."""
        figure = self.figures[index]
        if self._own[index] and any(end <= f.at < figure.at for f in self.figures):
            return False
        parts = _CLAUSE.split(self._text[end : figure.end])[1:]
        return all(_CARRIES.match(part) for part in parts)

    def _fits(self, indicator: Indicator, index: int, end: int) -> bool:
        """Whether a figure can be one of an indicator: in its unit, or a rank, a rate, a change."""
        figure = self.figures[index]
        if figure.comparator in ("rank", "growth") or figure.unit in ("%/年", "年", "倍"):
            return True
        if figure.unit in ("%", "个百分点") and self.change(index, end):
            return True
        return unit_class(figure.unit) == unit_class(indicator.unit)

    def _in_turn(self, index: int) -> list[Name]:
        """The indicator that 分别 gives to a figure; empty where there is no such row of both."""
        text, at = self._text, self.figures[index].at
        start = max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)
        turn = text.rfind("分别", start, at)
        stop = _CLAUSE.search(text, at)
        row = [f for f in self.figures if turn < f.at < (stop.start() if stop else len(text))]
        names = [name for name in self._named if start <= name[1] < turn]
        if turn < 0 or len(row) != len(names):
            return []
        return [names[row.index(self.figures[index])]]


def _ranked_by_another(text: str, figure: Figure) -> bool:
    """Whether a rank, or the years that it was held, names its ranking: no earlier one is meant."""
    ranking = text[figure.at : figure.end]
    if figure.unit == "年":
        ranking += _CLAUSE.split(text[figure.end :])[0]
    return figure.unit in ("位", "年") and _OTHER_RANKING.search(ranking) is not None


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
    plans = _DUE_PLAN.findall(before)
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


def span_of(c: Commitment, start: int, end: int) -> Span:
    """Where the source of `c.normalized[start:end]` stands in the document."""
    first = c.places[start]
    quote = c.quote(start, end)
    first += len(c.text[first:]) - len(c.text[first:].lstrip())
    line = c.span.line + c.text.count("\n", 0, first)
    return Span(c.span.start + first, c.span.start + first + len(quote), line)
