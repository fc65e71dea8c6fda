"""Targets kept or missed: target → outcome → next target of one indicator.

Intervals are half open. 左右 tolerates half a unit of the last digit given; a multiple or a growth
from which a rate is derived is rounded to its last digit; above a floor (超过, 以上) by a stated
figure is exceeded; intervals that overlap without one holding the other decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

from planwatch.models import (
    Bounds,
    Derivation,
    Named,
    Plan,
    PlanKind,
    Quantity,
    Round,
    Stated,
    TargetChain,
    TargetDirection,
    TargetReport,
    Verdict,
)
from planwatch.quantities import FIVE_YEAR, end_of_plan, span_of
from planwatch.quantities.indicators import IndicatorNames
from planwatch.quantities.scales import CEILINGS, FLOORS, clean, comparable, interval
from planwatch.rules import Indicator, RuleSet

_STRICT = ("<", ">")
_PICTURE = "picture"
_UNNAMED_STEP = 1.0


def rounds_of(plans: Sequence[Plan]) -> tuple[Round, ...]:
    """Each plan with its review and the plan that follows it, where there is either."""
    found = []
    for plan in plans:
        id = plan.info.id
        review = next((p.info.id for p in plans if p.info.reviews == id), "")
        following = next((p.info.id for p in plans if p.info.predecessor == id), "")
        if review or following:
            found.append(Round(id, review, following))
    return tuple(found)


def follow(plans: Sequence[Plan], rounds: Sequence[Round], rules: RuleSet) -> TargetReport:
    """The chains of all rounds, and what stands beside them."""
    by_id = {plan.info.id: plan for plan in plans}
    names = IndicatorNames(rules.indicators)
    chains: list[TargetChain] = []
    unplanned: list[Stated] = []
    for one in rounds:
        review, following = by_id.get(one.review), by_id.get(one.following)
        targets = _joined(s for s in _stated(by_id[one.plan], "target") if s.quantity.indicator)
        chains += [_chain(target, review, following, rules.indicators, names) for target in targets]
        if review:
            promised = {target.quantity.indicator for target in targets}
            outcomes = [s for s in _stated(review, "outcome") if s.quantity.indicator]
            unplanned += [s for s in outcomes if s.quantity.indicator not in promised]
    with_targets = list(dict.fromkeys(one.plan for one in rounds))
    return TargetReport(
        plans=tuple(plans),
        rounds=tuple(rounds),
        chains=tuple(chains),
        unplanned=tuple(unplanned),
        other=tuple(_other(by_id, rounds)),
        unreadable=tuple(
            (id, u) for id in with_targets for u in by_id[id].unparsed if u.reason == _PICTURE
        ),
    )


def about(report: TargetReport, ids: Collection[str]) -> TargetReport:
    """The chains that have a figure in one of some sentences, and nothing beside them."""

    def touches(chain: TargetChain) -> bool:
        ends = (chain.target, chain.outcome, chain.next_target)
        return any(stated.id in ids for stated in ends if stated)

    chains = tuple(chain for chain in report.chains if touches(chain))
    plans = {chain.target.plan for chain in chains}
    rounds = tuple(one for one in report.rounds if one.plan in plans)
    return TargetReport(report.plans, rounds, chains, (), (), ())


def _stated(plan: Plan, role: str) -> Iterator[Stated]:
    for c in plan.commitments:
        for quantity in c.quantities:
            if quantity.role == role:
                yield Stated(plan.info.id, c.id, quantity)


def _joined(targets: Iterable[Stated]) -> list[Stated]:
    """The targets, the two ends of a range (5%–6%) as one interval."""
    found: list[Stated] = []
    for stated in targets:
        low = found[-1].quantity if found else stated.quantity
        high = stated.quantity
        ends = (low.comparator, high.comparator) == (">=", "<=") and found[-1].id == stated.id
        if ends and low.indicator == high.indicator and comparable(low, high):
            value, step = (low.value + high.value) / 2, high.value - low.value
            both = replace(low, comparator="~", value=value, step=step)
            found[-1] = replace(stated, quantity=both)
        else:
            found.append(stated)
    return found


def _other(plans: Mapping[str, Plan], rounds: Iterable[Round]) -> Iterator[Stated]:
    asked = [(id, role) for one in rounds for id, role in _roles(one) if id]
    for id, role in dict.fromkeys(asked):
        yield from (s for s in _stated(plans[id], role) if not s.quantity.indicator)


def _roles(one: Round) -> tuple[tuple[str, str], ...]:
    return (one.plan, "target"), (one.review, "outcome")


def _chain(
    target: Stated,
    review: Plan | None,
    following: Plan | None,
    indicators: Mapping[str, Indicator],
    names: IndicatorNames,
) -> TargetChain:
    indicator = indicators[target.quantity.indicator]
    outcome = named = derivation = verdict = None
    if review is not None:
        outcome, derivation = _outcome(target.quantity, review)
        named = None if outcome else _named(indicator, review, names)
        verdict = Verdict.NOT_COMPARABLE if named else Verdict.NOT_REPORTED
    if outcome and derivation:
        verdict = judge(target.quantity, derivation, down=_is_down(indicator, target.quantity))
    following_target = _next(target.quantity, following) if following else None
    return TargetChain(
        indicator=indicator.id,
        metric=indicator.zh,
        metric_en=indicator.en,
        unit=target.quantity.unit,
        target=target,
        outcome=outcome,
        named=named,
        next_target=following_target,
        verdict=verdict,
        direction=_direction(target.quantity, following_target, indicator) if following else None,
        derivation=derivation,
    )


def _is_down(indicator: Indicator, quantity: Quantity) -> bool:
    """Whether less is better: the first place is the best one; the more that falls which is to
    be low, the better."""
    if quantity.comparator == "rank":
        return True
    return (indicator.polarity == "down") != (quantity.change == "fall")


def judge(target: Quantity, derivation: Derivation, *, down: bool = False) -> Verdict:
    """The verdict of an outcome's interval on that of its target.

    `down` says that less is better.
    """
    promised, reported = derivation.target, derivation.outcome
    if reported.within(promised):
        return _within(target, derivation, down)
    if reported.above(promised):
        return Verdict.MISSED if down else Verdict.EXCEEDED
    if reported.below(promised):
        return Verdict.EXCEEDED if down else Verdict.MISSED
    return Verdict.UNCLEAR


def _within(target: Quantity, derivation: Derivation, down: bool) -> Verdict:
    """Beyond a bound by a stated figure is exceeded; on a strict bound itself nothing is sure."""
    promised, reported = derivation.target, derivation.outcome
    if target.comparator not in (CEILINGS if down else FLOORS):
        return Verdict.MET
    if reported.high < promised.high if down else reported.low > promised.low:
        return Verdict.EXCEEDED
    on_bound = reported.low == reported.high
    return Verdict.UNCLEAR if on_bound and target.comparator in _STRICT else Verdict.MET


def _outcome(target: Quantity, review: Plan) -> tuple[Stated | None, Derivation | None]:
    """The outcome to hold against a target: stated before derived, then the latest."""
    same = [s for s in _stated(review, "outcome") if s.quantity.indicator == target.indicator]
    found = [(s, d) for s in same if (d := _derived(target, s.quantity, review))]
    found.sort(key=lambda pair: (bool(pair[1].formula), -(_year(pair[0].quantity.year) or 0)))
    return found[0] if found else (None, None)


def _derived(target: Quantity, outcome: Quantity, review: Plan) -> Derivation | None:
    """The outcome on the target's scale, by arithmetic where it is a rate; None if it has none."""
    if comparable(target, outcome):
        return Derivation(interval(outcome), interval(target), target.unit)
    if target.unit != "%/年":
        return None
    if outcome.comparator == "growth":
        return _rate_of_growth(target, outcome)
    return _rate_of_levels(target, outcome, review)


