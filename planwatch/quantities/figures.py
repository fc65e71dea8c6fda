"""Figures in a sentence: where a number stands, what it counts in, how it is hedged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from planwatch import numerals
from planwatch.numerals import Number
from planwatch.rules import MeasuresRule


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; `start` and `end` count in the sentence, hedges included.

    `at` is where the number itself begins, `counted` whether a thing counted follows.
    """

    start: int
    at: int
    end: int
    value: float
    unit: str
    comparator: str
    step: float = 0.0
    base: str = ""
    scope: str = ""
    counted: bool = False


_HEDGE = 8
"""Characters before a number among which the words lie that hedge it."""
_DATE = re.compile(r"\s*(?:年代|年|个?月|日|号|世纪|周年|届|期|版|楼|时\b|点\b|-\d|—\d|/\d|时期)")
_NAME_BEFORE = re.compile(r"[第前几数每A-Za-z.+\-—·“‘]")
_NAME_AFTER = re.compile(r"[A-Za-z+”’]|[.]\d")
_QUOTED = re.compile(r"“[^”]{0,24}”|《[^》]*》|〔[^〕]*〕|（20\d\d[^）]*）")
_CIRCUMSTANCE = re.compile(r"(?:公里|米)内|岁以[下上]|(?:分钟|小时)[^，。；、]{0,4}圈|(?<=24)小时")
"""How near, how old or when: part of a name or a set phrase (50米内换乘比例, 1小时通勤圈)."""
_SHARES = ("成", "%", "％", "‰", "个百分点")
_ROUND = ("十", "百", "千", "万", "百千", "千万")
"""Alone no count but a way to say many (百家争鸣, 千人计划)."""
_SPAN_OF_YEARS = re.compile(r"年限[^，。；\d]{0,8}$")
_RATE = re.compile(r"(\d+(?:\.\d+)?)/(10万|万|千)(?!\d)")
"""Cases among so many people (18/10万)."""
_PER = re.compile(r"/[日年天秒人]")
_FIGURES = r"零一二三四五六七八九十百千万亿兆两几余多数\d"
_SCALE = re.compile(rf"(?<![{_FIGURES}])([万亿]{{1,2}})级")
_BARE_GRADE = re.compile(rf"(?<![{_FIGURES}])(吉瓦时|兆瓦时|吉瓦|兆瓦)级")
_HALF = re.compile(r"一半|过半|半数")
_ORDER = r"(?:第(?P<place>[一二三四五六七八九十]+|\d+)|首位|榜首)"
_RANK = re.compile(
    rf"(?:位居|位列|稳居|蝉联|跃居|保持|升至|跻身|居于|[居列]|排名|排在|全国|全球|世界|城市|评价|均)"
    rf"(?P<among>[^，。；、]{{0,24}}?){_ORDER}"
    r"(?![个届步代期次子方梯生动资台部版条类颗产阶轮要责标时书]|[一二三四五六七八九十])(?:位|名)?"
)
_SCOPES = (("global", ("全球", "世界", "国际")), ("national", ("全国", "中国", "国内", "国家")))
_RUN = re.compile(
    r"(?:连续(?P<run>\d+|[两二三四五六七八九十]+)年|(?P<held>\d+|[两二三四五六七八九十]+)年蝉联)"
)
_DOUBLED = re.compile(r"翻(?P<times>[一两二三])?番")
_GROWTH = re.compile(
    r"(?:增长|增加|提高|提升|增幅|增速|上升|扩大|下降|降低|减少)(?:了)?[超约近逾]*过?$"
)
_YEARLY = re.compile(r"年均|每年增长|年增速")
_SHARE = re.compile(r"(约占?|近|不到|不足|超过?)[^，。；、的\d]{1,8}的?$")
_BETWEEN = re.compile(r"[^，。；、和与]{0,6}间")
_NOT_A_RANGE = re.compile(r"[第从由自A-Za-z.“‘]")
_SENTENCE_PART = re.compile(r"[，。；、]")


