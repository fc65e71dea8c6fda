"""Documents, read and tagged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from planwatch.errors import PlanwatchError
from planwatch.likeness import Shingles, likeness, nearest, shingles
from planwatch.metadata import describe
from planwatch.models import Likeness, Metadata, Plan, PlanInfo
from planwatch.normalize import read, read_query
from planwatch.parse import parse
from planwatch.read import extract
from planwatch.rules import RuleSet
from planwatch.tag import Tagger
from planwatch.workspace import Source, Workspace


def load_plan(workspace: Workspace, reference: str) -> Plan:
    """Read, normalize, parse and tag the document that an id, an alias or a path names.

    Raises `PlanwatchError` when it cannot be read or holds nothing that can be compared.
    """
    return plans_of(workspace, [workspace.source(reference)])[0]


def describe_text(text: str, info: PlanInfo, rules: RuleSet) -> Metadata:
    """What a text says of itself."""
    reading = read(text, rules.wording)
    return describe(parse(info, reading, rules), reading, rules.metadata)


def plan_from_text(text: str, info: PlanInfo, rules: RuleSet) -> Plan:
    """The plan that a text holds. Raises `PlanwatchError` when nothing in it can be compared."""
    return _read_plan(text, info, rules, Tagger(rules))


def plan_of(source: Source, rules: RuleSet) -> Plan:
    """A document as these rules read it. Raises `PlanwatchError` as `load_plan` does."""
    return _read_plan(extract(source.data, source.info.path), source.info, rules, Tagger(rules))


def nearest_text(workspace: Workspace, text: str, plans: Sequence[PlanInfo]) -> Likeness | None:
    """The listed document whose wording a text shares most of, if it is worth naming."""
    own = _shingles(workspace, text)
    sources = (workspace.source(info.id) for info in plans)
    return nearest(
        likeness(source.info.id, own, _shingles(workspace, extract(source.data, source.info.path)))
        for source in sources
    )


def timeline(workspace: Workspace) -> list[Plan]:
    """The plans in their order, without other versions of the same text."""
    sources = [workspace.source(info.id) for info in workspace.timeline]
    if not sources:
        raise PlanwatchError("error.no-plans")
    return plans_of(workspace, sources)


def query_forms(workspace: Workspace, query: str) -> tuple[str, ...]:
    """The readings of a query. Raises `PlanwatchError` when it is empty."""
    forms = tuple(form for form in read_query(query, workspace.rules.wording) if form)
    if not any(char.isalnum() for form in forms for char in form):
        raise PlanwatchError("error.empty-query")
    return forms


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


def plans_of(workspace: Workspace, sources: Sequence[Source]) -> list[Plan]:
    """Some documents, read and tagged."""
    tagger = Tagger(workspace.rules)
    return [_plan(workspace, source, tagger) for source in sources]


def _shingles(workspace: Workspace, text: str) -> Shingles:
    return shingles(read(text, workspace.rules.wording).text)


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
