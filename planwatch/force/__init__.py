"""Force: whether the new wording of a linked commitment binds more or less than the old.

Only the statements about the object that both sentences share are held against each other. What
decides, in this order:

1. Without two statements that a verb of the ladder governs, nothing can be said: unclear.
2. Plain signs: verbs rungs apart, a softening modal, a name, number or deadline gained or lost, a
   figure raised or lowered, a scope widened or narrowed. All one way, they decide, whatever
   slight signs stand against them; both ways, the wording is both: unclear.
3. Slight signs (verbs one rung apart, kinds of bodies listed), all one way, decide where there is
   no plain one. They count on the same object only.
4. Where nothing differs: the same. Where verbs differ that have no common scale, or differ slightly
   on other objects: unclear.

See `rules/strength`, `rules/specifics` and `rules/objects`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from planwatch.force.objects import Objects, Said, alike, closeness, one_matter
from planwatch.force.signs import Pair, Sign, Signs, difference
from planwatch.models import Alignment, Commitment, Deciding, Force, Link, Plan, PlanKind, Relation
from planwatch.rules import RuleSet

__all__ = ["with_force"]

_NEAR = 0.5
"""Statements that share at least this part of what the closest share are judged with them."""


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
        self._objects, self._signs = Objects(old, new, rules), Signs(rules)
        self._old, self._new = old.by_id, new.by_id

    def judged(self, link: Link) -> Link:
        """The link with its force and the words that decide it."""
        if link.identical or link.relation != Relation.CONTINUED:
            return link
        near = self._near(self._old[link.old], self._new[link.new])
        facing = [p for p in _facing(near) if all(said.statement.strength for said in p)]
        force, deciding = self._force(facing, list(near)) if facing else (Force.UNCLEAR, ())
        return replace(link, force=force, deciding=deciding)

    def _near(self, old: Commitment, new: Commitment) -> dict[Pair, float]:
        """The pairs of statements that share most of their object, with how close they are."""
        pairs = product(self._objects.said(old), self._objects.said(new))
        close = {pair: closeness(*pair) for pair in pairs}
        least = max(close.values(), default=0.0) * _NEAR
        return {pair: found for pair, found in close.items() if found >= least}

    def _force(
        self, facing: Sequence[Pair], near: Sequence[Pair]
    ) -> tuple[Force, tuple[Deciding, ...]]:
        """The force that the signs in pairs of statements tell, and those that count."""
        same = [pair for pair in facing if one_matter(*pair)]
        deciding = _counted(list(self._signs.of(same or facing, near, same=bool(same))))
        forces = {found.force for found in deciding}
        if len(forces) == 1:
            return forces.pop(), deciding
        equal = [pair for pair in same if alike(*pair) and difference(*pair) == 0]
        return (Force.SAME if equal == same != [] and not forces else Force.UNCLEAR), deciding


def _facing(near: Mapping[Pair, float]) -> list[Pair]:
    """The pairs of statements each of which is the other's closest."""
    best: dict[Said, float] = {}
    for pair, close in near.items():
        for said in pair:
            best[said] = max(best.get(said, 0.0), close)
    return [pair for pair, close in near.items() if all(close == best[said] for said in pair)]


def _counted(signs: Sequence[Sign]) -> tuple[Deciding, ...]:
    """The signs that count: the plain ones, or the slight ones where there is none."""
    plain = [sign for sign in signs if sign.plain]
    return tuple(sign.deciding for sign in plain or signs)