class Figures:
    """Finds the figures of sentences by the measure words and hedges of the rules."""

    def __init__(self, rule: MeasuresRule) -> None:
        units = "|".join(map(re.escape, sorted(rule.measures, key=len, reverse=True)))
        self._unit = re.compile(
            rf"\s*(?P<more>余|多)?(?P<unit>个百分点|[%％‰]|成(?!为|果|立|功|员)|[万亿]*(?:{units}))"
        )
        self._to = re.compile(
            rf"(?:[%％]|{units})?\s*(?:[-－−—–~～]{{1,2}}|至|到|(?P<and>[和与]))\s*"
        )
        self._bare = re.compile(rf"(?<![{_FIGURES}])([万亿]{{1,2}})({units})")
        self._grade = re.compile(rf"(?P<unit>{units})?级")
        self._before = [
            (c, re.compile(_either(words) + "(?:[有为是达]|达到|了)?$"))
            for c, words in rule.before.items()
        ]
        self._after = [(c, re.compile(_either(words))) for c, words in rule.after.items()]
        self._graded = rule.graded
        self._measures = frozenset(rule.measures)

    def find(self, text: str) -> list[Figure]:
        """All figures of a sentence in the order of their places."""
        if not _PROMISING.search(text):
            return []
        ranks = list(_ranks(text))
        hidden = [m.span() for m in _QUOTED.finditer(text)]
        hidden += [(f.start, f.end) for f in ranks]
        found = [*ranks, *_runs(text), *_doublings(text)]
        found += [f for f in self._plain(text) if not _within(f.at, hidden)]
        return sorted(found, key=lambda f: (f.at, f.end))

    def _plain(self, text: str) -> Iterator[Figure]:
        numbers = list(numerals.find(text))
        taken = 0
        for number, following in zip_longest(numbers, numbers[1:]):
            ends = self._ends(text, number, following) if following else ()
            if ends:
                taken = following.end
                yield from ends
            elif number.start >= taken and (figure := self._figure(text, number)):
                yield figure
        for match in _SCALE.finditer(text):
            yield from self._scaled(text, match.start(), match.end(), _scale(match[1]), "")
        for match in self._bare.finditer(text):
            value, unit = _scale(match[1]), match[2]
            figure = self._hedged(text, _bare_figure(match, value, unit))
            if figure.comparator != "=":
                yield replace(figure, step=value, counted=True)
        for match in _BARE_GRADE.finditer(text):
            yield from self._scaled(text, match.start(), match.end(), 1.0, match[1])
        for match in _HALF.finditer(text):
            half = _bare_figure(match, 50.0, "%")
            yield self._hedged(text, half if match[0] == "一半" else replace(half, comparator=">"))

    def _ends(self, text: str, first: Number, last: Number) -> tuple[Figure, ...]:
        """The two ends of a range (20–30家, 160～300万千瓦), each with the words of the whole;
        empty where there is none."""
        joint = self._to.fullmatch(text, first.end, last.start)
        if joint is None or not _bounds(text, first, last, between=joint["and"] is not None):
            return ()
        high = self._counted(text, last)
        if high is None or high.comparator not in ("=", "<="):
            return ()
        value = float(first.value) * _shared_scale(text, first, last, high)
        if value > high.value:
            return ()
        whole = replace(high, start=first.start, at=first.start)
        return replace(whole, value=value, comparator=">="), replace(whole, comparator="<=")

    def _scaled(self, text: str, at: int, end: int, value: float, unit: str) -> Iterator[Figure]:
        rest = _SENTENCE_PART.split(text[end : end + 16])[0]
        unit = unit or next((u for word, u in self._graded.items() if word in rest), "")
        if unit:
            yield Figure(at, at, end, value, unit, "~", step=value, counted=True)

    def _figure(self, text: str, number: Number) -> Figure | None:
        before = text[max(0, number.start - 1) : number.start]
        if _NAME_BEFORE.match(before) or _dated(text, number):
            return None
        return self._rated(text, number) or self._counted(text, number)

    def _rated(self, text: str, number: Number) -> Figure | None:
        """A fraction, cases among many people, a span of years, or a scale (千亿级)."""
        at, end, value = number.start, number.end, float(number.value)
        if rate := _RATE.match(text, at):
            plain = Figure(at, at, rate.end(), float(rate[1]), "/" + rate[2], "", 1.0)
        elif number.fraction:
            plain = Figure(at, at, end, value * 100, "%", "", 1.0)
        elif _is_span_of_years(text, number):
            plain = Figure(at, at, end + 1, value, "年", "", float(_step(text[at:end], number)))
        elif grade := self._grade.match(text, end):
            return next(self._scaled(text, at, grade.end(), value, grade["unit"] or ""), None)
        else:
            return None
        return self._hedged(text, plain)

    def _counted(self, text: str, number: Number) -> Figure | None:
        written = text[number.start : number.end]
        match = self._unit.match(text, number.end)
        if match is None or not self._counts(text, written, number, match):
            return None
        figure = self._measured(text, number, match)
        return None if written in _ROUND and figure.comparator == "=" else figure

    def _counts(self, text: str, written: str, number: Number, match: re.Match[str]) -> bool:
        """Whether a number counts: small ones in characters are names or lists (三个方面)."""
        unit = match["unit"]
        if match.end() == match.end("unit") and _NAME_AFTER.match(text, match.end()):
            return unit in "%％"
        if _CIRCUMSTANCE.match(text, match.start("unit")):
            return False
        if unit == "岁" or (unit == "条" and "政策" in text[match.end() :][:10]):
            return "预期寿命" in text
        if written[0].isdigit() or match["more"] or unit in _SHARES:
            return True
        if written[0] in "几幾数":
            return False
        return number.value >= 10 or unit[-1:] == "元" or unit == "倍"

    def _measured(self, text: str, number: Number, match: re.Match[str]) -> Figure:
        written, unit = text[number.start : number.end], match["unit"]
        scale = Fraction(1)
        while unit[0] in "万亿" and len(unit) > 1 and unit not in self._measures:
            scale, unit = scale * (10**4 if unit[0] == "万" else 10**8), unit[1:]
        if unit in ("%", "％", "成"):
            scale, unit = (Fraction(10) if unit == "成" else Fraction(1)), "%"
        value = number.value * scale
        more = (
            match["more"] or re.search(r"[余多几幾]", written) or _many(text, number.start, written)
        )
        hedge = ">" if more else ""
        step = float(_step(written, number) * scale)
        plain = Figure(number.start, number.start, match.end(), float(value), unit, hedge, step)
        if rate := _PER.match(text, match.end()):
            return self._hedged(text, replace(plain, end=rate.end(), unit=unit + rate[0]))
        counted = text[match.end() : match.end() + 1] not in ("，", "。", "；", "、", "")
        return _based(text, replace(self._hedged(text, plain), counted=counted))

    def _hedged(self, text: str, figure: Figure) -> Figure:
        """The figure with the words before and after it that say how exact it is."""
        start = at = figure.at
        end, unit, comparator = figure.end, figure.unit, figure.comparator
        near = text[max(0, at - _HEDGE) : at]
        found = [(m.start(), sign) for sign, p in self._before if (m := p.search(near))]
        if found:
            # The longest is meant: 不大于 is not 大于.
            first, sign = min(found)
            start = at - len(near) + first
            comparator = comparator or sign
        if unit == "%" and not comparator and (match := _SHARE.search(text[max(0, at - 12) : at])):
            start = at - len(match.group())
            comparator = next(c for c, pattern in self._before if pattern.search(match[1]))
        for sign, pattern in self._after:
            if match := pattern.match(text, end):
                end = match.end()
                comparator = sign if comparator in ("", "=") else comparator
                break
        return replace(figure, start=start, end=end, comparator=comparator or "=")


