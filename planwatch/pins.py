"""Reviewers' decisions laid over an alignment: pairs linked, kept apart or told otherwise.

A decision is about two texts, not about two places: the hash of the mainland reading and an
ordinal among equals say which commitment is meant, wherever it stands now.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from planwatch.errors import PlanwatchError
from planwatch.models import (
    Alignment,
    Candidate,
    Certainty,
    Decision,
    Explanation,
    Force,
    Link,
    Nearest,
    PairPin,
    Pin,
    PinnedText,
    Plan,
    Relation,
)


class Scorer(Protocol):
    """What scores any pair of two plans, whether it would link it or not."""

    @property
    def old(self) -> Plan: ...  # noqa: D102
    @property
    def new(self) -> Plan: ...  # noqa: D102
    def explain(self, old_id: str, new_id: str) -> Explanation: ...  # noqa: D102
    def nearest(self, id: str, *, in_old: bool) -> Nearest: ...  # noqa: D102


def pinned_text(plan: Plan, id: str) -> PinnedText:
    """How a decision names a comparable commitment. Raises `KeyError`."""
    return {text.id: text for text in _texts(plan)}[id]


def pins_between(old: Plan, new: Plan, pins: Iterable[Pin]) -> tuple[PairPin, ...]:
    """The decisions on pairs of two plans, whichever of the two they call old.

    Raises `PlanwatchError` for one whose text the plan no longer holds.
    """
    chosen = [pin for pin in pins if {pin.old.plan, pin.new.plan} == {old.info.id, new.info.id}]
    if not chosen:
        return ()
    places = {text.key: text.id for plan in (old, new) for text in _texts(plan)}
    found = []
    for pin in chosen:
        ids = {text.plan: _place(text, pin, places) for text in (pin.old, pin.new)}
        found.append(PairPin(ids[old.info.id], ids[new.info.id], pin))
    return tuple(found)


def pins_held(plans: Iterable[Plan], pins: Iterable[Pin]) -> tuple[Pin, ...]:
    """The decisions whose texts in these plans, if any, are still there."""
    known = {plan.info.id: {text.key for text in _texts(plan)} for plan in plans}
    return tuple(
        pin
        for pin in pins
        if all(text.key in known.get(text.plan, {text.key}) for text in (pin.old, pin.new))
    )


def _texts(plan: Plan) -> Iterator[PinnedText]:
    seen: Counter[str] = Counter()
    for commitment in plan.comparable:
        digest = hashlib.sha256(commitment.normalized.encode()).hexdigest()
        seen[digest] += 1
        yield PinnedText(plan.info.id, commitment.id, digest, seen[digest])


def _place(text: PinnedText, pin: Pin, places: Mapping[tuple[str, str, int], str]) -> str:
    if text.key not in places:
        raise PlanwatchError(
            "error.pin-gone", old=pin.old.id, new=pin.new.id, id=text.id, plan=text.plan
        )
    return places[text.key]


def apply_pins(alignment: Alignment, pins: Sequence[PairPin], scorer: Scorer) -> Alignment:
    """The alignment as the reviewers want it.

    An accepted pair is linked firmly even where the model never looked at it; its relation is
    the one named, else that of the model, else the weaker claim, changed. A rejected pair is
    neither linked nor offered as near. A relabelled pair has its relation set if it is linked.
    """
    links = {(link.old, link.new): link for link in alignment.links}
    told = []
    for pin in pins:
        pair = pin.old, pin.new
        before = links.pop(pair, None)
        after = _decided(pin, before, scorer)
        told.append(replace(pin, effective=_bare(after) != before))
        if after is not None:
            links[pair] = after
    places = [{c.id: place for place, c in enumerate(p.comparable)} for p in _plans(scorer)]
    ordered = sorted(links, key=lambda pair: (places[0][pair[0]], places[1][pair[1]]))
    nearest_old, nearest_new = (
        dict(_unlinked(side, known, pins, {pair[side] for pair in links}, scorer))
        for side, known in enumerate((alignment.nearest_old, alignment.nearest_new))
    )
    return Alignment(
        links=tuple(links[pair] for pair in ordered),
        nearest_old=nearest_old,
        nearest_new=nearest_new,
        pins=tuple(told),
    )


def _decided(pin: PairPin, link: Link | None, scorer: Scorer) -> Link | None:
    """The link of a pair after a decision; None for no link."""
    decision, relation = pin.pin.decision, pin.pin.relation
    if decision == Decision.REJECT:
        return None
    if decision == Decision.ACCEPT:
        link = link or _link(scorer.explain(pin.old, pin.new))
        link = replace(link, certainty=Certainty.FIRM)
    return link and replace(link, relation=relation or link.relation, pin=pin.pin)


def _link(explained: Explanation) -> Link:
    """A link that only a reviewer saw, with the evidence as it is."""
    same = explained.old.body == explained.new.body
    return Link(
        old=explained.old.id,
        new=explained.new.id,
        relation=Relation.CONTINUED if same else Relation.CHANGED,
        score=explained.score,
        confidence=explained.confidence,
        certainty=Certainty.FIRM,
        force=Force.SAME if same else Force.UNCLEAR,
        evidence=explained.evidence,
        identical=same,
    )


def _bare(link: Link | None) -> Link | None:
    return link and replace(link, pin=None)


def _plans(scorer: Scorer) -> tuple[Plan, Plan]:
    return scorer.old, scorer.new


def _unlinked(
    side: int,
    known: Mapping[str, tuple[Candidate, ...]],
    pins: Sequence[PairPin],
    linked: set[str],
    scorer: Scorer,
) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    """Every commitment of a side without a link, and what comes nearest to it."""
    for commitment in _plans(scorer)[side].comparable:
        id = commitment.id
        if id not in linked:
            near = known[id] if id in known else scorer.nearest(id, in_old=side == 0).candidates
            yield id, _offered(near, _partners(id, side, pins))


def pinned_nearest(nearest: Nearest, alignment: Alignment, *, in_old: bool) -> Nearest:
    """What a commitment is linked to and what comes closest, as the reviewers want it."""
    side, id = 0 if in_old else 1, nearest.commitment.id
    ends = [((link.old, link.new), link.score) for link in alignment.links]
    linked = [Candidate(pair[1 - side], score) for pair, score in ends if pair[side] == id]
    decided = _partners(id, side, alignment.pins)
    return replace(
        nearest,
        linked=tuple(sorted(linked, key=lambda candidate: -candidate.score)),
        candidates=_offered(nearest.candidates, decided | {one.id for one in linked}),
        pins=tuple(pin for pin in alignment.pins if id in (pin.old, pin.new)),
    )


def _partners(id: str, side: int, pins: Iterable[PairPin]) -> set[str]:
    """With which commitments of the other side a rejected pair would have linked this one."""
    rejected = ((p.old, p.new) for p in pins if p.pin.decision == Decision.REJECT)
    return {pair[1 - side] for pair in rejected if pair[side] == id}


def _offered(candidates: Iterable[Candidate], out: set[str]) -> tuple[Candidate, ...]:
    return tuple(candidate for candidate in candidates if candidate.id not in out)


def pinned_explanation(explanation: Explanation, alignment: Alignment) -> Explanation:
    """An explanation that says whether and how the pair is linked after all decisions."""
    pair = explanation.old.id, explanation.new.id
    link = next((link for link in alignment.links if (link.old, link.new) == pair), None)
    pin = next((pin for pin in alignment.pins if (pin.old, pin.new) == pair), None)
    return replace(explanation, linked=link is not None, link=link, pin=pin)
