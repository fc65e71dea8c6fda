"""The life of a theme, a phrase or a commitment; and all themes over all plans."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from planwatch.models import (
    Overview,
    Trace,
    TraceStep,
)
from planwatch.report.cite import headline
from planwatch.report.layout import aligned_right, line, padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.terminal.cited import cited_lines
from planwatch.report.terminal.targets import brief_target_lines
from planwatch.report.themes import (
    MARKS,
    answered,
    arrivals,
    life,
    patterns,
    presence_label,
    query_name,
    short_name,
    shown_steps,
    trace_notes,
)
from planwatch.report.view import View

_NAMES = 5


def trace_lines(trace: Trace, view: View) -> Iterator[Text]:
    """What the query was taken for, its life in one line, and the citations plan by plan."""
    for text in answered(trace.resolution, trace.steps, view):
        yield from wrapped(Text(text), view.width)
    yield Text("")
    arrow = view.say("trace.arrow")
    story = view.say("trace.life") + arrow.join(life(trace, view))
    yield from wrapped(Text(story, "bold"), view.width, indent=4, first=0)
    for step in trace.steps:
        yield Text("")
        yield from _step(step, trace, view)
    yield Text("")
    yield from brief_target_lines(trace.targets, "planwatch targets", view)
    for note in trace_notes(trace, view):
        yield from wrapped(Text(note, "dim"), view.width)


def _step(step: TraceStep, trace: Trace, view: View) -> Iterator[Text]:
    info = step.plan.info
    facts = [presence_label(step, view), *arrivals(step, trace, view)]
    head = Text.assemble((safe(info.id) + "  ", "bold"), "  ".join(facts))
    yield from wrapped(head, view.width, indent=4, first=0)
    title = headline(info, step.plan.characters, view)[1].split("  ")[0]
    yield from wrapped(Text(title, "dim"), view.width, 2)
    if step.names:
        names = view.say("list.separator").join(
            f"{safe(use.name)} ×{use.count}" for use in step.names[:_NAMES]
        )
        yield from wrapped(Text(view.say("trace.names", names=names)), view.width, 2)
    found, hidden = shown_steps(step, view)
    yield from cited_lines(step.plan, [c.id for c in found], view)
    if hidden:
        command = f"planwatch trace {safe(trace.resolution.query)} --limit 0"
        more = view.say("trace.more", count=hidden, command=command)
        yield from wrapped(Text(more, "dim"), view.width, 2)


def overview_lines(overview: Overview, view: View) -> Iterator[Text]:
    """All themes by the pattern of their presence, what changed last first."""
    ids = [safe(plan.info.id) for plan in overview.plans]
    title = view.say("overview.title", count=len(overview.lives), plans=len(ids))
    yield from wrapped(Text(title, "bold"), view.width)
    yield Text("")
    widths = [max(len(id), 2) + 2 for id in ids]
    count = view.say("overview.head.count")
    figures = Text(count).cell_len
    head = "".join(padded(id, width) for id, width in zip(ids, widths, strict=True))
    yield line((head + count + "  " + view.say("overview.head.themes"), "bold"))
    margin = sum(widths) + figures + 2
    for presences, lives in patterns(overview):
        marks = "".join(
            padded(MARKS[presence], width)
            for presence, width in zip(presences, widths, strict=True)
        )
        names = view.say("themes.separator").join(
            short_name(life.name, life.name_en, view) for life in lives
        )
        text = Text(marks + aligned_right(str(len(lives)), figures) + "  " + names)
        yield from wrapped(text, view.width, indent=margin, first=0)
    yield Text("")
    command = "planwatch trace " + (query_name(overview.lives[0], view) if overview.lives else "…")
    yield from wrapped(Text(view.say("overview.next", command=command), "dim"), view.width)
