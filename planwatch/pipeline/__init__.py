"""The order of the stages: the only package that knows it.

`scoring`, `finding` and `reporting` stand apart: what only measures, judges or hands on is not
loaded with what users ask for every day.
"""

from planwatch.pipeline.comparing import (
    align,
    aligner_of,
    commitments_of,
    compare,
    compare_plans,
    explain,
    targets,
    term,
    terms,
)
from planwatch.pipeline.plans import (
    commitment_id,
    describe_text,
    load_plan,
    nearest_text,
    plan_from_text,
    plan_of,
)
from planwatch.pipeline.tracing import theme_of, trace, trace_all

__all__ = [
    "align",
    "aligner_of",
    "commitment_id",
    "commitments_of",
    "compare",
    "compare_plans",
    "describe_text",
    "explain",
    "load_plan",
    "nearest_text",
    "plan_from_text",
    "plan_of",
    "targets",
    "term",
    "terms",
    "theme_of",
    "trace",
    "trace_all",
]
