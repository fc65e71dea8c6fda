"""The JSON contract: what other programs read. Never depends on the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from planwatch.models import (
    SCHEMA_VERSION,
    Addition,
    CheckReport,
    Comparison,
    Dossier,
    Evaluation,
    Explanation,
    FitReport,
    ForceEvaluation,
    Nearest,
    Overview,
    PinList,
    Plan,
    QuantityEvaluation,
    RenameEvaluation,
    RuleList,
    Survey,
    TargetReport,
    TermLife,
    TermsComparison,
    ThemeEvaluation,
    Trace,
)
from planwatch.report.json.check import check_json, rule_list_json
from planwatch.report.json.comparison import comparison_json
from planwatch.report.json.documents import addition_json, catalogue_json, plan_json
from planwatch.report.json.dossier import dossier_json
from planwatch.report.json.evaluation import (
    evaluation_json,
    fit_json,
    force_evaluation_json,
    quantity_evaluation_json,
    rename_evaluation_json,
    theme_evaluation_json,
)
from planwatch.report.json.links import explanation_json, nearest_json
from planwatch.report.json.pins import pin_list_json
from planwatch.report.json.survey import survey_json
from planwatch.report.json.targets import targets_json
from planwatch.report.json.terms import term_life_json, terms_json
from planwatch.report.json.trace import overview_json, trace_json
from planwatch.report.jsontext import Json, json_text
from planwatch.report.view import Catalogue, View

_WRITERS: Mapping[type, Callable[[Any, View], Json]] = {
    Comparison: comparison_json,
    Plan: plan_json,
    Explanation: explanation_json,
    Nearest: nearest_json,
    Evaluation: evaluation_json,
    Addition: addition_json,
    Catalogue: catalogue_json,
    Trace: trace_json,
    Overview: overview_json,
    Dossier: dossier_json,
    ThemeEvaluation: theme_evaluation_json,
    QuantityEvaluation: quantity_evaluation_json,
    ForceEvaluation: force_evaluation_json,
    FitReport: fit_json,
    TermsComparison: terms_json,
    TermLife: term_life_json,
    RenameEvaluation: rename_evaluation_json,
    TargetReport: targets_json,
    Survey: survey_json,
    PinList: pin_list_json,
    CheckReport: check_json,
    RuleList: rule_list_json,
}


def write(result: object, view: View) -> str:
    """`result` as one JSON document."""
    document = {"schema_version": SCHEMA_VERSION, **_WRITERS[type(result)](result, view)}
    return json_text(document)
