"""Reports: one module per format, each a pure function from a result to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from planwatch.models import (
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
        TargetReport,
        TermLife,
        TermsComparison,
        ThemeEvaluation,
        Trace,
    )
    from planwatch.report.view import Catalogue, View

    Result = (
        Comparison
        | Plan
        | Explanation
        | Nearest
        | Evaluation
        | Catalogue
        | Trace
        | Overview
        | Dossier
        | ThemeEvaluation
        | FitReport
        | QuantityEvaluation
        | ForceEvaluation
        | RenameEvaluation
        | TargetReport
        | TermLife
        | TermsComparison
        | PinList
        | CheckReport
        | RuleList
        | Addition
    )

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "planwatch.report.terminal",
        "json": "planwatch.report.json",
        "markdown": "planwatch.report.markdown",
        "github": "planwatch.report.github",
        "sarif": "planwatch.report.sarif",
        "junit": "planwatch.report.junit",
        "html": "planwatch.report.html",
    }
)
"""Formats and the modules that write them; a new format is one line and one module."""


def render(result: Result, format: str, view: View) -> str:
    """`result` in `format` (one of `FORMATS`), ending in a line end."""
    write = cast("Callable[[Result, View], str]", import_module(FORMATS[format]).write)
    return write(result, view)
