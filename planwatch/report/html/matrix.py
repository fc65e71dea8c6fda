"""The theme matrix: where every plan stands on every theme, and where it says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial

from planwatch.models import (
    NOWHERE,
    Bilingual,
    Commitment,
    Dossier,
    Overview,
    Plan,
    PlanInfo,
    ThemeLife,
    ThemePlaces,
    ThemeStatus,
    TraceStep,
    Transition,
    clearest,
    themes_of,
)
from planwatch.report.cite import place
from planwatch.report.html.quotes import anchor
from planwatch.report.html.voices import Voices
from planwatch.report.jsontext import Json
from planwatch.report.themes import MARKS, ORDER, presence_label, status_label, theme_name
from planwatch.report.view import View


@dataclass(frozen=True, slots=True)
class Cell:
    """One plan on one theme: a mark, how much it says, where it says it most clearly ("" where
    it does not), and what became of the theme on the way to it."""

    plan: str
    mark: str
    presence: Bilingual
    anchor: str
    fates: Sequence[tuple[str, Bilingual, bool]]


@dataclass(frozen=True, slots=True)
class Row:
    """One theme in all plans."""

    id: str
    name: Bilingual
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    """All themes, by what became of them last; of the same fate those with most sentences first."""

    overview: Overview
    voices: Voices
    places: Sequence[Mapping[str, ThemePlaces]]
    accepted: Set[tuple[str, str, str]]

    @classmethod
    def of(cls, dossier: Dossier, voices: Voices) -> Matrix:
        """The matrix of a dossier's plans."""
        places = [themes_of(plan) for plan in dossier.plans]
        accepted = {(found.old, found.new, found.theme) for found in dossier.accepted}
        return cls(dossier.overview, voices, places, accepted)

    def rows(self) -> Iterator[Row]:
        """The rows in their order."""
        for life in sorted(self.overview.lives, key=self._rank):
            yield Row(life.id, self._name(life), list(self._cells(life)))

    def _rank(self, life: ThemeLife) -> tuple[int, int]:
        last = life.transitions[-1].status
        found = [places.get(life.id, NOWHERE) for places in self.places]
        return (*ORDER, last).index(last), -sum(len(one.about) for one in found)

    def _name(self, life: ThemeLife) -> Bilingual:
        return self.voices.tell(lambda view: theme_name(life.name, life.name_en, view))

    def _cells(self, life: ThemeLife) -> Iterator[Cell]:
        for plan, places in zip(self.overview.plans, self.places, strict=True):
            found = places.get(life.id, NOWHERE)
            step = TraceStep(plan, found.presence, 0, found.about, found.mentions)
            first = found.about or found.mentions
            yield Cell(
                plan=plan.info.id,
                mark=MARKS[found.presence],
                presence=self._presence(step),
                anchor=anchor(clearest(first, life.id).id) if first else "",
                fates=list(self._fates(life, plan)),
            )

    def _presence(self, step: TraceStep) -> Bilingual:
        return self.voices.tell(lambda view: presence_label(step, view))

    def _fates(self, life: ThemeLife, plan: Plan) -> Iterator[tuple[str, Bilingual, bool]]:
        infos = {one.info.id: one.info for one in self.overview.plans}
        for change in life.transitions:
            if change.new == plan.info.id and change.status != ThemeStatus.NONE:
                told = partial(_fate, change, infos[change.old], infos[change.new])
                accepted = (change.old, change.new, life.id) in self.accepted
                yield change.status.value, self.voices.tell(told), accepted

    def embedded(self) -> Json:
        """For a script: the name of every theme, and by plan where it is told and only named."""
        return {
            life.id: {
                "name": [self._name(life).zh, self._name(life).en],
                "plans": [
                    [_listed(plan, found.about), _listed(plan, found.mentions)]
                    for plan, found in (
                        (plan, places.get(life.id, NOWHERE))
                        for plan, places in zip(self.overview.plans, self.places, strict=True)
                    )
                ],
            }
            for life in self.overview.lives
        }


def _fate(change: Transition, old: PlanInfo, new: PlanInfo, view: View) -> str:
    """What became of a theme on the way from one plan to another."""
    back = view.say("trace.returned") if change.returned else ""
    return f"{status_label(change.status, old, new, view)} {back}".rstrip()


def _listed(plan: Plan, commitments: Sequence[Commitment]) -> list[tuple[str, str]]:
    return [(anchor(c.id), place(plan, c)) for c in commitments]
