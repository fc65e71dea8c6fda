"""Reports for a terminal: Chinese characters line up, and no document can steer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.text import Text

from planwatch.models import (
    CheckReport,
    Comparison,
    Evaluation,
    Explanation,
    FitReport,
    Nearest,
    Overview,
    PinList,
    Plan,
    QuantityEvaluation,
    RenameEvaluation,
    RuleList,
    TargetReport,
    TermLife,
    TermsComparison,
    ThemeEvaluation,
    Trace,
)
from planwatch.report.layout import rendered
from planwatch.report.terminal.check import check_lines, rule_list_lines
from planwatch.report.terminal.diff import diff_lines
from planwatch.report.terminal.evaluation import (
    evaluation_lines,
    quantity_evaluation_lines,
    rename_evaluation_lines,
    theme_evaluation_lines,
)
from planwatch.report.terminal.explain import explanation_lines, nearest_lines
from planwatch.report.terminal.fit import fit_lines
from planwatch.report.terminal.lists import catalogue_lines, pin_list_lines
from planwatch.report.terminal.show import plan_lines
from planwatch.report.terminal.targets import target_lines
from planwatch.report.terminal.terms import term_life_lines, terms_lines
from planwatch.report.terminal.trace import overview_lines, trace_lines
from planwatch.report.view import Catalogue, View

_WRITERS: Mapping[type, Callable[[Any, View], Iterator[Text]]] = {
    Comparison: diff_lines,
    Plan: plan_lines,
    Explanation: explanation_lines,
    Nearest: nearest_lines,
    Evaluation: evaluation_lines,
    Catalogue: catalogue_lines,
    Trace: trace_lines,
    Overview: overview_lines,
    ThemeEvaluation: theme_evaluation_lines,
    QuantityEvaluation: quantity_evaluation_lines,
    FitReport: fit_lines,
    TermsComparison: terms_lines,
    TermLife: term_life_lines,
    RenameEvaluation: rename_evaluation_lines,
    TargetReport: target_lines,
    PinList: pin_list_lines,
    CheckReport: check_lines,
    RuleList: rule_list_lines,
}


def write(result: object, view: View) -> str:
    """`result` as lines of at most `view.width` cells."""
    lines = _WRITERS[type(result)](result, view)
    return rendered(lines, view.width, color=view.color)
