"""What there is to tell a reviewer of a comparison, before anybody judges how grave it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planwatch.findings import CAME, Fact, target_facts, theme_facts, told_once, wording_facts
from planwatch.models import Comparison, Plan, PlanKind, Presence, Round, themes_of
from planwatch.rules import RuleSet
from planwatch.targets import follow


def facts_of(comparison: Comparison, rules: RuleSet, before: Iterable[Plan]) -> list[Fact]:
    """The facts of a comparison; `before` are the plans before its old one, the nearest first,
    asked for only where a theme came. Raises `PlanwatchError` where one cannot be read."""
    old, new = comparison.old, comparison.new
    reviewed = new.info.kind == PlanKind.REVIEW
    sides = (new.info.id, "") if reviewed else ("", new.info.id)
    report = follow((old, new), [Round(old.info.id, *sides)], rules)
    themes = {theme.id: (theme.zh, theme.en) for theme in rules.themes.values()}
    indicators = {found.id: (found.zh, found.en) for found in rules.indicators.values()}
    facts = (
        *target_facts(report, indicators),
        *theme_facts(comparison, dict(_earlier(comparison, before))),
        *wording_facts(comparison, themes),
    )
    return list(told_once(facts))


def _earlier(comparison: Comparison, before: Iterable[Plan]) -> Iterator[tuple[str, str]]:
    """Of the themes that came, those that a plan before the old one held, and which."""
    came = {theme.id for theme in comparison.themes if theme.status in CAME}
    if not came:
        return
    for plan in before:
        places = themes_of(plan)
        held = {id for id, found in places.items() if found.presence == Presence.COMMITMENT}
        yield from ((id, plan.info.id) for id in sorted(came & held))
        came -= held
