"""What is worked out for each document by itself, wherever that happens.

`index_document` and `link_document` are pure functions of a document and of what all documents of
a survey have in common; they know no paths and read no files. So they run in this process, in
others of this machine or on other machines, with the same result.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

from planwatch.align import Aligner
from planwatch.codec import decode, encode
from planwatch.errors import PlanwatchError
from planwatch.likeness import sample
from planwatch.models import (
    Counterpart,
    DocumentIndex,
    DocumentLinks,
    Pin,
    Plan,
    PlanInfo,
    Unread,
    unread,
)
from planwatch.pipeline.comparing import align
from planwatch.pipeline.plans import Reader
from planwatch.read import extract
from planwatch.rules import RuleSet
from planwatch.survey import index_of
from planwatch.words import Segmenter

Noun = TypeVar("Noun", bound=DocumentIndex | DocumentLinks)
_KNOWN, _FAILED = b"+", b"-"
_MOST_UNPACKED = 200_000_000
"""Bytes; the index of the longest text that is read takes about a tenth of it."""


@dataclass(frozen=True)
class Shared:
    """What all documents of a survey have in common: the rules, and once it is known the leading
    document, with reviewers' decisions on pairs of it."""

    rules: RuleSet
    lead: Plan | None = None
    pins: tuple[Pin, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @cached_property
    def reader(self) -> Reader:
        """What reads documents by the rules."""
        return Reader(self.rules)

    @cached_property
    def aligner(self) -> Aligner:
        """The aligner of the leading document, whose words are looked up once for all others."""
        assert self.lead is not None
        return Aligner(self.lead, self.lead, self.rules, Segmenter.of(self.lead))


@dataclass(frozen=True)
class Job:
    """One document: its bytes, and what is known of it. Of a document that no catalog lists the
    text itself says what it is."""

    info: PlanInfo
    data: bytes
    catalogued: bool


Task = Callable[[Job, Shared], bytes]


def index_document(job: Job, shared: Shared) -> DocumentIndex:
    """The index of a document. Raises `PlanwatchError` when it cannot be read or holds nothing
    that can be compared."""
    text = extract(job.data, job.info.path)
    reader = shared.reader
    read = reader.read_text if job.catalogued else reader.read_described
    plan = read(text, job.info)
    return index_of(plan, sample("".join(plan.readings)), catalogued=job.catalogued)


def link_document(job: Job, shared: Shared) -> DocumentLinks:
    """The links between the leading document and another one, whose text is the job's data.

    Raises `PlanwatchError` when a reviewer's decision is about words that are gone.
    """
    plan = shared.reader.read_text(job.data.decode("utf-8", "surrogatepass"), job.info)
    found = align(shared.aligner.beside(plan, Segmenter.of(plan)), shared.pins)
    return DocumentLinks(
        tuple(
            Counterpart(x.old, x.new, x.relation, x.certainty, x.confidence, x.force)
            for x in found.links
        )
    )


def index_task(job: Job, shared: Shared) -> bytes:
    """`index_document`, with its result or its failure as bytes."""
    return _as_bytes(job, DocumentIndex, lambda: index_document(job, shared))


def link_task(job: Job, shared: Shared) -> bytes:
    """`link_document`, with its result or its failure as bytes."""
    return _as_bytes(job, DocumentLinks, lambda: link_document(job, shared))


def result(kind: type[Noun], data: bytes) -> Noun | Unread:
    """What the bytes of a task say. Raises `DecodeError` for bytes that are none."""
    body = data[1:]
    if data[:1] == _FAILED:
        return decode(Unread, body)
    return decode(kind, _unpacked(body))


def succeeded(data: bytes) -> bool:
    """Whether the bytes of a task hold a result, and no failure."""
    return data[:1] == _KNOWN


def failed(one: Unread) -> bytes:
    """The bytes of a document that cannot be read, as a task would give them."""
    return _FAILED + encode(Unread, one)


def _as_bytes(job: Job, kind: type[Noun], make: Callable[[], Noun]) -> bytes:
    try:
        return _KNOWN + zlib.compress(encode(kind, make()))
    except PlanwatchError as error:
        return failed(unread(job.info.path, error))


def _unpacked(body: bytes) -> bytes:
    """The bytes behind compressed ones; none where they are damaged or would be enormous."""
    unpacking = zlib.decompressobj()
    try:
        return unpacking.decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return b""
