"""One change is told once: not as the edit of a document and again as what follows from it, not as
a target that was lowered and again as a commitment in weaker words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from planwatch.findings.facts import Fact
from planwatch.models import Item, Location

_WORDS = "force"
_Key = tuple[str, str, str, frozenset[str], frozenset[str]]


def consequences(
    facts: Iterable[Fact], before: Iterable[Fact], rewritten: Mapping[str, str]
) -> Iterator[Fact]:
    """The facts that were not there before, each with what is new in its list.

    A sentence that was rewritten counts as the one in whose place it stands: that it was edited
    is told once, and not again as dropped and appeared.
    """
    known = {_key(fact, item, {}) for fact in before for item in fact.items}
    for fact in facts:
        items = [item for item in fact.items if _key(fact, item, rewritten) not in known]
        if items:
            yield _with_items(fact, items)


def _key(fact: Fact, item: Item, rewritten: Mapping[str, str]) -> _Key:
    old, new = (_words(places, rewritten) for places in (item.old, item.new))
    return fact.subject, fact.state, fact.theme, old, new


def _words(places: Sequence[Location], rewritten: Mapping[str, str]) -> frozenset[str]:
    return frozenset(rewritten.get(place.key, place.key) for place in places)


def told_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts, without weaker or stronger words of pairs of which one before tells already: that
    a theme is only named, or a target lowered, says more."""
    told: list[frozenset[str]] = []
    for fact in facts:
        items = fact.items
        if fact.subject == _WORDS:
            items = tuple(item for item in items if not _is_told(item, told))
        else:
            told.append(_sentences(fact.items))
        if items:
            yield _with_items(fact, items)


def _is_told(item: Item, told: Iterable[frozenset[str]]) -> bool:
    return any(_sentences([item]) <= known for known in told)


def _sentences(items: Iterable[Item]) -> frozenset[str]:
    return frozenset(place.id for item in items for place in item.locations)


def _with_items(fact: Fact, items: Sequence[Item]) -> Fact:
    """A fact with a shorter list, and the count in its message to go with it."""
    if len(items) == len(fact.items):
        return fact
    return replace(fact, items=tuple(items), values={**fact.values, "count": str(len(items))})
