"""Pins: what a reviewer decided on a pair of commitments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planwatch.models.comparison import Relation


class Decision(StrEnum):
    """What a reviewer decided on a pair of commitments."""

    ACCEPT = "accept"
    """The pair belongs together, whatever the score says."""
    REJECT = "reject"
    """The pair does not belong together."""
    RELABEL = "relabel"
    """The pair, where it is linked, has another relation."""


@dataclass(frozen=True, slots=True)
class PinnedText:
    """The commitment that a decision is about.

    The text decides: `sha256` is that of its mainland reading, `ordinal` counts from 1 among
    the plan's comparable commitments of the same text. `id` is where it stood, for readers.
    """

    plan: str
    id: str
    sha256: str
    ordinal: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells the text from all others."""
        return self.plan, self.sha256, self.ordinal


@dataclass(frozen=True, slots=True)
class Pin:
    """A reviewer's decision on a pair; `date` is that of the decision (UTC, YYYY-MM-DD).

    `relation` is set by a relabelling, and by an acceptance that names one. Which of the two
    texts is called old makes no difference.
    """

    decision: Decision
    old: PinnedText
    new: PinnedText
    date: str
    reason: str
    relation: Relation | None = None

    @property
    def pair(self) -> frozenset[tuple[str, str, int]]:
        """The texts, in no order."""
        return frozenset((self.old.key, self.new.key))


@dataclass(frozen=True, slots=True)
class PairPin:
    """A pin on two commitments as they stand now; `effective`: it changes what the model says."""

    old: str
    new: str
    pin: Pin
    effective: bool = True


@dataclass(frozen=True, slots=True)
class PinList:
    """The decisions that a workspace keeps, in the order of its file."""

    pins: tuple[Pin, ...]
