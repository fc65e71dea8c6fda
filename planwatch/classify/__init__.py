"""What a reader is told: changes with shape, relation and force, theme statuses, and counts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from planwatch.classify.moved import Moves
from planwatch.models import (
    NOWHERE,
    Alignment,
    Basis,
    Certainty,
    Change,
    Commitment,
    Comparison,
    Force,
    Link,
    Plan,
    Relation,
    Shape,
    SideSummary,
    ThemeChange,
    ThemeStatus,
    clearest,
    joint_force,
    theme_status,
    themes_of,
)
from planwatch.rules import RuleSet

__all__ = ["classify"]

_FINGERPRINT_LENGTH = 12
_CLAUSE = re.compile(r"[^，；：。！？]+")
_Draft = tuple[Shape, Relation | None, Force, tuple[str, ...], tuple[str, ...], bool]


def classify(old: Plan, new: Plan, alignment: Alignment, rules: RuleSet) -> Comparison:
    """Everything that is said about two aligned plans."""
    links = alignment.links
    dropped = _unmatched(old, {link.old for link in links})
    appeared = _unmatched(new, {link.new for link in links})
    drafts = list(_stars(links))
    drafts += [(Shape.DROPPED, None, Force.UNCLEAR, (id,), (), False) for id in dropped]
    drafts += [(Shape.APPEARED, None, Force.UNCLEAR, (), (id,), False) for id in appeared]
    return Comparison(
        old=old,
        new=new,
        links=links,
        changes=tuple(_with_fingerprints(drafts, old, new, Moves(old, new, links))),
        appeared=appeared,
        dropped=dropped,
        unmatched_old={id: alignment.nearest_old[id] for id in dropped},
        unmatched_new={id: alignment.nearest_new[id] for id in appeared},
        old_summary=_summary(old, _links_by(link.old for link in links), links, dropped),
        new_summary=_summary(new, _links_by(link.new for link in links), links, appeared),
        themes=tuple(_theme_changes(old, new, rules)),
    )


def _theme_changes(old: Plan, new: Plan, rules: RuleSet) -> Iterator[ThemeChange]:
    """What became of every theme on which one of the plans holds a commitment."""
    places = [themes_of(plan) for plan in (old, new)]
    verbs = rules.words("actions")
    for id, theme in rules.themes.items():
        before, after = (found.get(id, NOWHERE) for found in places)
        status = theme_status(old.info, new.info, before.presence, after.presence)
        if status != ThemeStatus.NONE:
            yield ThemeChange(
                id=id,
                name=theme.zh,
                name_en=theme.en,
                status=status,
                old=_ids(before.about),
                new=_ids(after.about),
                old_mentions=_ids(before.mentions),
                new_mentions=_ids(after.mentions),
                old_basis=_basis(before.about, id, verbs),
                new_basis=_basis(after.about, id, verbs),
            )


def _basis(about: Sequence[Commitment], theme: str, verbs: Sequence[str]) -> Basis | None:
    """The commitment of which the theme's names make up the largest share, and the clauses that
    name it: with the next ones, up to a verb, where a clause only says where or on what."""
    if not about:
        return None
    chosen = clearest(about, theme)
    named = (topic.start for topic in chosen.topics if topic.theme == theme and topic.end)
    place = next(named, chosen.lead)
    spans = [match.span() for match in _CLAUSE.finditer(chosen.normalized, chosen.lead)]
    first = next((index for index, (_, end) in enumerate(spans) if place < end), 0)
    start, end = spans[first]
    for _, further in spans[first:]:
        end = further
        if any(verb in chosen.normalized[start:end] for verb in verbs):
            break
    return Basis(chosen.id, start, end)


def _ids(commitments: Iterable[Commitment]) -> tuple[str, ...]:
    return tuple(commitment.id for commitment in commitments)


def _unmatched(plan: Plan, linked: set[str]) -> tuple[str, ...]:
    return tuple(c.id for c in plan.comparable if c.id not in linked)


def _stars(links: Sequence[Link]) -> Iterator[_Draft]:
    """Group links of one relation around the commitment that has more of them.

    So each link is told once. Between equals the smaller id is the hub: that choice is the
    same whichever plan comes first. Only continued links make a split or a merger.
    """
    for relation in Relation:
        chosen = [link for link in links if link.relation == relation]
        degree = Counter(end for link in chosen for end in _ends(link))
        stars: defaultdict[tuple[int, str], list[Link]] = defaultdict(list)
        for link in chosen:
            stars[min(_ends(link), key=lambda end: (-degree[end], end[1]))].append(link)
        for (side, _), star in stars.items():
            yield _change(side, relation, star)


def _ends(link: Link) -> tuple[tuple[int, str], tuple[int, str]]:
    return (0, link.old), (1, link.new)


def _change(side: int, relation: Relation, star: Sequence[Link]) -> _Draft:
    shape = Shape.KEPT
    if relation == Relation.CONTINUED and len(star) > 1:
        shape = Shape.SPLIT if side == 0 else Shape.MERGED
    return (
        shape,
        relation,
        joint_force(link.force for link in star),
        tuple(dict.fromkeys(link.old for link in star)),
        tuple(dict.fromkeys(link.new for link in star)),
        all(link.identical for link in star),
    )


def _with_fingerprints(
    drafts: Iterable[_Draft], old: Plan, new: Plan, moves: Moves
) -> Iterator[Change]:
    texts = [{c.id: c.normalized for c in plan.commitments} for plan in (old, new)]
    seen: Counter[str] = Counter()
    for shape, relation, force, olds, news, identical in drafts:
        kind = f"{shape}/{relation or ''}"
        quotes = sorted([texts[0][id] for id in olds] + [texts[1][id] for id in news])
        content = "\n".join([kind, *quotes])
        seen[content] += 1
        digest = hashlib.sha256(f"{content}\n{seen[content]}".encode()).hexdigest()
        fingerprint = digest[:_FINGERPRINT_LENGTH]
        moved = moves.of(olds, news)
        yield Change(shape, relation, force, olds, news, fingerprint, identical, moved)


def _links_by(ids: Iterable[str]) -> Mapping[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, id in enumerate(ids):
        places[id].append(place)
    return places


def _summary(
    plan: Plan, places: Mapping[str, list[int]], links: Sequence[Link], unmatched: Sequence[str]
) -> SideSummary:
    groups = [[links[place] for place in found] for found in places.values()]
    unclear = sum(all(link.certainty == Certainty.UNCLEAR for link in group) for group in groups)
    kept = [[link.force for link in g if link.relation == Relation.CONTINUED] for g in groups]
    forces = Counter(joint_force(found) for found in kept if found)
    continued = forces.total()
    return SideSummary(
        comparable=len(plan.comparable),
        continued=continued,
        changed=len(groups) - continued,
        unclear=unclear,
        unmatched=len(unmatched),
        stronger=forces[Force.STRONGER],
        weaker=forces[Force.WEAKER],
    )
