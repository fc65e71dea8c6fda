"""Consequences: what a comparison says otherwise because a document was edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from planwatch.findings.facts import Fact
from planwatch.models import Item, Location

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
            count = fact.values["count"] if len(items) == len(fact.items) else str(len(items))
            yield replace(fact, items=tuple(items), values={**fact.values, "count": count})


def _key(fact: Fact, item: Item, rewritten: Mapping[str, str]) -> _Key:
    old, new = (_words(places, rewritten) for places in (item.old, item.new))
    return fact.subject, fact.state, fact.theme, old, new


def _words(places: Sequence[Location], rewritten: Mapping[str, str]) -> frozenset[str]:
    return frozenset(rewritten.get(place.key, place.key) for place in places)
