"""What formats for CI say of a check: what was compared, the entries of a finding, the command."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from planwatch.models import CheckReport, Finding, Item, Location
from planwatch.report.check import (
    against,
    changed,
    cited,
    decided,
    level_counts,
    message,
    outcome,
    pair_counts,
    quoted,
)
from planwatch.report.cite import named
from planwatch.report.safe import safe
from planwatch.report.view import View


def summary(report: CheckReport, view: View) -> Iterator[str]:
    """Whether the check passes, how many findings there are, and what was held against what."""
    yield outcome(report, view)
    yield level_counts(report, view)
    yield from basis(report, view)


def basis(report: CheckReport, view: View) -> Iterator[str]:
    """What the working folder was held against, what changed, and the pairs compared."""
    yield against(report, view)
    yield changed(report, view)
    if report.compared:
        pairs = (f"{named(one.old, view)} → {named(one.new, view)}" for one in report.compared)
        yield view.say("check.compared", pairs=view.say("list.separator").join(pairs))
    for pair in report.compared[: view.bound(len(report.compared))]:
        yield from pair_counts(pair, view)


def entry_lines(finding: Finding, view: View) -> Iterator[str]:
    """The list of a finding, as plain lines: − what stood before, + what stands now, and what
    follows from it."""
    shown = view.bound(len(finding.items))
    for item in finding.items[:shown]:
        yield from _item_lines(item, view)
    if shown < len(finding.items):
        yield view.say("check.more", count=len(finding.items) - shown)
    if finding.follows:
        yield view.say("check.follows", count=len(finding.follows))
    for below in finding.follows:
        yield f"  {below.rule.id}: {message(below, view.language)}"


def _item_lines(item: Item, view: View) -> Iterator[str]:
    yield from (f"− {placed(place, view)}" for place in item.old)
    yield from (f"+ {placed(place, view)}" for place in item.new)
    if words := decided(item, view):
        yield f"  {words}"


def placed(place: Location, view: View) -> str:
    """A citation with the words that stand there."""
    return f"{cited(place)}{gone(place, view)} {quoted(place, view)}".rstrip()


def gone(place: Location, view: View) -> str:
    """What marks words that stand in the baseline only."""
    return view.say("check.gone") if place.gone else ""


def again(report: CheckReport) -> str:
    """The command that shows everything."""
    base = report.baseline
    named = "" if base.merge_base else f" --against {shlex.quote(safe(base.name))}"
    return f"planwatch check{named} --limit 0"
