"""Themes in a brief: those of one status, with the places that they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import Basis, Plan, ThemeChange, ThemeStatus
from planwatch.report.brief.page import MOST, Sentence
from planwatch.report.brief.telling import Telling
from planwatch.report.themes import grouped, short_name, status_label

KEPT = (ThemeStatus.PERSISTED, ThemeStatus.DELIVERED)
CAME = (ThemeStatus.APPEARED, ThemeStatus.PROMOTED, ThemeStatus.UNPLANNED)
WENT = (ThemeStatus.DROPPED, ThemeStatus.DEMOTED, ThemeStatus.SILENT)


def themes(telling: Telling, statuses: Sequence[ThemeStatus]) -> Iterator[Sentence]:
    """One sentence for each of some statuses that occurs; most told themes first."""
    found = dict(grouped(telling.comparison))
    infos = (telling.comparison.old.info, telling.comparison.new.info)
    for status in statuses:
        about = found.get(status, ())
        if about:
            entries = [_named(theme, telling) for theme in about[:MOST]]
            key = f"theme.{status.value}"
            label = status_label(status, *infos, telling.view)
            yield Sentence(key, {"label": label}, entries, len(about), "most")


def _named(theme: ThemeChange, telling: Telling) -> str:
    """A theme with the places where either text makes a commitment on it, or names it."""
    old, new = telling.plans
    places = telling.ordered(
        _place(telling, old, theme.old_basis, theme.old_mentions),
        _place(telling, new, theme.new_basis, theme.new_mentions),
    )
    return short_name(theme.name, theme.name_en, telling.view) + telling.cited(*places)


def _place(telling: Telling, plan: Plan, basis: Basis | None, mentions: Sequence[str]) -> str:
    ids = [basis.id] if basis else mentions[:1]
    return "".join(telling.cite(plan, plan.by_id[id]) for id in ids)
