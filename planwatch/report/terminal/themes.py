"""The themes of a comparison: the table at its head, and one theme in full."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from planwatch.models import Comparison, ThemeChange
from planwatch.report.layout import aligned_right, line, padded, shortened, wrapped
from planwatch.report.safe import safe
from planwatch.report.terminal.cited import cited_lines
from planwatch.report.themes import (
    STYLES,
    Quoted,
    based,
    counted,
    grouped,
    short_name,
    status_label,
    theme_sides,
    theme_title,
)
from planwatch.report.view import View

_GAP = 2
_NARROW_THEME, _WIDE_THEME = 24, 40
_WIDE = 120
"""Columns from which the table has room for longer names and for quotes of both plans."""
_LEAST_THEME = 14
_LEAST_QUOTE = 12


def theme_table(comparison: Comparison, view: View) -> Iterator[Text]:
    """The themes, what changed first, each with the place on which it rests."""
    old, new = comparison.old, comparison.new
    if not comparison.themes:
        return
    columns = _columns(comparison, view)
    heads = [view.say(f"themes.head.{key}") for key in ("status", "theme", "basis")]
    ids = [aligned_right(safe(plan.info.id), columns[2]) for plan in (old, new)]
    head = padded(heads[0], columns[0]) + padded(heads[1], columns[1]) + "".join(ids)
    yield line((head + " " * _GAP + heads[2], "bold"))
    for status, themes in grouped(comparison):
        for theme in themes[: view.bound(len(themes))]:
            yield _row(theme, comparison, columns, view)
        hidden = len(themes) - view.bound(len(themes))
        if hidden:
            command = f"planwatch diff {safe(old.info.id)} {safe(new.info.id)} --level theme"
            label = status_label(status, old.info, new.info, view)
            more = view.say("themes.more", count=hidden, command=command)
            text = Text(padded(label, columns[0]) + more, "dim")
            yield from wrapped(text, view.width, indent=columns[0], first=0)
    yield Text("")


def _columns(comparison: Comparison, view: View) -> tuple[int, int, int]:
    """The widths of status, theme and counts; a theme's name gives way to the citations."""
    infos = (comparison.old.info, comparison.new.info)
    labels = [status_label(status, *infos, view) for status, _ in grouped(comparison)]
    labels.append(view.say("themes.head.status"))
    counts = [*(safe(info.id) for info in infos), view.say("theme.mention")]
    status, count = (max(Text(word).cell_len for word in words) for words in (labels, counts))
    places = max(Text(_places(theme, comparison, view)).cell_len for theme in comparison.themes)
    left = view.width - (status + _GAP) - 2 * (count + 1) - _GAP - places
    widest = _WIDE_THEME if view.width >= _WIDE else _NARROW_THEME
    return status + _GAP, max(_LEAST_THEME, min(widest + _GAP, left)), count + 1


def _row(
    theme: ThemeChange, comparison: Comparison, columns: tuple[int, int, int], view: View
) -> Text:
    infos = (comparison.old.info, comparison.new.info)
    label = padded(status_label(theme.status, *infos, view), columns[0])
    name = padded(
        shortened(short_name(theme.name, theme.name_en, view), columns[1] - _GAP), columns[1]
    )
    counts = (
        counted(theme.old, theme.old_mentions, view),
        counted(theme.new, theme.new_mentions, view),
    )
    figures = "".join(aligned_right(count, columns[2]) for count in counts) + " " * _GAP
    room = view.width - Text(label + name + figures).cell_len
    return line(
        (label, STYLES.get(theme.status, "")), name, figures, _basis(theme, comparison, room, view)
    )


def _basis(theme: ThemeChange, comparison: Comparison, room: int, view: View) -> str:
    """The places on which the status rests, with the words where there is room for them."""
    places = _places(theme, comparison, view)
    found = _bases(theme, comparison, view)
    left = room - Text(places).cell_len - 3
    if (len(found) == 1 or view.width >= _WIDE) and left >= _LEAST_QUOTE:
        return f"{places} “{shortened(found[-1].words, left)}”"
    return shortened(places, room)


def _places(theme: ThemeChange, comparison: Comparison, view: View) -> str:
    return " → ".join(quoted.citation for quoted in _bases(theme, comparison, view))


def _bases(theme: ThemeChange, comparison: Comparison, view: View) -> list[Quoted]:
    sides = ((comparison.old, theme.old_basis), (comparison.new, theme.new_basis))
    return [based(plan, basis, view) for plan, basis in sides if basis]


def theme_lines(comparison: Comparison, theme_id: str, view: View) -> Iterator[Text]:
    """All citations of one theme on both sides."""
    theme = next((t for t in comparison.themes if t.id == theme_id), None)
    if theme is None:
        yield from wrapped(Text(view.say("theme.none.here", theme=theme_id), "bold"), view.width)
        return
    title = theme_title(comparison, theme, view)
    yield from wrapped(Text(title, f"bold {STYLES.get(theme.status, '')}".strip()), view.width)
    for plan, group, ids in theme_sides(comparison, theme, view):
        yield Text("")
        yield from wrapped(Text(group, "bold"), view.width)
        yield from cited_lines(plan, ids, view)
