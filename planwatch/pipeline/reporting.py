"""A dossier of several plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from planwatch.errors import PlanwatchError
from planwatch.findings import judge
from planwatch.models import Comparison, Dossier, Finding, Plan, PlanInfo, TargetReport
from planwatch.pipeline.finding import facts_of
from planwatch.pipeline.keeping import compare_sources, load_plan, plans_of
from planwatch.pipeline.references import sources_of
from planwatch.targets import follow, rounds_of
from planwatch.tracing import edges_of, overview
from planwatch.workspace import Source, Workspace


def dossier(workspace: Workspace, references: Sequence[str] = ()) -> Dossier:
    """Everything there is to say of some plans, or of all plans of the workspace.

    Plans that the catalog does not connect follow each other as they are given. Raises
    `PlanwatchError` where there are fewer than two.
    """
    sources = {source.info.id: source for source in _sources(workspace, references)}
    if len(sources) < 2:
        raise PlanwatchError("error.report-plans")
    plans = plans_of(workspace, list(sources.values()))
    comparisons = tuple(
        compare_sources(workspace, [sources[old], sources[new]]) for old, new in edges_of(plans)
    )
    return Dossier(
        overview=overview(plans, workspace.rules.themes),
        comparisons=comparisons,
        targets=_targets(workspace, plans),
        accepted=tuple(found for one in comparisons for found in _accepted(workspace, one)),
    )


def _sources(workspace: Workspace, references: Sequence[str]) -> Iterable[Source]:
    """The documents named, each once, in the catalog's order where it has all of them; without a
    name, all that the catalog orders."""
    order = [info.id for info in workspace.timeline]
    if not references:
        return [workspace.source(id) for id in order]
    found = {source.info.id: source for source in sources_of(workspace, *references)}
    if found.keys() <= set(order):
        found = {id: found[id] for id in order if id in found}
    return _connected(found.values())


def _connected(sources: Iterable[Source]) -> Iterator[Source]:
    """The documents; one that follows or reviews none of those before it follows the last."""
    before: list[str] = []
    for source in sources:
        info = source.info
        if before and not {info.predecessor, info.reviews} & set(before):
            info = replace(info, predecessor=before[-1])
        before.append(info.id)
        yield replace(source, info=info)


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
