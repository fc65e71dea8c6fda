"""How grave what a check finds can be."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is, the gravest first."""

    ERROR = "error"
    """A fact that needs no judgement, and that somebody has to look at."""
    WARNING = "warning"
    NOTE = "note"

    def reaches(self, other: Level) -> bool:
        """Whether this is as grave as `other` or graver."""
        levels = list(Level)
        return levels.index(self) <= levels.index(other)
