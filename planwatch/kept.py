"""What was worked out once and need not be again: nouns, kept in the user's cache folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from planwatch.cache import key_of, user_cache
from planwatch.codec import DecodeError, Known, decode, encode

Noun = TypeVar("Noun")


def kept(
    name: str,
    kind: type[Noun],
    parts: Sequence[bytes | str],
    make: Callable[[], Noun],
    known: Known = (),
    *,
    unchanged: Callable[[], bool] = lambda: True,
) -> Noun:
    """What `make` makes of `parts`, from the cache where it was made before.

    `parts` are all that the result depends on besides planwatch itself, `known` the plans in it.
    What `make` raises is raised, and not kept; nor is a result where `unchanged` says afterwards
    that `make` may have seen other parts than these.
    """
    cache = user_cache()
    if cache.folder is None:
        return make()
    key = key_of(name, *parts)
    data = cache.get(name, key)
    if data is not None:
        with suppress(DecodeError):
            return decode(kind, data, known)
    made = make()
    if unchanged():
        cache.put(name, key, encode(kind, made, known))
    return made
