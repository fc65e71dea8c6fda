"""A dossier of several plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from planwatch.errors import PlanwatchError
from planwatch.findings import judge
from planwatch.models import Comparison, Dossier, Finding, Plan, PlanInfo, TargetReport
from planwatch.pipeline.comparing import compare_read
from planwatch.pipeline.finding import facts_of
from planwatch.pipeline.plans import load_plan, plans_of, sources_of, timeline
from planwatch.targets import follow, rounds_of
from planwatch.tracing import edges_of, overview
from planwatch.workspace import Workspace


def dossier(workspace: Workspace, references: Sequence[str] = ()) -> Dossier:
    """Everything there is to say of some plans, or of all plans of the workspace.

    Plans that the catalog does not connect follow each other as they are given. Raises
    `PlanwatchError` where there are fewer than two.
    """
    plans = _given(workspace, references) if references else timeline(workspace)
    if len(plans) < 2:
        raise PlanwatchError("error.report-plans")
    by_id = {plan.info.id: plan for plan in plans}
    comparisons = tuple(
        compare_read(workspace, by_id[old], by_id[new]) for old, new in edges_of(plans)
    )
    return Dossier(
        overview=overview(plans, workspace.rules.themes),
        comparisons=comparisons,
        targets=_targets(workspace, plans),
        accepted=tuple(found for one in comparisons for found in _accepted(workspace, one)),
    )


def _given(workspace: Workspace, references: Sequence[str]) -> list[Plan]:
    """The plans named, each once: in the catalog's order where it has all of them."""
    found = {s.info.id: s for s in sources_of(workspace, *references)}
    order = [info.id for info in workspace.timeline]
    if found.keys() <= set(order):
        found = {id: found[id] for id in order if id in found}
    return list(_connected(plans_of(workspace, list(found.values()))))


def _connected(plans: Iterable[Plan]) -> Iterable[Plan]:
    """The plans; one that follows or reviews none of those before it follows the last of them."""
    before: list[str] = []
    for plan in plans:
        info = plan.info
        if before and not {info.predecessor, info.reviews} & set(before):
            info = replace(info, predecessor=before[-1])
        before.append(info.id)
        yield replace(plan, info=info)


def _accepted(workspace: Workspace, comparison: Comparison) -> Iterator[Finding]:
    """The findings on a comparison that a reviewer decided may stand."""
    accepted = workspace.accepted
    if accepted.entries:
        facts = facts_of(comparison, workspace.rules, _before(workspace, comparison.old.info))
        for finding in judge(facts, workspace.finding_rules, accepted):
            if finding.accepted is not None:
                yield finding


def _before(workspace: Workspace, info: PlanInfo) -> Iterator[Plan]:
    """The plans before one that the catalog lists, the nearest first."""
    known = {one.id: one for one in workspace.timeline}
    while info.predecessor in known:
        info = known.pop(info.predecessor)
        yield load_plan(workspace, info.id)


def _targets(workspace: Workspace, plans: Sequence[Plan]) -> TargetReport:
    """What became of the targets, by reviews too that the catalog lists and nobody named."""
    ids = {plan.info.id for plan in plans}
    reviewed = ids - {plan.info.reviews for plan in plans}
    missing = [i.id for i in workspace.timeline if i.reviews in reviewed and i.id not in ids]
    reviews = plans_of(workspace, [workspace.source(id) for id in missing])
    every = (*plans, *reviews)
    return follow(every, rounds_of(every), workspace.rules)
