"""The comparison of two plans in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from planwatch.models import (
    Basis,
    Change,
    Commitment,
    Comparison,
    Plan,
    Shape,
    ThemeChange,
)
from planwatch.report.cite import citation, headline
from planwatch.report.force import marked_quote
from planwatch.report.markdown.targets import brief_target_blocks
from planwatch.report.markdown.terms import term_blocks
from planwatch.report.markdown.text import bullets, cited, escaped, heading, table
from planwatch.report.pins import pin_lines
from planwatch.report.rows import told
from planwatch.report.selection import Selection, Unmatched
from planwatch.report.summary import counts, footnotes, reading_notes, targets_command
from planwatch.report.themes import (
    based,
    counted,
    grouped,
    status_label,
    theme_name,
    theme_sides,
    theme_title,
)
from planwatch.report.view import View

_Say = Callable[[Plan, Commitment, View], str]


def diff_blocks(comparison: Comparison, view: View) -> Iterator[str]:
    """The whole report."""
    yield from _head(comparison, view)
    narrowed = view.only or view.chapter
    if view.theme:
        yield from _one_theme(comparison, view)
    elif view.level != "commitment" and not narrowed:
        yield from _themes(comparison, view)
        yield from brief_target_blocks(comparison.targets, targets_command(comparison), view)
        yield from term_blocks(comparison, view)
    if not view.theme and view.level != "theme":
        selection = Selection(comparison, view)
        for shape in (Shape.DROPPED, Shape.APPEARED):
            yield from _unmatched(selection, selection.unmatched(shape))
        yield from _pairs(selection)
    notes = (*pin_lines(comparison.pins, view), *footnotes(comparison, view))
    yield bullets(escaped(note) for note in notes)


def _head(comparison: Comparison, view: View) -> Iterator[str]:
    plans = (comparison.old, comparison.new)
    yield heading(1, " → ".join(escaped(plan.info.id) for plan in plans))
    titles = (headline(plan.info, plan.characters, view) for plan in plans)
    yield bullets(f"**{escaped(id)}** {escaped(title)}" for id, title in titles)
    notes = [f"> {escaped(note)}" for note in reading_notes(comparison, view)]
    if notes:
        yield "\n>\n".join(notes)
    yield bullets(escaped(said) for said in counts(comparison, view))


def _themes(comparison: Comparison, view: View) -> Iterator[str]:
    if not comparison.themes:
        return
    infos = (comparison.old.info, comparison.new.info)
    ids = [escaped(info.id) for info in infos]
    yield heading(2, escaped(view.say("section.themes", old=infos[0].id, new=infos[1].id)))
    rows: list[Sequence[str]] = []
    hidden = 0
    for status, themes in grouped(comparison):
        shown = view.bound(len(themes))
        hidden += len(themes) - shown
        label = escaped(status_label(status, *infos, view))
        rows += [(label, *_theme_cells(theme, comparison, view)) for theme in themes[:shown]]
    heads = [view.say(f"themes.head.{key}") for key in ("status", "theme")]
    yield table([*heads, *ids, *(view.say("diff.head.basis", plan=id) for id in ids)], rows)
    if hidden:
        command = f"`planwatch diff {ids[0]} {ids[1]} --level theme --format markdown`"
        yield view.say("themes.more", count=hidden, command=command)


def _theme_cells(theme: ThemeChange, comparison: Comparison, view: View) -> Sequence[str]:
    return (
        escaped(theme_name(theme.name, theme.name_en, view)),
        counted(theme.old, theme.old_mentions, view),
        counted(theme.new, theme.new_mentions, view),
        _basis(comparison.old, theme.old_basis, view),
        _basis(comparison.new, theme.new_basis, view),
    )


def _basis(plan: Plan, basis: Basis | None, view: View) -> str:
    if basis is None:
        return "–"
    found = based(plan, basis, view)
    mark = view.say("quote.reading") if plan.converted and not view.source_script else ""
    return f"{escaped(found.citation)} “{escaped(found.words)}”{mark}"


def _one_theme(comparison: Comparison, view: View) -> Iterator[str]:
    theme = next((t for t in comparison.themes if t.id == view.theme), None)
    if theme is None:
        yield heading(2, escaped(view.say("theme.none.here", theme=view.theme)))
        return
    yield heading(2, escaped(theme_title(comparison, theme, view)))
    for plan, group, ids in theme_sides(comparison, theme, view):
        yield heading(3, escaped(group))
        if ids:
            yield bullets(cited(plan, plan.by_id[id], view) for id in ids)


def _unmatched(selection: Selection, found: Unmatched) -> Iterator[str]:
    if not found.total:
        return
    yield heading(2, escaped(selection.title(found)))
    yield bullets(cited(found.plan, commitment, selection.view) for commitment in found.shown)
    yield from _rest(selection, found.shape.value, found.total - len(found.shown))


def _pairs(selection: Selection) -> Iterator[str]:
    """The table that Chinese offices know: old wording, new wording, change, source."""
    found = selection.pairs()
    if not found.total and not found.same:
        return
    view = selection.view
    yield heading(2, escaped(selection.pairs_title(found)))
    if found.shown:
        heads = [view.say(f"diff.head.{key}") for key in ("old", "new", "change", "source")]
        yield table(heads, (_pair(selection, change) for change in found.shown))
    yield from _rest(selection, "linked", found.total - len(found.shown))


def _pair(selection: Selection, change: Change) -> Sequence[str]:
    view, comparison = selection.view, selection.comparison
    old = [comparison.old.by_id[id] for id in change.old]
    new = [comparison.new.by_id[id] for id in change.new]
    of = told(selection, change)
    force = f" **{escaped(of.force)}**" if of.force else ""
    sure = view.say("pair.confidence", value=view.sure(of.confidence))
    label = f"{of.doubt}{of.fate}{force} {sure}"
    marked = selection.marks(change)
    places = [
        *_each(comparison.old, old, view, citation),
        *_each(comparison.new, new, view, citation),
    ]
    return (
        "<br>".join(_marked(comparison.old, c, marked.get(c.id, ()), view) for c in old),
        "<br>".join(_marked(comparison.new, c, marked.get(c.id, ()), view) for c in new),
        "<br>".join([label, *map(escaped, of.reasons)]),
        "<br>".join(places),
    )


def _marked(
    plan: Plan, commitment: Commitment, spans: Sequence[tuple[int, int]], view: View
) -> str:
    """The quote with the words that decide the force in bold."""
    parts = marked_quote(plan, commitment, spans, view)
    return "".join(
        f"<strong>{escaped(text)}</strong>" if bold else escaped(text) for text, bold in parts
    )


def _each(plan: Plan, commitments: Sequence[Commitment], view: View, say: _Say) -> list[str]:
    return [escaped(say(plan, commitment, view)) for commitment in commitments]


def _rest(selection: Selection, section: str, hidden: int) -> Iterator[str]:
    if hidden:
        yield escaped(selection.rest(section, hidden))
