"""Facts: what there is to tell, before rules say how grave it is and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planwatch.models import Item


@dataclass(frozen=True, slots=True)
class Fact:
    """One state of a subject (`planwatch.checks.SUBJECTS`), with what its message names.

    `about` tells apart what has the same words: the id of a theme, an indicator, a document.
    `old` and `new` are the plans compared, "" where none were. `briefing` says that one of them
    is a briefing. `follows` hold only because of this one.
    """

    subject: str
    state: str
    about: str
    values: Mapping[str, str]
    items: tuple[Item, ...]
    old: str = ""
    new: str = ""
    theme: str = ""
    briefing: bool = False
    follows: tuple[Fact, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """What the fact rests on, wherever it stands."""
        return (location.key for item in self.items for location in item.locations)
