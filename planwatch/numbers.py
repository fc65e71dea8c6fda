"""Numbers: which figures a commitment lost, gained or changed where it continues.

Nothing is said of a figure that stands in another sentence of the other plan too, nor where
several figures could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planwatch import numerals
from planwatch.models import (
    Certainty,
    Commitment,
    Comparison,
    Link,
    NumberChange,
    NumberFate,
    Plan,
    PlanKind,
    Quantity,
    Relation,
    Stated,
)
from planwatch.quantities.scales import comparable, unit_class

_PLACES = 6
"""Decimals to which values are compared."""
_SHARES = (1, 10, 100)
"""What a numeral is worth as a share: 28%, 三成, 1/6."""


def number_changes(comparison: Comparison) -> tuple[NumberChange, ...]:
    """What became of the figures of all continued commitments, in the order of the texts."""
    old, new = _Side(comparison.old), _Side(comparison.new)
    links = [link for link in comparison.links if link.relation == Relation.CONTINUED]
    pairs = [_Pair(link, old, new) for link in links if not link.identical]
    changed = [change for pair in pairs for change in pair.changes()]
    lost = _missing(pairs, old, new)
    gained = [_mirrored(one) for one in _missing([p.turned() for p in pairs], new, old)]
    return tuple(sorted((*changed, *lost, *gained), key=_place))


def _place(change: NumberChange) -> tuple[bool, tuple[str, ...], int]:
    stated = change.old or change.new
    assert stated is not None
    return change.old is None, change.old_ids, stated.quantity.span.start


class _Side:
    """The figures of one plan that speak for it: what a plan promises, what a review reports."""

    def __init__(self, plan: Plan) -> None:
        role = "outcome" if plan.info.kind == PlanKind.REVIEW else "target"
        self.plan = plan
        self.figures = {c.id: [q for q in c.quantities if q.role == role] for c in plan.commitments}
        self._values = {
            (round(q.value, _PLACES), unit_class(q.unit))
            for c in plan.commitments
            for q in c.quantities
        }
        self._indicators = {q.indicator for found in self.figures.values() for q in found}

    def tells(self, quantity: Quantity) -> bool:
        """Whether the plan gives the same figure anywhere, or any figure of its indicator."""
        same = (round(quantity.value, _PLACES), unit_class(quantity.unit)) in self._values
        return same or (bool(quantity.indicator) and quantity.indicator in self._indicators)

    def stated(self, id: str, quantity: Quantity) -> Stated:
        """A figure with the place of its sentence."""
        return Stated(self.plan.info.id, id, quantity)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A continued link with its figures."""

    link: Link
    old: _Side
    new: _Side

    def turned(self) -> _Pair:
        """The same, seen from the other plan."""
        link = replace(self.link, old=self.link.new, new=self.link.old)
        return _Pair(link, self.new, self.old)

    def changes(self) -> Iterator[NumberChange]:
        """Figures of the same thing that differ, where only one on either side can be meant."""
        old, new = self.old.figures[self.link.old], self.new.figures[self.link.new]
        for one in old:
            others = [other for other in new if _same_metric(one, other)]
            back = [q for q in old if others and _same_metric(q, others[0])]
            fate = _fate(one, others[0]) if len(others) == len(back) == 1 else None
            if fate:
                yield NumberChange(
                    fate=fate,
                    old=self.old.stated(self.link.old, one),
                    new=self.new.stated(self.link.new, others[0]),
                    old_ids=(self.link.old,),
                    new_ids=(self.link.new,),
                    doubtful=self.link.certainty == Certainty.UNCLEAR,
                )


def _missing(pairs: Sequence[_Pair], side: _Side, other: _Side) -> Iterator[NumberChange]:
    """Figures of a plan that none of the sentences gives that continue theirs."""
    by_id: defaultdict[str, list[Link]] = defaultdict(list)
    for pair in pairs:
        by_id[pair.link.old].append(pair.link)
    for id, links in by_id.items():
        partners = tuple(dict.fromkeys(link.new for link in links))
        texts = [other.plan.by_id[partner] for partner in partners]
        there = [q for partner in partners for q in other.figures[partner]]
        # The two ends of a range are told as one.
        for quantity in {(q.span, q.unit): q for q in side.figures[id]}.values():
            if other.tells(quantity) or _meant(quantity, there) or _written(quantity, texts):
                continue
            yield NumberChange(
                fate=NumberFate.LOST,
                old=side.stated(id, quantity),
                new=None,
                old_ids=(id,),
                new_ids=partners,
                doubtful=all(link.certainty == Certainty.UNCLEAR for link in links),
            )


def _mirrored(change: NumberChange) -> NumberChange:
    """What one plan lacks of the other, told as gained."""
    return replace(
        change,
        fate=NumberFate.GAINED,
        old=None,
        new=change.old,
        old_ids=change.new_ids,
        new_ids=change.old_ids,
    )


def _same_metric(one: Quantity, other: Quantity) -> bool:
    """Whether two figures measure the same thing on one scale."""
    named = one.indicator == other.indicator and one.metric == other.metric != ""
    return named and comparable(one, other)


def _meant(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether a figure of the same thing is given, whatever its size."""
    return any(_same_metric(quantity, other) for other in others)


def _fate(old: Quantity, new: Quantity) -> NumberFate | None:
    """What became of a figure; None where it stayed."""
    if old.value == new.value:
        return None if old.comparator == new.comparator else NumberFate.REWORDED
    if old.comparator == "rank":
        return NumberFate.REWORDED
    return NumberFate.RAISED if new.value > old.value else NumberFate.LOWERED


def _written(quantity: Quantity, texts: Iterable[Commitment]) -> bool:
    """Whether a numeral of the same value stands in one of the texts, whatever it counts."""
    scales = _SHARES if quantity.unit == "%" else _SHARES[:1]
    values = (float(n.value) for text in texts for n in numerals.find(text.normalized))
    return any(round(v * s - quantity.value, _PLACES) == 0 for v in values for s in scales)
