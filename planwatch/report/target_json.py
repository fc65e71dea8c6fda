"""Targets in the JSON contract."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from planwatch.messages import load_messages
from planwatch.models import Stated, TargetChain, TargetReport
from planwatch.report.targets import derivation_text
from planwatch.report.view import View

Json = dict[str, Any]


def targets_json(report: TargetReport, view: View) -> Json:
    """The document of `planwatch targets --format json`."""
    # The arithmetic is told in English, whatever the reader's language.
    english = replace(view, messages=load_messages("en"), language="en")
    return {
        "rounds": [asdict(one) for one in report.rounds],
        "chains": [_chain(chain, english) for chain in report.chains],
        "unplanned": [_stated(stated) for stated in report.unplanned],
        "unjudged": [_stated(stated) for stated in report.other],
        "unreadable": [
            {"plan": id, "span": asdict(unparsed.span), "reason": unparsed.reason}
            for id, unparsed in report.unreadable
        ],
        "quantities": [_stated(stated) for stated in report.stated],
    }


def _chain(chain: TargetChain, english: View) -> Json:
    return {
        "indicator": chain.indicator,
        "metric": chain.metric,
        "metric_en": chain.metric_en,
        "unit": chain.unit,
        "target": _stated(chain.target),
        "outcome": _stated(chain.outcome) if chain.outcome else None,
        "named": asdict(chain.named) if chain.named else None,
        "next_target": _stated(chain.next_target) if chain.next_target else None,
        "verdict": chain.verdict.value if chain.verdict else None,
        "derivation": derivation_text(chain, english),
        "direction": chain.direction.value if chain.direction else None,
    }


def _stated(stated: Stated) -> Json:
    return {"plan": stated.plan, "id": stated.id, **asdict(stated.quantity)}
