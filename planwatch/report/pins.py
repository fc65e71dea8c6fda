"""What reviewers decided, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planwatch.models import Change, PairPin, Pin
from planwatch.report.safe import safe
from planwatch.report.selection import Selection
from planwatch.report.view import View


def pin_line(pin: Pin, old: str, new: str, view: View) -> str:
    """One decision: what was decided on which pair, when and why."""
    relation = ""
    if pin.relation is not None:
        relation = view.say("pin.relation", relation=view.say(f"label.{pin.relation.value}"))
    return view.say(
        "pin.line",
        decision=view.say(f"pin.decision.{pin.decision.value}") + relation,
        old=safe(old),
        new=safe(new),
        date=safe(pin.date),
        reason=safe(pin.reason),
    )


def pin_lines(pins: Sequence[PairPin], view: View) -> Iterator[str]:
    """The decisions on pairs that a report is about, as many as it lists of anything."""
    shown = view.bound(len(pins))
    for pin in pins[:shown]:
        yield pin_line(pin.pin, pin.old, pin.new, view)
    if shown < len(pins):
        yield view.say("pin.more", count=len(pins) - shown, command="planwatch pin list")


def pin_mark(selection: Selection, change: Change) -> str:
    """What marks a change with a link that a reviewer made or relabelled; else nothing."""
    pinned = any(link.pin is not None for link in selection.links_of(change))
    return selection.view.say("label.reviewed") if pinned else ""
