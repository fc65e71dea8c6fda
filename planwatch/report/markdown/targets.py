"""Targets in Markdown: one row per indicator, then what stands beside them, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import TargetReport
from planwatch.report.markdown.text import bullets, escaped, heading, table
from planwatch.report.targets import ChainText, brief, whole
from planwatch.report.view import View

_HEADS = ("verdict", "metric", "evidence", "arithmetic")


def target_blocks(report: TargetReport, view: View) -> Iterator[str]:
    """All chains, what needs attention first."""
    told = whole(report, view)
    yield heading(1, escaped(told.title))
    yield f"**{escaped(told.counts)}**"
    yield from _chains(told.chains, view)
    for title, found in told.sections:
        yield heading(2, escaped(title))
        yield bullets(f"**{escaped(where)}** {escaped(words)}" for where, words in found)
    yield bullets(map(escaped, told.notes))


def brief_target_blocks(report: TargetReport | None, command: str, view: View) -> Iterator[str]:
    """The verdicts and the most telling chains, in a report on something wider."""
    if report is None or not report.chains:
        return
    told = brief(report, command, view)
    yield heading(2, escaped(told.title))
    yield f"**{escaped(told.counts)}**"
    yield from _chains(told.chains, view)
    yield bullets(map(escaped, told.notes))


def _chains(chains: Sequence[ChainText], view: View) -> Iterator[str]:
    if chains:
        heads = [view.say(f"targets.head.{head}") for head in _HEADS]
        yield table(heads, map(_row, chains))


def _row(chain: ChainText) -> Sequence[str]:
    evidence = "<br>".join(
        " ".join([escaped(what), *([f"**{escaped(where)}**"] if where else []), escaped(words)])
        for what, where, words in chain.facts
    )
    return f"**{escaped(chain.label)}**", escaped(chain.name), evidence, escaped(chain.arithmetic)
