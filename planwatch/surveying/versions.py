"""Documents of a survey that are versions of one text: each such text is counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from planwatch.likeness import likeness, shingles, suspects
from planwatch.models import DocumentIndex, SameText, chronological


def same_texts(
    samples: Sequence[Sequence[int]], index_at: Callable[[int], DocumentIndex]
) -> Iterator[SameText]:
    """The pairs by which versions of one text hang together: of so many versions one pair fewer,
    since their number would grow with its square otherwise."""
    joined = _Joined()
    for one, other in suspects(samples):
        if joined.first(one) != joined.first(other):
            found = _same_text(*sorted((index_at(one), index_at(other)), key=_dated))
            if found:
                joined.join(one, other)
                yield found


def versions(same: Sequence[SameText], order: Sequence[str]) -> Mapping[str, str]:
    """Of each later version of a text the document that has it first, by the `order` of ids."""
    place = {id: at for at, id in enumerate(order)}
    joined = _Joined()
    for pair in same:
        joined.join(place[pair.one], place[pair.other])
    firsts = {id: order[joined.first(at)] for id, at in place.items()}
    return {id: first for id, first in firsts.items() if id != first}


class _Joined:
    """Which numbers belong together; the lowest stands for all of them."""

    def __init__(self) -> None:
        self._lower: dict[int, int] = {}

    def first(self, number: int) -> int:
        while number in self._lower:
            number = self._lower[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.first(one), self.first(other)))
        if low != high:
            self._lower[high] = low


def _same_text(one: DocumentIndex, other: DocumentIndex) -> SameText | None:
    """Two documents as versions of one text, if they are that."""
    found = likeness(one.info.id, *(shingles(_wording(index)) for index in (one, other)))
    if not found.variant:
        return None
    return SameText(one.info.id, other.info.id, found.shared, found.covered)


def _dated(index: DocumentIndex) -> tuple[bool, str, str]:
    return chronological(index.when, index.info.id)


def _wording(index: DocumentIndex) -> str:
    return "".join((*(text for _, text in index.headings), *(s.reading for s in index.sentences)))
