"""A brief: what became of a plan on one page of plain official prose, every sentence cited.

What is told, by rule: in every list the first entries only, with the total: themes by the number
of their commitments, changes by the firmness of their evidence, targets and formulations in the
order in which the other reports tell them. Nothing is told of what did not occur, and force only
where the link is firm. A brief that would not fit the page names fewer entries in each list.
"""

from __future__ import annotations

from collections.abc import Iterator

from planwatch.models import Comparison
from planwatch.report.brief.changes import altered, force, unmatched
from planwatch.report.brief.notes import notes
from planwatch.report.brief.overall import overall
from planwatch.report.brief.page import Section, blocks
from planwatch.report.brief.targets import targets
from planwatch.report.brief.telling import Telling
from planwatch.report.brief.terms import terms
from planwatch.report.brief.themes import CAME, KEPT, WENT, themes
from planwatch.report.cite import unmatched_label
from planwatch.report.view import View


def write(comparison: Comparison, view: View) -> str:
    """A comparison as a brief: plain text that is safe as Markdown too."""
    telling = Telling(comparison, view)
    titles = telling.say("headline.and").join(telling.titled(plan) for plan in telling.sides)
    title = telling.say("headline.reported" if telling.reviewed else "headline", titles=titles)
    return "\n\n".join(blocks(title, list(_sections(telling)), telling)) + "\n"


def _sections(telling: Telling) -> Iterator[Section]:
    reported = ".reported" if telling.reviewed else ""
    kept = (*themes(telling, KEPT), *force(telling), *altered(telling))
    came = (*themes(telling, CAME), *unmatched(telling))
    yield Section(telling.say("section.overall"), tuple(overall(telling)))
    yield Section(telling.say(f"section.kept{reported}"), kept)
    yield Section(telling.say(f"section.came{reported}"), came)
    yield Section(_went(telling), tuple(themes(telling, WENT)))
    yield Section(telling.say("section.targets"), tuple(targets(telling)))
    yield Section(telling.say("section.terms"), tuple(terms(telling)))
    yield Section(telling.say("section.notes"), tuple(notes(telling)))


def _went(telling: Telling) -> str:
    """The title for what the later text, or the review, does not take up."""
    before, after = (plan.info for plan in telling.sides)
    return telling.view.say(unmatched_label(before, after, plan_is_new=False)).capitalize()
