"""Reports in Markdown (GitHub's dialect), for a memo or a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from planwatch.models import (
    CheckReport,
    Comparison,
    Overview,
    TargetReport,
    TermLife,
    TermsComparison,
    Trace,
)
from planwatch.report.markdown.check import check_blocks
from planwatch.report.markdown.diff import diff_blocks
from planwatch.report.markdown.targets import target_blocks
from planwatch.report.markdown.terms import term_life_blocks, terms_blocks
from planwatch.report.markdown.trace import overview_blocks, trace_blocks
from planwatch.report.view import View

_WRITERS: Mapping[type, Callable[[Any, View], Iterator[str]]] = {
    Comparison: diff_blocks,
    Trace: trace_blocks,
    Overview: overview_blocks,
    TermsComparison: terms_blocks,
    TermLife: term_life_blocks,
    TargetReport: target_blocks,
    CheckReport: check_blocks,
}


def write(result: object, view: View) -> str:
    """`result` as blocks with an empty line between them."""
    return "\n\n".join(_WRITERS[type(result)](result, view)) + "\n"
