"""Surveys: a table of items, or one item document by document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from planwatch.models import Survey, SurveyItem, Uptake
from planwatch.report.cite import spot_of
from planwatch.report.layout import aligned_right, line, padded, shortened, wrapped
from planwatch.report.safe import safe
from planwatch.report.survey import (
    alone,
    counts,
    dated,
    facts,
    first,
    head,
    item_name,
    named,
    notes,
    place,
    quoted,
    said_first,
    shown,
    silent,
    title,
)
from planwatch.report.view import View

_COLUMNS = ("lead", "taken", "earlier", "named", "links", "since")
_GAP = 2
_NARROW, _WIDE = 22, 48
"""Cells for the name of an item on narrow and wide terminals."""
_WIDE_FROM = 120
_LEAST_QUOTE = 10


def survey_lines(survey: Survey, view: View) -> Iterator[Text]:
    """Which document leads, what the others take up of it, and what could not be read."""
    for text in head(survey, view):
        yield from wrapped(Text(text, "bold"), view.width, indent=4, first=0)
    yield Text("")
    if alone(survey):
        yield from _item_lines(survey.items[0], survey, view)
    else:
        yield from _table(survey, view)
    yield Text("")
    for note in notes(survey, view):
        yield from wrapped(Text(note, "dim"), view.width, indent=2, first=0)


def _table(survey: Survey, view: View) -> Iterator[Text]:
    """One row for each item: how much the leading document says, who takes it up, since when."""
    items = shown(survey, view)
    heads, *rows = _figures(items, survey, view)
    label = view.say(f"survey.head.{survey.by}")
    names = [_name(item, survey, view) for item in items]
    wide = view.width >= _WIDE_FROM
    widest = _WIDE if wide or survey.by == "commitment" else _NARROW
    widest = min(widest, view.width - cell_len(heads))
    width = min(widest, max(map(cell_len, (label, *names))))
    basis = " " * _GAP + view.say("survey.head.basis") if wide else ""
    yield line((shortened(padded(label, width) + heads + basis, view.width), "bold"))
    for item, name, figures in zip(items, names, rows, strict=True):
        start = padded(shortened(name, width), width) + figures
        if wide:
            room = view.width - cell_len(start) - _GAP
            yield line(start, " " * _GAP, _basis(item, survey, room, view))
        else:
            yield line(start)
            cited = _basis(item, survey, view.width - 2 * _GAP, view)
            yield line((" " * 2 * _GAP + cited, "dim"))
    hidden = len(survey.items) - len(items)
    if hidden:
        yield from wrapped(Text(view.say("survey.more", count=hidden), "dim"), view.width)
    yield from wrapped(Text(view.say(f"survey.next.{survey.by}"), "dim"), view.width, 2, 0)


def _figures(items: Sequence[SurveyItem], survey: Survey, view: View) -> list[str]:
    """The head of the columns of figures and the row of every item, aligned; a column that could
    say nothing is left out."""
    idle = {"lead", "named"} if survey.by == "commitment" else set()
    idle |= set() if survey.linked else {"links"}
    heads = [view.say(f"survey.head.{key}") for key in _COLUMNS]
    rows = [heads, *(_cells(item, survey, view) for item in items)]
    columns = [
        column
        for key, column in zip(_COLUMNS, zip(*rows, strict=True), strict=True)
        if key not in idle
    ]
    widths = [max(map(cell_len, column)) for column in columns]
    return [
        "".join(" " * _GAP + aligned_right(*one) for one in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _name(item: SurveyItem, survey: Survey, view: View) -> str:
    """What an item is called; of a commitment its place and its text."""
    if survey.by != "commitment" or item.lead is None:
        return item_name(item, view)
    cited = item.lead.cited
    return f"{spot_of(cited.span.line, cited.numbers)} {item_name(item, view)}"


def _cells(item: SurveyItem, survey: Survey, view: View) -> Sequence[str]:
    """The figures of an item, in the order of the columns."""
    found, none = counts(item, survey), view.say("survey.none")
    uptakes = survey.counted(item.uptakes)
    firm, unclear = (sum(getattr(u, key) for u in uptakes) for key in ("firm", "unclear"))
    lead = none
    if item.lead is not None:
        lead = str(item.lead.count or len(item.lead.commitments))
    since = first(item, survey)
    return (
        lead,
        f"{found['taken']}/{found['others']}",
        str(found["earlier"] or none),
        str(found["named"] or none),
        f"{firm}+{unclear}" if firm or unclear else none,
        safe(survey.by_id[since.document].when) if since else none,
    )


def _basis(item: SurveyItem, survey: Survey, room: int, view: View) -> str:
    """Where the first document that takes it up says so, with the words where there is room."""
    found = said_first(item, survey)
    if found is None:
        return ""
    cited = place(found)
    left = room - cell_len(cited) - 3
    if left < _LEAST_QUOTE:
        name, _, spot = cited.rpartition(":")
        cited = f"{shortened(name, max(_LEAST_QUOTE, room // 3))}:{spot}"
        left = room - cell_len(cited) - 3
    return shortened(f"{cited} {shortened(quoted(found, survey, view), max(1, left + 2))}", room)


def _item_lines(item: SurveyItem, survey: Survey, view: View) -> Iterator[Text]:
    """One item: the leading document, then the others from the earliest on."""
    yield from wrapped(Text(title(item, survey, view), "bold"), view.width, indent=4, first=0)
    if item.lead is None:
        yield from wrapped(Text(view.say("survey.not-in-lead")), view.width)
    else:
        yield from _uptake_lines(item.lead, survey, view, lead=True)
    limit = view.limit or len(item.uptakes)
    for uptake in item.uptakes[:limit]:
        yield Text("")
        yield from _uptake_lines(uptake, survey, view)
    if len(item.uptakes) > limit:
        more = view.say("survey.more.documents", count=len(item.uptakes) - limit)
        yield from wrapped(Text(more, "dim"), view.width)
    if rest := silent(item, survey, view):
        yield Text("")
        yield from wrapped(Text(rest), view.width, indent=2, first=0)


def _uptake_lines(
    uptake: Uptake, survey: Survey, view: View, *, lead: bool = False
) -> Iterator[Text]:
    document = survey.by_id[uptake.document]
    when = view.say("survey.head.lead") if lead else dated(document, view)
    when += view.say("survey.earlier") if survey.earlier(uptake.document) else ""
    of = document.variant_of
    version = view.say("survey.version", of=safe(of)) if of else ""
    name = (f"  {safe(uptake.document)}", "bold")
    told = Text.assemble(when, name, f"  {named(document, view)}{version}")
    yield from wrapped(told, view.width, indent=2, first=0)
    yield from wrapped(Text(facts(uptake, view)), view.width, 2)
    words = f"{place(uptake)} {quoted(uptake, survey, view)}"
    yield from wrapped(Text(words, "dim"), view.width, 4)
