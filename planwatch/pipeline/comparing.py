"""Two plans held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planwatch.align import Aligner
from planwatch.classify import classify
from planwatch.errors import PlanwatchError
from planwatch.force import with_force
from planwatch.models import (
    Alignment,
    Comparison,
    Explanation,
    Nearest,
    Pin,
    Plan,
    PlanKind,
    Round,
    TargetReport,
    TermLife,
    TermsComparison,
)
from planwatch.numbers import number_changes
from planwatch.pins import apply_pins, pinned_explanation, pinned_nearest, pins_between
from planwatch.pipeline.keeping import compare, plans_of, timeline
from planwatch.pipeline.plans import query_forms
from planwatch.pipeline.references import comparable_id, place_of, plan_reference, sources_of
from planwatch.rules import RuleSet
from planwatch.targets import follow, rounds_of
from planwatch.terms import Ledger
from planwatch.words import Segmenter, unquoted
from planwatch.workspace import Workspace


def compare_with_targets(workspace: Workspace, plans: Sequence[Plan]) -> Comparison:
    """What became of the commitments of the first of some plans in the second, with reviewers'
    decisions, and of its targets, of which a third one is a review."""
    old, new, *reviews = plans
    aligner = Aligner(old, new, workspace.rules, Segmenter.of(old, new))
    found = compare_plans(aligner, workspace.pins)
    return replace(found, targets=_targets_between(old, new, reviews, workspace.rules))


def compare_plans(aligner: Aligner, pins: Sequence[Pin] = ()) -> Comparison:
    """What became of the commitments of the aligner's old plan in its new one."""
    rules, old_plan, new_plan = aligner.rules, aligner.old, aligner.new
    alignment = align(aligner, pins)
    found = classify(old_plan, new_plan, alignment, rules)
    ledger = Ledger((old_plan, new_plan), rules, aligner.segmenter)
    titles = {theme.name.partition("（")[0] for theme in found.themes}
    changes = ledger.compare(old_plan, new_plan).one_sided
    terms = tuple(c for c in changes if c.formulation.text not in titles)
    return replace(found, terms=terms, pins=alignment.pins, numbers=number_changes(found))


def align(aligner: Aligner, pins: Sequence[Pin]) -> Alignment:
    """The links of two plans after reviewers' decisions, each with its force.

    Raises `PlanwatchError` when a decision is about a text that a plan no longer holds.
    """
    alignment = aligner.align()
    chosen = pins_between(aligner.old, aligner.new, pins)
    if chosen:
        alignment = apply_pins(alignment, chosen, aligner)
    return with_force(aligner.old, aligner.new, alignment, aligner.rules)


def align_plans(workspace: Workspace, old: Plan, new: Plan) -> Alignment:
    """The links of two plans after the decisions of the workspace. Raises as `align` does."""
    aligner = Aligner(old, new, workspace.rules, Segmenter.of(old, new))
    return align(aligner, workspace.pins)


def aligner_of(workspace: Workspace, old: str, new: str) -> Aligner:
    """The aligner of two plans, by id, alias or path."""
    plans = plans_of(workspace, sources_of(workspace, old, new))
    return Aligner(plans[0], plans[1], workspace.rules, Segmenter.of(*plans))


def commitments_of(workspace: Workspace, old: str, new: str) -> tuple[Aligner, str, str]:
    """The aligner of the plans that two references are about, and the ids of the comparable
    commitments that they name, empty for a whole plan. Raises `PlanwatchError`."""
    aligner = aligner_of(workspace, plan_reference(old), plan_reference(new))
    places = ((aligner.old, place_of(old)), (aligner.new, place_of(new)))
    old_id, new_id = (comparable_id(plan, place) if place else "" for plan, place in places)
    return aligner, old_id, new_id


def explain(workspace: Workspace, old: str, new: str) -> Explanation | Nearest:
    """Why two commitments are linked or not.

    Where `new` names a plan, what comes nearest to `old` there; the same with the sides
    exchanged. Raises `PlanwatchError` for an id that no commitment has.
    """
    aligner, old_id, new_id = commitments_of(workspace, old, new)
    if not old_id and not new_id:
        raise PlanwatchError("error.explain-plans", old=old, new=new)
    alignment = align(aligner, workspace.pins)
    if old_id and new_id:
        return pinned_explanation(aligner.explain(old_id, new_id), alignment)
    nearest = aligner.nearest(old_id or new_id, in_old=bool(old_id))
    return pinned_nearest(nearest, alignment, in_old=bool(old_id))


def terms(workspace: Workspace, old: str, new: str) -> TermsComparison:
    """What became of the formulations of `old` in `new`.

    Where the workspace lists both, its other plans say what was said before and after.
    """
    sources = sources_of(workspace, old, new)
    plans = plans_of(workspace, sources)
    others = [workspace.source(info.id) for info in workspace.timeline]
    known = [source.info.id for source in others]
    ids = [plan.info.id for plan in plans]
    ordered = plans
    if set(ids) <= set(known) and len(set(ids)) == len(ids):
        rest = plans_of(workspace, [source for source in others if source.info.id not in ids])
        ordered = sorted((*plans, *rest), key=lambda plan: known.index(plan.info.id))
    return Ledger(ordered, workspace.rules, Segmenter.of(*ordered)).compare(*plans)


def term(workspace: Workspace, query: str) -> TermLife:
    """A phrase in the ledger of all plans of the workspace."""
    plans = timeline(workspace)
    forms = [unquoted(form) for form in query_forms(workspace, query)]
    return Ledger(plans, workspace.rules, Segmenter.of(*plans)).life(forms)


def targets(workspace: Workspace, old: str = "", new: str = "") -> TargetReport:
    """What became of the targets of `old`, or of all plans of the workspace.

    A review of `old` that the catalog lists is read too; two plans are compared, for the figures
    that changed inside their commitments. Raises `PlanwatchError` when the catalog lists no plan.
    """
    if not old:
        plans = timeline(workspace)
        return follow(plans, rounds_of(plans), workspace.rules)
    comparison = compare(workspace, old, new)
    assert comparison.targets is not None
    return replace(comparison.targets, numbers=comparison.numbers)


def _targets_between(old: Plan, new: Plan, reviews: Sequence[Plan], rules: RuleSet) -> TargetReport:
    """The targets of a plan, held against its review and the plan that follows."""
    if old.info.kind == PlanKind.REVIEW != new.info.kind:
        old, new = new, old
    if new.info.kind == PlanKind.REVIEW:
        return follow([old, new], [Round(old.info.id, new.info.id, "")], rules)
    one = Round(old.info.id, "".join(review.info.id for review in reviews), new.info.id)
    return follow([old, *reviews, new], [one], rules)
