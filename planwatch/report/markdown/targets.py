"""Targets in Markdown: one row per indicator, then outcomes without a target, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import TargetChain, TargetReport
from planwatch.report.markdown.text import bullets, escaped, heading, table
from planwatch.report.targets import (
    chosen,
    counts,
    derivation_text,
    facts,
    metric_name,
    notes,
    title,
    unplanned_lines,
    verdict_label,
)
from planwatch.report.view import View

_HEADS = ("verdict", "metric", "evidence", "arithmetic")


def target_blocks(report: TargetReport, view: View) -> Iterator[str]:
    """All chains, what needs attention first."""
    yield heading(1, escaped(title(report, view)))
    yield f"**{escaped(counts(report, view))}**"
    rows = [_row(chain, report, view) for chain in chosen(report, view)]
    if rows:
        yield table([view.say(f"targets.head.{head}") for head in _HEADS], rows)
    unplanned = [] if view.only else list(unplanned_lines(report, view))
    if unplanned:
        yield heading(2, escaped(view.say("targets.unplanned")))
        yield bullets(f"**{escaped(where)}** {escaped(words)}" for where, words in unplanned)
    yield bullets(escaped(note) for note in notes(report, view))


def _row(chain: TargetChain, report: TargetReport, view: View) -> Sequence[str]:
    evidence = "<br>".join(
        f"{escaped(what)} **{escaped(where)}** {escaped(words)}"
        if where
        else f"{escaped(what)} {escaped(words)}"
        for what, where, words in facts(chain, report, view)
    )
    label = f"**{escaped(verdict_label(chain.verdict, view))}**"
    name = escaped(metric_name(chain, view))
    return label, name, evidence, escaped(derivation_text(chain, view))