_PROMISING = re.compile(r"[\d０-９成半余十百千万亿级番]|首位|榜首|第[一二三四五六七八九十]|年")


def _many(text: str, at: int, written: str) -> bool:
    """Whether a round number is one that is exceeded: 上千名."""
    return written in _ROUND and text[at - 1 : at] == "上"


def _dated(text: str, number: Number) -> bool:
    """Whether a number is part of a date, and not a span of years."""
    return _DATE.match(text, number.end) is not None and not _is_span_of_years(text, number)


def _is_span_of_years(text: str, number: Number) -> bool:
    written = text[number.start : number.end]
    spans = "." in written or _SPAN_OF_YEARS.search(text[: number.start])
    return bool(spans) and text[number.end : number.end + 1] == "年"


def _bounds(text: str, first: Number, last: Number, *, between: bool) -> bool:
    """Whether two numbers bound a range, and are no years, names or ends of a rise; two that 和
    joins do so only `between` them (20和30之间)."""
    before = text[max(0, first.start - 1) : first.start]
    if _NOT_A_RANGE.match(before) or _DATE.match(text, last.end):
        return False
    return not between or _BETWEEN.match(text, last.end) is not None


def _shared_scale(text: str, first: Number, last: Number, high: Figure) -> float:
    """What 万 or 亿 after the second end of a range makes of the first (160～300万)."""
    digits = re.match(r"[\d,]+(?:\.\d+)?", text[last.start : last.end])
    own = re.search("[十百千万亿]", text[first.start : first.end])
    scale = high.value / float(digits.group().replace(",", "")) if digits and not own else 1.0
    return scale if float(first.value) * scale <= high.value else 1.0


