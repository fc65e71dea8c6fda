"""The opening of a brief: which texts, how long, and what became of how many commitments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwatch.models import Plan, PlanInfo, PlanKind, SideSummary
from planwatch.report.brief.page import Sentence
from planwatch.report.brief.telling import Telling
from planwatch.report.cite import linked_label, unmatched_label
from planwatch.report.safe import inert
from planwatch.report.summary import shorter

_YEARS = re.compile(r"\d{4}(–\d{4})?")
_DATE = ("year", "month", "day")


def overall(telling: Telling) -> Iterator[Sentence]:
    """The sentences of the opening."""
    facts = [_facts(plan, telling) for plan in telling.sides]
    facts += [_length(*found, telling) for found in shorter(telling.comparison)]
    yield Sentence("plans", {"facts": telling.say("clause").join(facts)})
    comparison = telling.comparison
    counts = [_counts(telling, comparison.old, comparison.old_summary)]
    counts.append(_counts(telling, comparison.new, comparison.new_summary))
    counts = counts if telling.sides == telling.plans else counts[::-1]
    yield Sentence(
        "counts", {"counts": telling.say("clause").join(counts), "cited": telling.whole()}
    )


def _length(plan: Plan, other: Plan, share: str, silence: str, telling: Telling) -> str:
    """That a text is bound to leave much out, and what its silence does not mean."""
    names = {"short": telling.noun(plan), "long": telling.noun(other)}
    return telling.say("length", share=share, silence=telling.say(silence), **names)


def _facts(plan: Plan, telling: Telling) -> str:
    """One text: its title, what it is, its period, its length, and its lines."""
    info = plan.info
    briefing = info.kind == PlanKind.BRIEFING
    parts = [
        telling.say("genre") if briefing else "",
        _when(info, telling),
        telling.say("characters", count=f"{plan.characters:,}"),
        telling.extent(plan),
    ]
    facts = telling.say("comma").join(filter(None, parts))
    return telling.view.say(
        "brief.plan",
        noun=telling.noun(plan),
        title=telling.title(plan),
        name=telling.name(plan),
        facts=facts,
    )


def _when(info: PlanInfo, telling: Telling) -> str:
    """The date of a briefing, the period of any other text, as they are written in prose."""
    if info.kind != PlanKind.BRIEFING:
        if not _YEARS.fullmatch(info.period):
            return inert(info.period)
        return telling.say("period", period=info.period.replace("–", telling.say("dash")))
    parts = info.date.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > len(_DATE):
        return inert(info.date)
    values = dict(zip(_DATE, map(int, parts), strict=False))
    return telling.say(f"date.{len(parts)}", **values)


def _counts(telling: Telling, plan: Plan, side: SideSummary) -> str:
    """How many commitments of a text had which fate; what did not occur is not told."""
    old, new = telling.plans
    is_new = plan is new
    other = old if is_new else new
    labels = [linked_label(old.info, new.info, key) for key in ("continued", "changed")]
    linked = [
        (telling.view.say(label), count)
        for label, count in zip(labels, (side.continued, side.changed), strict=True)
        if count
    ]
    alone = telling.view.say(unmatched_label(plan.info, other.info, plan_is_new=is_new))
    doubt = telling.say("doubt", unclear=side.unclear) if side.unclear else ""
    parts = [telling.counted(linked, "commitments") + doubt] if linked else []
    if side.unmatched:
        parts.append(telling.counted([(alone, side.unmatched)], "commitments"))
    review = plan.info.kind == PlanKind.REVIEW
    return telling.say(
        "counts.results" if review else "counts.commitments",
        plan=telling.noun(plan),
        total=side.comparable,
        counts=telling.view.say("list.separator").join(parts),
    )
