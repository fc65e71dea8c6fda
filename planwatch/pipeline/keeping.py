"""What is kept from one command to the next: documents as read, and comparisons.

Each is known by everything that it depends on: the documents with what the catalog says of them,
the rules, the reviewers' decisions. So nothing that is kept can be out of date, and the stages
know nothing of it: they are loaded where something is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from planwatch.codec import encode
from planwatch.errors import PlanwatchError
from planwatch.kept import kept
from planwatch.models import Accuracy, Alignment, Comparison, Plan, PlanInfo, PlanKind
from planwatch.pipeline.references import sources_of
from planwatch.workspace import Source, Workspace

if TYPE_CHECKING:
    from planwatch.pipeline.plans import Reader


def load_plan(workspace: Workspace, reference: str) -> Plan:
    """The document that an id, an alias or a path names, read, parsed and tagged.

    Raises `PlanwatchError` when it cannot be read or holds nothing that can be compared.
    """
    return plans_of(workspace, [workspace.source(reference)])[0]


def plans_of(workspace: Workspace, sources: Sequence[Source]) -> list[Plan]:
    """Some documents, read, parsed and tagged. Raises as `load_plan` does."""

    @cache
    def reader() -> Reader:
        from planwatch.pipeline.plans import Reader

        return Reader(workspace.rules)

    unchanged = partial(_unchanged, workspace)
    return [
        kept(
            "plan",
            Plan,
            _parts(workspace, source),
            partial(_read, reader, source),
            unchanged=unchanged,
        )
        for source in sources
    ]


def timeline(workspace: Workspace) -> list[Plan]:
    """The plans in their order, without other versions of the same text."""
    sources = [workspace.source(info.id) for info in workspace.timeline]
    if not sources:
        raise PlanwatchError("error.no-plans")
    return plans_of(workspace, sources)


def compare(workspace: Workspace, old: str, new: str) -> Comparison:
    """What became of the commitments of `old` in `new`, with reviewers' decisions.

    A review of the old plan that the catalog lists is read too, for what became of its targets.
    """
    return compare_sources(workspace, sources_of(workspace, old, new))


def compare_sources(workspace: Workspace, pair: Sequence[Source]) -> Comparison:
    """The same for two documents as they were found."""
    sources = [*pair, *_reviews(workspace, pair)]
    pins = workspace.pins_data
    parts = [pins, *(part for source in sources for part in _parts(workspace, source))]
    plans = plans_of(workspace, sources)

    def compared() -> Comparison:
        from planwatch.pipeline.comparing import compare_with_targets

        return compare_with_targets(workspace, plans)

    unchanged = partial(_unchanged, workspace, pins)
    return kept("comparison", Comparison, parts, compared, plans, unchanged=unchanged)


def alignment_of(workspace: Workspace, old: Plan, new: Plan) -> Alignment:
    """The links of two plans of the catalog, after reviewers' decisions. Raises as `align` does."""
    pins = workspace.pins_data
    sources = [workspace.source(plan.info.id) for plan in (old, new)]
    parts = [pins, *(part for source in sources for part in _parts(workspace, source))]

    def aligned() -> Alignment:
        from planwatch.pipeline.comparing import align_plans

        return align_plans(workspace, old, new)

    unchanged = partial(_unchanged, workspace, pins)
    return kept("alignment", Alignment, parts, aligned, unchanged=unchanged)


def accuracy(workspace: Workspace) -> Accuracy:
    """How well planwatch does, as measured."""
    return kept(
        "accuracy",
        Accuracy,
        [workspace.rules_digest],
        lambda: workspace.rules.accuracy,
        unchanged=partial(_unchanged, workspace),
    )


def _unchanged(workspace: Workspace, pins: bytes | None = None) -> bool:
    """Whether the rules, and pins where they count, are still those that the key names: nobody
    has saved a file meanwhile."""
    same = pins is None or workspace.pins_data == pins
    return same and workspace.rules_now() == workspace.rules_digest


def _read(reader: Callable[[], Reader], source: Source) -> Plan:
    return reader().read(source)


def _parts(workspace: Workspace, source: Source) -> list[bytes]:
    """What a document as read depends on."""
    return [workspace.rules_digest, encode(PlanInfo, source.info), source.data]


def _reviews(workspace: Workspace, sources: Sequence[Source]) -> list[Source]:
    """The review of the first of two plans, where neither is one and the catalog lists one."""
    if PlanKind.REVIEW in [source.info.kind for source in sources]:
        return []
    plan = sources[0].info.id
    found = [info.id for info in workspace.timeline if info.reviews == plan]
    return [workspace.source(id) for id in found[:1]]
