"""Reports for a terminal: Chinese characters line up, and no document can steer it.

What writes a result is loaded when there is one to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from planwatch.report.layout import rendered

if TYPE_CHECKING:
    from rich.text import Text

    from planwatch.report.view import View

_WRITERS: Mapping[str, str] = {
    "Comparison": "diff.diff_lines",
    "Plan": "show.plan_lines",
    "Explanation": "explain.explanation_lines",
    "Nearest": "explain.nearest_lines",
    "Evaluation": "evaluation.evaluation_lines",
    "Addition": "lists.addition_lines",
    "Catalogue": "lists.catalogue_lines",
    "Trace": "trace.trace_lines",
    "Overview": "trace.overview_lines",
    "ThemeEvaluation": "evaluation.theme_evaluation_lines",
    "ForceEvaluation": "evaluation.force_evaluation_lines",
    "QuantityEvaluation": "evaluation.quantity_evaluation_lines",
    "FitReport": "fit.fit_lines",
    "TermsComparison": "terms.terms_lines",
    "TermLife": "terms.term_life_lines",
    "RenameEvaluation": "evaluation.rename_evaluation_lines",
    "TargetReport": "targets.target_lines",
    "PinList": "lists.pin_list_lines",
    "Survey": "survey.survey_lines",
    "CheckReport": "check.check_lines",
    "RuleList": "check.rule_list_lines",
}
"""The functions that write results, by the types of the results."""


def write(result: object, view: View) -> str:
    """`result` as lines of at most `view.width` cells."""
    module, _, name = _WRITERS[type(result).__name__].partition(".")
    lines_of = cast(
        "Callable[[Any, View], Iterator[Text]]",
        getattr(import_module(f"{__name__}.{module}"), name),
    )
    return rendered(lines_of(result, view), view.width, color=view.color)
