"""Pinning: a reviewer's decision is checked against the texts and kept beside the catalog."""

from __future__ import annotations

import os
from collections.abc import Sequence

from planwatch.decision import reason_of, today
from planwatch.errors import PlanwatchError
from planwatch.models import Decision, PairPin, Pin, PinList, Relation
from planwatch.pinfile import add_pin, refuse_second, remove_pin
from planwatch.pins import apply_pins, pinned_text, pins_between
from planwatch.pipeline import commitments_of
from planwatch.workspace import Workspace


def pin(
    workspace: Workspace,
    decision: Decision,
    old: str,
    new: str,
    *,
    reason: str,
    relation: Relation | None = None,
) -> PairPin:
    """Keep a decision on two commitments; the result says whether it changes anything.

    Raises `PlanwatchError`: bundled documents, no commitments of two listed plans, no reason,
    a second decision on the pair, a relation for a pair that is not linked.
    """
    listed = {info.id for info in _own(workspace).plans}
    said = reason_of(reason)
    aligner, *ids = commitments_of(workspace, old, new)
    plans = (aligner.old, aligner.new)
    if not all(ids) or plans[0].info.id == plans[1].info.id:
        raise PlanwatchError("error.pin-sentences", old=old, new=new)
    for plan in plans:
        if plan.info.id not in listed:
            raise PlanwatchError("error.pin-unlisted", path=plan.info.path)
    texts = [pinned_text(plan, id) for plan, id in zip(plans, ids, strict=True)]
    decided = Pin(decision, texts[0], texts[1], today(os.environ), said, relation)
    refuse_second(workspace.pins, decided)
    known = pins_between(*plans, workspace.pins)
    pair = PairPin(ids[0], ids[1], decided)
    found = apply_pins(aligner.align(), (*known, pair), aligner)
    if decision == Decision.RELABEL and (*ids,) not in {(x.old, x.new) for x in found.links}:
        raise PlanwatchError("error.pin-not-linked", old=ids[0], new=ids[1])
    add_pin(workspace.pins_path, decided)
    return found.pins[-1]


def unpin(workspace: Workspace, old: str, new: str) -> Pin:
    """Take a decision away and return it.

    The pair is named by the ids that the file records, in any order, or by where its texts
    stand now. Raises `PlanwatchError`: bundled documents, no such decision, or several.
    """
    _own(workspace)

    def wanted(pins: Sequence[Pin]) -> Pin:
        recorded = [pin for pin in pins if {pin.old.id, pin.new.id} == {old, new}]
        found = recorded or _standing_at(workspace, old, new, pins)
        if len(found) != 1:
            key = "error.pin-several" if found else "error.pin-unknown"
            raise PlanwatchError(key, old=old, new=new)
        return found[0]

    return remove_pin(workspace.pins_path, wanted)


def pins_of(workspace: Workspace) -> PinList:
    """All decisions kept. Raises `PlanwatchError` for bundled documents."""
    return PinList(_own(workspace).pins)


def _own(workspace: Workspace) -> Workspace:
    if workspace.root is None:
        raise PlanwatchError("error.pin-bundled")
    return workspace


def _standing_at(workspace: Workspace, old: str, new: str, pins: Sequence[Pin]) -> list[Pin]:
    try:
        aligner, *ids = commitments_of(workspace, old, new)
    except PlanwatchError:
        return []
    if not all(ids):
        return []
    sides = zip((aligner.old, aligner.new), ids, strict=True)
    pair = frozenset(pinned_text(plan, id).key for plan, id in sides)
    return [pin for pin in pins if pin.pair == pair]