def _either(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _bare_figure(match: re.Match[str], value: float, unit: str) -> Figure:
    return Figure(match.start(), match.start(), match.end(), value, unit, "", 1.0)


def _scale(text: str) -> float:
    value = 1.0
    for char in text:
        value *= 1e4 if char == "万" else 1e8
    return value


def _step(written: str, number: Number) -> Fraction:
    """One unit of the last digit given: 0.1 of 1.4, 100 million of 1.67亿's last digit."""
    match = re.match(r"[\d,]+(?:\.(\d+))?", written)
    if match is None:
        return Fraction(1)
    digits = Fraction(match.group().replace(",", ""))
    scale = number.value / digits if digits else Fraction(1)
    return scale / Fraction(10 ** len(match[1] or ""))


def _ranks(text: str) -> Iterator[Figure]:
    for match in _RANK.finditer(text):
        place = numerals.parse(match["place"]) if match["place"] else 1
        start = max((m.end() for m in _SENTENCE_PART.finditer(text, 0, match.start())), default=0)
        near = text[start : match.end()]
        scope = next((s for s, words in _SCOPES if any(w in match[0] for w in words)), "")
        scope = scope or next((s for s, words in _SCOPES if any(w in near for w in words)), "")
        yield Figure(
            match.start(), match.start(), match.end(), float(place or 0), "位", "rank", scope=scope
        )


def _runs(text: str) -> Iterator[Figure]:
    for match in _RUN.finditer(text):
        value = numerals.parse(match["run"] or match["held"])
        if value and re.search(r"首位|榜首|第[一二三四五六七八九十]", text[match.end() :][:30]):
            yield Figure(match.start(), match.start(), match.end(), float(value), "年", "=")


def _doublings(text: str) -> Iterator[Figure]:
    for match in _DOUBLED.finditer(text):
        times = numerals.parse(match["times"]) if match["times"] else 1
        base = _base_of(text, match.start())
        value = float(2 ** int(times or 1))
        yield Figure(match.start(), match.start(), match.end(), value, "倍", "growth", 1.0, base)


def _base_of(text: str, at: int) -> str:
    part = _SENTENCE_PART.split(text[:at])[-1] + text[at : at + 1]
    if found := re.search(r"(?:较|比|是|为|相当于|约为)(.{0,14}?)(?:的|末|年)?$", part[:-1]):
        year = re.search(r"20\d\d", found[1] + part)
        return year[0] if year else found[1]
    year = re.search(r"(?:较|比|是|从)(20\d\d)年", text[:at])
    return year[1] if year else ""


def _based(text: str, figure: Figure) -> Figure:
    """A multiple or a growth counts against a base: a year, or the country's average."""
    part = _SENTENCE_PART.split(text[: figure.start])[-1]
    if figure.unit == "倍":
        base = re.search(r"(?:是|为|相当于|达到?)(.{0,16}?)的?$", part)
        named = base[1] if base else ""
        year = re.search(r"20\d\d", named)
        comparator = "growth" if year or re.search("“|末|五年前", named) else figure.comparator
        return replace(figure, base=year[0] if year else named, comparator=comparator)
    if figure.unit not in ("%", "个百分点"):
        return figure
    if _YEARLY.search(part):
        return replace(figure, unit="%/年") if figure.unit == "%" else figure
    if _GROWTH.search(part) and not re.search("贡献", part):
        year = re.search(r"(?:较|比(?!重|例|率))(.{0,10}?)(?:年|末|增|提|降|下|减|上)", part)
        found = year[1] if year and year[1] else ("上年" if "同比" in part else "")
        return replace(figure, comparator="growth", base=found) if found else figure
    return figure
