"""The order of the stages: the only module that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from planwatch.align import Aligner
from planwatch.classify import classify
from planwatch.errors import PlanwatchError
from planwatch.evaluate import (
    QuantityReference,
    Reference,
    RenameReference,
    ThemeReference,
    evaluate,
    evaluate_quantities,
    evaluate_renames,
    evaluate_themes,
)
from planwatch.force import with_force
from planwatch.models import (
    Alignment,
    Comparison,
    Evaluation,
    Explanation,
    Nearest,
    Overview,
    Pin,
    Plan,
    PlanInfo,
    PlanKind,
    QuantityEvaluation,
    RenameEvaluation,
    Round,
    TargetReport,
    TermLife,
    TermsComparison,
    ThemeEvaluation,
    Trace,
)
from planwatch.normalize import read, read_query
from planwatch.parse import parse
from planwatch.pins import apply_pins, pinned_explanation, pinned_nearest, pins_between
from planwatch.read import decode, extract
from planwatch.rules import RuleSet
from planwatch.tag import Tagger
from planwatch.targets import follow, rounds_of
from planwatch.terms import Ledger
from planwatch.tracing import edges_of, overview, resolve_theme, trace_commitment, trace_query
from planwatch.words import Segmenter
from planwatch.workspace import Source, Workspace, read_bytes


def load_plan(workspace: Workspace, reference: str) -> Plan:
    """Read, normalize, parse and tag the document that an id, an alias or a path names.

    Raises `PlanwatchError` when it cannot be read or holds nothing that can be compared.
    """
    return _plans(workspace, [workspace.source(reference)])[0]


def compare(workspace: Workspace, old: str, new: str) -> Comparison:
    """What became of the commitments of `old` in `new`, with reviewers' decisions."""
    return compare_plans(aligner_of(workspace, old, new), workspace.pins)


def compare_plans(aligner: Aligner, pins: Sequence[Pin] = ()) -> Comparison:
    """What became of the commitments of the aligner's old plan in its new one."""
    rules, old_plan, new_plan = aligner.rules, aligner.old, aligner.new
    alignment = align(aligner, pins)
    found = classify(old_plan, new_plan, alignment, rules)
    ledger = Ledger((old_plan, new_plan), rules, aligner.segmenter)
    titles = {theme.name.partition("（")[0] for theme in found.themes}
    changes = ledger.compare(old_plan, new_plan).one_sided
    terms = tuple(c for c in changes if c.formulation.text not in titles)
    return replace(found, terms=terms, pins=alignment.pins)


def align(aligner: Aligner, pins: Sequence[Pin]) -> Alignment:
    """The links of two plans after reviewers' decisions, each with its force.

    Raises `PlanwatchError` when a decision is about a text that a plan no longer holds.
    """
    alignment = aligner.align()
    chosen = pins_between(aligner.old, aligner.new, pins)
    if chosen:
        alignment = apply_pins(alignment, chosen, aligner)
    return with_force(aligner.old, aligner.new, alignment, aligner.rules)


def terms(workspace: Workspace, old: str, new: str) -> TermsComparison:
    """What became of the formulations of `old` in `new`.

    Where the workspace lists both, its other plans say what was said before and after.
    """
    sources = _sources(workspace, old, new)
    plans = _plans(workspace, sources)
    others = [workspace.source(info.id) for info in workspace.timeline]
    known = [source.info.id for source in others]
    ids = [plan.info.id for plan in plans]
    ordered = plans
    if set(ids) <= set(known) and len(set(ids)) == len(ids):
        rest = _plans(workspace, [source for source in others if source.info.id not in ids])
        ordered = sorted((*plans, *rest), key=lambda plan: known.index(plan.info.id))
    return Ledger(ordered, workspace.rules, Segmenter.of(*ordered)).compare(*plans)


def term(workspace: Workspace, query: str) -> TermLife:
    """A phrase in the ledger of all plans of the workspace."""
    plans = _timeline(workspace)
    forms = _query_forms(workspace, query)
    return Ledger(plans, workspace.rules, Segmenter.of(*plans)).life(forms)


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


