"""Force: whether the new wording of a linked commitment binds more or less than the old.

Only the statements about the object that both sentences share are held against each other. What
decides, in this order:

1. Without two statements that a verb of the ladder governs, nothing can be said: unclear.
2. Plain signs: verbs rungs apart, a softening modal, a name, number or deadline gained or lost, a
   figure raised or lowered, a scope widened or narrowed. All one way, they decide, whatever
   slight signs stand against them; both ways, the wording is both: unclear.
3. Slight signs (verbs one rung apart, kinds of bodies listed), all one way, decide where there is
   no plain one. They count only where the statements are about one matter.
4. Verbs alone decide nothing where those with which the sentences begin plainly go the other way.
5. Without a sign: the same, where the statements are alike and the verbs have a common scale;
   else unclear.

See `rules/strength`, `rules/specifics` and `rules/objects`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from planwatch.force.objects import Objects, Said, alike, closeness, one_matter
from planwatch.force.signs import Pair, Sign, Signs
from planwatch.models import (
    Alignment,
    Axis,
    Deciding,
    Force,
    Link,
    Plan,
    PlanKind,
    Relation,
)
from planwatch.rules import RuleSet

__all__ = ["with_force"]

_NEAR = 0.5
"""Statements that share at least this part of what the closest share are judged with them."""
_Told = tuple[Force, tuple[Deciding, ...]]


def with_force(old: Plan, new: Plan, alignment: Alignment, rules: RuleSet) -> Alignment:
    """The alignment with the force of every continued link."""
    if PlanKind.REVIEW in (old.info.kind, new.info.kind):
        # A report promises nothing: its wording is neither harder nor softer than a plan's.
        return alignment
    judge = _Judge(old, new, rules)
    return replace(alignment, links=tuple(judge.judged(link) for link in alignment.links))


class _Judge:
    """Judges the links between two plans."""

    def __init__(self, old: Plan, new: Plan, rules: RuleSet) -> None:
        self._objects, self._signs = Objects(old, new, rules), Signs(old, new, rules)
        self._old, self._new = old.by_id, new.by_id

    def judged(self, link: Link) -> Link:
        """The link with its force and the words that decide it."""
        if link.identical or link.relation != Relation.CONTINUED:
            return link
        olds = self._objects.said(self._old[link.old])
        news = self._objects.said(self._new[link.new])
        force, deciding = self._told(*_differing(olds, news))
        return replace(link, force=force, deciding=deciding)

    def _told(self, olds: Sequence[Said], news: Sequence[Said]) -> _Told:
        """The force that statements tell, and the signs that count."""
        near = _near(olds, news)
        facing = [pair for pair in _facing(near) if _governed(pair)]
        if not facing:
            return Force.UNCLEAR, ()
        matter = [pair for pair in facing if one_matter(*pair)]
        counted = _counted(list(self._signs.of(matter or facing, list(near), matter=bool(matter))))
        deciding = (*counted, *(() if matter else self._against(counted, olds, news)))
        forces = {found.force for found in deciding}
        if len(forces) == 1:
            return forces.pop(), deciding
        equal = [p for p in matter if alike(*p) and self._signs.difference(*p) == 0]
        same = bool(matter) and equal == matter and not forces
        return (Force.SAME if same else Force.UNCLEAR), deciding

    def _against(
        self, counted: Sequence[Deciding], olds: Sequence[Said], news: Sequence[Said]
    ) -> Sequence[Deciding]:
        """The verbs with which the sentences begin, where they plainly go the other way."""
        forces = {found.force for found in counted}
        leads = next((pair for pair in zip(olds, news, strict=False) if _governed(pair)), None)
        if leads is None or len(forces) != 1 or {found.axis for found in counted} != {Axis.VERB}:
            return ()
        signs = [sign for sign in self._signs.verbs([leads]) if sign.plain]
        return [sign.deciding for sign in signs if sign.deciding.force not in forces]


def _differing(olds: Sequence[Said], news: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    """The statements without those that both sides make in the same words; these tell nothing."""
    texts = [{said.text for said in side} for side in (olds, news)]
    return [x for x in olds if x.text not in texts[1]], [x for x in news if x.text not in texts[0]]


def _near(olds: Sequence[Said], news: Sequence[Said]) -> dict[Pair, float]:
    """The pairs of statements that share most of their object, with how close they are."""
    close = {pair: closeness(*pair) for pair in product(olds, news)}
    least = max(close.values(), default=0.0) * _NEAR
    return {pair: found for pair, found in close.items() if found >= least}


def _facing(near: Mapping[Pair, float]) -> list[Pair]:
    """The pairs of statements each of which is the other's closest."""
    best: dict[Said, float] = {}
    for pair, close in near.items():
        for said in pair:
            best[said] = max(best.get(said, 0.0), close)
    return [pair for pair, close in near.items() if all(close == best[said] for said in pair)]


def _governed(pair: Pair) -> bool:
    """Whether a verb of the ladder governs both statements."""
    return all(said.statement.strength for said in pair)


def _counted(signs: Sequence[Sign]) -> tuple[Deciding, ...]:
    """The signs that count: the plain ones, or the slight ones where there is none."""
    plain = [sign for sign in signs if sign.plain]
    return tuple(sign.deciding for sign in plain or signs)
