"""Targets in the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from planwatch.messages import load_messages
from planwatch.models import NumberChange, Stated, TargetChain, TargetReport
from planwatch.report.arithmetic import derivation_text
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def targets_json(report: TargetReport, view: View) -> Json:
    """The document of `planwatch targets --format json`."""
    return {
        **chains_json(report, view),
        "numbers": numbers_json(report.numbers),
        "unplanned": [_stated(stated) for stated in report.unplanned],
        "unjudged": [_stated(stated) for stated in report.other],
        "unreadable": [
            {"plan": id, "span": asdict(unparsed.span), "reason": unparsed.reason}
            for id, unparsed in report.unreadable
        ],
        "quantities": [_stated(stated) for stated in report.stated],
    }


def chains_json(report: TargetReport | None, view: View) -> Json:
    """What became of targets, as every document tells it."""
    # The arithmetic is told in English, whatever the reader's language.
    english = replace(view, messages=load_messages("en"), language="en")
    return {
        "rounds": [asdict(one) for one in report.rounds] if report else [],
        "chains": [_chain(chain, english) for chain in report.chains] if report else [],
    }


def numbers_json(numbers: Sequence[NumberChange]) -> list[Json]:
    """Figures that continued commitments lost, gained or changed."""
    return [
        {
            "fate": number.fate.value,
            "certainty": "unclear" if number.doubtful else "firm",
            "old": _stated(number.old) if number.old else None,
            "new": _stated(number.new) if number.new else None,
            "old_ids": list(number.old_ids),
            "new_ids": list(number.new_ids),
        }
        for number in numbers
    ]


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
