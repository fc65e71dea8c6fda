"""The end of a brief: how it was made, how far it can be trusted, and where the rest is."""

from __future__ import annotations

from collections.abc import Iterator

from planwatch.models import Accuracy
from planwatch.report.brief.page import Sentence
from planwatch.report.brief.telling import Telling
from planwatch.report.cite import unmatched_label
from planwatch.report.safe import inert
from planwatch.report.summary import measured_on


def notes(telling: Telling) -> Iterator[Sentence]:
    """What a reader who passes the brief on must know of it."""
    comparison, view = telling.comparison, telling.view
    ids = " ".join(inert(plan.info.id) for plan in telling.plans)
    yield Sentence("about.made", {"command": f"planwatch diff {ids}"})
    yield from _absence(telling)
    if view.accuracy is not None:
        yield _accuracy(telling, view.accuracy)
    if comparison.pins:
        yield Sentence("about.pins", total=len(comparison.pins))
    converted = [telling.noun(plan) for plan in telling.plans if plan.converted]
    if converted and not view.source_script:
        plans = view.say("list.separator").join(converted)
        yield Sentence("about.reading", {"plans": plans})


def _absence(telling: Telling) -> Iterator[Sentence]:
    """What it does not mean that a commitment has no counterpart, in the labels of this brief."""
    comparison, view = telling.comparison, telling.view
    alone = ((telling.plans, comparison.dropped), (telling.plans[::-1], comparison.appeared))
    labels = [
        view.say(unmatched_label(plan.info, other.info, plan_is_new=plan is comparison.new))
        for (plan, other), ids in (alone if telling.sides == telling.plans else alone[::-1])
        if ids
    ]
    if labels:
        key = "about.absence.reported" if telling.reviewed else "about.absence"
        yield Sentence(key, {"labels": view.say("list.separator").join(labels)})


def _accuracy(telling: Telling, accuracy: Accuracy) -> Sentence:
    """Measured on these texts, or else on the bundled ones; what was told of force too."""
    found = measured_on(telling.comparison, accuracy)
    rows = [found] if found else accuracy.rows
    force = accuracy.force if found else accuracy.force_elsewhere
    figures = {
        "precision": _between([row.precision for row in rows], telling),
        "recall": _between([row.recall for row in rows], telling),
        "force": f"{force.directions_agree:.0%}",
    }
    return Sentence("about.measured" if found else "about.elsewhere", figures)


def _between(shares: list[float], telling: Telling) -> str:
    """One share in per cent, or the lowest and the highest of several."""
    low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
    return low if low == high else low + telling.say("dash") + high
