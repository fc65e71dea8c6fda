"""The comparison of two plans: headline first, then what is gone, what is new, and the pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from rich.text import Text

from planwatch.models import (
    Certainty,
    Change,
    Commitment,
    Comparison,
    Force,
    Link,
    Plan,
    PlanInfo,
    PlanKind,
    Relation,
    Shape,
    SideSummary,
)
from planwatch.report.cite import citation, headline, linked_label, quote, unmatched_label
from planwatch.report.layout import aligned_right, line, padded, shortened, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import View

_HEADLINE_INDENT = 4
_ENTRY_INDENT = 2
_QUOTE_INDENT = 6
_BAR = 10
_SHORT = 0.5
"""A text with less than this share of the other's characters is bound to leave much out."""
_SHORTEST_COMMON = 2
"""Characters that two quotes must have in common for the stretch not to be marked."""
_STYLES = {"dropped": "red", "appeared": "green", "linked": "cyan"}


def diff_lines(comparison: Comparison, view: View) -> Iterator[Text]:
    """The whole report."""
    yield from _head(comparison, view)
    shown = _Shown(comparison, view)
    if not view.only and not view.chapter:
        yield from shown.chapters()
    yield from shown.unmatched(Shape.DROPPED)
    yield from shown.unmatched(Shape.APPEARED)
    yield from shown.pairs()
    yield from _foot(comparison, view)


def _head(comparison: Comparison, view: View) -> Iterator[Text]:
    old, new = comparison.old, comparison.new
    ids = [headline(plan.info, plan.characters, view)[0] for plan in (old, new)]
    column = max(len(id) for id in ids) + 2
    for plan in (old, new):
        id, title = headline(plan.info, plan.characters, view)
        text = Text.assemble((padded(id, column), "bold"), title)
        yield from wrapped(text, view.width, indent=column, first=0)
    for note in _notes(comparison, view):
        yield from wrapped(Text(note, "yellow"), view.width)
    yield Text("")
    for plan, summary in ((old, comparison.old_summary), (new, comparison.new_summary)):
        other = new if plan is old else old
        counts = _counts(plan.info, other.info, summary, plan is new, view)
        yield from wrapped(Text(counts, "bold"), view.width, indent=_HEADLINE_INDENT, first=0)
    yield Text("")


def _notes(comparison: Comparison, view: View) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    for plan, other in ((new, old), (old, new)):
        if plan.characters < _SHORT * other.characters:
            share = f"{plan.characters / other.characters:.0%}"
            word = "note.silence.review" if plan.info.kind == PlanKind.REVIEW else "note.silence"
            length = view.say(
                "note.length", short=safe(plan.info.id), long=safe(other.info.id), share=share
            )
            yield length + view.say(word)
    for plan in (old, new):
        if plan.converted and not view.source_script:
            yield view.say("note.reading", plan=safe(plan.info.id))


def _counts(info: PlanInfo, other: PlanInfo, side: SideSummary, is_new: bool, view: View) -> str:
    unmatched = view.say(unmatched_label(info, other, plan_is_new=is_new))
    noun = "noun.results" if info.kind == PlanKind.REVIEW else "noun.commitments"
    head = view.say(noun, plan=safe(info.id), count=side.comparable)
    pair = (other, info) if is_new else (info, other)
    parts = [
        view.say("counts.part", label=view.say(linked_label(*pair, key)), count=count)
        for key, count in (("continued", side.continued), ("changed", side.changed))
    ]
    doubt = view.say("counts.unclear", count=side.unclear) if side.unclear else ""
    parts.append(view.say("counts.part", label=unmatched, count=side.unmatched))
    return head + " · ".join((parts[0], parts[1] + doubt, parts[2]))


