"""How surveys are told: dates, counts, and the words that statements rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import (
    DatedBy,
    PlanKind,
    Presence,
    Relation,
    Survey,
    SurveyedDocument,
    SurveyItem,
    Unread,
    Uptake,
)
from planwatch.report.cite import spot_of
from planwatch.report.safe import safe
from planwatch.report.themes import short_name
from planwatch.report.view import View

ROWS = 15
"""Items listed where nothing else is asked for."""
_NAMED = 12
"""Documents named of those that say nothing."""


def shown(survey: Survey, view: View) -> Sequence[SurveyItem]:
    """The items that are listed; those that nobody takes up come last."""
    limit = ROWS if view.limit is None else view.limit
    return survey.items[: limit or None]


def alone(survey: Survey) -> bool:
    """Whether a survey is about one item, which is then told document by document."""
    return len(survey.items) == 1


def item_name(item: SurveyItem, view: View) -> str:
    """The short name of a theme, a formulation, the text of a commitment."""
    return safe(item.name) if not item.name_en else short_name(item.name, item.name_en, view)


def named(document: SurveyedDocument, view: View) -> str:
    """Who issued a document, and its title with what it is."""
    info = document.info
    genre = view.say("genre.briefing") if info.kind == PlanKind.BRIEFING else ""
    return " ".join(filter(None, [safe(info.issuer), safe(info.title)])) + genre


def title(item: SurveyItem, survey: Survey, view: View) -> str:
    """An item with its counts."""
    found = counts(item, survey)
    key = "survey.item.earlier" if found["earlier"] else "survey.item"
    return view.say(key, name=item_name(item, view), **found)


def dated(document: SurveyedDocument, view: View) -> str:
    """When a document was issued, and on what that rests where it is not its date."""
    if document.dated_by == DatedBy.UNKNOWN:
        return view.say("survey.undated")
    if document.dated_by in (DatedBy.PERIOD, DatedBy.NAME):
        return view.say(f"survey.by-{document.dated_by.value}", year=safe(document.when))
    return safe(document.when)


def first(item: SurveyItem, survey: Survey) -> Uptake | None:
    """The earliest document of known date that holds a commitment on an item; that names it where
    none does."""
    known = [u for u in item.uptakes if survey.by_id[u.document].when]
    return next((u for u in known if u.presence == Presence.COMMITMENT), next(iter(known), None))


def counts(item: SurveyItem, survey: Survey) -> dict[str, int]:
    """How many others hold a commitment on an item, how many of these are older than the leading
    document, how many only name it; `others` is how many there are."""
    carriers = survey.counted(item.carriers)
    return {
        "taken": len(carriers),
        "earlier": sum(survey.earlier(uptake.document) for uptake in carriers),
        "named": len(survey.counted(item.uptakes)) - len(carriers),
        "others": len(survey.others),
    }


def said_first(item: SurveyItem, survey: Survey) -> Uptake | None:
    """`first`, or any other where no date is known."""
    return first(item, survey) or next(iter((*item.carriers, *item.uptakes)), None)


def place(uptake: Uptake) -> str:
    """Document, line and printed numbers: `14:L390 六/(六)`."""
    return safe(f"{uptake.document}:") + spot_of(uptake.cited.span.line, uptake.cited.numbers)


def quoted(uptake: Uptake, survey: Survey, view: View) -> str:
    """The telling clause; that of a Traditional source is marked as a mainland reading."""
    mark = view.say("quote.reading") if survey.by_id[uptake.document].converted else ""
    words = uptake.cited.clause or uptake.cited.reading
    return "“" + safe(words).replace("“", "‘").replace("”", "’") + "”" + mark


def links(uptake: Uptake, view: View) -> str:
    """How many commitments have counterparts in the leading document, "" for none."""
    if not uptake.firm and not uptake.unclear:
        return ""
    if uptake.link is not None and uptake.firm + uptake.unclear == 1:
        relation = view.say(f"label.{uptake.link.relation.value}")
        doubt = view.say("survey.doubtful") if uptake.unclear else ""
        force = uptake.link.force.value
        told = uptake.link.relation == Relation.CONTINUED and force in ("stronger", "weaker")
        said = view.say(f"force.{force}") if told else ""
        facts = " · ".join(part for part in (doubt + relation, said) if part)
        return view.say("survey.link", facts=facts, value=view.sure(uptake.confidence))
    counts = {"firm": uptake.firm, "unclear": uptake.unclear}
    return view.say("survey.links", **counts, value=view.sure(uptake.confidence))


def facts(uptake: Uptake, view: View) -> str:
    """What a document says on an item: how much and how strongly."""
    parts = []
    if uptake.count:
        parts.append(view.say("survey.times", count=uptake.count))
    if uptake.commitments:
        parts.append(view.say("survey.commitments", count=len(uptake.commitments)))
    if uptake.mentions or not uptake.commitments:
        parts.append(view.say("survey.named", count=uptake.mentions))
    if uptake.strength:
        verb, rung = safe(uptake.strength.word), uptake.strength.rung
        parts.append(view.say("survey.verb", verb=verb, rung=rung))
    return " · ".join(part for part in (*parts, links(uptake, view)) if part)


def head(survey: Survey, view: View) -> Iterator[str]:
    """Which document leads and why, and how many others were read."""
    lead = survey.lead
    by = view.say(f"survey.lead.{survey.lead_by}")
    title = safe(lead.info.title)
    yield view.say("survey.lead", id=safe(lead.info.id), title=title, date=dated(lead, view), by=by)
    undated = sum(not document.when for document in survey.documents)
    parts = [view.say("survey.read", count=len(survey.documents) - 1)]
    if versions := len(survey.documents) - 1 - len(survey.others):
        parts.append(view.say("survey.versions", count=versions))
    if survey.unread:
        parts.append(view.say("survey.unread", count=len(survey.unread)))
    if undated:
        parts.append(view.say("survey.without-date", count=undated))
    yield view.say("survey.others", facts=" · ".join(parts))


def silent(item: SurveyItem, survey: Survey, view: View) -> str:
    """The documents that say nothing on an item, "" where there are none."""
    said = {uptake.document for uptake in item.uptakes}
    ids = [d.info.id for d in survey.others if d.info.id not in said]
    if not ids:
        return ""
    names = view.say("list.separator").join(map(safe, ids[:_NAMED]))
    key = "survey.silent" if len(ids) <= _NAMED else "survey.silent.more"
    return view.say(key, count=len(ids), names=names)


def notes(survey: Survey, view: View) -> Iterator[str]:
    """What could not be read, what is there twice, and how to take all this."""
    yield from (failure(one, view) for one in survey.unread)
    for pair in survey.same:
        yield view.say(
            "survey.same",
            one=safe(pair.one),
            other=safe(pair.other),
            shared=f"{pair.shared:.0%}",
            covered=f"{pair.covered:.0%}",
        )
    yield view.say("survey.note.silence")
    if survey.linked:
        yield view.say("survey.note.links")


def failure(one: Unread, view: View) -> str:
    """Why a document is not in a survey."""
    return view.say("survey.failed", path=safe(one.path), why=safe(view.say(one.key, **one.values)))
