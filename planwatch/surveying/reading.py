"""One survey: all documents are indexed, the leading one is chosen, the others answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from planwatch.cache import user_cache
from planwatch.codec import encode
from planwatch.errors import PlanwatchError
from planwatch.models import (
    DocumentIndex,
    DocumentLinks,
    LeadBy,
    PlanInfo,
    SameText,
    Survey,
    SurveyedDocument,
    Unread,
    chronological,
)
from planwatch.pipeline.plans import Reader
from planwatch.survey import Answers, Question
from planwatch.surveying.asking import Asked, question
from planwatch.surveying.documents import Job, Shared, result
from planwatch.surveying.folder import Document, Folder
from planwatch.surveying.lead import lead_of
from planwatch.surveying.local import Runner
from planwatch.surveying.versions import same_texts, versions
from planwatch.surveying.work import Progress, Work, job_or_unread


class TooFewReadError(PlanwatchError):
    """Fewer than two documents can be read; `unread` says why."""

    def __init__(self, read: int, unread: Sequence[Unread]) -> None:
        super().__init__("error.survey-alone", read=read, unread=len(unread))
        self.unread = tuple(unread)


class Reading:
    """Reads the documents of a folder; of each it keeps what is small, and its index packed."""

    def __init__(self, folder: Folder, asked: Asked, runner: Runner, progress: Progress) -> None:
        self._folder, self._asked = folder, asked
        self._lead = folder.named(asked.lead) if asked.lead else None
        elsewhere = [self._lead] if self._lead and self._lead not in folder.documents else []
        self._all = (*elsewhere, *folder.documents)
        depends = [folder.workspace.rules_digest]
        self._work = Work(user_cache(), runner, depends, progress)
        self._unread: list[Unread] = []
        self._documents: list[SurveyedDocument] = []
        self._packed: list[bytes] = []
        self._samples: list[tuple[int, ...]] = []

    def survey(self, early: Callable[[Survey], None] | None = None) -> Survey:
        """The survey; `early` is given what is known before any links."""
        self._index()
        place, lead_by = self._leading()
        lead = self._at(place)
        workspace = self._folder.workspace
        plan = Reader(workspace.rules).read_text(lead.text, lead.info)
        asking = question(self._asked, lead, plan, workspace)
        others = [other for other in range(len(self._packed)) if other != place]
        answers = Answers(asking)
        if not self._asked.linked or early:
            for other in others:
                answers.add(self._at(other))
            first = self._told(answers, place, lead_by, linked=False)
            if not self._asked.linked:
                return first
            if early:
                early(first)
        pins = workspace.pins if self._folder.catalogued else ()
        pinned = workspace.pins_data if self._folder.catalogued else b""
        depends = [encode(PlanInfo, lead.info), lead.text.encode("utf-8", "surrogatepass"), pinned]
        answers = self._linked(asking, others, Shared(workspace.rules, plan, pins), depends)
        return self._told(answers, place, lead_by, linked=True)

    def _index(self) -> None:
        """Index all documents. Raises `PlanwatchError` where no two of them can be read."""
        jobs = (self._job(document) for document in self._all)
        self._work.total = len(self._all)
        for data in self._work.indexes(jobs, Shared(self._folder.workspace.rules)):
            index = result(DocumentIndex, data)
            if isinstance(index, Unread):
                self._unread.append(index)
                continue
            self._packed.append(data)
            self._samples.append(index.sample)
            self._documents.append(_document(index))
        if len(self._packed) < 2:
            raise TooFewReadError(len(self._packed), self._unread)

    def _job(self, document: Document) -> Job | Unread:
        read = self._folder.outside if document is self._lead and document.path else None
        make = read or self._folder.job
        return job_or_unread(lambda: make(document), document.info.path)

    def _leading(self) -> tuple[int, LeadBy]:
        """The place of the leading document among those read. Raises `PlanwatchError`."""
        infos = [document.info for document in self._documents]
        if self._lead is None:
            return lead_of(infos, [(d.when, d.dated_by) for d in self._documents])
        for place, info in enumerate(infos):
            if info.id == self._lead.info.id:
                return place, "named"
        failed = next(one for one in self._unread if one.path == self._lead.info.path)
        raise PlanwatchError(failed.key, **failed.values)

    def _at(self, place: int) -> DocumentIndex:
        index = result(DocumentIndex, self._packed[place])
        assert isinstance(index, DocumentIndex)
        return index

    def _linked(
        self, asking: Question, others: Sequence[int], shared: Shared, depends: Sequence[bytes]
    ) -> Answers:
        """The answers with links; a document that cannot be aligned answers without."""
        answers = Answers(asking)
        self._work.total = len(others)
        found = self._work.links(self._texts(others), shared, depends)
        for other, data in zip(others, found, strict=True):
            links = result(DocumentLinks, data)
            if isinstance(links, Unread):
                self._unread.append(links)
                links = DocumentLinks(())
            answers.add(self._at(other), links)
        return answers

    def _texts(self, others: Sequence[int]) -> Iterator[Job]:
        for index in map(self._at, others):
            yield Job(index.info, index.text.encode("utf-8", "surrogatepass"), True)

    def _told(self, answers: Answers, lead: int, lead_by: LeadBy, *, linked: bool) -> Survey:
        same = self._same
        order = [document.info.id for document in sorted(self._documents, key=_order)]
        first_of = versions(same, order)
        documents = [
            replace(d, variant_of=d.info.variant_of or first_of.get(d.info.id, ""))
            for d in self._documents
        ]
        first = documents.pop(lead)
        return Survey(
            folder=str(self._folder.root),
            by=self._asked.by,
            lead_by=lead_by,
            linked=linked,
            documents=(first, *sorted(documents, key=_order)),
            items=answers.items,
            unread=tuple(self._unread),
            same=same,
        )

    @cached_property
    def _same(self) -> tuple[SameText, ...]:
        """The documents that are versions of one text."""
        return tuple(same_texts(self._samples, self._at))


def _document(index: DocumentIndex) -> SurveyedDocument:
    return SurveyedDocument(
        info=index.info,
        when=index.when,
        dated_by=index.dated_by,
        characters=len(index.text),
        converted=index.converted,
        commitments=index.comparable,
    )


def _order(document: SurveyedDocument) -> tuple[bool, str, str]:
    return chronological(document.when, document.info.id)
