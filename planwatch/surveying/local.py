"""Where the work on each document is done: in this process, or in several of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from planwatch.errors import PlanwatchError
from planwatch.surveying.documents import Job, Shared, Task

AHEAD = 4
"""Documents for each worker that are read in advance: what bounds the memory they take."""

_MOST = 4
"""Processes for each processor."""
_MOST_WINDOWS = 61
"""So many processes one can wait for on Windows."""


class Runner(Protocol):
    """Does the work on many documents; the results come in the order of the documents."""

    def run(self, task: Task, shared: Shared, jobs: Iterable[Job]) -> Iterator[bytes]:
        """The results of a task, one for each job."""
        ...


class OneProcess:
    """Works on one document after the other, here."""

    def run(self, task: Task, shared: Shared, jobs: Iterable[Job]) -> Iterator[bytes]:
        """The results of a task, one for each job."""
        return (task(job, shared) for job in jobs)


class Processes:
    """Works in several processes of this machine."""

    def __init__(self, count: int) -> None:
        self._count = count

    def run(self, task: Task, shared: Shared, jobs: Iterable[Job]) -> Iterator[bytes]:
        """The results of a task, one for each job. Raises `PlanwatchError` when a process dies."""
        before = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(
            self._count, multiprocessing.get_context("spawn"), _begin, (task, shared)
        )
        done = False
        try:
            yield from in_order((_submitted(pool, job) for job in jobs), AHEAD * self._count)
            done = True
        except BrokenProcessPool:
            raise PlanwatchError("error.worker") from None
        finally:
            if not done:
                for process in set(multiprocessing.active_children()) - before:
                    process.terminate()
            pool.shutdown(wait=True, cancel_futures=True)


def in_order(futures: Iterable[Future[bytes]], ahead: int) -> Iterator[bytes]:
    """The results of futures in their order, of which so many are begun in advance."""
    waiting: deque[Future[bytes]] = deque()
    for future in futures:
        waiting.append(future)
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def processes(wanted: int, documents: int) -> int:
    """How many processes are begun where so many are wanted: no more than there are documents,
    and few more than processors, which would only take memory."""
    return min(wanted, documents, _MOST * cores(), _MOST_WINDOWS)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _submitted(pool: ProcessPoolExecutor, job: Job) -> Future[bytes]:
    """Have a job done. Raises `BrokenProcessPool`."""
    with _undisturbed():
        try:
            return pool.submit(_work, job)
        except (OSError, ValueError) as error:  # a worker died while another one was begun
            raise BrokenProcessPool(str(error)) from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back for a moment. Processes that begin in it never hear of it: this one ends
    them, and so they say nothing."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_given: list[tuple[Task, Shared]] = []
"""What a worker process was begun with."""


def _begin(task: Task, shared: Shared) -> None:
    _given[:] = [(task, shared)]


def _work(job: Job) -> bytes:
    task, shared = _given[0]
    return task(job, shared)
