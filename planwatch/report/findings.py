"""What every format says of a check: the verdict in one line, what was compared, and entries."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from planwatch.models import CheckReport, Finding, Item, Location, NotCompared, PlanInfo, PlanKind
from planwatch.report.check import cited, message, quoted
from planwatch.report.safe import safe
from planwatch.report.view import View

_REVISION = 12
"""Digits of a commit that are shown."""


def verdict(report: CheckReport, view: View) -> str:
    """incomplete, failed or passed: what the exit code says too."""
    if not report.complete:
        return "incomplete"
    return "failed" if report.reaching(view.fail_on) else "passed"


def headline(report: CheckReport, view: View) -> str:
    """The verdict with the number of findings at each level."""
    counts = " · ".join(
        view.say("counts.part", label=view.say(f"check.level.{level}"), count=count)
        for level, count in report.counts.items()
    )
    return view.say(f"check.verdict.{verdict(report, view)}", counts=counts)


def basis(report: CheckReport, view: View) -> Iterator[str]:
    """What the working folder was held against, which documents differ, what was compared."""
    base = report.baseline
    commit = view.say("check.commit", id=base.revision[:_REVISION]) if base.revision else ""
    key = "check.against.merge-base" if base.merge_base else "check.against"
    yield view.say(key, name=safe(base.name), commit=commit)
    changes = [f"{safe(id)} {view.say(f'check.seed.{how}')}" for id, how in report.changed]
    yield view.say("check.changed", plans=_listed(changes, view) or view.say("check.none"))
    if report.compared:
        pairs = [f"{_named(one.old, view)} → {_named(one.new, view)}" for one in report.compared]
        yield view.say("check.compared", pairs=_listed(pairs, view))


def _named(info: PlanInfo, view: View) -> str:
    """The id of a document; of a briefing that it is one."""
    genre = view.say("genre.briefing") if info.kind == PlanKind.BRIEFING else ""
    return safe(info.id) + genre


def _listed(names: Sequence[str], view: View) -> str:
    shown = view.bound(len(names))
    more = [view.say("check.more", count=len(names) - shown)] if shown < len(names) else []
    return view.say("list.separator").join([*names[:shown], *more])


def not_compared(unread: NotCompared, view: View) -> str:
    """Why a document could not be compared."""
    why = view.say(unread.key, **{name: safe(str(v)) for name, v in unread.values.items()})
    return view.say("check.not-compared", plan=safe(unread.plan or unread.path), why=why)


def told(finding: Finding, view: View) -> str:
    """The rule and what it says of this finding."""
    return f"{finding.rule.id}: {message(finding, view.language)}"


def place(location: Location, view: View) -> str:
    """A citation with the words that stand there."""
    return f"{cited(location)} {quoted(location, view)}".rstrip()


def entry_lines(finding: Finding, view: View) -> Iterator[str]:
    """The list of a finding, as plain lines: − what stood before, + what stands now, and what
    follows from it."""
    shown = view.bound(len(finding.items))
    for item in finding.items[:shown]:
        yield from (f"− {place(location, view)}" for location in item.old)
        yield from (f"+ {place(location, view)}" for location in item.new)
        if item.deciding:
            yield "  " + deciding(item)
    if shown < len(finding.items):
        yield view.say("check.more", count=len(finding.items) - shown)
    for following in finding.follows:
        yield view.say("check.follows", message=told(following, view))


def deciding(item: Item) -> str:
    """The words that decide, before and now."""
    return "; ".join(f"{safe(old) or '–'} → {safe(new) or '–'}" for old, new in item.deciding)


def again(report: CheckReport) -> str:
    """The command that shows everything."""
    base = report.baseline
    against = "" if base.merge_base else f" --against {shlex.quote(safe(base.name))}"
    return f"planwatch check{against}"
