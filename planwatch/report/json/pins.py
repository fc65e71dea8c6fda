"""Pinned pairs in the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence

from planwatch.models import PairPin, Pin, PinList, PinnedText
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def decided_json(pin: Pin | None) -> Json | None:
    """A decision on the pair that it stands beside."""
    if pin is None:
        return None
    return {"decision": pin.decision.value, "reason": pin.reason, "date": pin.date}


def pins_json(pins: Sequence[PairPin]) -> list[Json]:
    """Decisions with the pair that each one found."""
    return [{**_pin(p.pin), "old": p.old, "new": p.new, "effective": p.effective} for p in pins]


def _pin(pin: Pin) -> Json:
    return {
        "old": pin.old.id,
        "new": pin.new.id,
        "decision": pin.decision.value,
        "relation": pin.relation.value if pin.relation else None,
        "reason": pin.reason,
        "date": pin.date,
    }


def pin_list_json(found: PinList, _view: View) -> Json:
    """The document of `planwatch pin list --format json`."""
    return {
        "pins": [
            {**_pin(pin), "old_text": _text_of(pin.old), "new_text": _text_of(pin.new)}
            for pin in found.pins
        ]
    }


def _text_of(text: PinnedText) -> Json:
    return {"plan": text.plan, "sha256": text.sha256, "ordinal": text.ordinal}
