"""The comparison of two plans: headline and themes first, then what is gone, new and linked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rich.text import Text

from planwatch.models import Change, Commitment, Comparison, Plan, Shape
from planwatch.report.cite import citation, headline, quote
from planwatch.report.force import marked_quote
from planwatch.report.layout import aligned_right, line, padded, shortened, wrapped
from planwatch.report.pins import pin_lines
from planwatch.report.rows import told
from planwatch.report.safe import safe
from planwatch.report.selection import Selection, chapter_of
from planwatch.report.summary import (
    counts,
    footnotes,
    next_commands,
    reading_notes,
    targets_command,
)
from planwatch.report.terminal.targets import brief_target_lines
from planwatch.report.terminal.terms import term_lines
from planwatch.report.terminal.themes import theme_lines, theme_table
from planwatch.report.view import View, capital

_HEADLINE_INDENT = 4
_ENTRY_INDENT = 2
_QUOTE_INDENT = 6
_BAR = 10
_SHORTEST_COMMON = 2
"""Characters that two quotes must have in common for the stretch not to be marked."""
_STYLES = {"dropped": "red", "appeared": "green", "linked": "cyan"}


def diff_lines(comparison: Comparison, view: View) -> Iterator[Text]:
    """The whole report."""
    yield from _head(comparison, view)
    narrowed = view.only or view.chapter
    if view.theme:
        yield from theme_lines(comparison, view.theme, view)
        yield Text("")
    elif view.level != "commitment" and not narrowed:
        yield from theme_table(comparison, view)
        yield from brief_target_lines(comparison.targets, targets_command(comparison), view)
        yield from term_lines(comparison, view)
    if not view.theme and view.level != "theme":
        if not narrowed:
            yield from _chapters(comparison, view)
        yield from _Shown(Selection(comparison, view)).lines()
    yield from _foot(comparison, view)


def _head(comparison: Comparison, view: View) -> Iterator[Text]:
    plans = (comparison.old, comparison.new)
    column = max(len(safe(plan.info.id)) for plan in plans) + 2
    for plan in plans:
        id, title = headline(plan.info, plan.characters, view)
        text = Text.assemble((padded(id, column), "bold"), title)
        yield from wrapped(text, view.width, indent=column, first=0)
    for note in reading_notes(comparison, view):
        yield from wrapped(Text(note, "yellow"), view.width)
    yield Text("")
    for said in counts(comparison, view):
        yield from wrapped(Text(said, "bold"), view.width, indent=_HEADLINE_INDENT, first=0)
    yield Text("")


def _chapters(comparison: Comparison, view: View) -> Iterator[Text]:
    """How much of every chapter of the old plan has no counterpart."""
    plan = comparison.old
    total = Counter(chapter_of(c) for c in plan.comparable if c.heading_readings)
    if len(total) < 2 or not comparison.dropped:
        return
    dropped = set(comparison.dropped)
    gone = Counter(chapter_of(c) for c in plan.commitments if c.id in dropped)
    label = Selection(comparison, view).unmatched(Shape.DROPPED).label
    title = view.say("section.chapters", label=capital(label), plan=safe(plan.info.id))
    yield from _section(title, "dropped", view)
    widest = view.width - 2 * _ENTRY_INDENT - _BAR - 14
    names = {chapter: shortened(safe(chapter), widest) for chapter in total}
    column = max(Text(name).cell_len for name in names.values()) + 2
    for chapter, name in names.items():
        share = gone[chapter] / total[chapter]
        figures = aligned_right(f"{gone[chapter]}/{total[chapter]}", 9)
        bar = "█" * round(share * _BAR)
        yield line(" " * _ENTRY_INDENT + padded(name, column) + figures + "  ", (bar, "red"))
    yield Text("")


class _Shown:
    """The selected changes of one comparison, as lines."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._comparison = selection.comparison
        self._view = selection.view

    def lines(self) -> Iterator[Text]:
        yield from self._unmatched(Shape.DROPPED)
        yield from self._unmatched(Shape.APPEARED)
        yield from self._pairs()

    def _unmatched(self, shape: Shape) -> Iterator[Text]:
        found = self._selection.unmatched(shape)
        if not found.total:
            return
        yield from _section(self._selection.title(found), shape.value, self._view)
        chapter = ""
        for commitment in found.shown:
            if commitment.heading_readings and chapter_of(commitment) != chapter:
                chapter = chapter_of(commitment)
                yield from wrapped(Text(safe(chapter), "bold"), self._view.width, _ENTRY_INDENT)
            yield from self._entry(found.plan, commitment)
        yield from self._rest(shape.value, found.total - len(found.shown))

    def _pairs(self) -> Iterator[Text]:
        found = self._selection.pairs()
        if found.total or found.same:
            yield from _section(self._selection.pairs_title(found), "linked", self._view)
            for change in found.shown:
                yield from self._pair(change)
            yield from self._rest("linked", found.total - len(found.shown))

    def _pair(self, change: Change) -> Iterator[Text]:
        of = told(self._selection, change)
        sure = self._view.say("pair.confidence", value=self._view.sure(of.confidence))
        head = Text.assemble(
            (of.fate, "cyan bold"),
            (f"  {of.force}" if of.force else "", "bold"),
            f"  {of.doubt}",
            (sure, "dim"),
        )
        yield from wrapped(head, self._view.width, indent=_QUOTE_INDENT, first=_ENTRY_INDENT)
        marked = self._selection.marks(change)
        hub_is_old = len(change.new) >= len(change.old)
        old = [(self._comparison.old, self._comparison.old.by_id[id]) for id in change.old]
        new = [(self._comparison.new, self._comparison.new.by_id[id]) for id in change.new]
        hub, spokes = (old[0], new) if hub_is_old else (new[0], old)
        for plan, found in (*old, *new):
            against = [quote(*other, self._view) for other in spokes]
            if found is not hub[1]:
                against = [quote(*hub, self._view)]
            yield from self._entry(plan, found, against, marked.get(found.id, ()))
        for said in of.reasons:
            yield from wrapped(Text(said), self._view.width, _ENTRY_INDENT + 2)
        yield Text("")

    def _entry(
        self,
        plan: Plan,
        found: Commitment,
        against: Sequence[str] = (),
        marked: Sequence[tuple[int, int]] = (),
    ) -> Iterator[Text]:
        cited = citation(plan, found, self._view)
        yield from wrapped(Text(cited, "dim"), self._view.width, _ENTRY_INDENT + 2)
        parts = marked_quote(plan, found, marked, self._view)
        words = Text.assemble(*((part, "reverse" if decides else "") for part, decides in parts))
        for start, end in _differences(words.plain, against):
            words.stylize("bold underline", start, end)
        yield from wrapped(words, self._view.width, _QUOTE_INDENT)

    def _rest(self, section: str, hidden: int) -> Iterator[Text]:
        if hidden:
            text = Text(self._selection.rest(section, hidden), "dim")
            yield from wrapped(text, self._view.width, _ENTRY_INDENT)
        yield Text("")


def _foot(comparison: Comparison, view: View) -> Iterator[Text]:
    for said in pin_lines(comparison.pins, view):
        yield from wrapped(Text(said), view.width, indent=2, first=0)
    for note in footnotes(comparison, view):
        yield from wrapped(Text(note, "dim"), view.width)
    commands = list(next_commands(comparison, view))
    column = max(Text(purpose).cell_len for purpose, _ in commands) + 1
    for purpose, command in commands:
        text = Text(padded(purpose, column) + command, "dim")
        yield from wrapped(text, view.width, indent=column, first=0)


def _section(title: str, style: str, view: View) -> Iterator[Text]:
    yield from wrapped(Text(title, f"bold {_STYLES[style]}"), view.width)


def _differences(text: str, others: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of `text` that none of `others` has."""
    if not others:
        return []
    known = [False] * len(text)
    for other in others:
        for block in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks():
            if block.size >= _SHORTEST_COMMON:
                known[block.a : block.a + block.size] = [True] * block.size
    spans: list[tuple[int, int]] = []
    for index, same in enumerate(known):
        if same or not text[index].isalnum():
            continue
        if spans and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    return spans
