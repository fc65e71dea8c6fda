"""Formulations in the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from planwatch.models import Formulation, Plan, TermLife, TermsComparison
from planwatch.report.json.documents import info_json, quoted_json
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def terms_json(comparison: TermsComparison, _view: View) -> Json:
    """The document of `planwatch terms OLD NEW --format json`."""
    return {
        "plans": {
            "old": info_json(comparison.old.info),
            "new": info_json(comparison.new.info),
            "all": [plan.info.id for plan in comparison.plans],
        },
        "terms": [
            {
                "status": change.status.value,
                "weight": change.weight,
                **_formulation(change.formulation, comparison.plans),
            }
            for change in comparison.changes
        ],
    }


def term_life_json(life: TermLife, _view: View) -> Json:
    """The document of `planwatch terms PHRASE --format json`."""
    return {
        "query": life.query,
        "found": bool(life.formulation.seen),
        "near": list(life.near),
        "term": _formulation(life.formulation, life.plans),
    }


def _formulation(row: Formulation, plans: Sequence[Plan]) -> Json:
    return {
        "text": row.text,
        "signs": sorted(sign.value for sign in row.signs),
        "first_seen": row.seen[0] if row.seen else None,
        "last_seen": row.seen[-1] if row.seen else None,
        "replaced_by": [asdict(one) for one in row.replaced_by],
        "replaces": [asdict(one) for one in row.replaces],
        "plans": [
            {
                "plan": use.plan,
                "count": use.count,
                "rate": use.rate,
                "sentences": quoted_json([plan.by_id[id] for id in use.ids]),
            }
            for plan, use in zip(plans, row.uses, strict=True)
        ],
    }
