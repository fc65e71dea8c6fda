"""Documents in the JSON contract: a plan and its sentences, the catalogue, what was added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from planwatch.models import Addition, Commitment, Plan, PlanInfo, Span
from planwatch.report.jsontext import Json
from planwatch.report.view import Catalogue, View


def plan_json(plan: Plan, view: View) -> Json:
    """The document of `planwatch show --format json`."""
    listed = plan.untagged if view.untagged else plan.commitments
    chosen = [c for c in listed if view.commitment in ("", c.id)]
    return {
        "plan": info_json(plan.info),
        "commitments": [commitment_json(commitment) for commitment in chosen],
        "unparsed": [{"span": span_json(u.span), "reason": u.reason} for u in plan.unparsed],
    }


def info_json(info: PlanInfo) -> Json:
    """What the catalogue says of a plan, as comparisons tell it."""
    return {
        "id": info.id,
        "title": info.title,
        "period": info.period,
        "kind": info.kind.value,
        "language": info.language,
        "path": info.path,
        "sha256": info.sha256,
    }


def commitments_json(plan: Plan) -> list[Json]:
    """All sentences of a plan."""
    return [commitment_json(commitment) for commitment in plan.commitments]


def commitment_json(commitment: Commitment) -> Json:
    """A sentence with what was read off it."""
    strength = commitment.strength
    return {
        "id": commitment.id,
        "number": commitment.number,
        "headings": list(commitment.headings),
        "text": commitment.text,
        "normalized": commitment.normalized,
        "span": span_json(commitment.span),
        "kind": commitment.kind.value,
        "comparable": commitment.comparable,
        "themes": list(commitment.themes),
        "quantities": [asdict(quantity) for quantity in commitment.quantities],
        "strength": asdict(strength) if strength else None,
    }


def span_json(span: Span) -> Json:
    """Where a text stands in its document."""
    return {"start": span.start, "end": span.end, "line": span.line}


def quoted_json(commitments: Sequence[Commitment]) -> list[Json]:
    """Sentences as they are quoted: by id, text and place."""
    return [{"id": c.id, "text": c.text, "span": span_json(c.span)} for c in commitments]


def catalogue_json(catalogue: Catalogue, _view: View) -> Json:
    """The document of `planwatch plans --format json`."""
    return {"plans": [_catalogue_entry(info) for info in catalogue.plans]}


def _catalogue_entry(info: PlanInfo) -> Json:
    entry = asdict(info)
    return {**entry, "kind": info.kind.value, "aliases": list(info.aliases)}


def addition_json(addition: Addition, _view: View) -> Json:
    """The document of `planwatch add --format json`."""
    plan = addition.plan
    return {
        "added": addition.added,
        "plan": _catalogue_entry(addition.info),
        "headings": len(plan.headings),
        "sentences": len(plan.commitments),
        "comparable": len(plan.comparable),
        "unparsed": len(plan.unparsed),
        "open": list(addition.open),
        "likeness": asdict(addition.likeness) if addition.likeness else None,
    }
