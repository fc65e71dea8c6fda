"""The work on all documents of a folder: looked up where it was done before, else done now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from planwatch.cache import Cache, key_of
from planwatch.codec import DecodeError, encode
from planwatch.errors import PlanwatchError
from planwatch.models import DocumentIndex, DocumentLinks, PlanInfo, Unread, unread
from planwatch.surveying.documents import (
    Job,
    Shared,
    Task,
    failed,
    index_task,
    link_task,
    result,
    succeeded,
)
from planwatch.surveying.local import Runner


@dataclass(frozen=True, slots=True)
class Step:
    """How far a survey is: `stage` is index or links, `fresh` counts the documents on which work
    had to be done now."""

    stage: str
    done: int
    total: int
    fresh: int


Progress = Callable[[Step], None]


def quiet(_step: Step) -> None:
    """Tell nobody."""


@dataclass
class Work:
    """Works on documents and keeps the results; in memory they stay as compressed bytes.

    `depends` are all things but the document that results depend on.
    """

    cache: Cache
    runner: Runner
    depends: Sequence[bytes]
    progress: Progress = quiet
    total: int = 0
    _fresh: int = field(default=0, init=False)

    def indexes(self, jobs: Iterable[Job | Unread], shared: Shared) -> Iterator[bytes]:
        """The indexes of documents, as bytes; those that cannot be read stay what they are."""
        return self._results(_Stage("index", index_task, DocumentIndex), jobs, shared, self.depends)

    def links(
        self, jobs: Iterable[Job | Unread], shared: Shared, depends: Sequence[bytes]
    ) -> Iterator[bytes]:
        """The links of documents with the leading one, on which `depends` depends too."""
        stage = _Stage("links", link_task, DocumentLinks)
        return self._results(stage, jobs, shared, [*self.depends, *depends])

    def _results(
        self,
        stage: _Stage,
        jobs: Iterable[Job | Unread],
        shared: Shared,
        depends: Sequence[bytes],
    ) -> Iterator[bytes]:
        known: dict[int, bytes] = {}
        keys: list[str] = []

        def missing() -> Iterator[Job]:
            for place, job in enumerate(jobs):
                if isinstance(job, Unread):
                    keys.append("")
                    known[place] = failed(job)
                    continue
                info = encode(PlanInfo, job.info)
                keys.append(key_of(*depends, info, str(job.catalogued), job.data))
                found = self.cache.get(stage.kept, keys[-1])
                if found is not None and _sound(stage.kind, found):
                    known[place] = found
                else:
                    yield job

        fresh = self.runner.run(stage.task, shared, missing())
        yield from self._merged(stage, fresh, known, keys)

    def _merged(
        self,
        stage: _Stage,
        fresh: Iterator[bytes],
        known: dict[int, bytes],
        keys: list[str],
    ) -> Iterator[bytes]:
        """What is known and what is worked out, in the order of the documents."""
        done = worked = 0
        for data in fresh:
            while done in known:
                yield known.pop(done)
                done += 1
                self.progress(Step(stage.name, done, self.total, worked))
            if succeeded(data):
                self.cache.put(stage.kept, keys[done], data)
            done, worked = done + 1, worked + 1
            self.progress(Step(stage.name, done, self.total, worked))
            yield data
        while done in known:
            yield known.pop(done)
            done += 1
            self.progress(Step(stage.name, done, self.total, worked))


@dataclass(frozen=True, slots=True)
class _Stage:
    """A kind of work: its task, and what that makes."""

    name: str
    task: Task
    kind: type[DocumentIndex | DocumentLinks]

    @property
    def kept(self) -> str:
        """How its results are called in the cache."""
        return f"survey{self.name}"


def _sound(kind: type[DocumentIndex | DocumentLinks], data: bytes) -> bool:
    """Whether kept bytes are what they should be: they are not trusted blindly."""
    try:
        return not isinstance(result(kind, data), Unread)
    except DecodeError:
        return False


def job_or_unread(make: Callable[[], Job], path: str) -> Job | Unread:
    """A document with its bytes, or why they cannot be had."""
    try:
        return make()
    except PlanwatchError as error:
        return unread(path, error)
