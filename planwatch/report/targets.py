"""What every format says of targets: verdicts, arithmetic, and the words that they rest on."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from math import inf, isinf

from planwatch.models import (
    Bounds,
    Derivation,
    Plan,
    Quantity,
    Span,
    Stated,
    TargetChain,
    TargetReport,
    Verdict,
)
from planwatch.report.cite import citation
from planwatch.report.safe import safe
from planwatch.report.view import View

ORDER = (
    Verdict.MISSED,
    Verdict.UNCLEAR,
    Verdict.NOT_REPORTED,
    Verdict.NOT_COMPARABLE,
    Verdict.MET,
    Verdict.EXCEEDED,
    None,
)
"""Verdicts in the order in which they are told: what needs attention first."""
_BEFORE, _AFTER = "，；。：！？", "，；。！？"
_SCALES = ((1e12, "trillion"), (1e8, "hundred-million"), (1e4, "ten-thousand"))


def chosen(report: TargetReport, view: View) -> list[TargetChain]:
    """The chains that a view shows, what needs attention first."""
    shown = [c for c in report.chains if not view.only or c.verdict == Verdict(view.only)]
    return sorted(shown, key=lambda chain: ORDER.index(chain.verdict))


def title(report: TargetReport, view: View) -> str:
    """The plans in their order."""
    names = [" → ".join(filter(None, (r.plan, r.review, r.following))) for r in report.rounds]
    return view.say("targets.title", plans=safe(view.say("list.separator").join(names)))


def counts(report: TargetReport, view: View) -> str:
    """How many targets have which verdict."""
    if not report.chains:
        return view.say("targets.none")
    found = Counter(chain.verdict for chain in report.chains)
    parts = [
        view.say("counts.part", label=verdict_label(verdict, view), count=found[verdict])
        for verdict in ORDER
        if found[verdict]
    ]
    total = view.say("targets.count", count=len(report.chains))
    return total + view.say("foot.separator").join(parts)


def verdict_label(verdict: Verdict | None, view: View) -> str:
    """A verdict in words."""
    return view.say(f"verdict.{verdict.value if verdict else 'no-review'}")


def metric_name(chain: TargetChain, view: View) -> str:
    """The indicator's name in the reader's language."""
    return safe(chain.metric if view.language == "zh" else chain.metric_en)


def facts(chain: TargetChain, report: TargetReport, view: View) -> Iterator[tuple[str, str, str]]:
    """Target, outcome and next target: what it is, where it stands, and its words or what the
    text lacks."""
    target = chain.target.quantity
    yield view.say("targets.target", year=_when(target, view)), *_cited(chain.target, report, view)
    outcome = view.say("targets.no-year")
    if chain.outcome:
        year = _when(chain.outcome.quantity, view)
        yield view.say("targets.outcome", year=year), *_cited(chain.outcome, report, view)
    elif chain.named:
        plan = report.by_plan[chain.named.plan]
        where, words = _words(plan, chain.named.id, chain.named.span, view)
        yield outcome, where, words + view.say("targets.no-figure")
    elif chain.verdict:
        yield outcome, "", view.say("targets.no-outcome", plan=_review_of(chain, report))
    if chain.direction:
        yield from _next_facts(chain, report, view)


def _next_facts(
    chain: TargetChain, report: TargetReport, view: View
) -> Iterator[tuple[str, str, str]]:
    direction = _direction(chain, view)
    if chain.next_target:
        year = _when(chain.next_target.quantity, view)
        what = view.say("targets.next", year=year, direction=direction)
        yield what, *_cited(chain.next_target, report, view)
    else:
        what = view.say("targets.next.none", direction=direction)
        yield what, "", view.say("targets.no-next", plan=_following(chain, report))


def _when(quantity: Quantity, view: View) -> str:
    """The year of a quantity, and that the text does not give it where it does not."""
    if not quantity.year:
        return view.say("targets.no-date")
    return safe(quantity.year) + ("" if quantity.dated else view.say("targets.undated"))


def derivation_text(chain: TargetChain, view: View) -> str:
    """The arithmetic of a verdict; "" where there is none."""
    found, outcome = chain.derivation, chain.outcome
    if found is None or outcome is None:
        return ""
    promised = _range(found.target, chain.target.quantity, view)
    if found.formula:
        return view.say(
            "targets.derived",
            formula=found.formula,
            value=f"{found.value:.1f}",
            outcome=_rounded(found.outcome),
            target=_figures(found.target),
        )
    reported = _range(found.outcome, outcome.quantity, view)
    return view.say("targets.against", outcome=reported, target=promised) + _excess(found)


def unplanned_lines(report: TargetReport, view: View) -> Iterator[tuple[str, str]]:
    """Outcomes that no target of the plan's text names: citation and words."""
    longest: dict[tuple[str, str], Stated] = {}
    for stated in report.unplanned:
        key = (stated.id, stated.quantity.indicator)
        longest[key] = max(longest.get(key, stated), stated, key=lambda s: len(s.quantity.quote))
    for stated in longest.values():
        yield _cited(stated, report, view)


