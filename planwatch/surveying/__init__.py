"""Surveys of a folder: who takes up what a leading document says, since when and how strongly.

Every document is indexed by itself; the leading one is chosen; where commitments are to be
followed, every other document is aligned with it. Results of both are kept, so that a document
that is added is the only one that is read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planwatch.models import Survey
from planwatch.surveying.asking import Asked
from planwatch.surveying.folder import folder_at
from planwatch.surveying.local import OneProcess, Processes, Runner, cores, processes
from planwatch.surveying.reading import Reading, TooFewReadError
from planwatch.surveying.work import Progress, Step, quiet

__all__ = ["Asked", "Progress", "Step", "TooFewReadError", "survey"]

_FEW = 6
"""So many documents are read in one process sooner than others could be begun."""

_EVERYTHING = Asked()


def survey(
    root: Path,
    asked: Asked = _EVERYTHING,
    *,
    jobs: int = 1,
    scheduler: str = "",
    progress: Progress = quiet,
    early: Callable[[Survey], None] | None = None,
) -> Survey:
    """How the documents of a folder take up what the leading one says.

    The work is done by `jobs` processes (0: one for each processor), or by the workers of the
    Dask `scheduler` at an address; the result is the same. `early` is given a first result,
    without links, as soon as all documents are read. Raises `PlanwatchError` where nothing can be
    answered: no folder, no document that can be read beside the leading one, an unknown lead,
    theme or term.
    """
    asked.check()
    folder = folder_at(root)
    runner = runner_of(jobs, len(folder.documents), scheduler)
    return Reading(folder, asked, runner, progress).survey(early)


def runner_of(jobs: int, documents: int, scheduler: str = "") -> Runner:
    """What does the work: the cluster behind the address of a scheduler, `jobs` processes (0: as
    many as there are processors), or this process where that is quicker."""
    if scheduler:
        from planwatch.surveying.cluster import Cluster  # noqa: PLC0415  (an extra brings it)

        return Cluster(scheduler)
    usual = cores() if documents > _FEW else 1
    count = processes(jobs or usual, documents)
    return Processes(count) if count > 1 else OneProcess()
