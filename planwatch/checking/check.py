"""One check: the facts in the order in which they are found, then the opinion."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

from planwatch.acceptedfile import read_accepted
from planwatch.baseline import (
    changed_entries,
    changed_files,
    changed_seeds,
    has_checksum,
    unlisted_documents,
)
from planwatch.checking.side import Edge, Side
from planwatch.checks import FindingRule
from planwatch.errors import DataError, Fault, PlanwatchError
from planwatch.filenames import PINS
from planwatch.findings import (
    Edit,
    Fact,
    catalog_fact,
    consequences,
    edit_of,
    file_fact,
    judge,
    left_over,
    parse_fact,
    pin_fact,
    seed_fact,
    unlisted_fact,
)
from planwatch.models import (
    Acceptances,
    Baseline,
    CheckReport,
    ComparedPlans,
    NotCompared,
    Pin,
    Plan,
    PlanInfo,
)
from planwatch.pins import pins_held
from planwatch.rules import RuleSet
from planwatch.workspace import MARKER, Workspace

Made = TypeVar("Made")


class Check:
    """A workspace (head) held against its baseline (base), which judges."""

    def __init__(self, head: Workspace, base: Workspace, baseline: Baseline) -> None:
        self._baseline = baseline
        self._base = self._of_base(lambda: Side(base, self._rules))
        self._head = Side(head, self._rules)
        self._changed = changed_seeds(base, head)
        self._not_compared: dict[str, NotCompared] = {}
        self._compared: list[ComparedPlans] = []

    def report(self) -> CheckReport:
        """Everything that is found."""
        facts = [*self._file_facts(), *self._document_facts()]
        findings = judge(facts, self._finding_rules, self._accepted)
        edges = [(pair.old.id, pair.new.id) for pair in self._compared]
        known = (self._finding_rules, self._head.infos, edges)
        stale, unused = left_over(self._accepted.entries, findings, *known)
        return CheckReport(
            baseline=self._baseline,
            changed=tuple(self._changed.items()),
            compared=tuple(self._compared),
            findings=tuple(found for found in findings if found.accepted is None),
            accepted=tuple(found for found in findings if found.accepted is not None),
            stale=stale,
            unused=unused,
            not_compared=tuple(self._not_compared.values()),
        )

    def _file_facts(self) -> Iterator[Fact]:
        """Changes of files that decide; the new ones are read too, so that no broken one is let
        in. And documents that nobody listed."""
        base, head = self._base.workspace, self._head.workspace
        head.accepted, head.pins  # noqa: B018 (for their faults)
        for kind, (path, changes) in changed_files(base, head).items():
            if kind == "rules":
                head.rules  # noqa: B018
            yield file_fact(kind, path, changes)
        if changed := changed_entries(base, head):
            yield catalog_fact(MARKER.as_posix(), changed)
        yield from (unlisted_fact(*one) for one in unlisted_documents(base, head))

    def _document_facts(self) -> Iterator[Fact]:
        """What became of documents, and of the pairs that they are part of."""
        parses = list(self._parse_facts())
        follows: defaultdict[str, list[Fact]] = defaultdict(list)
        for edge in self._touched:
            edited = [id for id in reversed(edge) if id in self._edits]
            facts, before = self._facts(edge), self._facts_before(edge) if edited else None
            if before is None:
                yield from facts
            else:
                words = ChainMap(*(dict(self._edits[id].rewritten) for id in edited))
                follows[edited[0]] += consequences(facts, before, words)
        for id, change in self._changed.items():
            edit = self._edits.get(id)
            info = (self._base if change == "removed" else self._head).infos[id]
            yield seed_fact(change, info, edit.items if edit else (), follows[id])
            if change == "added":
                yield from self._newcomer_facts(info)
        yield from parses
        yield from self._pin_facts()

    def _newcomer_facts(self, info: PlanInfo) -> Iterator[Fact]:
        """What is wrong with the entry of a new document."""
        if not has_checksum(self._head.workspace, info):
            yield seed_fact("edited", info)
        known = any(info.id in edge for edge in self._head.edges) or info.variant_of
        if not known and len(self._head.infos) > 1:
            yield seed_fact("alone", info)

    @property
    def _touched(self) -> list[Edge]:
        """The pairs of the new side of which a document changed, or that are new."""
        known = set(self._base.edges)
        return [
            edge
            for edge in self._head.edges
            if edge not in known or not self._changed.keys().isdisjoint(edge)
        ]

    def _parse_facts(self) -> Iterator[Fact]:
        """Documents of which most was set aside. They are compared only where that was accepted;
        what cannot be read at all is noted."""
        for id in self._changed:
            plan = self._plan(id) if id in self._head.infos else None
            fact = parse_fact(plan) if plan else None
            if plan and fact:
                yield fact
                judged = judge([fact], self._finding_rules, self._accepted)
                if any(found.accepted is None for found in judged):
                    self._note(id, PlanwatchError("error.degraded", **fact.values))

    def _plan(self, id: str) -> Plan | None:
        """A document of the new side; where it cannot be read, that is noted."""
        try:
            return self._head.plan(id)
        except DataError:
            raise
        except PlanwatchError as error:
            self._note(id, error)
            return None

    def _note(self, id: str, error: PlanwatchError) -> None:
        path = self._head.infos[id].path
        self._not_compared[id] = NotCompared(id, path, error.key, error.values)

    def _facts(self, edge: Edge) -> list[Fact]:
        """What there is to tell of a pair; nothing where a document was not read."""
        plans = [self._plan(id) for id in edge]
        if None in plans or not self._not_compared.keys().isdisjoint(edge):
            return []
        comparison = self._head.compare(edge, self._pins)
        sides = (comparison.old.info, comparison.new.info)
        summaries = (comparison.old_summary, comparison.new_summary)
        self._compared.append(ComparedPlans(*sides, *summaries))
        try:
            return self._head.facts(comparison)
        except PlanwatchError as error:
            self._note(edge[1], error)
            return []

    def _facts_before(self, edge: Edge) -> list[Fact] | None:
        """What there was to tell of a pair in the baseline; None where it was no pair."""
        if edge not in self._base.edges:
            return None
        try:
            return self._base.facts(self._base.compare(edge, self._pins))
        except PlanwatchError:
            return None

    @cached_property
    def _edits(self) -> Mapping[str, Edit]:
        """How documents were edited, where both versions can be read."""
        edits = {}
        for id, change in self._changed.items():
            if change == "edited":
                with suppress(PlanwatchError):
                    edits[id] = edit_of(self._base.plan(id), self._head.plan(id))
        return edits

    def _pin_facts(self) -> Iterator[Fact]:
        """Decisions of the new side about words that a changed document no longer holds."""
        for id in self._changed:
            plan = self._plan(id) if id in self._head.infos else None
            if plan is not None:
                pins = self._head.workspace.pins
                gone = [pin for pin in pins if not pins_held([plan], [pin])]
                if gone:
                    yield pin_fact(id, PINS, [f"{pin.old.key} {pin.new.key}" for pin in gone])

    @cached_property
    def _judge(self) -> Workspace:
        """Whose rules judge: the baseline's. Where a workspace's rules are those that came with
        planwatch (its own repository) they are the code's, and have no older version."""
        head = self._head.workspace
        shared = head.root is not None and (head.root / "rules").is_dir() and not head.own_rules
        return Workspace(None) if shared else self._base.workspace

    def _rules(self) -> RuleSet:
        return self._of_base(lambda: self._judge.rules)

    @cached_property
    def _finding_rules(self) -> Mapping[str, FindingRule]:
        return self._of_base(lambda: self._judge.finding_rules)

    @cached_property
    def _pins(self) -> tuple[Pin, ...]:
        return self._of_base(lambda: self._base.workspace.pins)

    @cached_property
    def _accepted(self) -> Acceptances:
        path = self._base.workspace.accepted_path
        return self._of_base(lambda: read_accepted(path, self._finding_rules))

    def _of_base(self, make: Callable[[], Made]) -> Made:
        """What is read of the baseline; faults of its files name it."""
        try:
            return make()
        except DataError as error:
            name = self._baseline.name
            faults = (Fault(f"{name}:{f.path}", f.line, f.message) for f in error.faults)
            raise DataError(faults) from None
