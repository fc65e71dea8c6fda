"""What the words of a command name: documents, and commitments in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from planwatch.errors import PlanwatchError
from planwatch.models import Plan
from planwatch.workspace import Source, Workspace


def plan_reference(reference: str) -> str:
    """The plan that `14/3.1.2.4` or `14` names."""
    return reference[: -len(place) - 1] if (place := place_of(reference)) else reference


def place_of(reference: str) -> str:
    """The place in `14/3.1.2.4`; empty where the reference names a whole plan."""
    _, slash, place = reference.rpartition("/")
    return place if slash and place.replace(".", "").isdigit() and "." in place else ""


def commitment_id(plan: Plan, reference: str) -> str:
    """The id of the sentence that `3.1.2.4` or `14/3.1.2.4` names. Raises `PlanwatchError`."""
    id = f"{plan.info.id}/{reference.rpartition('/')[2]}"
    if id not in plan.by_id:
        raise PlanwatchError("error.unknown-commitment", id=id, plan=plan.info.id)
    return id


def comparable_id(plan: Plan, place: str) -> str:
    """The id of the comparable commitment at a place. Raises `PlanwatchError`."""
    id = commitment_id(plan, place)
    if all(commitment.id != id for commitment in plan.comparable):
        raise PlanwatchError("error.not-comparable", id=id)
    return id


def sources_of(workspace: Workspace, *references: str) -> list[Source]:
    """The documents named; files of the same name are told apart by their paths."""
    sources = [workspace.source(reference) for reference in references]
    paths = defaultdict(set)
    for source in sources:
        paths[source.info.id].add(source.info.path)
    return [
        replace(s, info=replace(s.info, id=s.info.path)) if len(paths[s.info.id]) > 1 else s
        for s in sources
    ]
