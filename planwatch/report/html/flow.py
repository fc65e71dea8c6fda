"""Where the columns, blocks and bands of the alluvial stand: numbers only, no writing.

One unit is one CSS pixel at full size. A row is a chain of plans along the edges of the overview,
so a review stands apart from the line of the plans, below the plan that it reviews; every plan
keeps its place from left to right in all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from planwatch.models import Overview, PlanInfo, PlanKind, Presence, ThemeLife, ThemeStatus

BLOCK = 14.0
"""Width of a block."""
GAP = 14.0
"""Between the blocks of a column."""
FOOT = 16.0
"""Below a row."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a picture.

    `margin` is the room for the counts beside the first and the last column, `head` that for the
    names above them; `column` is the height of all blocks of a column together. From the first
    column to the last is `span` where there are few, from one to the next at least `pitch`.
    `cells` are shown of a plan's id; with `words`, a number has its word beside it.
    """

    name: str
    margin: float
    head: float
    column: float
    span: float
    pitch: float
    cells: int
    words: bool


WIDE = Frame("wide", margin=64, head=46, column=250, span=760, pitch=240, cells=24, words=True)
NARROW = Frame("narrow", margin=48, head=26, column=200, span=228, pitch=76, cells=8, words=False)
"""For a phone."""


@dataclass(frozen=True, slots=True)
class Block:
    """The themes of a plan with the same presence."""

    presence: Presence
    count: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Column:
    """A plan in a row; `x` is the left edge of its blocks, `top` where they begin."""

    plan: PlanInfo
    x: float
    top: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The themes with the same fate from one plan to the next; tops are those of its two ends."""

    old: Column
    new: Column
    before: Presence
    after: Presence
    status: ThemeStatus
    themes: tuple[ThemeLife, ...]
    old_top: float
    new_top: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A chain of plans, each following or reviewing the one before it."""

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture."""

    rows: tuple[Row, ...]
    width: float
    height: float


def flow(overview: Overview, frame: Frame = WIDE) -> Flow:
    """The picture of an overview; an edge is drawn once, and nothing that is no edge."""
    grid = _Grid.of(overview, frame)
    height = frame.head + frame.column + 2 * GAP + FOOT
    lines = list(_lines(chains(overview), grid.places))
    rows = (grid.row(chain, at * height) for at, line in enumerate(lines) for chain in line)
    return Flow(tuple(rows), grid.width, len(lines) * height)


def chains(overview: Overview) -> list[tuple[str, ...]]:
    """The edges as chains of plan ids, plans before reviews; then the plans without an edge."""
    kinds = {plan.info.id: plan.info.kind for plan in overview.plans}
    found: list[list[str]] = []
    for old, new in sorted(overview.edges, key=lambda edge: kinds[edge[1]] == PlanKind.REVIEW):
        chain = next((chain for chain in found if chain[-1] == old), None)
        if chain is None or kinds[new] == PlanKind.REVIEW:
            chain = [old]
            found.append(chain)
        chain.append(new)
    joined = {id for edge in overview.edges for id in edge}
    return [tuple(chain) for chain in found] + [(id,) for id in kinds if id not in joined]


def spread(middles: Sequence[float], apart: float, bottom: float) -> list[float]:
    """`middles` (ascending), moved down and then up until they stand `apart` above `bottom`."""
    placed: list[float] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + apart) if placed else middle)
    limit = bottom
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - apart
    return placed


def _lines(
    chains: Iterable[tuple[str, ...]], places: Mapping[str, int]
) -> Iterator[list[tuple[str, ...]]]:
    """Chains that do not cover the same places stand in one line."""
    lines: list[list[tuple[str, ...]]] = []
    for chain in chains:
        free = (line for line in lines if not any(_meet(chain, one, places) for one in line))
        line = next(free, None)
        if line is None:
            lines.append(line := [])
        line.append(chain)
    yield from lines


def _meet(one: tuple[str, ...], other: tuple[str, ...], places: Mapping[str, int]) -> bool:
    here, there = ([places[id] for id in chain] for chain in (one, other))
    return min(here) <= max(there) and min(there) <= max(here)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where every plan stands, and how high a theme is."""

    overview: Overview
    frame: Frame
    places: Mapping[str, int]
    pitch: float
    theme: float

    @classmethod
    def of(cls, overview: Overview, frame: Frame) -> _Grid:
        places = {plan.info.id: place for place, plan in enumerate(overview.plans)}
        pitch = max(frame.pitch, frame.span / max(1, len(places) - 1))
        return cls(overview, frame, places, pitch, frame.column / max(1, len(overview.lives)))

    @property
    def width(self) -> float:
        return 2 * self.frame.margin + BLOCK + (len(self.places) - 1) * self.pitch

    def row(self, chain: Sequence[str], top: float) -> Row:
        columns = tuple(self._column(self.places[id], top + self.frame.head) for id in chain)
        bands = (band for old, new in pairwise(columns) for band in self._bands(old, new))
        return Row(columns, tuple(bands))

    def _column(self, place: int, top: float) -> Column:
        x = self.frame.margin + place * self.pitch
        return Column(self.overview.plans[place].info, x, top, tuple(self._blocks(place, top)))

    def _blocks(self, place: int, top: float) -> Iterator[Block]:
        """Commitments above mentions above what is absent, where there are any."""
        for presence in Presence:
            count = sum(life.presences[place] == presence for life in self.overview.lives)
            if count:
                yield Block(presence, count, top, count * self.theme)
            top += count * self.theme + GAP

    def _bands(self, old: Column, new: Column) -> Iterator[Band]:
        """The bands between two columns; at both ends they stand in the order of the other end."""
        old_tops = {block.presence: block.top for block in old.blocks}
        new_tops = {block.presence: block.top for block in new.blocks}
        for before, after in product(Presence, repeat=2):
            found = self._themes(old, new, (before, after))
            if not found:
                continue
            status = _status(found[0], old.plan.id, new.plan.id)
            height = len(found) * self.theme
            ends = (old_tops[before], new_tops[after])
            yield Band(old, new, before, after, status, found, *ends, height)
            old_tops[before] += height
            new_tops[after] += height

    def _themes(
        self, old: Column, new: Column, pair: tuple[Presence, Presence]
    ) -> tuple[ThemeLife, ...]:
        here, there = self.places[old.plan.id], self.places[new.plan.id]
        lives = self.overview.lives
        return tuple(one for one in lives if (one.presences[here], one.presences[there]) == pair)


def _status(life: ThemeLife, old: str, new: str) -> ThemeStatus:
    return next(step.status for step in life.transitions if (step.old, step.new) == (old, new))
