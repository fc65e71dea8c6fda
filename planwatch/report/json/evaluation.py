"""Scores against reference answers, and fits, in the JSON contract."""

from __future__ import annotations

from dataclasses import asdict

from planwatch.models import (
    Evaluation,
    FitReport,
    ForceEvaluation,
    QuantityEvaluation,
    RenameEvaluation,
    ThemeEvaluation,
    WrongLink,
)
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def evaluation_json(evaluation: Evaluation, _view: View) -> Json:
    """The scores of links."""
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


def theme_evaluation_json(evaluation: ThemeEvaluation, _view: View) -> Json:
    """The scores of theme presence and status."""
    return {
        "themes": evaluation.themes,
        "by_name": asdict(evaluation.by_name),
        "by_alias": asdict(evaluation.by_alias),
        "errors": list(evaluation.errors),
    }


def quantity_evaluation_json(evaluation: QuantityEvaluation, _view: View) -> Json:
    """The scores of figures and verdicts."""
    return {**asdict(evaluation), "errors": list(evaluation.errors)}


def force_evaluation_json(evaluation: ForceEvaluation, _view: View) -> Json:
    """The scores of force."""
    return {
        "rounds": [asdict(found) for found in evaluation.rounds],
        "total": asdict(evaluation.total),
        "confusion": [
            {**asdict(cell), "judged": cell.judged.value, "told": cell.told.value}
            for cell in evaluation.confusion
        ],
        "errors": list(evaluation.errors),
    }


def rename_evaluation_json(evaluation: RenameEvaluation, _view: View) -> Json:
    """The scores of formulations."""
    return {**asdict(evaluation), "errors": list(evaluation.errors)}


def fit_json(report: FitReport, _view: View) -> Json:
    """What was fitted."""
    return {**asdict(report), "features": dict(report.features)}
