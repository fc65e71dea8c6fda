"""planwatch: git diff for policy.

`planwatch.diff("14", "15")` returns the frozen `Comparison`; nothing prints. Everything is
imported when it is first used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planwatch.models import Comparison, Plan, Trace

__all__ = ["diff", "show", "trace"]


def diff(old: str, new: str, *, workspace: Path | None = None) -> Comparison:
    """What became of the commitments of `old` in `new` (ids, aliases or paths of texts).

    The workspace is sought at and above `workspace`, by default the working folder. Raises
    `planwatch.errors.PlanwatchError` when a document cannot be read or holds no commitment.
    """
    from planwatch import pipeline  # noqa: PLC0415
    from planwatch.workspace import find_workspace  # noqa: PLC0415

    return pipeline.compare(find_workspace(workspace), old, new)


def show(plan: str, *, workspace: Path | None = None) -> Plan:
    """The outline and sentences of a plan. Workspace and errors as for `diff`."""
    from planwatch import pipeline  # noqa: PLC0415
    from planwatch.workspace import find_workspace  # noqa: PLC0415

    return pipeline.load_plan(find_workspace(workspace), plan)


def trace(query: str, *, workspace: Path | None = None) -> Trace:
    """The life of a theme, a phrase or a commitment (`14/3.1.2.1`) through all plans.

    Workspace and errors as for `diff`.
    """
    from planwatch import pipeline  # noqa: PLC0415
    from planwatch.workspace import find_workspace  # noqa: PLC0415

    return pipeline.trace(find_workspace(workspace), query)
