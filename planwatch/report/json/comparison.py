"""The comparison of two plans in the JSON contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from planwatch.models import (
    Basis,
    Change,
    Comparison,
    Move,
    Plan,
    SideSummary,
    TermChange,
    ThemeChange,
)
from planwatch.report.json.documents import commitments_json, info_json
from planwatch.report.json.links import candidates_json, link_json
from planwatch.report.json.pins import pins_json
from planwatch.report.json.targets import chains_json, numbers_json
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def comparison_json(comparison: Comparison, view: View) -> Json:
    """The document of `planwatch diff --format json`."""
    old, new = comparison.old, comparison.new
    return {
        "plans": {
            side: {"plan": info_json(plan.info), "commitments": commitments_json(plan)}
            for side, plan in (("old", old), ("new", new))
        },
        "links": [
            link_json(link, old.by_id[link.old], new.by_id[link.new]) for link in comparison.links
        ],
        "changes": [_change(change) for change in comparison.changes],
        "appeared": list(comparison.appeared),
        "dropped": list(comparison.dropped),
        "unmatched": {
            id: {"nearest": candidates_json(nearest)}
            for unmatched in (comparison.unmatched_old, comparison.unmatched_new)
            for id, nearest in unmatched.items()
        },
        "themes": [_theme(theme, comparison) for theme in comparison.themes],
        "pins": pins_json(comparison.pins),
        "terms": [_term(term, comparison) for term in comparison.terms],
        "numbers": numbers_json(comparison.numbers),
        "targets": chains_json(comparison.targets, view),
        "summary": {
            "old": _summary(comparison.old_summary, old),
            "new": _summary(comparison.new_summary, new),
            "themes": dict(sorted(Counter(t.status.value for t in comparison.themes).items())),
        },
    }


def _change(change: Change) -> Json:
    return {
        "shape": change.shape.value,
        "relation": change.relation.value if change.relation else None,
        "force": change.force.value,
        "old": list(change.old),
        "new": list(change.new),
        "fingerprint": change.fingerprint,
        "moved": _move(change.moved),
    }


def _theme(theme: ThemeChange, comparison: Comparison) -> Json:
    return {
        "id": theme.id,
        "name": theme.name,
        "name_en": theme.name_en,
        "status": theme.status.value,
        "old": list(theme.old),
        "new": list(theme.new),
        "old_mentions": list(theme.old_mentions),
        "new_mentions": list(theme.new_mentions),
        "old_basis": _basis(theme.old_basis, comparison.old),
        "new_basis": _basis(theme.new_basis, comparison.new),
    }


def _basis(basis: Basis | None, plan: Plan) -> Json | None:
    if basis is None:
        return None
    commitment = plan.by_id[basis.id]
    return {"id": basis.id, "quote": commitment.quote(basis.start, basis.end)}


def _move(move: Move | None) -> Json | None:
    if move is None:
        return None
    ranks = {"from": asdict(move.old), "to": asdict(move.new)}
    return {**ranks, "direction": move.direction.value}


def _term(change: TermChange, comparison: Comparison) -> Json:
    row = change.formulation
    return {
        "text": row.text,
        "status": change.status.value,
        "old": list(row.by_plan[comparison.old.info.id].ids),
        "new": list(row.by_plan[comparison.new.info.id].ids),
        "replaced_by": [asdict(one) for one in row.replaced_by],
        "replaces": [asdict(one) for one in row.replaces],
    }


def _summary(summary: SideSummary, plan: Plan) -> Json:
    return {**asdict(summary), "sentences": len(plan.commitments), "unparsed": len(plan.unparsed)}
