"""A check as a comment on a pull request: what matters most first, within the platform's size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import CheckReport, Finding, Item, Level
from planwatch.report.check import cited, message, quoted
from planwatch.report.findings import again, basis, deciding, headline, not_compared
from planwatch.report.markdown.text import bullets, code, escaped, heading
from planwatch.report.view import View

MARKER = "<!-- planwatch check -->"
"""The first line, by which a bot finds the comment that it wrote. No text of a document can hold
it, since all angle brackets are escaped."""
MAX_SIZE = 65_536
"""Characters that a comment on GitHub may have; counted here in UTF-16, which is never less."""
_RESERVE = 1000
"""Room for the line that says what was left out, and for the tags of the sections."""

_LONGEST = 400
"""Characters of a line that is no finding: names of files, of revisions, why one is unread."""


def check_blocks(report: CheckReport, view: View) -> Iterator[str]:
    """The verdict, the findings of each level, and how to go on."""
    before, after = list(_before(report, view)), list(_after(report, view))
    room = MAX_SIZE - _RESERVE - _size([*before, *after])
    shown = _fitting(report.findings, room, view)
    accepted = _fitting(report.accepted, room - _size([told.text for told in shown]), view)
    yield from before
    for level, count in report.counts.items():
        yield from _section(level, count, [t.text for t in shown if t.level == level], view)
    hidden = len(report.findings) - len(shown)
    lists = sum(told.shortened for told in shown)
    if hidden or lists:
        command = code(_cut(again(report)))
        yield view.say("check.left-out", count=hidden, lists=lists, command=command)
    if report.accepted:
        title = escaped(view.say("check.accepted", count=len(report.accepted)))
        yield from _folded(title, [told.text for told in accepted])
    yield from after


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding as it is shown; `shortened`: without its list, or even by name alone."""

    level: Level
    text: str
    shortened: bool


def _fitting(findings: Sequence[Finding], room: int, view: View) -> list[_Told]:
    """The first findings, as many as there is room for, each as full as there is room for."""
    shown: list[_Told] = []
    for finding in findings:
        forms = enumerate(_forms(finding, view))
        fitting = next(((form, text) for form, text in forms if _size([text]) <= room), None)
        if fitting is None:
            break
        form, text = fitting
        room -= _size([text])
        shown.append(_Told(finding.level, text, shortened=form > 0))
    return shown


def _size(blocks: Sequence[str]) -> int:
    return sum(len(block.encode("utf-16-le")) // 2 + 2 for block in blocks)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _before(report: CheckReport, view: View) -> Iterator[str]:
    yield MARKER
    yield heading(2, escaped(headline(report, view)))
    yield bullets(escaped(_cut(text)) for text in basis(report, view))
    if report.not_compared:
        shown = view.bound(len(report.not_compared))
        said = (escaped(_cut(not_compared(unread, view))) for unread in report.not_compared[:shown])
        yield bullets(f"**{text}**" for text in said)


def _section(level: Level, total: int, entries: Sequence[str], view: View) -> Iterator[str]:
    """The findings of a level; notes are folded."""
    if not total:
        return
    title = escaped(view.say("check.section", label=view.say(f"check.level.{level}"), count=total))
    if level == Level.NOTE:
        yield from _folded(title, entries)
    else:
        yield heading(3, title)
        if entries:
            yield "\n".join(entries)


def _folded(title: str, entries: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    if entries:
        yield "\n".join(entries)
    yield "</details>"


def _forms(finding: Finding, view: View) -> Iterator[str]:
    """A finding in full, then shorter and shorter."""
    name = f"**{escaped(finding.rule.id)}**"
    said = escaped(message(finding, view.language))
    if finding.accepted is not None:
        said += " " + escaped(view.say("check.accepted-for", reason=finding.accepted.reason))
    mark = code(finding.fingerprint)
    yield "\n".join([f"- {name} {said} {mark}", *_list(finding, view)])
    yield f"- {name} {said} {mark}"
    yield f"- {name} {mark}"


def _list(finding: Finding, view: View) -> Iterator[str]:
    shown = view.bound(len(finding.items))
    for item in finding.items[:shown]:
        yield f"  - {_item(item, view)}"
    if shown < len(finding.items):
        yield f"  - {escaped(view.say('check.more', count=len(finding.items) - shown))}"
    for following in finding.follows:
        told = view.say("check.follows", message=message(following, view.language))
        yield f"  - {escaped(told)}"


def _item(item: Item, view: View) -> str:
    """Where it stood and stands, with the words; old and new with an arrow between them."""
    sides = (
        "<br>".join(
            f"**{escaped(cited(place))}** {escaped(quoted(place, view))}".rstrip() for place in side
        )
        for side in (item.old, item.new)
    )
    told = " → ".join(side for side in sides if side)
    words = escaped(deciding(item))
    return f"{told} ({words})" if words else told


def _after(report: CheckReport, view: View) -> Iterator[str]:
    """What became of earlier decisions, and how to make one."""
    for kind, entries in (("stale", report.stale), ("unused", report.unused)):
        if entries:
            shown = view.bound(len(entries))
            named = view.say("list.separator").join(
                code(_cut(e.fingerprint)) for e in entries[:shown]
            )
            yield view.say(f"check.{kind}", count=len(entries), named=named)
    if report.findings:
        command = code('planwatch accept FINGERPRINT --reason "…"')
        yield view.say("check.how-to-accept", command=command)
