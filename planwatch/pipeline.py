"""The order of the stages: the only module that knows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from planwatch.align import Aligner
from planwatch.classify import classify
from planwatch.errors import PlanwatchError
from planwatch.evaluate import Reference, evaluate
from planwatch.models import Comparison, Evaluation, Explanation, Nearest, Plan
from planwatch.normalize import read
from planwatch.parse import parse
from planwatch.read import decode
from planwatch.tag import tag
from planwatch.workspace import Source, Workspace, read_bytes


def load_plan(workspace: Workspace, reference: str) -> Plan:
    """Read, normalize, parse and tag the document that an id, an alias or a path names.

    Raises `PlanwatchError` when it cannot be read or holds nothing that can be compared.
    """
    return _plan(workspace, workspace.source(reference))


def compare(workspace: Workspace, old: str, new: str) -> Comparison:
    """What became of the commitments of `old` in `new`."""
    aligner = _aligner(workspace, old, new)
    return classify(aligner.old, aligner.new, aligner.align())


def explain(workspace: Workspace, old: str, new: str) -> Explanation | Nearest:
    """Why two commitments are linked or not.

    Where `new` names a plan, what comes nearest to `old` there; the same with the sides
    exchanged. Raises `PlanwatchError` for an id that no commitment has.
    """
    aligner = _aligner(workspace, _plan_of(old), _plan_of(new))
    old_place, new_place = (_place_of(reference) for reference in (old, new))
    if not old_place and not new_place:
        raise PlanwatchError("error.explain-plans", old=old, new=new)
    sides = ((aligner.old, old_place), (aligner.new, new_place))
    ids = [_comparable_id(plan, place) if place else "" for plan, place in sides]
    if old_place and new_place:
        return aligner.explain(ids[0], ids[1])
    return aligner.nearest(ids[0] or ids[1], in_old=bool(old_place))


def score(workspace: Workspace, gold: Path) -> Evaluation:
    """Compare the plans that the reference answers in a file are about, and score the result.

    Raises `PlanwatchError` when the file holds no reference answers.
    """
    data = read_bytes(gold, str(gold))
    reference = Reference.read(decode(data, str(gold)), str(gold))
    return evaluate(reference, compare(workspace, reference.old, reference.new))


def commitment_id(plan: Plan, reference: str) -> str:
    """The id of the sentence that `3.1.2.4` or `14/3.1.2.4` names. Raises `PlanwatchError`."""
    id = f"{plan.info.id}/{reference.rpartition('/')[2]}"
    if all(commitment.id != id for commitment in plan.commitments):
        raise PlanwatchError("error.unknown-commitment", id=id, plan=plan.info.id)
    return id


def _aligner(workspace: Workspace, old: str, new: str) -> Aligner:
    sources = [workspace.source(old), workspace.source(new)]
    if sources[0].info.id == sources[1].info.id and sources[0].info.path != sources[1].info.path:
        sources = [replace(s, info=replace(s.info, id=s.info.path)) for s in sources]
    plans = [_plan(workspace, source) for source in sources]
    return Aligner(plans[0], plans[1], workspace.rules)


def _plan(workspace: Workspace, source: Source) -> Plan:
    rules = workspace.rules
    document = decode(source.data, source.info.path)
    plan = tag(parse(source.info, read(document, rules.wording), rules), rules)
    if not plan.comparable:
        raise PlanwatchError(
            "error.nothing-comparable", path=source.info.path, sentences=len(plan.commitments)
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
