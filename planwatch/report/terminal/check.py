"""A check in a terminal: the verdict first, then every finding with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from planwatch.models import CheckReport, Finding, Item, Level, Location, RuleInfo, RuleList
from planwatch.report.check import (
    acceptance,
    against,
    changed,
    cited,
    decided,
    left_over,
    level_counts,
    level_label,
    message,
    not_compared,
    outcome,
    pair_counts,
    quoted,
)
from planwatch.report.layout import padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import View

_STYLES: Mapping[Level, str] = {
    Level.ERROR: "bold red",
    Level.WARNING: "bold yellow",
    Level.NOTE: "bold cyan",
}
_SHOWN: Mapping[Level, int] = {Level.ERROR: 5, Level.WARNING: 3, Level.NOTE: 2}
"""Entries of a finding's list that are shown where nothing else is asked for."""
_INDENT = 2


def check_lines(report: CheckReport, view: View) -> Iterator[Text]:
    """The whole report."""
    yield from _head(report, view)
    for finding in report.findings:
        yield Text("")
        yield from _finding(finding, view)
    for finding in report.accepted:
        yield Text("")
        yield from _accepted(finding, view)
    yield from _foot(report, view)


def _head(report: CheckReport, view: View) -> Iterator[Text]:
    yield from wrapped(Text(against(report, view)), view.width)
    yield from wrapped(Text(changed(report, view)), view.width, 2 * _INDENT, 0)
    for pair in report.compared:
        for said in pair_counts(pair, view):
            yield from wrapped(Text(said), view.width, 2 * _INDENT, 0)
    yield Text("")
    for one in report.not_compared:
        yield from wrapped(Text(not_compared(one, view), "bold red"), view.width, 2 * _INDENT, 0)
    yield from wrapped(Text(level_counts(report, view), "bold"), view.width)


def _finding(finding: Finding, view: View, indent: int = 0) -> Iterator[Text]:
    head = Text.assemble(
        (level_label(finding.level, view) + "  ", _STYLES[finding.level]),
        (message(finding, view.language), "bold"),
        (f"  {finding.rule.id} {finding.fingerprint}", "dim"),
    )
    yield from wrapped(head, view.width, indent + 2 * _INDENT, indent)
    limit = _SHOWN[finding.level] if view.limit is None else view.limit or len(finding.items)
    for item in finding.items[:limit]:
        yield from _item(item, view, indent + _INDENT)
    hidden = len(finding.items) - limit
    if hidden > 0:
        more = Text(view.say("check.more", count=hidden), "dim")
        yield from wrapped(more, view.width, indent + _INDENT)
    if finding.follows:
        title = view.say("check.follows", count=len(finding.follows))
        yield from wrapped(Text(title), view.width, indent + _INDENT)
    for below in finding.follows:
        yield from _finding(below, view, indent + 2 * _INDENT)


def _item(item: Item, view: View, indent: int) -> Iterator[Text]:
    for mark, places in (("", item.old), ("→ " if item.old else "", item.new)):
        for place in places:
            yield from wrapped(_place(mark, place, view), view.width, indent + _INDENT, indent)
    if words := decided(item, view):
        yield from wrapped(Text(words), view.width, indent + _INDENT)


def _place(mark: str, place: Location, view: View) -> Text:
    gone = view.say("check.gone") if place.gone else ""
    return Text.assemble(mark, (f"{cited(place)}{gone}  ", "dim"), quoted(place, view))


def _accepted(finding: Finding, view: View) -> Iterator[Text]:
    head = Text(view.say("check.accepted.one", message=message(finding, view.language)), "dim")
    yield from wrapped(head, view.width, 2 * _INDENT, 0)
    if finding.accepted is not None:
        said = Text(acceptance(finding.accepted, view), "dim")
        yield from wrapped(said, view.width, 2 * _INDENT, _INDENT)


def _foot(report: CheckReport, view: View) -> Iterator[Text]:
    yield Text("")
    for said in left_over(report, view):
        yield from wrapped(Text(said, "yellow"), view.width, 2 * _INDENT, 0)
    yield from wrapped(Text(outcome(report, view), "bold"), view.width)
    if report.findings:
        note = "check.next.theme" if any(found.old for found in report.findings) else "check.next"
        yield from wrapped(Text(view.say(note), "dim"), view.width)


def rule_list_lines(found: RuleList, view: View) -> Iterator[Text]:
    """All rules in a line each; one alone with all that it says of itself."""
    if len(found.rules) == 1:
        yield from _rule(found.rules[0], view)
        return
    column = max(len(rule.id) for rule in found.rules) + 2
    for rule in found.rules:
        level = padded(level_label(rule.level, view), 9)
        title = safe(rule.title.of(view.language))
        head = Text.assemble((padded(rule.id, column), "bold"), (level, _STYLES[rule.level]), title)
        yield from wrapped(head, view.width, column, 0)
    yield Text("")
    yield from wrapped(Text(view.say("rules.next"), "dim"), view.width)


def _rule(rule: RuleInfo, view: View) -> Iterator[Text]:
    language = view.language
    head = Text.assemble(
        (f"{rule.id}  ", "bold"),
        (level_label(rule.level, view) + "  ", _STYLES[rule.level]),
        safe(rule.title.of(language)),
    )
    yield from wrapped(head, view.width)
    mirror = view.say("rules.mirror", rule=rule.mirror) if rule.mirror else ""
    waiver = view.say("rules.waiver", waiver=safe(rule.waiver)) if rule.waiver else ""
    said = (rule.message.of(language), rule.help.of(language))
    reason = view.say("rules.reason", reason=safe(rule.reason))
    for text in filter(None, (*map(safe, said), reason, mirror, waiver)):
        yield from wrapped(Text(text), view.width, _INDENT)
