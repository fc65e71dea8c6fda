"""Links, and why there is one or none, in the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence

from planwatch.models import Candidate, Commitment, Evidence, Explanation, Link, Nearest
from planwatch.report.json.documents import commitment_json
from planwatch.report.json.pins import decided_json, pins_json
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def link_json(link: Link, old: Commitment, new: Commitment) -> Json:
    """A link with the evidence for it."""
    return {
        "old": [link.old],
        "new": [link.new],
        "relation": link.relation.value,
        "score": link.score,
        "confidence": link.confidence,
        "certainty": link.certainty.value,
        "force": link.force.value,
        "deciding": _deciding(link, old, new),
        "pin": decided_json(link.pin),
        "evidence": _evidence(link.evidence),
    }


def explanation_json(explanation: Explanation, _view: View) -> Json:
    """The document of `planwatch explain OLD NEW --format json`."""
    return {
        "old": commitment_json(explanation.old),
        "new": commitment_json(explanation.new),
        "score": explanation.score,
        "confidence": explanation.confidence,
        "threshold": explanation.threshold,
        "linked": explanation.linked,
        "relation": explanation.relation.value if explanation.relation else None,
        "force": explanation.link.force.value if explanation.link else None,
        "deciding": _deciding(explanation.link, explanation.old, explanation.new),
        "obstacle": explanation.obstacle.value if explanation.obstacle else None,
        "pin": decided_json(explanation.pin.pin if explanation.pin else None),
        "evidence": [
            {**row, "total": total}
            for row, total in zip(_evidence(explanation.evidence), explanation.totals, strict=True)
        ],
    }


def nearest_json(nearest: Nearest, _view: View) -> Json:
    """The document of `planwatch explain` for one sentence and another plan."""
    return {
        "commitment": commitment_json(nearest.commitment),
        "other": nearest.other.info.id,
        "linked": candidates_json(nearest.linked),
        "nearest": candidates_json(nearest.candidates),
        "pins": pins_json(nearest.pins),
    }


def _deciding(link: Link | None, old: Commitment, new: Commitment) -> list[Json]:
    return [
        {
            "axis": found.axis.value,
            "force": found.force.value,
            "old": _words(old, found.old),
            "new": _words(new, found.new),
        }
        for found in (link.deciding if link else ())
    ]


def _words(commitment: Commitment, spans: Sequence[tuple[int, int]]) -> list[Json]:
    return [
        {"start": start, "end": end, "text": commitment.normalized[start:end]}
        for start, end in spans
    ]


def _evidence(rows: Sequence[Evidence]) -> list[Json]:
    return [
        {"feature": r.feature, "old": r.old, "new": r.new, "weight": r.weight, "note": r.note}
        for r in rows
    ]


def candidates_json(candidates: Sequence[Candidate]) -> list[Json]:
    """Sentences with their scores."""
    return [{"id": candidate.id, "score": candidate.score} for candidate in candidates]