def notes(report: TargetReport, view: View) -> Iterator[str]:
    """How the answer is to be read, and what could not be read or judged."""
    for plan_id in dict.fromkeys(id for id, _ in report.unreadable):
        lines = [f"L{u.span.line}" for id, u in report.unreadable if id == plan_id]
        listed = view.say("list.separator").join(lines)
        yield view.say("targets.unreadable", plan=safe(plan_id), lines=listed)
    roles = Counter(stated.quantity.role for stated in report.other)
    if report.other:
        yield view.say("targets.other", targets=roles["target"], outcomes=roles["outcome"])
    for plan in report.plans:
        if plan.converted and not view.source_script:
            yield view.say("note.reading", plan=safe(plan.info.id))
    yield view.say("targets.note")


def _cited(stated: Stated, report: TargetReport, view: View) -> tuple[str, str]:
    return _words(report.by_plan[stated.plan], stated.id, stated.quantity.span, view)


def _words(plan: Plan, id: str, span: Span, view: View) -> tuple[str, str]:
    """The citation of a sentence and the clause of it around a span: verb and modal included."""
    commitment = plan.by_id[id]
    reading, start = commitment.normalized, commitment.span.start
    first = bisect_left(commitment.places, span.start - start)
    last = bisect_left(commitment.places, span.end - start)
    first = max(reading.rfind(mark, 0, first) for mark in _BEFORE) + 1
    ends = [at for mark in _AFTER if (at := reading.find(mark, last)) >= 0]
    last = min(ends, default=len(reading))
    source = not plan.converted or view.source_script
    words = commitment.quote(first, last) if source else reading[first:last].strip()
    mark = "" if source else view.say("quote.reading")
    return citation(plan, commitment, view), f"“{safe(words)}”{mark}"


def _review_of(chain: TargetChain, report: TargetReport) -> str:
    return safe(next(r.review for r in report.rounds if r.plan == chain.target.plan))


def _following(chain: TargetChain, report: TargetReport) -> str:
    return safe(next(r.following for r in report.rounds if r.plan == chain.target.plan))


def _direction(chain: TargetChain, view: View) -> str:
    return view.say(f"direction.{chain.direction.value}") if chain.direction else ""


def _range(interval: Bounds, quantity: Quantity, view: View) -> str:
    """An interval in words: > 8000亿元, 15.5–16.5%, 第3位."""
    unit = quantity.unit
    if quantity.comparator == "rank":
        return view.say("unit.rank", value=f"{quantity.value:g}")
    if isinf(interval.low) or isinf(interval.high) or interval.low == interval.high:
        sign = "" if interval.low == interval.high else quantity.comparator + " "
        return sign + _amount(interval.low if interval.high == inf else interval.high, unit, view)
    return _figures(interval) + _unit(unit, view)


def _figures(interval: Bounds) -> str:
    return f"{interval.low:.12g}–{interval.high:.12g}"


def _rounded(interval: Bounds) -> str:
    """Both ends with as few decimals, at least one, as tell them apart."""
    for decimals in range(1, 6):
        low, high = (f"{end:.{decimals}f}" for end in (interval.low, interval.high))
        if low != high:
            return f"{low}–{high}"
    return low


def _amount(value: float, unit: str, view: View) -> str:
    if unit == "元":
        for scale, name in _SCALES:
            if abs(value) >= scale:
                return view.say(f"unit.money.{name}", value=f"{value / scale:.10g}")
    return f"{value:.12g}" + _unit(unit, view)


def _unit(unit: str, view: View) -> str:
    if unit == "%":
        return "%"
    if unit == "%/年":
        return view.say("unit.yearly")
    return " " + safe(unit)


def _excess(derivation: Derivation) -> str:
    """How far a single figure lies from a bound or a figure, in per cent of it."""
    reported, promised = derivation.outcome, derivation.target
    bound = promised.low if promised.high == inf else promised.high
    if reported.low != reported.high or isinf(bound) or bound <= 0 or derivation.unit == "位":
        return ""
    if derivation.unit in ("%", "%/年") or promised.low not in (bound, -inf):
        return ""
    return f" ({(reported.low / bound - 1) * 100:+.0f}%)".replace("-", "−")
