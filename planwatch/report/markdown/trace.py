"""The life of a theme, a phrase or a commitment in Markdown; and all themes in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import Overview, ThemeLife, ThemeStatus, Trace, TraceStep
from planwatch.report.cite import headline
from planwatch.report.markdown.targets import brief_target_blocks
from planwatch.report.markdown.text import bullets, cited, escaped, heading, table
from planwatch.report.themes import (
    MARKS,
    answered,
    arrivals,
    life,
    patterns,
    presence_label,
    shown_steps,
    status_label,
    theme_name,
    trace_notes,
)
from planwatch.report.view import View


def trace_blocks(trace: Trace, view: View) -> Iterator[str]:
    """What the query was taken for, its life in one line, and the citations plan by plan."""
    yield heading(1, escaped(trace.resolution.query))
    yield bullets(escaped(text) for text in answered(trace.resolution, trace.steps, view))
    story = view.say("trace.life") + view.say("trace.arrow").join(life(trace, view))
    yield f"**{escaped(story)}**"
    for step in trace.steps:
        yield from _step(step, trace, view)
    yield from brief_target_blocks(trace.targets, "planwatch targets", view)
    yield bullets(escaped(note) for note in trace_notes(trace, view))


def _step(step: TraceStep, trace: Trace, view: View) -> Iterator[str]:
    facts = [presence_label(step, view), *arrivals(step, trace, view)]
    yield heading(2, escaped(f"{step.plan.info.id}  " + " · ".join(facts)))
    yield escaped(headline(step.plan.info, step.plan.characters, view)[1])
    found, hidden = shown_steps(step, view)
    if found:
        yield bullets(cited(step.plan, commitment, view) for commitment in found)
    if hidden:
        command = f"planwatch trace {trace.resolution.query} --limit 0"
        yield escaped(view.say("trace.more", count=hidden, command=command))


def overview_blocks(overview: Overview, view: View) -> Iterator[str]:
    """One row per theme: where each plan stands on it, and what became of it."""
    ids = [plan.info.id for plan in overview.plans]
    title = view.say("overview.title", count=len(overview.lives), plans=len(ids))
    yield heading(1, escaped(title))
    edges = [escaped(f"{old} → {new}") for old, new in overview.edges]
    heads = [view.say("themes.head.theme"), *map(escaped, ids), *edges]
    rows = [_row(one, overview, view) for _, lives in patterns(overview) for one in lives]
    yield table(heads, rows)


def _row(one: ThemeLife, overview: Overview, view: View) -> Sequence[str]:
    infos = {plan.info.id: plan.info for plan in overview.plans}
    labels = []
    for transition in one.transitions:
        old, new = infos[transition.old], infos[transition.new]
        label = status_label(transition.status, old, new, view)
        labels.append("–" if transition.status == ThemeStatus.NONE else escaped(label))
    name = escaped(theme_name(one.name, one.name_en, view))
    return [name, *(MARKS[presence] for presence in one.presences), *labels]
