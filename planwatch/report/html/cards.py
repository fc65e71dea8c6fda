"""The lists of what became of commitments: one card per change, in one list each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from planwatch.models import (
    Bilingual,
    Change,
    Commitment,
    Comparison,
    Finding,
    Force,
    Plan,
    Relation,
    Shape,
)
from planwatch.report.cite import linked_label
from planwatch.report.html.quotes import Quote, edge_anchor, quotes, whole_quote
from planwatch.report.html.voices import Voices
from planwatch.report.pins import pin_mark
from planwatch.report.rows import Told, told
from planwatch.report.selection import Selection, chapter_of

LISTS = ("dropped", "weaker", "stronger", "appeared", "changed", "continued")
"""The lists in the order in which they are told."""
_FORCES = {Force.WEAKER: "weaker", Force.STRONGER: "stronger"}
_OPEN = 30
"""A list with more cards than these is closed at first."""


@dataclass(frozen=True, slots=True)
class Card:
    """One change. `statuses` (that of its list first), `themes` and `chapters` are what filters
    ask for; `links` count in the links of the whole page, `pairs` name their ends."""

    id: str
    statuses: tuple[str, ...]
    themes: tuple[str, ...]
    chapters: tuple[str, ...]
    label: Bilingual
    sure: Bilingual | None = None
    old: Sequence[Quote] = ()
    new: Sequence[Quote] = ()
    said: Sequence[Bilingual] = ()
    links: tuple[int, ...] = ()
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardList:
    """Changes of one kind, in groups under headings (one group without any for pairs)."""

    name: str
    title: Bilingual
    groups: Sequence[tuple[str, Sequence[Card]]]
    count: int

    @property
    def open(self) -> bool:
        """Whether it is short enough to stand open at first."""
        return 0 < self.count <= _OPEN


@dataclass(frozen=True)
class Deck:
    """Makes the lists of one comparison; `first_link` is the number of its first link, `accepted`
    are the findings on it that may stand."""

    comparison: Comparison
    voices: Voices
    first_link: int
    accepted: Sequence[Finding] = ()

    def lists(self) -> Iterator[CardList]:
        """The lists that have anything in them."""
        zh = self._selections[0]
        pairs: dict[str, list[Change]] = {name: [] for name in LISTS}
        linked = [c for c in self.comparison.changes if c.old and c.new]
        differing = {change.fingerprint for change in zh.pairs().shown}
        same = [change for change in linked if change.fingerprint not in differing]
        for change in (*zh.pairs().shown, *same):
            pairs[list_of(change)].append(change)
        for name in LISTS:
            if name in ("dropped", "appeared"):
                yield self._unmatched(Shape(name))
            elif pairs[name]:
                yield self._linked(name, pairs[name])

    def _unmatched(self, shape: Shape) -> CardList:
        zh, en = (selection.unmatched(shape) for selection in self._selections)
        label = Bilingual(zh.label, en.label)
        changes = self._selections[0].alone(shape)
        groups = [
            (chapter, [self._single(changes[one.id], one, label) for one in group])
            for chapter, group in groupby(zh.shown, key=chapter_of)
        ]
        titles = (s.title(u) for s, u in zip(self._selections, (zh, en), strict=True))
        return CardList(shape.value, Bilingual(*titles), groups, zh.total)

    def _single(self, change: Change, commitment: Commitment, label: Bilingual) -> Card:
        dropped = change.shape == Shape.DROPPED
        plan = self.comparison.old if dropped else self.comparison.new
        found = [whole_quote(plan, commitment.id, self.voices)]
        return Card(
            id=self._id(change),
            statuses=(change.shape.value, *self._marks(change)),
            themes=commitment.themes,
            chapters=(chapter_value(plan, chapter_of(commitment)),),
            label=label,
            old=found if dropped else (),
            new=() if dropped else found,
        )

    def _linked(self, name: str, changes: Sequence[Change]) -> CardList:
        cards = [self._pair(change) for change in changes]
        infos = (self.comparison.old.info, self.comparison.new.info)
        key = linked_label(*infos, name).removeprefix("label.")
        title = self.voices.message(f"report.list.{key}", count=len(cards))
        return CardList(name, title, [("", cards)], len(cards))

    def _pair(self, change: Change) -> Card:
        zh, en = (told(selection, change) for selection in self._selections)
        old, new = quotes(self.comparison, change.old, change.new, self.voices)
        links = [(link.old, link.new) for link in self._selections[0].links_of(change)]
        sides = [
            (plan, plan.by_id[id])
            for plan, ids in ((self.comparison.old, change.old), (self.comparison.new, change.new))
            for id in ids
        ]
        return Card(
            id=self._id(change),
            statuses=tuple(dict.fromkeys((list_of(change), *self._statuses(change)))),
            themes=tuple(dict.fromkeys(theme for _, c in sides for theme in c.themes)),
            chapters=tuple(dict.fromkeys(chapter_value(p, chapter_of(c)) for p, c in sides)),
            label=Bilingual(_label(zh), _label(en)),
            sure=self.voices.tell(
                lambda view: view.say("pair.confidence", value=view.sure(zh.confidence))
            ),
            old=old,
            new=new,
            said=[Bilingual(*both) for both in zip(zh.reasons, en.reasons, strict=True)],
            links=tuple(self.first_link + self._numbers[pair] for pair in links),
            pairs=tuple(" ".join(pair) for pair in links),
        )

    def _statuses(self, change: Change) -> Iterator[str]:
        yield str(change.relation)
        selection = self._selections[0]
        forces = {link.force for link in selection.links_of(change)}
        yield from (name for force, name in _FORCES.items() if force in forces)
        if change.shape != Shape.KEPT:
            yield change.shape.value
        if change.moved:
            yield "moved"
        if selection.doubtful(change):
            yield "unclear"
        if pin_mark(selection, change):
            yield "reviewed"
        yield from self._marks(change)

    def _marks(self, change: Change) -> Iterator[str]:
        """Whether all of a change is in a finding that may stand."""
        ids = {*change.old, *change.new}
        if any(ids <= {place.id for place in f.locations} for f in self.accepted):
            yield "accepted"

    def _id(self, change: Change) -> str:
        """A name in the page that outlives places."""
        edge = edge_anchor(self.comparison.old.info.id, self.comparison.new.info.id)
        return f"{edge}-{change.fingerprint}"

    @cached_property
    def _selections(self) -> tuple[Selection, Selection]:
        """The comparison as it is told in Chinese and in English."""
        return (
            Selection(self.comparison, self.voices.zh),
            Selection(self.comparison, self.voices.en),
        )

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str], int]:
        """The place of every link among those of the comparison."""
        return {(link.old, link.new): n for n, link in enumerate(self.comparison.links)}


def chapter_value(plan: Plan, title: str) -> str:
    """What names a chapter in filters: short, and without white space."""
    return sha256(f"{plan.info.id}/{title}".encode()).hexdigest()[:8]


def list_of(change: Change) -> str:
    """The list in which a linked change stands: by its force, else by its relation."""
    if change.force in _FORCES and change.relation == Relation.CONTINUED:
        return _FORCES[change.force]
    return str(change.relation)


def _label(of: Told) -> str:
    """What became of a linked change, and whether that is in doubt or a reviewer said so."""
    return f"{of.doubt}{of.fate} {of.force}".rstrip()