def commitments_of(workspace: Workspace, old: str, new: str) -> tuple[Aligner, str, str]:
    """The aligner of the plans that two references are about, and the ids of the comparable
    commitments that they name, empty for a whole plan. Raises `PlanwatchError`."""
    aligner = aligner_of(workspace, _plan_of(old), _plan_of(new))
    places = ((aligner.old, _place_of(old)), (aligner.new, _place_of(new)))
    old_id, new_id = (_comparable_id(plan, place) if place else "" for plan, place in places)
    return aligner, old_id, new_id


def trace(workspace: Workspace, query: str) -> Trace:
    """The life of a theme, a phrase or a commitment through all plans of the workspace.

    Raises `PlanwatchError` when the catalog lists no plan or the query is empty.
    """
    plans = _timeline(workspace)
    reference = _plan_of(query)
    start = next((p for p in plans if reference in (p.info.id, *p.info.aliases)), None)
    if start is not None and (place := _place_of(query)):
        return _commitment_trace(workspace, plans, _comparable_id(start, place))
    return trace_query(_query_forms(workspace, query), plans, workspace.rules)


def trace_all(workspace: Workspace) -> Overview:
    """All themes over all plans of the workspace."""
    return overview(_timeline(workspace), workspace.rules.themes)


def targets(workspace: Workspace, old: str = "", new: str = "") -> TargetReport:
    """What became of the targets of `old`, or of all plans of the workspace.

    A review of `old` that the catalog lists is read too. Raises `PlanwatchError` when the
    catalog lists no plan.
    """
    if not old:
        plans = _timeline(workspace)
        return follow(plans, rounds_of(plans), workspace.rules)
    first, second = workspace.source(old), workspace.source(new)
    reviewed = second.info.kind == PlanKind.REVIEW
    reviews = [i.id for i in workspace.timeline if i.reviews == first.info.id and not reviewed]
    sources = [first, *map(workspace.source, reviews[:1]), second]
    plans = _plans(workspace, sources)
    review = second.info.id if reviewed else "".join(reviews[:1])
    one = Round(first.info.id, review, "" if reviewed else second.info.id)
    return follow(plans, [one], workspace.rules)


def theme_of(workspace: Workspace, query: str) -> str:
    """The id of the theme that a query names. Raises `PlanwatchError` when it names none."""
    found = resolve_theme(_query_forms(workspace, query), workspace.rules.themes)
    if found is None:
        raise PlanwatchError("error.unknown-theme", theme=query)
    return found.id


def _query_forms(workspace: Workspace, query: str) -> tuple[str, ...]:
    forms = tuple(form for form in read_query(query, workspace.rules.wording) if form)
    if not any(char.isalnum() for form in forms for char in form):
        raise PlanwatchError("error.empty-query")
    return forms


def _timeline(workspace: Workspace) -> list[Plan]:
    """The plans in their order, without other versions of the same text."""
    sources = [workspace.source(info.id) for info in workspace.timeline]
    if not sources:
        raise PlanwatchError("error.no-plans")
    return _plans(workspace, sources)


def _commitment_trace(workspace: Workspace, plans: Sequence[Plan], id: str) -> Trace:
    by_id = {plan.info.id: plan for plan in plans}
    segmenter = Segmenter.of(*plans)
    alignments = {
        (old, new): align(
            Aligner(by_id[old], by_id[new], workspace.rules, segmenter), workspace.pins
        )
        for old, new in edges_of(plans)
    }
    return trace_commitment(id, plans, alignments)


def score(
    workspace: Workspace, gold: Path
) -> Evaluation | ThemeEvaluation | RenameEvaluation | QuantityEvaluation:
    """Compare the plans that the reference answers in a file are about, and score the result.

    A .tsv file holds answers on renames, themes or quantities, any other those on links. Reviewers'
    decisions are left out: it is the model that is scored. Raises `PlanwatchError` when the file
    holds no reference answers.
    """
    if gold.suffix == ".tsv":
        text = _text_of(gold)
        if RenameReference.holds(text):
            return score_renames(workspace, RenameReference.read(text, str(gold)))
        if QuantityReference.holds(text):
            return score_quantities(workspace, QuantityReference.read(text, str(gold)))
        return score_themes(workspace, ThemeReference.read(text, str(gold)))
    reference = read_reference(gold)
    aligner = aligner_of(workspace, reference.old, reference.new)
    return evaluate(reference, compare_plans(aligner), aligner.scores())


