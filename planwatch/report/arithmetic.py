"""The arithmetic of a verdict in words: intervals, amounts, and how far they lie apart."""

from __future__ import annotations

from math import inf, isinf

from planwatch.models import Bounds, Derivation, Quantity, TargetChain
from planwatch.report.safe import safe
from planwatch.report.view import View

_SCALES = ((1e12, "trillion"), (1e8, "hundred-million"), (1e4, "ten-thousand"))


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
