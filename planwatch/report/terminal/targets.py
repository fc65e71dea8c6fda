"""Targets in a terminal: the verdict first, then the arithmetic and three citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from planwatch.models import TargetChain, TargetReport, Verdict
from planwatch.report.layout import wrapped
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

_STYLES: Mapping[Verdict | None, str] = {
    Verdict.MISSED: "bold red",
    Verdict.UNCLEAR: "bold yellow",
    Verdict.MET: "bold green",
    Verdict.EXCEEDED: "bold green",
}


def target_lines(report: TargetReport, view: View) -> Iterator[Text]:
    """All chains, what needs attention first; then outcomes without a target, and notes."""
    yield from wrapped(Text(title(report, view), "bold"), view.width)
    yield from wrapped(Text(counts(report, view)), view.width, 4, 0)
    for chain in chosen(report, view):
        yield Text("")
        yield from _chain(chain, report, view)
    unplanned = [] if view.only else list(unplanned_lines(report, view))
    if unplanned:
        yield Text("")
        yield from wrapped(Text(view.say("targets.unplanned"), "bold"), view.width)
        for where, words in unplanned:
            yield from wrapped(Text.assemble((where + "  ", "dim"), words), view.width, 4, 2)
    yield Text("")
    for note in notes(report, view):
        yield from wrapped(Text(note, "dim"), view.width)


def _chain(chain: TargetChain, report: TargetReport, view: View) -> Iterator[Text]:
    label = verdict_label(chain.verdict, view)
    style = _STYLES.get(chain.verdict, "bold")
    head = Text.assemble((label + "  ", style), (metric_name(chain, view), "bold"))
    yield from wrapped(head, view.width, 4, 0)
    if arithmetic := derivation_text(chain, view):
        yield from wrapped(Text(arithmetic), view.width, 4, 2)
    for what, where, words in facts(chain, report, view):
        cited = (where + "  ", "dim") if where else ""
        yield from wrapped(Text.assemble(what + "  ", cited, words), view.width, 4, 2)
