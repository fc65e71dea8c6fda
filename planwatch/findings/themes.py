"""What became of themes between two plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planwatch.findings.facts import Fact
from planwatch.findings.places import Places
from planwatch.models import Comparison, Item, PlanKind, ThemeChange, ThemeStatus

_UNCHANGED = (ThemeStatus.PERSISTED, ThemeStatus.DELIVERED, ThemeStatus.NONE)
CAME = (ThemeStatus.APPEARED, ThemeStatus.PROMOTED)
"""Statuses of a theme that an earlier plan may have held."""


def theme_facts(comparison: Comparison, earlier: Mapping[str, str]) -> Iterator[Fact]:
    """One fact for every theme that changed.

    `earlier` names, for themes that a plan before the old one held, that plan.
    """
    for theme in comparison.themes:
        if theme.status not in _UNCHANGED:
            before = earlier.get(theme.id, "") if theme.status in CAME else ""
            yield _fact(comparison, theme, before)


def _fact(comparison: Comparison, theme: ThemeChange, earlier: str) -> Fact:
    old, new = comparison.old.info, comparison.new.info
    sides = (
        (theme.old, theme.old_mentions, theme.old_basis),
        (theme.new, theme.new_mentions, theme.new_basis),
    )
    ids = [_first(about or mentions, basis.id if basis else "") for about, mentions, basis in sides]
    before = [Item(old=(place,)) for place in Places(comparison.old).all(ids[0])]
    after = [Item(new=(place,)) for place in Places(comparison.new).all(ids[1])]
    return Fact(
        subject="theme",
        state="returned" if earlier else theme.status.value,
        about=theme.id,
        values={
            "theme": theme.name,
            "theme_en": theme.name_en,
            "old": old.id,
            "new": new.id,
            "earlier": earlier,
            "count": str(len(theme.old or theme.new)),
        },
        items=(*before[:1], *after[:1], *before[1:], *after[1:]),
        old=old.id,
        new=new.id,
        theme=theme.id,
        briefing=PlanKind.BRIEFING in (old.kind, new.kind),
    )


def _first(ids: Iterable[str], chosen: str) -> list[str]:
    """The ids, the one that names the theme most clearly before the others."""
    return sorted(ids, key=lambda id: id != chosen)
