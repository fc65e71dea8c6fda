"""How a brief speaks: what it calls the two texts, and how it cites and quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len

from planwatch.models import Commitment, Comparison, Plan, PlanKind, Span
from planwatch.report.cite import spot, words
from planwatch.report.safe import inert
from planwatch.report.themes import inner
from planwatch.report.view import View

_LONG_ID = 12
"""Ids of more cells (names of files) would fill the page; the citations then say which of
the texts is meant."""
_LONGEST = 60
"""A longer quote is left out and its place cited; no quote is cut."""
_LONGEST_TITLE = 60
_WIDE = str.maketrans("()", "（）")


@dataclass(frozen=True)
class Telling:
    """One brief: the comparison and the words."""

    comparison: Comparison
    view: View

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """The old and the new text."""
        return self.comparison.old, self.comparison.new

    @property
    def sides(self) -> tuple[Plan, Plan]:
        """The text that is held to account, and the one that it is held against: a review always
        speaks about the other text."""
        old, new = self.plans
        return (new, old) if self.reviewed and old.info.kind == PlanKind.REVIEW else (old, new)

    @property
    def reviewed(self) -> bool:
        """Whether one of the texts is a review of the other."""
        return [plan.info.kind for plan in self.plans].count(PlanKind.REVIEW) == 1

    def say(self, key: str, **values: object) -> str:
        """A message on briefs; the texts can be named in it."""
        before, after = self.sides
        return self.view.say(
            f"brief.{key}", before=self.noun(before), after=self.noun(after), **values
        )

    @property
    def numerals(self) -> str:
        """The numbers of the sections, one character each."""
        return self.view.say("brief.numerals")

    def noun(self, plan: Plan) -> str:
        """What a text is called."""
        return self.view.say(f"brief.noun.{self._role(plan)}")

    def _role(self, plan: Plan) -> str:
        old, new = self.plans
        if self.reviewed or plan.info.id not in (old.info.id, new.info.id):
            return "review" if plan.info.kind == PlanKind.REVIEW else "plan"
        return "new" if plan is new or plan.info.id != old.info.id else "old"

    def name(self, plan: Plan) -> str:
        """What stands before the line in a citation."""
        long = any(cell_len(one.info.id) > _LONG_ID for one in self.plans)
        return self.view.say(f"brief.label.{self._role(plan)}") if long else inert(plan.info.id)

    def title(self, plan: Plan) -> str:
        """The title of a text, cut where it is very long."""
        whole = plan.info.title
        cut = whole if len(whole) <= _LONGEST_TITLE else whole[:_LONGEST_TITLE] + "…"
        return self.view.say("brief.title", title=inert(cut))

    def titled(self, plan: Plan) -> str:
        """The title of a text in a heading; of a briefing that it is one."""
        briefing = plan.info.kind == PlanKind.BRIEFING
        return self.title(plan) + (self.view.say("genre.briefing") if briefing else "")

    def cite(self, plan: Plan, commitment: Commitment) -> str:
        """A citation without brackets: 14:L390 六/（六）."""
        return self.at(plan, spot(commitment))

    def at(self, plan: Plan, place: str) -> str:
        """A place in a text as a citation without brackets."""
        return f"{self.name(plan)}:{self._wide(inert(place))}"

    def _wide(self, text: str) -> str:
        return text.translate(_WIDE) if self.view.language == "zh" else text

    def extent(self, plan: Plan) -> str:
        """The lines from the first to the last commitment of a text."""
        return self.range(plan, plan.comparable)

    def range(self, plan: Plan, commitments: Iterable[Commitment]) -> str:
        """The lines from the first to the last of some sentences."""
        lines = [commitment.span.line for commitment in commitments]
        first, last = min(lines), max(lines)
        if first == last:
            return f"{self.name(plan)}:L{first}"
        return self.say(
            "range", plan=self.name(plan), first=first, last=last, dash=self.say("dash")
        )

    def cited(self, *citations: str) -> str:
        """Citations in brackets; what changed from one to the other has an arrow between them."""
        arrow = self.view.say("brief.arrow")
        return self.view.say("brief.cited", places=arrow.join(filter(None, citations)))

    def ordered(self, old: str, new: str) -> tuple[str, str]:
        """Citations of the old and the new text in the order of `sides`."""
        return (old, new) if self.sides[0] is self.comparison.old else (new, old)

    def whole(self) -> str:
        """The citation of all commitments of both texts."""
        places = (self.extent(plan) for plan in self.sides)
        return self.view.say("brief.cited", places=self.view.say("foot.separator").join(places))

    def quote(self, plan: Plan, commitment: Commitment, span: Span) -> str:
        """The words of a span of the document in quotation marks."""
        return f"“{inner(inert(words(plan, commitment, span, self.view)))}”"

    def fits(self, *quotes: str) -> bool:
        """Whether quotes are short enough to be told."""
        return all(len(quote) <= _LONGEST for quote in quotes)

    def counted(self, counts: Iterable[tuple[str, int]], unit: str) -> str:
        """Labels with their counts; `unit` names what is counted."""
        parts = (self.say(f"count.{unit}", label=label, count=count) for label, count in counts)
        return self.view.say("list.separator").join(parts)
