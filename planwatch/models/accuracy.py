"""How well planwatch does, as measured against reference answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccuracyRow:
    """Measured scores of one pair of plans against its reference answers."""

    old: str
    new: str
    precision: float
    recall: float
    f1: float
    strict_f1: float


@dataclass(frozen=True, slots=True)
class ThemeAccuracy:
    """Measured shares of theme statements, asked by name, that agree with reference answers."""

    count: int
    presence: float
    transitions: float


@dataclass(frozen=True, slots=True)
class ForceAccuracy:
    """Links between plans judged for force, the share told as judged, and the same of those that
    are told stronger or weaker."""

    links: int
    agree: float
    directions: int
    directions_agree: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What `tests/bench/accuracy.py` measured last; shown in the report's footer.

    `judged_by` says by language who made the reference answers. `force` is measured on the
    bundled plans, `force_elsewhere` on others.
    """

    judged_by: Mapping[str, str]
    themes: ThemeAccuracy
    force: ForceAccuracy
    force_elsewhere: ForceAccuracy
    rows: tuple[AccuracyRow, ...]
