"""Surveys: how the documents of a folder take up what a leading one says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from planwatch.errors import PlanwatchError
from planwatch.models.comparison import Certainty, Force, Relation
from planwatch.models.documents import PlanInfo, Span, Strength
from planwatch.models.themes import Presence

SurveyBy = Literal["theme", "term", "commitment"]
LeadBy = Literal["named", "catalog", "earliest"]
"""Who says which document leads: the user, the catalog, or its date."""


class DatedBy(StrEnum):
    """What a document's date rests on."""

    CATALOG = "catalog"
    TEXT = "text"
    """The text says when it was issued."""
    PERIOD = "period"
    """Only the period that it is for is known: its first year, of a review its last one."""
    NAME = "name"
    """Nothing but a year in the name of the file."""
    UNKNOWN = "unknown"


def chronological(when: str, id: str) -> tuple[bool, str, str]:
    """What documents are sorted by: those without a date last, of the same date by id."""
    return not when, when, id


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an indexed document: `span` counts in its text, `reading` is its mainland
    wording on one line.

    `id`, `number` and `sentence` mean what they mean in `Commitment`; `numbers` are the printed
    numbers above it.
    """

    id: str
    span: Span
    numbers: tuple[str, ...]
    sentence: int
    reading: str
    comparable: bool
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class ThemePosting:
    """Where a document speaks of a theme: places of its sentences.

    `about` are comparable commitments on it, `named` the sentences that only name it. `clearest`
    is the one of which the theme's names make up most; `start` and `end` are the clause of its
    `reading` that names it.
    """

    about: tuple[int, ...]
    named: tuple[int, ...]
    clearest: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentIndex:
    """What a survey needs to know of one document, whatever it is asked.

    `when` is a date or a year ("" where nothing tells), `dated_by` what that rests on. `text` is
    the document that the spans count in; `converted` says that readings differ from it in script.
    `sample` are some of the shingles of its wording, for finding other versions of it.
    """

    info: PlanInfo
    when: str
    dated_by: DatedBy
    text: str
    converted: bool
    sentences: tuple[Sentence, ...]
    headings: tuple[tuple[Span, str], ...]
    themes: Mapping[str, ThemePosting]
    sample: tuple[int, ...]

    @property
    def comparable(self) -> int:
        """How many commitments it makes."""
        return sum(sentence.comparable for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A link of a survey: a commitment of the leading document and one of another document."""

    lead: str
    own: str
    relation: Relation
    certainty: Certainty
    confidence: float
    force: Force


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """What of a document is linked to the leading one: the links of `planwatch diff`."""

    links: tuple[Counterpart, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be surveyed, and why: a message key with its words and figures."""

    path: str
    key: str
    words: Mapping[str, str]
    figures: Mapping[str, int]

    @property
    def values(self) -> Mapping[str, str | int]:
        """What fills the message."""
        return {**self.words, **self.figures}


def unread(path: str, error: PlanwatchError) -> Unread:
    """What is told of a document that a fault keeps from being read."""
    figures = {name: value for name, value in error.values.items() if type(value) is int}
    words = {name: str(value) for name, value in error.values.items() if name not in figures}
    return Unread(path, error.key, words, figures)


@dataclass(frozen=True, slots=True)
class SurveyedDocument:
    """A document of a survey; `commitments` counts the comparable ones, `characters` its length.

    `variant_of` is the id of another document of which it is a version, "" where it is none.
    """

    info: PlanInfo
    when: str
    dated_by: DatedBy
    characters: int
    converted: bool
    commitments: int
    variant_of: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a statement of a survey rests on.

    `text` quotes the source (`text == document[span.start:span.end]`), `reading` is the mainland
    wording of the sentence; `start` and `end` are the telling clause in it. `id` is "" for a
    heading.
    """

    id: str
    span: Span
    numbers: tuple[str, ...]
    sentence: int
    text: str
    reading: str
    start: int
    end: int

    @property
    def clause(self) -> str:
        """The telling clause in its mainland reading."""
        return self.reading[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class Uptake:
    """What one document says on one item of a survey.

    `count` is how often it says the very phrase (terms only). `commitments` are the ids of its
    comparable commitments on the item, `mentions` counts the other sentences that name it. `firm`
    and `unclear` count those commitments of it that are linked to commitments of the leading
    document on the item, `confidence` is that of the surest link, 0 without any. `strength` is the
    strongest governing verb of its commitments. `cited` is where the statement rests.
    """

    document: str
    presence: Presence
    count: int
    commitments: tuple[str, ...]
    mentions: int
    firm: int
    unclear: int
    confidence: float
    strength: Strength | None
    cited: Words
    link: Counterpart | None = None


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """A theme, a formulation or a commitment, and who takes it up.

    `lead` is what the leading document says on it, None where it does not. `uptakes` are the
    others that name it, the earliest first, those without a date last.
    """

    id: str
    name: str
    name_en: str
    lead: Uptake | None
    uptakes: tuple[Uptake, ...]

    @property
    def carriers(self) -> tuple[Uptake, ...]:
        """Those that hold a commitment on it."""
        return tuple(u for u in self.uptakes if u.presence == Presence.COMMITMENT)


@dataclass(frozen=True, slots=True)
class SameText:
    """Two documents that are versions of one text; `shared` and `covered` as in `Likeness`."""

    one: str
    other: str
    shared: float
    covered: float


@dataclass(frozen=True)
class Survey:
    """How the documents of a folder take up what a leading one says.

    `linked` says whether commitments were aligned with those of the leading document. The items
    taken up most come first; `documents` are in order of their dates, the leading one first.
    """

    folder: str
    by: SurveyBy
    lead_by: LeadBy
    linked: bool
    documents: tuple[SurveyedDocument, ...]
    items: tuple[SurveyItem, ...]
    unread: tuple[Unread, ...]
    same: tuple[SameText, ...]

    @property
    def lead(self) -> SurveyedDocument:
        """The leading document."""
        return self.documents[0]

    @cached_property
    def others(self) -> tuple[SurveyedDocument, ...]:
        """The documents beside the leading one that are counted: of one text only one version."""
        return tuple(d for d in self.documents[1:] if d.variant_of not in self.by_id)

    def counted(self, uptakes: Iterable[Uptake]) -> tuple[Uptake, ...]:
        """Those of documents that are counted."""
        ids = {document.info.id for document in self.others}
        return tuple(uptake for uptake in uptakes if uptake.document in ids)

    def earlier(self, document: str) -> bool:
        """Whether a document is known to be older than the leading one."""
        own, lead = self.by_id[document].when, self.lead.when
        shorter = min(len(own), len(lead))
        return own[:shorter] < lead[:shorter]

    @cached_property
    def by_id(self) -> Mapping[str, SurveyedDocument]:
        """The documents by id."""
        return {document.info.id: document for document in self.documents}
