"""Where the work on each document is done: on a Dask cluster (the extra `dask`).

The workers get the rules, the leading document and the bytes of documents, and no paths; they need
planwatch installed in the same version, and no folder in common with this machine. Who can reach
the scheduler can run code on the workers: only a cluster that you trust will do.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from planwatch.errors import PlanwatchError
from planwatch.surveying.documents import Job, Shared, Task
from planwatch.surveying.local import AHEAD, in_order

_WAIT = 10
"""Seconds in which a scheduler must answer."""
_GRACE = 2
"""Seconds more in which the library says itself that it did not."""
_LIBRARIES = ("planwatch", "jieba", "opencc-python-reimplemented", "rapidfuzz", "ahocorasick-rs")
"""What results depend on."""


class Cluster:
    """Works on the workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._distributed = _library()

    def run(self, task: Task, shared: Shared, jobs: Iterable[Job]) -> Iterator[bytes]:
        """The results of a task, one for each job.

        Raises `PlanwatchError`: no scheduler at that address, no workers or other versions of
        what results depend on, a worker that dies.
        """
        waiting = iter(jobs)
        first = next(waiting, None)
        if first is None:
            return
        client = self._client()
        try:
            ahead = AHEAD * _ready(client, self._address)
            common = client.scatter(shared, broadcast=True, hash=False)
            everything = (job for part in ((first,), waiting) for job in part)
            futures = (client.submit(task, job, common, pure=False) for job in everything)
            yield from in_order(futures, ahead)
        except self._failures() as error:
            why = type(error).__name__
            raise PlanwatchError("error.cluster", address=self._address, why=why) from None
        finally:
            client.close()

    def _client(self) -> Any:
        """A client of the scheduler. The library waits without end for whoever takes a connection
        and says nothing, so it waits in a thread that ends with the process."""
        made: Future[Any] = Future()

        def connect() -> None:
            try:
                client = self._distributed.Client
                made.set_result(client(self._address, timeout=_WAIT, set_as_default=False))
            except Exception as error:  # whatever the library makes of an address
                made.set_exception(error)

        threading.Thread(target=connect, daemon=True).start()
        try:
            return made.result(timeout=_WAIT + _GRACE)
        except Exception as error:
            why = type(error).__name__
            raise PlanwatchError("error.cluster", address=self._address, why=why) from None

    def _failures(self) -> tuple[type[BaseException], ...]:
        found = self._distributed
        return found.scheduler.KilledWorker, found.comm.CommClosedError, OSError, TimeoutError


def versions() -> tuple[str, ...]:
    """Python and the libraries that results depend on, as they are where this runs."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return (python, *(f"{name} {_version(name)}" for name in _LIBRARIES))


def _ready(client: Any, address: str) -> int:
    """How many threads the workers have. Raises `PlanwatchError` where results could differ."""
    threads = int(sum(client.nthreads().values()))
    if not threads:
        raise PlanwatchError("error.cluster", address=address, why="no workers")
    own = versions()
    try:
        workers = client.run(versions)
    except Exception:  # theirs: planwatch is missing there, or another one
        why = "no planwatch on the workers"
        raise PlanwatchError("error.cluster", address=address, why=why) from None
    for worker, found in sorted(workers.items()):
        if other := [name for name in found if name not in own]:
            raise PlanwatchError("error.cluster-version", worker=worker, found=", ".join(other))
    return threads


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _library() -> Any:
    """The library of the extra. Raises `PlanwatchError` with the command that installs it."""
    try:
        import distributed  # noqa: PLC0415  (slow, and of an extra)
    except ImportError:
        raise PlanwatchError("error.extra-needed", option="--scheduler", extra="dask") from None
    return distributed
