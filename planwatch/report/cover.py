"""What stands at the head of a report that is handed on: what it holds, by what, when, how sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version

from planwatch.models import Comparison
from planwatch.report.cite import headline
from planwatch.report.pins import pin_lines
from planwatch.report.safe import safe
from planwatch.report.summary import counts, footnotes, reading_notes
from planwatch.report.themes import theme_title
from planwatch.report.view import View


@dataclass(frozen=True, slots=True)
class Cover:
    """The head of a report: title, the two plans, tool with version and day, what must be known
    before reading (`notes`), and how far the result can be trusted (`limits`)."""

    title: str
    plans: tuple[str, str]
    made: str
    notes: tuple[str, ...]
    limits: tuple[str, ...]


def cover(comparison: Comparison, view: View) -> Cover:
    """The head of a report on a comparison."""
    old, new = (
        view.say(f"cover.{side}", plan="  ".join(headline(plan.info, plan.characters, view)))
        for side, plan in (("old", comparison.old), ("new", comparison.new))
    )
    key = "cover.made.date" if view.date else "cover.made"
    of_all = replace(view, theme="")  # the table holds pairs of a theme too
    return Cover(
        title=view.say("cover.title"),
        plans=(old, new),
        made=view.say(key, version=version("planwatch"), date=view.date),
        notes=tuple(_notes(comparison, view)),
        limits=(*pin_lines(comparison.pins, view), *footnotes(comparison, of_all)),
    )


def _notes(comparison: Comparison, view: View) -> Iterator[str]:
    yield from counts(comparison, view)
    yield from reading_notes(comparison, view)
    if view.theme:
        found = (theme for theme in comparison.themes if theme.id == view.theme)
        absent = view.say("theme.none.here", theme=view.theme)
        yield next((theme_title(comparison, theme, view) for theme in found), absent)
    if options := _options(view):
        yield view.say("cover.narrowed", options=options)
    yield view.say("cover.legend")


def _options(view: View) -> str:
    """The options that leave something out, as they were given."""
    limit = "" if not view.limit else str(view.limit)
    given = {
        **{"--only": view.only, "--chapter": view.chapter, "--theme": view.theme},
        **{"--level": view.level, "--limit": limit},
    }
    return " ".join(f"{name} {safe(value)}" for name, value in given.items() if value)
