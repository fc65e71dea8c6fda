"""One side of a check: its documents as the judging rules read them, and how they compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from planwatch.align import Aligner
from planwatch.baseline import listed
from planwatch.errors import DataError, PlanwatchError
from planwatch.findings import Fact
from planwatch.models import Comparison, Pin, Plan, PlanInfo
from planwatch.pins import pins_held
from planwatch.pipeline import compare_plans, plan_of
from planwatch.pipeline.finding import facts_of
from planwatch.rules import RuleSet
from planwatch.words import Segmenter
from planwatch.workspace import Workspace

Edge = tuple[str, str]
"""The ids of a plan and of the one that follows or reviews it."""


class Side:
    """The documents of one side; `rules` are asked for only when one has to be read."""

    def __init__(self, workspace: Workspace, rules: Callable[[], RuleSet]) -> None:
        self.workspace, self._rules = workspace, rules
        self.infos = listed(workspace)
        self._plans: dict[str, Plan | PlanwatchError] = {}

    @property
    def edges(self) -> list[Edge]:
        """Which documents follow or review which, in the catalog's order."""
        return [
            (before, info.id)
            for info in self.infos.values()
            for before in dict.fromkeys((info.predecessor, info.reviews))
            if before in self.infos
        ]

    def plan(self, id: str) -> Plan:
        """A document, read once, whatever its checksum. Raises `PlanwatchError`."""
        if id not in self._plans:
            self._plans[id] = self._read(self.infos[id])
        found = self._plans[id]
        if isinstance(found, PlanwatchError):
            raise found
        return found

    def _read(self, info: PlanInfo) -> Plan | PlanwatchError:
        rules = self._rules()
        try:
            return plan_of(self.workspace.unverified(info), rules)
        except DataError:
            raise
        except PlanwatchError as error:
            return error

    def compare(self, edge: Edge, pins: Sequence[Pin]) -> Comparison:
        """What became of one document in the other; decisions about words that are gone are
        left out. Raises `PlanwatchError`."""
        old, new = (self.plan(id) for id in edge)
        aligner = Aligner(old, new, self._rules(), Segmenter.of(old, new))
        return compare_plans(aligner, pins_held((old, new), pins))

    def facts(self, comparison: Comparison) -> list[Fact]:
        """What there is to tell of a comparison. Raises `PlanwatchError`."""
        before = (self.plan(id) for id in self._before(comparison.old.info))
        return facts_of(comparison, self._rules(), before)

    def _before(self, info: PlanInfo) -> Iterator[str]:
        """The plans before one, the nearest first."""
        seen = {info.id}
        while info.predecessor in self.infos and info.predecessor not in seen:
            info = self.infos[info.predecessor]
            seen.add(info.id)
            yield info.id