class _Shown:
    """The sections of one comparison."""

    def __init__(self, comparison: Comparison, view: View) -> None:
        self.comparison = comparison
        self.view = view
        self.old = {c.id: c for c in comparison.old.commitments}
        self.new = {c.id: c for c in comparison.new.commitments}
        self.links = {(link.old, link.new): link for link in comparison.links}

    def chapters(self) -> Iterator[Text]:
        """How much of every chapter of the old plan has no counterpart."""
        plan = self.comparison.old
        total = Counter(_chapter(c) for c in plan.comparable if c.heading_readings)
        if len(total) < 2 or not self.comparison.dropped:
            return
        gone = Counter(_chapter(self.old[id]) for id in self.comparison.dropped)
        label = self._label(Shape.DROPPED)
        plan_id = safe(plan.info.id)
        title = self.view.say("section.chapters", label=label, plan=plan_id)
        yield from _section(title, "dropped", self.view)
        widest = self.view.width - 2 * _ENTRY_INDENT - _BAR - 14
        names = {chapter: shortened(safe(chapter), widest) for chapter in total}
        column = max(Text(name).cell_len for name in names.values()) + 2
        for chapter, name in names.items():
            share = gone[chapter] / total[chapter]
            figures = aligned_right(f"{gone[chapter]}/{total[chapter]}", 9)
            bar = "█" * round(share * _BAR)
            yield line(" " * _ENTRY_INDENT + padded(name, column) + figures + "  ", (bar, "red"))
        yield Text("")

    def unmatched(self, shape: Shape) -> Iterator[Text]:
        """What stands on one side only: the clearest cases, in the order of the text."""
        plan, by_id = self._side(shape)
        nearest = self.comparison.unmatched_old
        if shape == Shape.APPEARED:
            nearest = self.comparison.unmatched_new
        changes = [c for c in self.comparison.changes if c.shape == shape and self._wanted(c)]
        ids = [(*change.old, *change.new)[0] for change in changes]
        chosen = _clearest(ids, {id: -_closest(nearest[id]) for id in ids}, self.view)
        if not ids:
            return
        yield from self._title(
            "section.unmatched", shape.value, self._label(shape), len(chosen), ids
        )
        chapter = ""
        for id in chosen:
            found = by_id[id]
            if found.heading_readings and _chapter(found) != chapter:
                chapter = _chapter(found)
                yield from wrapped(Text(safe(chapter), "bold"), self.view.width, _ENTRY_INDENT)
            yield from self._entry(plan, found)
        yield from self._rest(shape.value, len(ids) - len(chosen))

    def pairs(self) -> Iterator[Text]:
        """Links, the surest first; identical sentences are only counted."""
        links = [c for c in self.comparison.changes if c.old and c.new and self._wanted(c)]
        changes = [change for change in links if change.force != Force.SAME]
        if links:
            count = self.view.say("section.same", count=len(links) - len(changes))
            same = count if len(links) > len(changes) else ""
            chosen = changes[:0]
            ranked = sorted(changes, key=self._rank)
            chosen = ranked[: self.view.bound(len(ranked))]
            yield from self._title("section.pairs", "linked", same, len(chosen), ranked)
            for change in chosen:
                yield from self._pair(change)
            yield from self._rest("linked", len(ranked) - len(chosen))

    def _rank(self, change: Change) -> tuple[bool, float, tuple[str, ...]]:
        best = max(link.score for link in self._links_of(change))
        return change.relation != Relation.CONTINUED, -best, change.old

    def _links_of(self, change: Change) -> list[Link]:
        pairs = ((old, new) for old in change.old for new in change.new)
        return [self.links[pair] for pair in pairs if pair in self.links]

    def _pair(self, change: Change) -> Iterator[Text]:
        links = self._links_of(change)
        infos = (self.comparison.old.info, self.comparison.new.info)
        key = change.shape.value if change.shape != Shape.KEPT else str(change.relation)
        label = self.view.say(linked_label(*infos, key))
        unclear = all(link.certainty == Certainty.UNCLEAR for link in links)
        sure = max(link.confidence for link in links)
        doubt = self.view.say("label.unclear") + " " if unclear else ""
        yield line(
            " " * _ENTRY_INDENT,
            (label, "cyan bold"),
            f"  {doubt}",
            (self.view.say("pair.confidence", value=f"{sure:.2f}"), "dim"),
        )
        hub_is_old = len(change.new) >= len(change.old)
        old = [(self.comparison.old, self.old[id]) for id in change.old]
        new = [(self.comparison.new, self.new[id]) for id in change.new]
        hub, spokes = (old[0], new) if hub_is_old else (new[0], old)
        for plan, found in (*old, *new):
            against = [other for _, other in spokes] if found is hub[1] else [hub[1]]
            yield from self._entry(plan, found, against)
        yield Text("")

    def _entry(
        self, plan: Plan, found: Commitment, against: Sequence[Commitment] = ()
    ) -> Iterator[Text]:
        cited = citation(plan, found, self.view)
        yield from wrapped(Text(cited, "dim"), self.view.width, _ENTRY_INDENT + 2)
        words = Text(quote(plan, found, self.view))
        for start, end in _differences(words.plain, [self._words(other) for other in against]):
            words.stylize("bold underline", start, end)
        yield from wrapped(words, self.view.width, _QUOTE_INDENT)

    def _words(self, commitment: Commitment) -> str:
        in_old = self.old.get(commitment.id) is commitment
        plan = self.comparison.old if in_old else self.comparison.new
        return quote(plan, commitment, self.view)

    def _side(self, shape: Shape) -> tuple[Plan, Mapping[str, Commitment]]:
        if shape == Shape.DROPPED:
            return self.comparison.old, self.old
        return self.comparison.new, self.new

    def _label(self, shape: Shape) -> str:
        infos = (self.comparison.old.info, self.comparison.new.info)
        is_new = shape == Shape.APPEARED
        plan, other = reversed(infos) if is_new else infos
        return self.view.say(unmatched_label(plan, other, plan_is_new=is_new))

    def _wanted(self, change: Change) -> bool:
        sides: tuple[tuple[tuple[str, ...], Mapping[str, Commitment]], ...]
        sides = ((change.old, self.old), (change.new, self.new))
        chapter = self.view.chapter
        return self.view.wants(change) and (
            not chapter or any(_under(by_id[id], chapter) for ids, by_id in sides for id in ids)
        )

    def _title(
        self, key: str, style: str, label: str, shown: int, entries: Sequence[object]
    ) -> Iterator[Text]:
        old, new = safe(self.comparison.old.info.id), safe(self.comparison.new.info.id)
        title = self.view.say(
            f"{key}.{style}" if key == "section.unmatched" else key,
            label=label,
            count=len(entries),
            old=old,
            new=new,
        )
        if shown < len(entries):
            title += self.view.say("section.shown", count=shown)
        yield from _section(title, style, self.view)

    def _rest(self, section: str, hidden: int) -> Iterator[Text]:
        if hidden:
            infos = (self.comparison.old.info, self.comparison.new.info)
            old, new = (safe(info.id) for info in infos)
            command = f"planwatch diff {old} {new} --only {section}"
            text = self.view.say("section.rest", count=hidden, command=command)
            yield from wrapped(Text(text, "dim"), self.view.width, _ENTRY_INDENT)
        yield Text("")


