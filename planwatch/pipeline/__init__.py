"""The order of the stages: the only package that knows it.

Loading all stages takes longer than looking up what is kept, so that each of the names below is
loaded when it is first used. `scoring`, `finding` and `reporting` stand apart: what only measures,
judges or hands on is asked for by its name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planwatch.pipeline.comparing import (
        align,
        aligner_of,
        commitments_of,
        compare_plans,
        explain,
        targets,
        term,
        terms,
    )
    from planwatch.pipeline.keeping import accuracy, compare, load_plan
    from planwatch.pipeline.plans import describe_text, nearest_text, plan_from_text, plan_of
    from planwatch.pipeline.references import commitment_id
    from planwatch.pipeline.reporting import dossier
    from planwatch.pipeline.tracing import theme_of, trace, trace_all

__all__ = [
    "accuracy",
    "align",
    "aligner_of",
    "commitment_id",
    "commitments_of",
    "compare",
    "compare_plans",
    "describe_text",
    "dossier",
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

_HOMES = {
    "comparing": "align aligner_of commitments_of compare_plans explain targets term terms",
    "keeping": "accuracy compare load_plan",
    "plans": "describe_text nearest_text plan_from_text plan_of",
    "references": "commitment_id",
    "reporting": "dossier",
    "tracing": "theme_of trace trace_all",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """A name of the package, from the module that it is defined in."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
