"""The JSON contract: what other programs read. Never depends on the language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from planwatch.models import (
    SCHEMA_VERSION,
    Addition,
    Basis,
    Candidate,
    CheckReport,
    Commitment,
    Comparison,
    Evaluation,
    Evidence,
    Explanation,
    FitReport,
    ForceEvaluation,
    Formulation,
    Link,
    Move,
    Nearest,
    Overview,
    PairPin,
    Pin,
    PinList,
    PinnedText,
    Plan,
    PlanInfo,
    QuantityEvaluation,
    RenameEvaluation,
    RuleList,
    SideSummary,
    Span,
    TargetReport,
    TermChange,
    TermLife,
    TermsComparison,
    ThemeChange,
    ThemeEvaluation,
    Trace,
    Transition,
    WrongLink,
)
from planwatch.report.check_json import check_json, rule_list_json
from planwatch.report.jsontext import json_text
from planwatch.report.target_json import chains_json, numbers_json, targets_json
from planwatch.report.view import Catalogue, View

Json = dict[str, Any]


def write(result: object, view: View) -> str:
    """`result` as one JSON document."""
    document = {"schema_version": SCHEMA_VERSION, **_WRITERS[type(result)](result, view)}
    return json_text(document)


def _diff(comparison: Comparison, view: View) -> Json:
    old, new = comparison.old, comparison.new
    return {
        "plans": {
            side: {"plan": _plan_info(plan.info), "commitments": _commitments(plan)}
            for side, plan in (("old", old), ("new", new))
        },
        "links": [
            _link(link, old.by_id[link.old], new.by_id[link.new]) for link in comparison.links
        ],
        "changes": [
            {
                "shape": change.shape.value,
                "relation": change.relation.value if change.relation else None,
                "force": change.force.value,
                "old": list(change.old),
                "new": list(change.new),
                "fingerprint": change.fingerprint,
                "moved": _move(change.moved),
            }
            for change in comparison.changes
        ],
        "appeared": list(comparison.appeared),
        "dropped": list(comparison.dropped),
        "unmatched": {
            id: {"nearest": _candidates(nearest)}
            for unmatched in (comparison.unmatched_old, comparison.unmatched_new)
            for id, nearest in unmatched.items()
        },
        "themes": [_theme(theme, comparison) for theme in comparison.themes],
        "pins": _pins(comparison.pins),
        "terms": [_term(term, comparison) for term in comparison.terms],
        "numbers": numbers_json(comparison.numbers),
        "targets": chains_json(comparison.targets, view),
        "summary": {
            "old": _summary(comparison.old_summary, old),
            "new": _summary(comparison.new_summary, new),
            "themes": dict(sorted(Counter(t.status.value for t in comparison.themes).items())),
        },
    }


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


def _terms(comparison: TermsComparison, _view: View) -> Json:
    return {
        "plans": {
            "old": _plan_info(comparison.old.info),
            "new": _plan_info(comparison.new.info),
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


def _term_life(life: TermLife, _view: View) -> Json:
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
                "sentences": _quoted([plan.by_id[id] for id in use.ids]),
            }
            for plan, use in zip(plans, row.uses, strict=True)
        ],
    }


def _rename_evaluation(evaluation: RenameEvaluation, _view: View) -> Json:
    return {**asdict(evaluation), "errors": list(evaluation.errors)}


def _move(move: Move | None) -> Json | None:
    if move is None:
        return None
    ranks = {"from": asdict(move.old), "to": asdict(move.new)}
    return {**ranks, "direction": move.direction.value}


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


def _trace(trace: Trace, view: View) -> Json:
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
                "commitments": _quoted(step.commitments),
                "mentions": _quoted(step.mentions),
            }
            for step in trace.steps
        ],
        "transitions": [_transition(transition) for transition in trace.transitions],
        "pins": _pins(trace.pins),
        "targets": chains_json(trace.targets, view),
    }


def _quoted(commitments: Sequence[Commitment]) -> list[Json]:
    return [{"id": c.id, "text": c.text, "span": _span(c.span)} for c in commitments]


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


def _overview(overview: Overview, _view: View) -> Json:
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


def _show(plan: Plan, view: View) -> Json:
    listed = plan.untagged if view.untagged else plan.commitments
    chosen = [c for c in listed if view.commitment in ("", c.id)]
    return {
        "plan": _plan_info(plan.info),
        "commitments": [_commitment(commitment) for commitment in chosen],
        "unparsed": [{"span": _span(u.span), "reason": u.reason} for u in plan.unparsed],
    }


def _explanation(explanation: Explanation, _view: View) -> Json:
    return {
        "old": _commitment(explanation.old),
        "new": _commitment(explanation.new),
        "score": explanation.score,
        "confidence": explanation.confidence,
        "threshold": explanation.threshold,
        "linked": explanation.linked,
        "relation": explanation.relation.value if explanation.relation else None,
        "force": explanation.link.force.value if explanation.link else None,
        "deciding": _deciding(explanation.link, explanation.old, explanation.new),
        "obstacle": explanation.obstacle.value if explanation.obstacle else None,
        "pin": _decided(explanation.pin.pin if explanation.pin else None),
        "evidence": [
            {**row, "total": total}
            for row, total in zip(_evidence(explanation.evidence), explanation.totals, strict=True)
        ],
    }


def _nearest(nearest: Nearest, _view: View) -> Json:
    return {
        "commitment": _commitment(nearest.commitment),
        "other": nearest.other.info.id,
        "linked": _candidates(nearest.linked),
        "nearest": _candidates(nearest.candidates),
        "pins": _pins(nearest.pins),
    }


def _evaluation(evaluation: Evaluation, _view: View) -> Json:
    paragraphs = evaluation.paragraphs
    scores: Json = {
        "old": evaluation.old,
        "new": evaluation.new,
        "lax": asdict(evaluation.lax),
        "strict": asdict(evaluation.strict),
        "status_accuracy": evaluation.status_accuracy,
        "gone_f1": evaluation.gone_f1,
        "judged_units_parsed": evaluation.judged_units_parsed,
        "intervals": asdict(evaluation.intervals),
        "errors": {
            "wrong": [_wrong(link, evaluation) for link in evaluation.wrong],
            "missed": [{**asdict(missed), "why": missed.why.value} for missed in evaluation.missed],
        },
    }
    if paragraphs is not None:
        scores["paragraph_kept_or_gone"] = asdict(paragraphs)
    return scores


def _wrong(link: WrongLink, evaluation: Evaluation) -> Json:
    old, new = (
        plan.by_id[id] for plan, id in zip(evaluation.plans, (link.old, link.new), strict=True)
    )
    return {**asdict(link), "old_text": old.text, "new_text": new.text}


def _theme_evaluation(evaluation: ThemeEvaluation, _view: View) -> Json:
    return {
        "themes": evaluation.themes,
        "by_name": asdict(evaluation.by_name),
        "by_alias": asdict(evaluation.by_alias),
        "errors": list(evaluation.errors),
    }


def _quantity_evaluation(evaluation: QuantityEvaluation, _view: View) -> Json:
    return {**asdict(evaluation), "errors": list(evaluation.errors)}


def _force_evaluation(evaluation: ForceEvaluation, _view: View) -> Json:
    return {
        "rounds": [asdict(found) for found in evaluation.rounds],
        "total": asdict(evaluation.total),
        "confusion": [
            {**asdict(cell), "judged": cell.judged.value, "told": cell.told.value}
            for cell in evaluation.confusion
        ],
        "errors": list(evaluation.errors),
    }


def _fit(report: FitReport, _view: View) -> Json:
    return {**asdict(report), "features": dict(report.features)}


def _catalogue(catalogue: Catalogue, _view: View) -> Json:
    return {"plans": [_catalogue_entry(info) for info in catalogue.plans]}


def _catalogue_entry(info: PlanInfo) -> Json:
    entry = asdict(info)
    return {**entry, "kind": info.kind.value, "aliases": list(info.aliases)}


def _addition(addition: Addition, _view: View) -> Json:
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


def _plan_info(info: PlanInfo) -> Json:
    return {
        "id": info.id,
        "title": info.title,
        "period": info.period,
        "kind": info.kind.value,
        "language": info.language,
        "path": info.path,
        "sha256": info.sha256,
    }


def _commitments(plan: Plan) -> list[Json]:
    return [_commitment(commitment) for commitment in plan.commitments]


def _commitment(commitment: Commitment) -> Json:
    strength = commitment.strength
    return {
        "id": commitment.id,
        "number": commitment.number,
        "headings": list(commitment.headings),
        "text": commitment.text,
        "normalized": commitment.normalized,
        "span": _span(commitment.span),
        "kind": commitment.kind.value,
        "comparable": commitment.comparable,
        "themes": list(commitment.themes),
        "quantities": [asdict(quantity) for quantity in commitment.quantities],
        "strength": asdict(strength) if strength else None,
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "line": span.line}


def _link(link: Link, old: Commitment, new: Commitment) -> Json:
    return {
        "old": [link.old],
        "new": [link.new],
        "relation": link.relation.value,
        "score": link.score,
        "confidence": link.confidence,
        "certainty": link.certainty.value,
        "force": link.force.value,
        "deciding": _deciding(link, old, new),
        "pin": _decided(link.pin),
        "evidence": _evidence(link.evidence),
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


def _decided(pin: Pin | None) -> Json | None:
    """A decision on the pair that it stands beside."""
    if pin is None:
        return None
    return {"decision": pin.decision.value, "reason": pin.reason, "date": pin.date}


def _pins(pins: Sequence[PairPin]) -> list[Json]:
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


def _pin_list(found: PinList, _view: View) -> Json:
    return {
        "pins": [
            {**_pin(pin), "old_text": _text_of(pin.old), "new_text": _text_of(pin.new)}
            for pin in found.pins
        ]
    }


def _text_of(text: PinnedText) -> Json:
    return {"plan": text.plan, "sha256": text.sha256, "ordinal": text.ordinal}


def _evidence(rows: Sequence[Evidence]) -> list[Json]:
    return [
        {"feature": r.feature, "old": r.old, "new": r.new, "weight": r.weight, "note": r.note}
        for r in rows
    ]


def _candidates(candidates: Sequence[Candidate]) -> list[Json]:
    return [{"id": candidate.id, "score": candidate.score} for candidate in candidates]


def _summary(summary: SideSummary, plan: Plan) -> Json:
    return {**asdict(summary), "sentences": len(plan.commitments), "unparsed": len(plan.unparsed)}


_WRITERS: Mapping[type, Callable[[Any, View], Json]] = {
    Comparison: _diff,
    Plan: _show,
    Explanation: _explanation,
    Nearest: _nearest,
    Evaluation: _evaluation,
    Addition: _addition,
    Catalogue: _catalogue,
    Trace: _trace,
    Overview: _overview,
    ThemeEvaluation: _theme_evaluation,
    QuantityEvaluation: _quantity_evaluation,
    ForceEvaluation: _force_evaluation,
    FitReport: _fit,
    TermsComparison: _terms,
    TermLife: _term_life,
    RenameEvaluation: _rename_evaluation,
    TargetReport: targets_json,
    PinList: _pin_list,
    CheckReport: check_json,
    RuleList: rule_list_json,
}
