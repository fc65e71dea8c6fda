"""A survey as a sheet: one row for each document that says something on an item."""

from __future__ import annotations

from collections.abc import Iterator

from planwatch.models import Survey, SurveyedDocument, SurveyItem, Uptake
from planwatch.report.cite import spot_of
from planwatch.report.safe import safe
from planwatch.report.sheets import Cell, Column, Sheet
from planwatch.report.survey import dated, failure, item_name
from planwatch.report.view import View

_COLUMNS = (
    *("id", "item", "document", "title", "issuer", "date", "presence", "times", "commitments"),
    *("named", "firm", "doubtful", "confidence", "verb", "rung", "relation", "force", "line"),
    *("place", "words", "version"),
)
_WIDTH = 20


def survey_sheet(survey: Survey, view: View) -> Sheet:
    """All items with all documents that name them; last what could not be read, with the reason."""
    columns = [Column(view.say(f"survey.column.{name}"), _WIDTH) for name in _COLUMNS]
    return Sheet(view.say("survey.sheet"), columns, list(_rows(survey, view)))


def _rows(survey: Survey, view: View) -> Iterator[list[Cell]]:
    for item in survey.items:
        if item.lead:
            yield _row(item, item.lead, survey, view)
        for uptake in item.uptakes:
            yield _row(item, uptake, survey, view)
    for one in survey.unread:
        row: list[Cell] = [None] * len(_COLUMNS)
        row[_COLUMNS.index("document")] = safe(one.path)
        row[_COLUMNS.index("presence")] = view.say("survey.presence.unread")
        row[_COLUMNS.index("words")] = failure(one, view)
        yield row


def _row(item: SurveyItem, uptake: Uptake, survey: Survey, view: View) -> list[Cell]:
    document = survey.by_id[uptake.document]
    return [
        safe(item.id),
        item_name(item, view),
        *_document(document, view),
        *_said(uptake, document is survey.lead, view),
        uptake.cited.span.line,
        spot_of(uptake.cited.span.line, uptake.cited.numbers).partition(" ")[2],
        safe(uptake.cited.text),
        safe(document.variant_of),
    ]


def _document(document: SurveyedDocument, view: View) -> list[Cell]:
    info = document.info
    when = dated(document, view) if document.when else None
    return [safe(info.id), safe(info.title), safe(info.issuer), when]


def _said(uptake: Uptake, leads: bool, view: View) -> list[Cell]:
    link, strength = uptake.link, uptake.strength
    presence = "lead" if leads else uptake.presence.value
    return [
        view.say(f"survey.presence.{presence}"),
        uptake.count or None,
        len(uptake.commitments),
        uptake.mentions,
        uptake.firm,
        uptake.unclear,
        uptake.confidence if link else None,
        safe(strength.word) if strength else None,
        strength.rung if strength else None,
        view.say(f"label.{link.relation.value}") if link else None,
        view.say(f"force.{link.force.value}") if link else None,
    ]