def read_reference(gold: Path) -> Reference:
    """The reference answers on links that a file holds. Raises `PlanwatchError`."""
    return Reference.read(_text_of(gold), str(gold))


def _text_of(path: Path) -> str:
    return decode(read_bytes(path, str(path)), str(path))


def score_themes(workspace: Workspace, reference: ThemeReference) -> ThemeEvaluation:
    """Trace every theme of the answers by its name and aliases, and score the result."""
    plans = _timeline(workspace)

    @cache
    def trace_of(query: str) -> Trace:
        return trace_query(_query_forms(workspace, query), plans, workspace.rules)

    return evaluate_themes(reference, trace_of)


def score_renames(workspace: Workspace, reference: RenameReference) -> RenameEvaluation:
    """Look up every form of the answers in the ledger of all plans, and score the result."""
    plans = _timeline(workspace)
    ledger = Ledger(plans, workspace.rules, Segmenter.of(*plans))

    @cache
    def phrases(plan: str) -> list[str]:
        return [text for text in ledger.phrases if ledger.says(plan, text)]

    return evaluate_renames(
        reference,
        lambda form: _query_forms(workspace, form)[-1],
        phrases,
        lambda text, old, new: [found.text for found in ledger.successors(text, old, new)],
    )


def score_quantities(workspace: Workspace, reference: QuantityReference) -> QuantityEvaluation:
    """Read the plans of the answers, and score their quantities."""
    plans = {id: load_plan(workspace, id) for id in reference.plans}
    return evaluate_quantities(reference, plans)


def commitment_id(plan: Plan, reference: str) -> str:
    """The id of the sentence that `3.1.2.4` or `14/3.1.2.4` names. Raises `PlanwatchError`."""
    id = f"{plan.info.id}/{reference.rpartition('/')[2]}"
    if id not in plan.by_id:
        raise PlanwatchError("error.unknown-commitment", id=id, plan=plan.info.id)
    return id


def aligner_of(workspace: Workspace, old: str, new: str) -> Aligner:
    """The aligner of two plans, by id, alias or path."""
    plans = _plans(workspace, _sources(workspace, old, new))
    return Aligner(plans[0], plans[1], workspace.rules, Segmenter.of(*plans))


def _sources(workspace: Workspace, old: str, new: str) -> list[Source]:
    """The two documents; files of the same name are told apart by their paths."""
    sources = [workspace.source(old), workspace.source(new)]
    if sources[0].info.id == sources[1].info.id and sources[0].info.path != sources[1].info.path:
        sources = [replace(s, info=replace(s.info, id=s.info.path)) for s in sources]
    return sources


def _plans(workspace: Workspace, sources: Sequence[Source]) -> list[Plan]:
    tagger = Tagger(workspace.rules)
    return [_plan(workspace, source, tagger) for source in sources]


def _plan(workspace: Workspace, source: Source, tagger: Tagger) -> Plan:
    document = extract(source.data, source.info.path)
    return _read_plan(document, source.info, workspace.rules, tagger)


def _read_plan(document: str, info: PlanInfo, rules: RuleSet, tagger: Tagger) -> Plan:
    plan = tagger.tag(parse(info, read(document, rules.wording), rules))
    if not plan.comparable:
        raise PlanwatchError(
            "error.nothing-comparable", path=info.path, sentences=len(plan.commitments)
        )
    return plan


def _plan_of(reference: str) -> str:
    return reference[: -len(place) - 1] if (place := _place_of(reference)) else reference


def _place_of(reference: str) -> str:
    """The place in `14/3.1.2.4`; empty where the reference names a whole plan."""
    _, slash, place = reference.rpartition("/")
    return place if slash and place.replace(".", "").isdigit() and "." in place else ""


def _comparable_id(plan: Plan, place: str) -> str:
    id = commitment_id(plan, place)
    if all(commitment.id != id for commitment in plan.comparable):
        raise PlanwatchError("error.not-comparable", id=id)
    return id


def plan_of(source: Source, rules: RuleSet) -> Plan:
    """A document as these rules read it. Raises `PlanwatchError` as `load_plan` does."""
    return _read_plan(extract(source.data, source.info.path), source.info, rules, Tagger(rules))
