"""What became of the wording of commitments that continue: force, rank, formulations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planwatch.findings.facts import Fact
from planwatch.findings.places import Places
from planwatch.models import (
    Certainty,
    Change,
    Comparison,
    Force,
    Item,
    Link,
    Location,
    PlanKind,
    Relation,
    TermChange,
    TermStatus,
)

Named = Mapping[str, tuple[str, str]]
"""The names of themes, Chinese and English, by id."""
_FORCES = (Force.WEAKER, Force.STRONGER)
_REPLACED = ("renamed", "succeeded")


def wording_facts(comparison: Comparison, themes: Named) -> Iterator[Fact]:
    """Commitments that bind more or less than before or moved, one fact per theme; and
    formulations that others took the place of."""
    grouped: defaultdict[tuple[str, str, str], list[Item]] = defaultdict(list)
    links = {(link.old, link.new): link for link in comparison.links}
    for change in comparison.changes:
        own = [
            links[pair] for old in change.old for new in change.new if (pair := (old, new)) in links
        ]
        for subject, state, deciding in _states(change, own, comparison):
            item = _item(change, deciding, comparison)
            grouped[subject, state, _theme(change, comparison)].append(item)
    for (subject, state, theme), items in grouped.items():
        yield _fact(comparison, (subject, state), theme, themes.get(theme, ("", "")), items)
    yield from _term_facts(comparison)


def _states(
    change: Change, links: list[Link], comparison: Comparison
) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """What is told of a change that rests on firm links: subject, state and what decides it."""
    if not links or any(link.certainty == Certainty.UNCLEAR for link in links):
        return
    if change.relation == Relation.CONTINUED and change.force in _FORCES:
        yield "force", change.force.value, tuple(_words(change.force, links, comparison))
    if moved := change.moved:
        old, new = (f"{rank.place}/{rank.of}" for rank in (moved.old, moved.new))
        yield "move", moved.direction.value, ((old, new),)


def _words(force: Force, links: list[Link], comparison: Comparison) -> Iterator[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for link in links:
        old, new = comparison.old.by_id[link.old], comparison.new.by_id[link.new]
        for deciding in link.deciding:
            if deciding.force == force:
                before, after = (
                    "、".join(commitment.normalized[slice(*span)] for span in spans)
                    for commitment, spans in ((old, deciding.old), (new, deciding.new))
                )
                found[before, after] = None
    yield from found


def _item(change: Change, deciding: tuple[tuple[str, str], ...], comparison: Comparison) -> Item:
    return Item(
        old=Places(comparison.old).all(change.old),
        new=Places(comparison.new).all(change.new),
        deciding=deciding,
    )


def _theme(change: Change, comparison: Comparison) -> str:
    """The theme under which a change is told: one of both sides, else of the new, of the old."""
    old = [theme for id in change.old for theme in comparison.old.by_id[id].themes]
    new = [theme for id in change.new for theme in comparison.new.by_id[id].themes]
    shared = [theme for theme in new if theme in old]
    return next(iter((*shared, *new, *old)), "")


def _fact(
    comparison: Comparison,
    state: tuple[str, str],
    theme: str,
    names: tuple[str, str],
    items: Sequence[Item],
) -> Fact:
    old, new = comparison.old.info, comparison.new.info
    return Fact(
        subject=state[0],
        state=state[1],
        about=theme,
        values={
            "theme": names[0],
            "theme_en": names[1],
            "old": old.id,
            "new": new.id,
            "count": str(len(items)),
        },
        items=tuple(items),
        old=old.id,
        new=new.id,
        theme=theme,
        briefing=PlanKind.BRIEFING in (old.kind, new.kind),
    )


def _term_facts(comparison: Comparison) -> Iterator[Fact]:
    """Formulations of the old plan in whose place the new one says others, as the rules know."""
    for change in comparison.terms:
        if change.status == TermStatus.GONE:
            yield from _replaced(change, comparison)


def _replaced(change: TermChange, comparison: Comparison) -> Iterator[Fact]:
    before = change.formulation
    old, new = comparison.old, comparison.new
    used = before.by_plan[old.info.id].ids
    for basis in _REPLACED:
        after = [one.text for one in before.replaced_by if one.basis == basis]
        said = [c.id for c in new.commitments if any(text in c.normalized for text in after)]
        if used and said:
            places = (Places(old).all(used), Places(new).all(said))
            yield Fact(
                subject="term",
                state=basis,
                about=f"{before.text}\n" + "\n".join(after),
                values={
                    "before": before.text,
                    "after": "、".join(after),
                    "old": old.info.id,
                    "new": new.info.id,
                    "count": str(len(used)),
                },
                items=tuple(_listed(*places)),
                old=old.info.id,
                new=new.info.id,
                briefing=PlanKind.BRIEFING in (old.info.kind, new.info.kind),
            )
            return


def _listed(olds: Sequence[Location], news: Sequence[Location]) -> Iterator[Item]:
    """One place of either plan beside each other, then the others."""
    yield Item(old=tuple(olds[:1]), new=tuple(news[:1]))
    yield from (Item(old=(place,)) for place in olds[1:])
    yield from (Item(new=(place,)) for place in news[1:])
