"""One query or all themes through all plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planwatch.errors import PlanwatchError
from planwatch.models import Overview, Plan, PlanKind, Trace
from planwatch.pipeline.keeping import alignment_of, timeline
from planwatch.pipeline.plans import query_forms
from planwatch.pipeline.references import comparable_id, place_of, plan_reference
from planwatch.targets import about, follow, rounds_of
from planwatch.terms import known_formulation
from planwatch.tracing import edges_of, overview, resolve_theme, trace_commitment, trace_query
from planwatch.workspace import Workspace


def trace(workspace: Workspace, query: str) -> Trace:
    """The life of a theme, a phrase or a commitment through all plans of the workspace.

    Raises `PlanwatchError` when the catalog lists no plan or the query is empty.
    """
    plans = timeline(workspace)
    found = _trace(workspace, query, plans)
    # One sentence of a review can report on everything: it is no sign of what the query is about.
    promised = [step for step in found.steps if step.plan.info.kind != PlanKind.REVIEW]
    ids = {commitment.id for step in promised for commitment in step.commitments}
    report = follow(plans, rounds_of(plans), workspace.rules)
    return replace(found, targets=about(report, {*ids, found.resolution.id}))


def trace_all(workspace: Workspace) -> Overview:
    """All themes over all plans of the workspace."""
    return overview(timeline(workspace), workspace.rules.themes)


def theme_of(workspace: Workspace, query: str) -> str:
    """The id of the theme that a query names. Raises `PlanwatchError` when it names none."""
    found = resolve_theme(query_forms(workspace, query), workspace.rules.themes)
    if found is None:
        raise PlanwatchError("error.unknown-theme", theme=query)
    return found.id


def _trace(workspace: Workspace, query: str, plans: Sequence[Plan]) -> Trace:
    reference = plan_reference(query)
    start = next((p for p in plans if reference in (p.info.id, *p.info.aliases)), None)
    if start is not None and (place := place_of(query)):
        return _commitment_trace(workspace, plans, comparable_id(start, place))
    forms = query_forms(workspace, query)
    found = trace_query(forms, plans, workspace.rules)
    return replace(found, formulation=known_formulation(forms, plans, workspace.rules))


def _commitment_trace(workspace: Workspace, plans: Sequence[Plan], id: str) -> Trace:
    by_id = {plan.info.id: plan for plan in plans}
    alignments = {
        (old, new): alignment_of(workspace, by_id[old], by_id[new]) for old, new in edges_of(plans)
    }
    return trace_commitment(id, plans, alignments)
