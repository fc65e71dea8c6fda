"""Rules that tell what a line is, and what a sentence does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from planwatch.models import Kind, PlanKind
from planwatch.rules.patterns import PatternRule


class NumberingRule(PatternRule):
    """A printed marker at the start of a line, recognised before width folding.

    The group `number` is the marker as printed. `style` heading: the line is a heading when
    it holds one sentence and text follows; opening: the sentence belongs to the body; item: so
    does the paragraph, and those below it until the next marker belong to the item too.
    `rank` orders the levels, outermost first. `joins` names a numbering whose sequence this
    one may carry on (一、 then 2、).
    """

    style: Literal["heading", "opening", "item", "bullet"]
    rank: int = Field(ge=1, le=99)
    joins: str = ""


class FurnitureRule(PatternRule):
    """Text that is not the plan's: page metadata, links, bylines.

    `scope` line: this line; front: this line, if no heading or sentence came before; onward:
    from this line to the end, if no heading follows. `zh` and `en` say what it is.
    """

    scope: Literal["line", "front", "onward"]
    zh: str
    en: str


class KindRule(PatternRule):
    """What a sentence does, told by its heading or its words; the lowest `order` decides.

    `where` heading: the pattern is sought in the headings above; preamble: the sentence
    stands before the first heading; sentence: in the sentence itself. `plans` limits the
    rule to kinds of documents, `under` to sentences on whose headings that rule fires too.
    """

    kind: Kind
    where: Literal["heading", "preamble", "sentence"]
    order: int
    plans: tuple[PlanKind, ...] = tuple(PlanKind)
    under: str = ""


class ScopeRule(PatternRule):
    """A stretch of a sentence (the group `scope`) in which themes are only mentioned."""

    def stretches(self, text: str) -> list[tuple[int, int]]:
        """Where in `text` such a stretch begins and ends."""
        return [match.span("scope") for match in self.regex.finditer(text)]


class SpecificsRule(PatternRule):
    """What makes a statement specific; `slight` where it tells kinds and no names."""

    slight: bool = False
