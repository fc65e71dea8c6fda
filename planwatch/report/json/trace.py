"""Themes over all plans in the JSON contract."""

from __future__ import annotations

from dataclasses import asdict

from planwatch.models import Overview, Trace, Transition
from planwatch.report.json.documents import quoted_json
from planwatch.report.json.pins import pins_json
from planwatch.report.json.targets import chains_json
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def trace_json(trace: Trace, view: View) -> Json:
    """The document of `planwatch trace QUERY --format json`."""
    found = trace.resolution
    return {
        "query": found.query,
        "resolved": {
            "kind": found.kind,
            "id": found.id,
            "name": found.name,
            "name_en": found.name_en,
            "by": found.by,
            "matched": found.matched,
            "related": [theme.id for theme in found.related],
        },
        "plans": [
            {
                "plan": step.plan.info.id,
                "presence": step.presence.value,
                "phrase_count": step.phrase_count,
                "names": [asdict(use) for use in step.names],
                "commitments": quoted_json(step.commitments),
                "mentions": quoted_json(step.mentions),
            }
            for step in trace.steps
        ],
        "transitions": [_transition(transition) for transition in trace.transitions],
        "pins": pins_json(trace.pins),
        "targets": chains_json(trace.targets, view),
    }


def _transition(transition: Transition) -> Json:
    renamed = transition.renamed
    return {
        "from": transition.old,
        "to": transition.new,
        "status": transition.status.value,
        "returned": transition.returned,
        "renamed": {"old": renamed[0], "new": renamed[1]} if renamed else None,
        "shape": transition.shape,
    }


def overview_json(overview: Overview, _view: View) -> Json:
    """The document of `planwatch trace --all --format json`."""
    ids = [plan.info.id for plan in overview.plans]
    return {
        "plans": ids,
        "themes": [
            {
                "id": life.id,
                "name": life.name,
                "name_en": life.name_en,
                "presence": dict(zip(ids, life.presences, strict=True)),
                "transitions": [_transition(transition) for transition in life.transitions],
            }
            for life in overview.lives
        ],
    }
