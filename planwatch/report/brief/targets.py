"""Figures in a brief: what became of targets, and of figures inside continued commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import NumberChange, Plan, Stated, TargetChain, TargetReport
from planwatch.report.brief.page import MOST, Sentence
from planwatch.report.brief.telling import Telling
from planwatch.report.targets import directions, in_order, metric_name, verdict_label, verdicts
from planwatch.report.view import capital

_CHAINS = 4
"""Targets that are told one by one where there is room for them."""


def targets(telling: Telling) -> Iterator[Sentence]:
    """How many targets have which verdict, and the most telling ones; then changed figures."""
    report = telling.comparison.targets
    told: list[TargetChain] = []
    if report and report.chains:
        yield from _counts(report, telling)
        told = [c for c in in_order(report) if _tellable(c, report, telling)][:_CHAINS]
        entries = [_chain(chain, report, telling) for chain in told]
        yield Sentence("target.list", entries=entries, total=len(report.chains))
    yield from _numbers(told, telling)


def _counts(report: TargetReport, telling: Telling) -> Iterator[Sentence]:
    plan = telling.sides[0]
    stated = [plan.by_id[chain.target.id] for chain in report.chains]
    where = telling.cited(telling.range(plan, stated))
    values: dict[str, object] = {
        "plan": telling.noun(plan),
        "total": len(report.chains),
        "cited": where,
    }
    following = ""
    if any(chain.direction for chain in report.chains):
        counts = telling.counted(directions(report, telling.view), "targets")
        following = telling.say("targets.next", counts=counts)
    reviews = [report.by_plan[found.review] for found in report.rounds if found.review]
    if reviews:
        values["counts"] = telling.counted(verdicts(report, telling.view), "targets")
        values["review"] = "" if telling.reviewed else telling.title(reviews[0])
        following = following and telling.say("clause") + following
        yield Sentence("targets.judged", {**values, "next": following})
    elif following:
        yield Sentence("targets.open", {**values, "next": following})


def _tellable(chain: TargetChain, report: TargetReport, telling: Telling) -> bool:
    """Whether more than the promise can be told, in quotes that are short enough."""
    found = [one for one in (chain.target, chain.outcome, chain.next_target) if one]
    more = chain.outcome or chain.named or chain.next_target
    return bool(more) and telling.fits(
        *(_quote(one, report.by_plan[one.plan], telling) for one in found)
    )


def _chain(chain: TargetChain, report: TargetReport, telling: Telling) -> str:
    """One indicator: the promise, what was reported, and what is promised next."""
    parts = [telling.say("target.promised", said=_said(chain.target, report, telling))]
    if chain.outcome:
        said = _said(chain.outcome, report, telling)
        parts.append(telling.say("target.reported", said=said))
    elif chain.named:
        plan = report.by_plan[chain.named.plan]
        where = telling.cited(telling.cite(plan, plan.by_id[chain.named.id]))
        parts.append(telling.say("target.named", cited=where))
    if chain.next_target and chain.direction:
        following = telling.noun(report.by_plan[chain.next_target.plan])
        said = _said(chain.next_target, report, telling)
        direction = telling.view.say(f"direction.{chain.direction.value}")
        parts.append(telling.say("target.next", plan=following, said=said, direction=direction))
    label = verdict_label(chain.verdict, telling.view) if chain.verdict else ""
    said = telling.say(
        "target.judged" if label else "target.open",
        metric=_metric(chain, telling),
        verdict=label,
        facts=telling.say("clause").join(parts),
    )
    return capital(said)


def _metric(chain: TargetChain, telling: Telling) -> str:
    """The name of the indicator for readers who cannot read it in the quote."""
    if telling.view.language == "zh":
        return ""
    return telling.say("metric", metric=metric_name(chain, telling.view))


def _said(stated: Stated, report: TargetReport, telling: Telling) -> str:
    """The words of a figure and where they stand."""
    plan = report.by_plan[stated.plan]
    cited = telling.cited(telling.cite(plan, plan.by_id[stated.id]))
    return _quote(stated, plan, telling) + cited


def _quote(stated: Stated, plan: Plan, telling: Telling) -> str:
    return telling.quote(plan, plan.by_id[stated.id], stated.quantity.span)


def _numbers(told: Sequence[TargetChain], telling: Telling) -> Iterator[Sentence]:
    """Figures that the later text gives otherwise and that no target above tells, the firm
    ones first; a review reports figures, it does not change them."""
    known = [(chain.target, chain.next_target) for chain in told]
    found = [
        number
        for number in telling.comparison.numbers
        if number.old and number.new and (number.old, number.new) not in known
    ]
    shown = [text for n in sorted(found, key=lambda n: n.doubtful) if (text := _number(n, telling))]
    if found and not telling.reviewed:
        yield Sentence("numbers", {}, shown[:MOST], len(found), "firm")


def _number(number: NumberChange, telling: Telling) -> str:
    """What a figure was and is; "" where that is too long to be quoted."""
    ends = [
        (plan, plan.by_id[stated.id], stated.quantity.span)
        for plan, stated in zip(telling.plans, (number.old, number.new), strict=True)
        if stated
    ]
    old, new = (telling.quote(*end) for end in ends)
    if not telling.fits(old, new):
        return ""
    doubt = telling.say("doubtful") if number.doubtful else ""
    places = (telling.cite(plan, commitment) for plan, commitment, _ in ends)
    return doubt + telling.say("number", old=old, new=new) + telling.cited(*places)
