"""Scales: what values a figure allows, and which figures can be held against each other."""

from __future__ import annotations

from math import inf

from planwatch.models import Bounds, Quantity

FLOORS, CEILINGS = (">", ">="), ("<", "<=")
_PEOPLE = ("人", "名", "人次")


def interval(quantity: Quantity) -> Bounds:
    """What values a quantity as it is worded allows."""
    value, half = quantity.value, quantity.step / 2
    if quantity.comparator in FLOORS:
        return Bounds(value, inf)
    if quantity.comparator in CEILINGS:
        return Bounds(-inf, value)
    if quantity.comparator == "~":
        return Bounds(clean(value - half), clean(value + half))
    return Bounds(value, value)


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of an indicator are on one scale: unit, kind, scope, base, and
    whether they tell a level or a change."""
    if one.comparator != other.comparator and {one.comparator, other.comparator} & {
        "rank",
        "growth",
    }:
        return False
    same_unit = unit_class(one.unit) == unit_class(other.unit)
    sides = ((q.scope, q.base, q.change) for q in (one, other))
    return same_unit and len(set(sides)) == 1


def clean(value: float) -> float:
    """Without the noise of binary fractions."""
    return round(value, 9)


def unit_class(unit: str) -> str:
    """The same for units that count the same (人, 名, 人次)."""
    return _PEOPLE[0] if unit in _PEOPLE else unit
