"""Moved commitments (前移, 后移): linked, but at another rank in the new plan.

The order of a plan's parts says what comes first, so a commitment that overtook others says
something. Two measures must agree, each by at least a third of the plan:

- the rank of its part among the plan's parts, which a reader can check, and
- its place among all links, which text that was inserted or left out does not shift.

The parts are of the outermost level that has five of them, none longer than a third of the plan:
the rank of a longer one would not say where in the plan a commitment stands.

Nothing is said where the linked commitments of a plan stand in too few parts, where another
link of the same commitment did not move or is doubtful, of targets (goals stand in a chapter of
their own in one plan and beside their task in the next), and against a review, whose order is
that of the telling.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from planwatch.models import Certainty, Direction, Kind, Link, Move, Plan, PlanKind, Rank

_CLEAR = Fraction(1, 3)
"""From one third of the plan into the next at least."""
_FEWEST_PARTS = 5
"""With fewer, one part more or less is a large share of the plan."""


class Moves:
    """Tells which linked commitments of two plans moved."""

    def __init__(self, old: Plan, new: Plan, links: Sequence[Link]) -> None:
        self._old, self._new = _ranks(old), _ranks(new)
        olds, news = [link.old for link in links], [link.new for link in links]
        self._before, self._after = _middles(olds, old), _middles(news, new)
        self._links: defaultdict[tuple[int, str], list[Link]] = defaultdict(list)
        for link in links:
            self._links[0, link.old].append(link)
            self._links[1, link.new].append(link)
        self._directions = {(link.old, link.new): self._direction(link) for link in links}
        self._able = PlanKind.REVIEW not in (old.info.kind, new.info.kind) and all(
            len({ranks[id] for id in ids if id in ranks}) >= _FEWEST_PARTS
            for ranks, ids in ((self._old, olds), (self._new, news))
        )

    def of(self, olds: Sequence[str], news: Sequence[str]) -> Move | None:
        """How the commitments of one change moved; None where not all of them clearly did.

        Of several on one side the rank that lies nearest to the other side's is given.
        """
        if not (self._able and olds and news):
            return None
        links = [
            x for side, ids in enumerate((olds, news)) for id in ids for x in self._links[side, id]
        ]
        directions = {self._directions[link.old, link.new] for link in links}
        if directions not in ({Direction.FORWARD}, {Direction.BACK}):
            return None
        before = sorted((self._old[id] for id in olds), key=_place)
        after = sorted((self._new[id] for id in news), key=_place)
        if Direction.FORWARD in directions:
            return Move(before[0], after[-1], Direction.FORWARD)
        return Move(before[-1], after[0], Direction.BACK)

    def _direction(self, link: Link) -> Direction | None:
        old, new = self._old.get(link.old), self._new.get(link.new)
        if old is None or new is None or link.certainty == Certainty.UNCLEAR:
            return None
        shifts = (old.share - new.share, self._before[link.old] - self._after[link.new])
        if min(shifts) >= _CLEAR:
            return Direction.FORWARD
        return Direction.BACK if max(shifts) <= -_CLEAR else None


def _place(rank: Rank) -> int:
    return rank.place


def _ranks(plan: Plan) -> Mapping[str, Rank]:
    """The rank of the part of every commitment that can move: a part of the outermost numbered
    level that is fine enough, counted straight through the plan."""
    movable = [c.id for c in plan.comparable if c.kind != Kind.TARGET]
    paths = {c.id: _path(c.id) for c in plan.commitments}
    deepest = max((len(path) for path in paths.values()), default=0)
    for depth in range(1, deepest + 1):
        sizes = Counter(path[:depth] for path in paths.values())
        parts = _parts(list(sizes))
        if len(parts) >= _FEWEST_PARTS and max(sizes.values()) <= _CLEAR * len(paths):
            places = {part: Rank(place, len(parts)) for place, part in enumerate(parts, 1)}
            return {id: places[paths[id][:depth]] for id in movable if paths[id][:depth] in places}
    return {}


def _path(id: str) -> tuple[int, ...]:
    """The numbered levels of an id, without paragraph and sentence."""
    return tuple(int(number) for number in id.rpartition("/")[2].split(".")[:-2])


def _parts(paths: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The parts in the order of the text, without what leads in to numbered ones (0)."""
    divided = {path[:-1] for path in paths if path[-1]}
    return [path for path in paths if path[0] and (path[-1] or path[:-1] not in divided)]


def _middles(ends: Sequence[str], plan: Plan) -> Mapping[str, Fraction]:
    """The place of each end among all ends, in the order of the text; the middle of its own
    where a commitment has several links."""
    middles: dict[str, Fraction] = {}
    counts = Counter(ends)
    passed = 0
    for commitment in plan.commitments:
        own = counts[commitment.id]
        if own:
            middles[commitment.id] = Fraction(2 * passed + own, 2 * len(ends))
            passed += own
    return middles
