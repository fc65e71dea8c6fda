"""Targets in a terminal: the verdict first, then the arithmetic and three citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from planwatch.models import TargetReport, Verdict
from planwatch.report.layout import wrapped
from planwatch.report.targets import ChainText, TargetText, brief, whole
from planwatch.report.view import View

_STYLES: Mapping[Verdict | None, str] = {
    Verdict.MISSED: "bold red",
    Verdict.UNCLEAR: "bold yellow",
    Verdict.MET: "bold green",
    Verdict.EXCEEDED: "bold green",
}


def target_lines(report: TargetReport, view: View) -> Iterator[Text]:
    """All chains, what needs attention first; then what stands beside them, and notes."""
    told = whole(report, view)
    yield from _head(told, view)
    for chain in told.chains:
        yield Text("")
        yield from _chain(chain, view, 0)
    for title, found in told.sections:
        yield Text("")
        yield from wrapped(Text(title, "bold"), view.width)
        for where, words in found:
            yield from wrapped(Text.assemble((where + "  ", "dim"), words), view.width, 4, 2)
    yield Text("")
    for note in told.notes:
        yield from wrapped(Text(note, "dim"), view.width)


def brief_target_lines(report: TargetReport | None, command: str, view: View) -> Iterator[Text]:
    """The verdicts and the most telling chains, in a report on something wider."""
    if report is None or not report.chains:
        return
    told = brief(report, command, view)
    yield from _head(told, view)
    for chain in told.chains:
        yield from _chain(chain, view, 2)
    for note in told.notes:
        yield from wrapped(Text(note, "dim"), view.width, 2)
    yield Text("")


def _head(told: TargetText, view: View) -> Iterator[Text]:
    yield from wrapped(Text(told.title, "bold"), view.width)
    yield from wrapped(Text(told.counts), view.width, 4, 0)


def _chain(chain: ChainText, view: View, margin: int) -> Iterator[Text]:
    style = _STYLES.get(chain.verdict, "bold")
    head = Text.assemble((chain.label + "  ", style), (chain.name, "bold"))
    yield from wrapped(head, view.width, margin + 4, margin)
    if chain.arithmetic:
        yield from wrapped(Text(chain.arithmetic), view.width, margin + 4, margin + 2)
    for what, where, words in chain.facts:
        cited = (where + "  ", "dim") if where else ""
        text = Text.assemble(what + "  ", cited, words)
        yield from wrapped(text, view.width, margin + 4, margin + 2)
