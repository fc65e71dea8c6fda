"""Documents: what a text says, as plan, as description and beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from planwatch.errors import PlanwatchError
from planwatch.likeness import Shingles, likeness, nearest, shingles
from planwatch.metadata import describe
from planwatch.models import Likeness, Metadata, Plan, PlanInfo, Reading
from planwatch.normalize import read, read_query
from planwatch.parse import parse
from planwatch.read import extract
from planwatch.rules import RuleSet
from planwatch.tag import Tagger
from planwatch.workspace import Source, Workspace


def describe_text(text: str, info: PlanInfo, rules: RuleSet) -> Metadata:
    """What a text says of itself."""
    reading = read(text, rules.wording)
    return describe(parse(info, reading, rules), reading, rules.metadata)


def plan_from_text(text: str, info: PlanInfo, rules: RuleSet) -> Plan:
    """The plan that a text holds. Raises `PlanwatchError` when nothing in it can be compared."""
    return Reader(rules).read_text(text, info)


def plan_of(source: Source, rules: RuleSet) -> Plan:
    """A document as these rules read it. Raises `PlanwatchError` when it cannot be read or holds
    nothing that can be compared."""
    return Reader(rules).read(source)


class Reader:
    """Reads, normalizes, parses and tags documents by some rules."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._tagger = Tagger(rules)

    def read(self, source: Source) -> Plan:
        """The plan that a document holds. Raises as `plan_of` does."""
        return self.read_text(extract(source.data, source.info.path), source.info)

    def read_text(self, document: str, info: PlanInfo) -> Plan:
        """The plan that a text holds. Raises as `plan_from_text` does."""
        return self._tagged(read(document, self._rules.wording), info)

    def read_described(self, document: str, info: PlanInfo) -> Plan:
        """The plan that a text holds, with what the text says of itself: title, kind, dates.
        Raises as `plan_from_text` does."""
        reading = read(document, self._rules.wording)
        said = describe(parse(info, reading, self._rules), reading, self._rules.metadata)
        fields = {name: value for name, value in asdict(said).items() if value}
        return self._tagged(reading, replace(info, **fields))

    def _tagged(self, reading: Reading, info: PlanInfo) -> Plan:
        plan = self._tagger.tag(parse(info, reading, self._rules))
        if not plan.comparable:
            raise PlanwatchError(
                "error.nothing-comparable", path=info.path, sentences=len(plan.commitments)
            )
        return plan


def nearest_text(workspace: Workspace, text: str, plans: Sequence[PlanInfo]) -> Likeness | None:
    """The listed document whose wording a text shares most of, if it is worth naming."""
    own = _shingles(workspace, text)
    sources = (workspace.source(info.id) for info in plans)
    return nearest(
        likeness(source.info.id, own, _shingles(workspace, extract(source.data, source.info.path)))
        for source in sources
    )


def query_forms(workspace: Workspace, query: str) -> tuple[str, ...]:
    """The readings of a query. Raises `PlanwatchError` when it is empty."""
    forms = tuple(form for form in read_query(query, workspace.rules.wording) if form)
    if not any(char.isalnum() for form in forms for char in form):
        raise PlanwatchError("error.empty-query")
    return forms


def _shingles(workspace: Workspace, text: str) -> Shingles:
    return shingles(read(text, workspace.rules.wording).text)
