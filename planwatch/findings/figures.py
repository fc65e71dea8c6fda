"""What became of targets: verdicts, directions, and results that no target asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from planwatch.findings.facts import Fact
from planwatch.findings.places import Places
from planwatch.models import (
    Item,
    PlanKind,
    Stated,
    TargetChain,
    TargetDirection,
    TargetReport,
)

_DIRECTIONS = (TargetDirection.LOWERED, TargetDirection.RAISED)
State = tuple[str, str]
"""Subject and state of a fact."""
Named = Mapping[str, tuple[str, str]]
"""The names of indicators, Chinese and English, by id."""


def target_facts(report: TargetReport, indicators: Named) -> Iterator[Fact]:
    """The facts of a report on one round: a plan and its review, or a plan and the next one."""
    round = report.rounds[0]
    places = {id: Places(plan) for id, plan in report.by_plan.items()}
    for chain in report.chains:
        if chain.verdict is not None:
            yield _verdict(chain, ("verdict", chain.verdict.value), round.review, places)
        if chain.direction in _DIRECTIONS and chain.direction and chain.next_target:
            state = ("direction", chain.direction.value)
            yield _compared(chain, state, chain.next_target, places)
    unplanned: defaultdict[str, list[Stated]] = defaultdict(list)
    for stated in report.unplanned:
        unplanned[stated.quantity.indicator].append(stated)
    for indicator, found in unplanned.items():
        yield _unplanned(round.plan, indicator, indicators[indicator], found, places)


def _verdict(chain: TargetChain, state: State, review: str, places: Mapping[str, Places]) -> Fact:
    if chain.outcome is not None:
        return _compared(chain, state, chain.outcome, places)
    named = chain.named
    item = Item(
        old=(places[chain.target.plan].of(chain.target.id),),
        new=(places[named.plan].of(named.id),) if named else (),
        deciding=((_words(chain.target, places), named.quote if named else ""),),
    )
    return _fact(chain, state, review, item, places)


def _compared(
    chain: TargetChain, state: State, after: Stated, places: Mapping[str, Places]
) -> Fact:
    """A target and the figure that it is held against; a derived rate with its formula."""
    words, derived = _words(after, places), chain.derivation
    if after is chain.outcome and derived and derived.formula:
        words += f" ({derived.formula} = {derived.value:.1f}%)"
    item = Item(
        old=(places[chain.target.plan].of(chain.target.id),),
        new=(places[after.plan].of(after.id),),
        deciding=((_words(chain.target, places), words),),
    )
    return _fact(chain, state, after.plan, item, places)


def _fact(
    chain: TargetChain, state: State, new: str, item: Item, places: Mapping[str, Places]
) -> Fact:
    old = chain.target.plan
    before, after = item.deciding[0]
    return Fact(
        subject=state[0],
        state=state[1],
        about=f"{chain.indicator}\n{before}\n{after}",
        values={
            "metric": chain.metric,
            "metric_en": chain.metric_en,
            "before": before,
            "after": after,
            "old": old,
            "new": new,
            "count": "1",
        },
        items=(item,),
        old=old,
        new=new,
        briefing=_briefing(old, new, places),
    )


def _unplanned(
    plan: str,
    indicator: str,
    names: tuple[str, str],
    found: list[Stated],
    places: Mapping[str, Places],
) -> Fact:
    by_sentence = {stated.id: stated for stated in found}
    new = found[0].plan
    return Fact(
        subject="result",
        state="unplanned",
        about=indicator,
        values={
            "metric": names[0],
            "metric_en": names[1],
            "after": _words(found[0], places),
            "old": plan,
            "new": new,
            "count": str(len(by_sentence)),
        },
        items=tuple(
            Item(new=(places[new].of(id),), deciding=(("", _words(stated, places)),))
            for id, stated in by_sentence.items()
        ),
        old=plan,
        new=new,
        briefing=_briefing(plan, new, places),
    )


def _words(stated: Stated, places: Mapping[str, Places]) -> str:
    return places[stated.plan].words(stated.id, stated.quantity.span)


def _briefing(old: str, new: str, places: Mapping[str, Places]) -> bool:
    return PlanKind.BRIEFING in {places[id].plan.info.kind for id in (old, new)}