def _foot(comparison: Comparison, view: View) -> Iterator[Text]:
    notes = [view.say("foot.unmatched")]
    if view.accuracy is not None:
        pair = (comparison.old.info.id, comparison.new.info.id)
        rows = view.accuracy.rows
        found = next((r for r in rows if pair in ((r.old, r.new), (r.new, r.old))), None)
        said = [found] if found else rows
        figures = view.say("foot.separator").join(
            view.say(
                "foot.figures",
                old=row.old,
                new=row.new,
                precision=f"{row.precision:.0%}",
                recall=f"{row.recall:.0%}",
            )
            for row in said
        )
        key = "foot.measured" if found else "foot.elsewhere"
        notes.insert(0, view.say(key, figures=figures))
    for note in notes:
        yield from wrapped(Text(note, "dim"), view.width)
    yield from _next_commands(comparison, view)


def _next_commands(comparison: Comparison, view: View) -> Iterator[Text]:
    old, new = safe(comparison.old.info.id), safe(comparison.new.info.id)
    examples: list[tuple[str, str]] = []
    best = max(comparison.links, key=lambda link: link.score, default=None)
    if best is not None:
        examples.append(("next.explain", f"planwatch explain {safe(best.old)} {safe(best.new)}"))
    examples.append(("next.show", f"planwatch show {new}"))
    examples.append(("next.json", f"planwatch diff {old} {new} --format json"))
    column = max(Text(view.say(key)).cell_len for key, _ in examples) + 1
    for key, command in examples:
        text = Text(padded(view.say(key), column) + command, "dim")
        yield from wrapped(text, view.width, indent=column, first=0)


def _section(title: str, style: str, view: View) -> Iterator[Text]:
    yield from wrapped(Text(title, f"bold {_STYLES[style]}"), view.width)


def _chapter(commitment: Commitment) -> str:
    return commitment.heading_readings[0] if commitment.heading_readings else ""


def _under(commitment: Commitment, chapter: str) -> bool:
    """Whether a heading above has `chapter` as its number or in its words."""
    numbers = [number.strip("、.．（）() ") for number in commitment.numbers]
    headings = (*commitment.headings, *commitment.heading_readings)
    return chapter.strip("、.．（）() ") in numbers or any(chapter in text for text in headings)


def _closest(candidates: Sequence[object]) -> float:
    scores = [getattr(candidate, "score", 0.0) for candidate in candidates]
    return max(scores, default=-99.0)


def _clearest(ids: Sequence[str], clarity: Mapping[str, float], view: View) -> list[str]:
    """The clearest of `ids`, as many as the view shows, in their own order."""
    order: Callable[[str], tuple[float, int]] = lambda id: (-clarity[id], ids.index(id))  # noqa: E731
    chosen = set(sorted(ids, key=order)[: view.bound(len(ids))])
    return [id for id in ids if id in chosen]


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
