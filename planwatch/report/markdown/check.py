"""A check as a comment on a pull request: what matters most first, within the platform's size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import CheckReport, Finding, Item, Level, Location, RuleInfo
from planwatch.report.check import (
    acceptance,
    cited,
    decided,
    left_over,
    level_counts,
    level_label,
    message,
    not_compared,
    outcome,
    quoted,
)
from planwatch.report.findings import again, basis, gone
from planwatch.report.markdown.text import bullets, code, escaped, heading
from planwatch.report.view import View

MARKER = "<!-- planwatch check -->"
"""The first line, by which a bot finds the comment that it wrote. No text of a document can hold
it, since all angle brackets are escaped."""
MAX_SIZE = 65_536
"""Characters that a comment on GitHub may have; counted here in UTF-16, which is never less."""
_RESERVE = 1000
"""Room for the headings of the levels and the line that says what was left out."""

_ITEMS = 3
"""Entries shown of a finding's list where nothing else is asked for."""
_LONGEST = 400
"""Characters of a line that is no finding: names of files, of revisions, why one is unread."""


def check_blocks(report: CheckReport, view: View) -> Iterator[str]:
    """The verdict, the findings of each level, and how to go on."""
    before, after = list(_before(report, view)), list(_after(report, view))
    titles = {one.rule.id: _title(one.rule, len(report.findings), view) for one in report.findings}
    folds = [part for title in titles.values() for part in _folded(title, [])]
    room = MAX_SIZE - _RESERVE - _size([*before, *folds, *after])
    shown = _fitting(report.findings, room, view)
    accepted = _fitting(report.accepted, room - _size([told.text for told in shown]), view)
    yield from before
    for level, count in report.counts.items():
        if count:
            title = view.say("check.section", label=level_label(level, view), count=count)
            yield heading(3, escaped(title))
        if found := [told for told in shown if told.finding.level == level]:
            yield from _section(level, found, view)
    hidden = len(report.findings) - len(shown)
    lists = sum(told.shortened for told in shown)
    if hidden or lists:
        command = code(_cut(again(report)))
        yield view.say("check.left-out", count=hidden, lists=lists, command=command)
    if accepted:
        title = escaped(view.say("check.accepted", count=len(report.accepted)))
        yield from _folded(title, [told.text for told in accepted])
    yield from after


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding as it is shown; `shortened`: without its list, or even by name alone."""

    finding: Finding
    text: str
    shortened: bool


def _fitting(findings: Sequence[Finding], room: int, view: View) -> list[_Told]:
    """The first findings, as many as there is room for: each by what it says and, as long as
    there is room left, with its list."""
    shown: list[_Told] = []
    for finding in findings:
        text = next((form for form in _short(finding, view) if _size([form]) <= room), None)
        if text is None:
            break
        room -= _size([text])
        shown.append(_Told(finding, text, shortened=True))
    for place, told in enumerate(shown):
        whole = "\n".join([next(_short(told.finding, view)), *_list(told.finding, view)])
        more = _size([whole]) - _size([told.text])
        if more <= room:
            room -= more
            shown[place] = _Told(told.finding, whole, shortened=False)
    return shown


def _size(blocks: Sequence[str]) -> int:
    return sum(len(block.encode("utf-16-le")) // 2 + 2 for block in blocks)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _before(report: CheckReport, view: View) -> Iterator[str]:
    yield MARKER
    yield heading(2, escaped(f"planwatch check: {outcome(report, view)}"))
    yield f"**{escaped(level_counts(report, view))}**"
    yield bullets(escaped(_cut(text)) for text in basis(report, view))
    if report.not_compared:
        shown = view.bound(len(report.not_compared))
        said = (escaped(_cut(not_compared(unread, view))) for unread in report.not_compared[:shown])
        yield bullets(f"**{text}**" for text in said)


def _section(level: Level, shown: Sequence[_Told], view: View) -> Iterator[str]:
    """The findings of a level; notes are folded, one fold for each rule."""
    if level != Level.NOTE:
        yield "\n".join(told.text for told in shown)
        return
    rules = {told.finding.rule.id: told.finding.rule for told in shown}
    for id, rule in rules.items():
        texts = [told.text for told in shown if told.finding.rule.id == id]
        yield from _folded(_title(rule, len(texts), view), texts)


def _title(rule: RuleInfo, count: int, view: View) -> str:
    label = f"{rule.id} {rule.title.of(view.language)}"
    return escaped(view.say("check.section", label=label, count=count))


def _folded(title: str, entries: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield "\n".join(entries)
    yield "</details>"


def _short(finding: Finding, view: View) -> Iterator[str]:
    """What a finding says, without its list; then its rule alone."""
    name = f"**{escaped(finding.rule.id)}**"
    said = escaped(message(finding, view.language))
    if finding.accepted is not None:
        said += " " + escaped(acceptance(finding.accepted, view))
    mark = code(finding.fingerprint)
    yield f"- {name} {said} {mark}"
    yield f"- {name} {mark}"


def _list(finding: Finding, view: View) -> Iterator[str]:
    total = len(finding.items)
    shown = total if view.limit == 0 else min(total, view.limit or _ITEMS)
    for item in finding.items[:shown]:
        yield f"  - {_item(item, view)}"
    if shown < total:
        yield f"  - {escaped(view.say('check.more', count=total - shown))}"
    if finding.follows:
        yield f"  - {escaped(view.say('check.follows', count=len(finding.follows)))}"
    listed = view.bound(len(finding.follows))
    for below in finding.follows[:listed]:
        yield f"    - **{escaped(below.rule.id)}** {escaped(message(below, view.language))}"
    if listed < len(finding.follows):
        yield f"    - {escaped(view.say('check.more', count=len(finding.follows) - listed))}"


def _item(item: Item, view: View) -> str:
    """Where it stood and stands, with the words; old and new with an arrow between them."""
    sides = ("<br>".join(_placed(place, view) for place in side) for side in (item.old, item.new))
    told = " → ".join(side for side in sides if side)
    words = escaped(decided(item, view))
    return f"{told} ({words})" if words else told


def _placed(place: Location, view: View) -> str:
    where = escaped(cited(place) + gone(place, view))
    return f"**{where}** {escaped(quoted(place, view))}".rstrip()


def _after(report: CheckReport, view: View) -> Iterator[str]:
    """Earlier decisions to be cleared away, and how to make one."""
    left = list(left_over(report, view))
    if left:
        yield bullets(escaped(_cut(said)) for said in left[: view.bound(len(left))])
    if report.findings:
        note = "check.next.theme" if any(found.old for found in report.findings) else "check.next"
        yield escaped(view.say(note))
