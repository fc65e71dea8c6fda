"""Where the columns, blocks and bands of the alluvial stand: numbers only, no writing.

One unit is one CSS pixel at full size. A row is a chain of plans along the edges of the overview,
so a review stands apart from the line of the plans, below the plan that it reviews; every plan
keeps its place from left to right in all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from planwatch.models import Overview, PlanInfo, PlanKind, Presence, ThemeLife, ThemeStatus

MARGIN = 78.0
"""Room for the counts beside the first and the last column."""
BLOCK = 14.0
"""Width of a block."""
GAP = 12.0
"""Between the blocks of a column."""
HEAD = 46.0
"""Room for the name of a plan above its column."""
FOOT = 16.0
_COLUMN = 212.0
"""Height of all blocks of a column together."""
_SPAN, _LEAST_PITCH = 600.0, 200.0
"""From the first column to the last where there are few, and the least from one to the next."""


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

    top: float
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture."""

    rows: tuple[Row, ...]
    width: float
    height: float


def flow(overview: Overview) -> Flow:
    """The picture of an overview; an edge is drawn once, and nothing that is no edge."""
    places = {plan.info.id: place for place, plan in enumerate(overview.plans)}
    steps = max(1, len(places) - 1)
    pitch = max(_LEAST_PITCH, _SPAN / steps)
    rows: list[Row] = []
    lines = list(_lines(chains(overview), places))
    height = HEAD + _COLUMN + 2 * GAP + FOOT
    for number, line in enumerate(lines):
        found = [_row(chain, overview, places, pitch, number * height) for chain in line]
        rows.extend(found)
    return Flow(tuple(rows), 2 * MARGIN + BLOCK + steps * pitch, len(lines) * height)


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
    chains: Iterable[tuple[str, ...]], places: dict[str, int]
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


def _meet(one: tuple[str, ...], other: tuple[str, ...], places: dict[str, int]) -> bool:
    here, there = ([places[id] for id in chain] for chain in (one, other))
    return min(here) <= max(there) and min(there) <= max(here)


def _row(
    chain: tuple[str, ...],
    overview: Overview,
    places: dict[str, int],
    pitch: float,
    top: float,
) -> Row:
    scale = _COLUMN / max(1, len(overview.lives))
    columns = tuple(
        Column(
            overview.plans[places[id]].info,
            MARGIN + places[id] * pitch,
            top + HEAD,
            tuple(_blocks(overview.lives, places[id], top + HEAD, scale)),
        )
        for id in chain
    )
    bands = (
        band for old, new in pairwise(columns) for band in _bands(old, new, overview, places, scale)
    )
    return Row(top, columns, tuple(bands))


def _blocks(lives: Sequence[ThemeLife], place: int, top: float, scale: float) -> Iterator[Block]:
    """Commitments above mentions above what is absent, where there are any."""
    for presence in Presence:
        count = sum(life.presences[place] == presence for life in lives)
        if count:
            yield Block(presence, count, top, count * scale)
        top += count * scale + GAP


def _bands(
    old: Column, new: Column, overview: Overview, places: dict[str, int], scale: float
) -> Iterator[Band]:
    """The bands between two columns; at both ends they stand in the order of the other end."""
    here, there = places[old.plan.id], places[new.plan.id]
    old_tops = {block.presence: block.top for block in old.blocks}
    new_tops = {block.presence: block.top for block in new.blocks}
    for before, after in product(Presence, repeat=2):
        pair = (before, after)
        found = [o for o in overview.lives if (o.presences[here], o.presences[there]) == pair]
        if not found:
            continue
        status = _status(found[0], old.plan.id, new.plan.id)
        height = len(found) * scale
        ends = (old_tops[before], new_tops[after])
        yield Band(old, new, before, after, status, tuple(found), *ends, height)
        old_tops[before] += height
        new_tops[after] += height


def _status(life: ThemeLife, old: str, new: str) -> ThemeStatus:
    return next(step.status for step in life.transitions if (step.old, step.new) == (old, new))
