"""Linked commitments in a brief: where the wording binds more or less, and what was altered.

Only firm links are told, those with the best evidence first; a change is named by the theme that
both sides are about, of several by the one on which the two texts say least.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planwatch.models import Certainty, Deciding, Force, Link, PlanKind, Relation, ThemeChange
from planwatch.report.brief.page import MOST, Sentence
from planwatch.report.brief.telling import Telling
from planwatch.report.force import quoted_words
from planwatch.report.safe import inert
from planwatch.report.selection import Selection
from planwatch.report.themes import short_name


@dataclass(frozen=True, slots=True)
class _Firm:
    """A change by its firmest link: the name of its theme ("" where both sides share none), and
    the words that decide the force ("" where none do, or they are too long)."""

    link: Link
    name: str
    words: str


def force(telling: Telling) -> Iterator[Sentence]:
    """The changes whose wording binds more, then those whose wording binds less."""
    for direction in (Force.STRONGER, Force.WEAKER):
        found = _firm(telling, Relation.CONTINUED, direction)
        told = [firm for firm in found if firm.name and firm.words][:MOST]
        if found:
            entries = [_told(firm, telling) for firm in told]
            yield Sentence(f"force.{direction.value}", {}, entries, len(found), "sure")


def altered(telling: Telling) -> Iterator[Sentence]:
    """The changes that keep the subject and alter the matter, one for each theme."""
    found = _firm(telling, Relation.CHANGED)
    told: dict[str, _Firm] = {}
    for firm in found:
        told.setdefault(firm.name, firm)
    told.pop("", None)
    if found:
        entries = [_told(firm, telling) for firm in list(told.values())[:MOST]]
        yield Sentence("altered", {}, entries, len(found), "sure")


def unmatched(telling: Telling) -> Iterator[Sentence]:
    """What only the later text, or the review, says: how much, and where."""
    plan = telling.sides[1]
    comparison = telling.comparison
    ids = comparison.dropped if plan is comparison.old else comparison.appeared
    if ids:
        found = [plan.by_id[id] for id in ids]
        places = list(dict.fromkeys(telling.cite(plan, commitment) for commitment in found))
        listed = telling.view.say("list.separator").join(places)
        review = plan.info.kind == PlanKind.REVIEW
        cited = telling.cited(listed if len(places) <= MOST else telling.range(plan, found))
        key = "unmatched.results" if review else "unmatched.commitments"
        yield Sentence(key, {"cited": cited}, total=len(ids))


def _firm(telling: Telling, relation: Relation, direction: Force | None = None) -> list[_Firm]:
    """The changes of one relation (and force) that rest on a firm link, the surest first."""
    selection = Selection(telling.comparison, telling.view)
    themes = {theme.id: theme for theme in telling.comparison.themes}
    found = []
    for change in telling.comparison.changes:
        if change.relation != relation or direction not in (None, change.force):
            continue
        links = [
            link
            for link in selection.links_of(change)
            if link.certainty == Certainty.FIRM and direction in (None, link.force)
        ]
        if links:
            found.append(max(links, key=lambda link: link.score))
    found.sort(key=lambda link: (-link.score, link.old, link.new))
    return [
        _Firm(link, _theme(telling, link, themes), _words(telling, link, direction))
        for link in found
    ]


def _theme(telling: Telling, link: Link, themes: Mapping[str, ThemeChange]) -> str:
    """The theme that both sides are about; of several the one with the fewest commitments."""
    old, new = telling.plans
    mine = new.by_id[link.new].themes
    shared = [themes[id] for id in old.by_id[link.old].themes if id in mine and id in themes]
    if not shared:
        return ""
    least = min(shared, key=lambda theme: len(theme.old) + len(theme.new))
    return short_name(least.name, least.name_en, telling.view)


def _words(telling: Telling, link: Link, direction: Force | None) -> str:
    """The first words that decide in a direction: what they were and what they are now."""
    decides = (found for found in link.deciding if found.force == direction)
    found = next(decides, None)
    if found is None:
        return ""
    old, new = (_quoted(telling, link, found, side) for side in (0, 1))
    key = "both" if old and new else "new" if new else "old"
    said = telling.say(f"words.{key}", old=old, new=new)
    return said if telling.fits(old, new) else ""


def _quoted(telling: Telling, link: Link, found: Deciding, side: int) -> str:
    spans = (found.old, found.new)[side]
    commitment = telling.plans[side].by_id[(link.old, link.new)[side]]
    return inert(quoted_words(commitment, spans, telling.view)) if spans else ""


def _told(firm: _Firm, telling: Telling) -> str:
    old, new = telling.plans
    places = telling.ordered(
        telling.cite(old, old.by_id[firm.link.old]),
        telling.cite(new, new.by_id[firm.link.new]),
    )
    return firm.name + firm.words + telling.cited(*places)
