"""What became of the documents and files of a workspace themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from planwatch.findings.facts import Fact
from planwatch.findings.places import Places, whole_file
from planwatch.models import FileChange, Item, Location, Plan, PlanInfo

_Located = Sequence[Location]
_HALF = 0.5


def file_fact(kind: str, path: str, changes: Sequence[FileChange]) -> Fact:
    """That files which say how a check judges were changed."""
    values = {"path": path, "count": str(len(changes))}
    return Fact("file", kind, path, values, tuple(map(_file_item, changes)))


def _file_item(change: FileChange) -> Item:
    key = f"{change.path}\n{change.before}\n{change.after}"
    if change.after:
        return Item(new=(whole_file(change.path, key=key),))
    return Item(old=(whole_file(change.path, key=key, gone=True),))


def catalog_fact(path: str, entries: Sequence[tuple[PlanInfo, PlanInfo]]) -> Fact:
    """That the catalog says otherwise of documents that it listed before: old and new entry."""
    items = tuple(
        Item(new=(whole_file(path, plan=new.id, key=f"{old}\n{new}"),)) for old, new in entries
    )
    return Fact("file", "catalog", path, {"path": path, "count": str(len(items))}, items)


def seed_fact(
    state: str, info: PlanInfo, items: Iterable[Item] = (), follows: Iterable[Fact] = ()
) -> Fact:
    """That a document was added, removed or edited; without items the whole of it is meant.

    `follows` are facts that hold only because of that.
    """
    whole = whole_file(info.path, plan=info.id, key=info.sha256, gone=state == "removed")
    listed = tuple(items) or (Item(old=(whole,)) if whole.gone else Item(new=(whole,)),)
    values = {"plan": info.id, "title": info.title, "path": info.path, "count": str(len(listed))}
    return Fact("seed", state, info.id, values, listed, follows=tuple(follows))


def unlisted_fact(path: str, checksum: str) -> Fact:
    """That a document lies among the others and the catalog does not list it."""
    values = {"plan": "", "title": "", "path": path, "count": "1"}
    return Fact("seed", "unlisted", path, values, (Item(new=(whole_file(path, key=checksum),)),))


def pin_fact(plan: str, path: str, pins: Sequence[str]) -> Fact:
    """That decisions are about sentences which a document no longer holds; `pins` name them."""
    items = tuple(Item(new=(whole_file(path, key=pin),)) for pin in pins)
    return Fact("pin", "gone", plan, {"plan": plan, "count": str(len(pins))}, items)


@dataclass(frozen=True, slots=True)
class Edit:
    """How the sentences and headings of a document were changed.

    `rewritten` maps the words of a new sentence to those in whose place it stands.
    """

    items: tuple[Item, ...]
    rewritten: Mapping[str, str]


def edit_of(before: Plan, after: Plan) -> Edit:
    """The sentences and headings in which two versions of a document differ, in their order."""
    olds, news = Places(before, gone=True).outline(), Places(after).outline()
    was, now = ([place.key for place in places] for places in (olds, news))
    items: list[Item] = []
    rewritten: dict[str, str] = {}
    for tag, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        for old, new in _paired(olds[i:j], news[k:m]) if tag != "equal" else ():
            items.append(Item(_signed(old, "-"), _signed(new, "+")))
            if old and new:
                rewritten[new[0].key] = old[0].key
    return Edit(tuple(items), rewritten)


def _paired(olds: _Located, news: _Located) -> Iterator[tuple[_Located, _Located]]:
    """What stands in whose place, one by one; unless they are as many, nothing in anything's."""
    if len(olds) == len(news):
        yield from (((old,), (new,)) for old, new in zip(olds, news, strict=True))
    else:
        yield from (((old,), ()) for old in olds)
        yield from (((), (new,)) for new in news)


def _signed(places: _Located, sign: str) -> tuple[Location, ...]:
    """An edit and its reversal have the same words: what went and what came is told apart."""
    return tuple(replace(place, key=sign + place.key) for place in places)


def parse_fact(plan: Plan) -> Fact | None:
    """That most of a document was set aside; None where more than half of it was read."""
    share = read_share(plan)
    if share >= _HALF:
        return None
    info = plan.info
    values = {"plan": info.id, "path": info.path, "share": f"{share:.0%}"}
    return Fact("parse", "degraded", info.id, values, (Item(new=(Places(plan).whole(),)),))


def read_share(plan: Plan) -> float:
    """The share of a document's characters, white space apart, in sentences and headings."""
    whole = _visible(plan.document)
    spans = (*(h.span for h in plan.headings), *(c.span for c in plan.commitments))
    read = sum(_visible(plan.document[span.start : span.end]) for span in spans)
    return read / whole if whole else 0.0


def _visible(text: str) -> int:
    return sum(not char.isspace() for char in text)
