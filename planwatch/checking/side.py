"""One side of a check: its documents as the judging rules read them, and how they compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from planwatch.align import Aligner
from planwatch.baseline import listed
from planwatch.errors import DataError, PlanwatchError
from planwatch.findings import CAME, Fact, target_facts, theme_facts, told_once, wording_facts
from planwatch.models import Comparison, Pin, Plan, PlanInfo, PlanKind, Presence, Round, themes_of
from planwatch.pins import pins_held
from planwatch.pipeline import compare_plans, plan_of
from planwatch.rules import RuleSet
from planwatch.targets import follow
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
        rules, old, new = self._rules(), comparison.old, comparison.new
        reviewed = new.info.kind == PlanKind.REVIEW
        sides = (new.info.id, "") if reviewed else ("", new.info.id)
        report = follow((old, new), [Round(old.info.id, *sides)], rules)
        themes = {theme.id: (theme.zh, theme.en) for theme in rules.themes.values()}
        indicators = {found.id: (found.zh, found.en) for found in rules.indicators.values()}
        facts = (
            *target_facts(report, indicators),
            *theme_facts(comparison, dict(self._earlier(comparison))),
            *wording_facts(comparison, themes),
        )
        return list(told_once(facts))

    def _earlier(self, comparison: Comparison) -> Iterator[tuple[str, str]]:
        """Of the themes that came, those that a plan before the old one held, and which.

        Only where a theme came are earlier plans read.
        """
        came = {theme.id for theme in comparison.themes if theme.status in CAME}
        for before in self._before(comparison.old.info) if came else ():
            places = themes_of(self.plan(before))
            held = {id for id, found in places.items() if found.presence == Presence.COMMITMENT}
            yield from ((id, before) for id in sorted(came & held))
            came -= held

    def _before(self, info: PlanInfo) -> Iterator[str]:
        """The plans before one, the nearest first."""
        seen = {info.id}
        while info.predecessor in self.infos and info.predecessor not in seen:
            info = self.infos[info.predecessor]
            seen.add(info.id)
            yield info.id
