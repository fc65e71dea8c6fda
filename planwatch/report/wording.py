"""Words that differ between two wordings of the same commitment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_TOKEN = re.compile(r"\d[\d.,]*[%％年]?|[A-Za-z]+|.", re.DOTALL)
"""A number or a foreign word differs as a whole; otherwise a character is the unit."""
_SHORTEST = 2
"""Characters in a row that both wordings must share in the same order: fewer are chance, since
most words have two."""
_MOVED = 4
"""Tokens in a row that count as shared wherever they stand in the other wording."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording; `changed` says that the other wording does not have it."""

    text: str
    changed: bool


def marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two wordings, each cut into what it shares with the other and what it does not.

    The pieces of a side add up to its text. What was only moved is shared, and marks between
    words never count as changed.
    """
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    rows = list(_in_order(olds, news))
    old_kept = {at for start, _, size in rows for at in range(start, start + size)}
    new_kept = {at for _, start, size in rows for at in range(start, start + size)}
    return (
        tuple(_pieces(olds, old_kept | set(_moved(olds, news)))),
        tuple(_pieces(news, new_kept | set(_moved(news, olds)))),
    )


def marked_groups(
    olds: Sequence[str], news: Sequence[str]
) -> tuple[list[tuple[Piece, ...]], list[tuple[Piece, ...]]]:
    """Several wordings on either side, each cut as `marked` does it: changed is what no wording of
    the other side has."""
    pairs = [[marked(old, new) for new in news] for old in olds]
    return (
        [_everywhere([cut for cut, _ in row]) for row in pairs],
        [_everywhere([cut for _, cut in column]) for column in zip(*pairs, strict=True)],
    )


def _everywhere(cuts: Sequence[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """One text cut several times: changed is what is changed in every cut."""
    text = "".join(piece.text for piece in cuts[0])
    changed = [all(each) for each in zip(*map(_flags, cuts), strict=True)]
    groups = (list(group) for _, group in groupby(range(len(text)), key=changed.__getitem__))
    return tuple(Piece(text[g[0] : g[-1] + 1], changed[g[0]]) for g in groups)


def _flags(pieces: Iterable[Piece]) -> Iterator[bool]:
    for piece in pieces:
        yield from [piece.changed] * len(piece.text)


def _in_order(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where the longest common subsequence has runs that are long enough: old, new, tokens."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415  (only reports that mark words need it)

    for code in LCSseq.opcodes(olds, news):
        length = sum(map(len, olds[code.src_start : code.src_end]))
        if code.tag == "equal" and length >= _SHORTEST:
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _moved(tokens: Sequence[str], others: Sequence[str]) -> Iterator[int]:
    """The tokens that lie in a row which the other wording has somewhere."""
    known = set(_rows(others))
    for start, row in enumerate(_rows(tokens)):
        if row in known:
            yield from range(start, start + _MOVED)


def _rows(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(tokens[at : at + _MOVED]) for at in range(len(tokens) - _MOVED + 1))


def _pieces(tokens: Sequence[str], kept: Iterable[int]) -> Iterator[Piece]:
    marks = (at for at, token in enumerate(tokens) if not token[0].isalnum())
    shared = {*kept, *marks}
    for changed, group in groupby(range(len(tokens)), key=lambda at: at not in shared):
        yield Piece("".join(tokens[at] for at in group), changed)