def _rate_of_growth(target: Quantity, outcome: Quantity) -> Derivation | None:
    """The yearly rate of a growth against a base year; its last digit is rounded."""
    years = _years(outcome)
    if years is None or outcome.unit not in ("倍", "%") or outcome.change == "fall":
        return None
    half = (outcome.step or _UNNAMED_STEP) / 2
    values = [outcome.value + part for part in (0.0, -half, half)]
    ratios = values if outcome.unit == "倍" else [1 + value / 100 for value in values]
    return _rates(target, ratios, years)


def _rate_of_levels(target: Quantity, outcome: Quantity, review: Plan) -> Derivation | None:
    """The yearly rate between a starting level and an outcome, as the text gives both."""
    if outcome.comparator not in ("=", "~") or outcome.unit in ("%", "%/年", "位"):
        return None
    for start in _stated(review, "baseline"):
        begun = start.quantity
        same = begun.indicator == outcome.indicator and begun.unit == outcome.unit
        first, last = _year(begun.year), _year(outcome.year)
        if same and first and last and last > first and begun.value > 0:
            low = (outcome.value - outcome.step / 2) / (begun.value + begun.step / 2)
            high = (outcome.value + outcome.step / 2) / (begun.value - begun.step / 2)
            return _rates(target, [outcome.value / begun.value, low, high], last - first)
    return None


def _rates(target: Quantity, ratios: Sequence[float], years: int) -> Derivation | None:
    if min(ratios) <= 0:
        return None
    value, low, high = ((ratio ** (1 / years) - 1) * 100 for ratio in ratios)
    return Derivation(
        outcome=Bounds(clean(low), clean(high)),
        target=interval(target),
        unit=target.unit,
        formula=f"{ratios[0]:.4g}^(1/{years}) − 1",
        value=clean(value),
    )


def _years(quantity: Quantity) -> int | None:
    """How many years lie between the base of a growth and its year."""
    last, first = _year(quantity.year), _year(quantity.base)
    return last - first if last and first and last > first else None


def _year(words: str) -> int | None:
    if match := re.fullmatch(r"(20\d\d)年?末?底?", words):
        return int(match[1])
    if match := FIVE_YEAR.search(words):
        return int(end_of_plan(match[1]))
    return None


def _named(indicator: Indicator, review: Plan, names: IndicatorNames) -> Named | None:
    """The first sentence of a review that names an indicator."""
    for c in review.commitments:
        for found, start, end in names.find(c.normalized):
            if found.id == indicator.id:
                quote = c.quote(start, end)
                return Named(review.info.id, c.id, quote, span_of(c, start, end))
    return None


def _next(target: Quantity, following: Plan) -> Stated | None:
    """The target of the following plan that is on the same scale."""
    if following.info.kind == PlanKind.REVIEW:
        return None
    for stated in _stated(following, "target"):
        if stated.quantity.indicator == target.indicator and comparable(target, stated.quantity):
            return stated
    return None


def _direction(target: Quantity, following: Stated | None, indicator: Indicator) -> TargetDirection:
    if following is None:
        return TargetDirection.NOT_IN_TEXT
    down = _is_down(indicator, target)
    before, after = (_demand(interval(q), down) for q in (target, following.quantity))
    if after == before:
        return TargetDirection.KEPT
    return TargetDirection.RAISED if after > before else TargetDirection.LOWERED


def _demand(asked: Bounds, down: bool) -> tuple[float, float]:
    """How much an interval asks for, comparable by size: its bound on the bad side first."""
    ends = (-asked.high, -asked.low) if down else (asked.low, asked.high)
    return ends if ends[0] != -inf else (ends[1], inf)
