"""Which changes a report lists, in which order: the clearest first, as many as are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planwatch.models import (
    Candidate,
    Certainty,
    Change,
    Commitment,
    Comparison,
    Link,
    NumberChange,
    Plan,
    Relation,
    Shape,
)
from planwatch.report.cite import linked_label, unmatched_label
from planwatch.report.force import force_label, marks, reasons
from planwatch.report.numbers import number_text
from planwatch.report.safe import safe
from planwatch.report.view import View, capital

_NOTHING_NEAR = -99.0


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Sentences that stand on one side only: those shown, in the order of the text."""

    plan: Plan
    shape: Shape
    label: str
    shown: tuple[Commitment, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Linked changes of words or rank, the surest first, and apart from them those without."""

    shown: tuple[Change, ...]
    total: int
    unchanged: tuple[Change, ...]

    @property
    def same(self) -> int:
        """How many are linked without a change of words or rank."""
        return len(self.unchanged)


@dataclass(frozen=True)
class Selection:
    """What a view shows of a comparison."""

    comparison: Comparison
    view: View

    @cached_property
    def _links(self) -> Mapping[tuple[str, str], Link]:
        return {(link.old, link.new): link for link in self.comparison.links}

    def unmatched(self, shape: Shape) -> Unmatched:
        """What was dropped or appeared."""
        dropped = shape == Shape.DROPPED
        plan = self.comparison.old if dropped else self.comparison.new
        by_id = plan.by_id
        nearest = self.comparison.unmatched_old if dropped else self.comparison.unmatched_new
        ids = [id for id, change in self.alone(shape).items() if self.wants(change)]
        places = sorted(range(len(ids)), key=lambda place: (_closest(nearest[ids[place]]), place))
        chosen = sorted(places[: self.view.bound(len(ids))])
        shown = tuple(by_id[ids[place]] for place in chosen)
        return Unmatched(plan, shape, self._unmatched_label(shape), shown, len(ids))

    def alone(self, shape: Shape) -> Mapping[str, Change]:
        """The changes of what was dropped or appeared, by the id of their only sentence."""
        return {(*c.old, *c.new)[0]: c for c in self.comparison.changes if c.shape == shape}

    def pairs(self) -> Pairs:
        """What is linked."""
        linked = [c for c in self.comparison.changes if c.old and c.new and self.wants(c)]
        changed = sorted((c for c in linked if not c.unchanged), key=self._rank)
        shown = tuple(changed[: self.view.bound(len(changed))])
        return Pairs(shown, len(changed), tuple(c for c in linked if c.unchanged))

    def links_of(self, change: Change) -> list[Link]:
        """The links that a change tells."""
        pairs = ((old, new) for old in change.old for new in change.new)
        return [self._links[pair] for pair in pairs if pair in self._links]

    def label(self, change: Change) -> str:
        """What became of a linked change, in words."""
        infos = (self.comparison.old.info, self.comparison.new.info)
        key = change.shape.value if change.shape != Shape.KEPT else str(change.relation)
        return self.view.say(linked_label(*infos, key))

    def move(self, change: Change) -> str:
        """The change of rank of a linked change, in words; "" where there is none."""
        move = change.moved
        if move is None:
            return ""
        old, new = (
            self.view.say("moved.rank", place=rank.place, of=rank.of)
            for rank in (move.old, move.new)
        )
        return self.view.say(f"moved.{move.direction.value}", old=old, new=new)

    def confidence(self, change: Change) -> float:
        """The confidence of the surest link of a change."""
        return max(link.confidence for link in self.links_of(change))

    def force(self, change: Change) -> str:
        """Whether the new wording of a linked change binds more or less, in a word."""
        return force_label(change.force, self.links_of(change), self.view)

    def reasons(self, change: Change) -> list[str]:
        """The words that decide the force of a linked change."""
        sides = (self.comparison.old.by_id, self.comparison.new.by_id)
        return list(reasons(self.links_of(change), sides, self.view))

    def numbers(self, change: Change) -> list[str]:
        """What became of the figures of a linked change; each is told once."""
        found = self._numbers.get(change.fingerprint, ())
        plans = {plan.info.id: plan for plan in (self.comparison.old, self.comparison.new)}
        return [number_text(number, plans, self.view) for number in found]

    @cached_property
    def _numbers(self) -> Mapping[str, list[NumberChange]]:
        """The changes of figures by the first change that both sentences belong to."""
        found: dict[str, list[NumberChange]] = {}
        for number in self.comparison.numbers:
            olds, news = set(number.old_ids), set(number.new_ids)
            for change in self.comparison.changes:
                if olds & set(change.old) and news & set(change.new):
                    found.setdefault(change.fingerprint, []).append(number)
                    break
        return found

    def marks(self, change: Change) -> Mapping[str, list[tuple[int, int]]]:
        """Where these words stand, by the id of the commitment."""
        return marks(self.links_of(change))

    def doubtful(self, change: Change) -> bool:
        """Whether all links of a change are unclear."""
        return all(link.certainty == Certainty.UNCLEAR for link in self.links_of(change))

    def wants(self, change: Change) -> bool:
        """Whether the view lets a change through."""
        sides: tuple[tuple[Sequence[str], Mapping[str, Commitment]], ...]
        sides = ((change.old, self.comparison.old.by_id), (change.new, self.comparison.new.by_id))
        chapter = self.view.chapter
        return (
            self.view.wants(change, self.links_of(change))
            and (not self.view.theme or not self._on_theme.isdisjoint((*change.old, *change.new)))
            and (
                not chapter or any(_under(by_id[id], chapter) for ids, by_id in sides for id in ids)
            )
        )

    @cached_property
    def _on_theme(self) -> frozenset[str]:
        """The commitments that are about the theme asked for."""
        found = (theme for theme in self.comparison.themes if theme.id == self.view.theme)
        return frozenset(id for theme in found for id in (*theme.old, *theme.new))

    def title(self, found: Unmatched) -> str:
        """The heading of a section of unmatched sentences."""
        old, new = safe(self.comparison.old.info.id), safe(self.comparison.new.info.id)
        key = f"section.unmatched.{found.shape.value}"
        label = capital(found.label)
        title = self.view.say(key, label=label, count=found.total, old=old, new=new)
        return title + self._shown(len(found.shown), found.total)

    def pairs_title(self, found: Pairs) -> str:
        """The heading of the linked changes."""
        same = self.view.say("section.same", count=found.same) if found.same else ""
        title = self.view.say("section.pairs", label=same, count=found.total)
        return title + self._shown(len(found.shown), found.total)

    def rest(self, section: str, hidden: int) -> str:
        """How many entries are not shown, and the command that shows them."""
        old, new = safe(self.comparison.old.info.id), safe(self.comparison.new.info.id)
        command = f"planwatch diff {old} {new} --only {section}"
        return self.view.say("section.rest", count=hidden, command=command)

    def _shown(self, shown: int, total: int) -> str:
        return self.view.say("section.shown", count=shown) if shown < total else ""

    def _unmatched_label(self, shape: Shape) -> str:
        infos = (self.comparison.old.info, self.comparison.new.info)
        is_new = shape == Shape.APPEARED
        plan, other = reversed(infos) if is_new else infos
        return self.view.say(unmatched_label(plan, other, plan_is_new=is_new))

    def _rank(self, change: Change) -> tuple[bool, float, tuple[str, ...]]:
        best = max(link.score for link in self.links_of(change))
        return change.relation != Relation.CONTINUED, -best, change.old


def chapter_of(commitment: Commitment) -> str:
    """The outermost heading above a sentence."""
    return commitment.heading_readings[0] if commitment.heading_readings else ""


def _under(commitment: Commitment, chapter: str) -> bool:
    """Whether a heading above has `chapter` as its number or in its words."""
    numbers = [number.strip("、.．（）() ") for number in commitment.numbers]
    headings = (*commitment.headings, *commitment.heading_readings)
    return chapter.strip("、.．（）() ") in numbers or any(chapter in text for text in headings)


def _closest(candidates: Sequence[Candidate]) -> float:
    return max((candidate.score for candidate in candidates), default=_NOTHING_NEAR)
