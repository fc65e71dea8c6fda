"""Documents: what a plan is, and the sentences in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal


class PlanKind(StrEnum):
    """What sort of document a plan is; decides how its silence is to be read."""

    SCHEME = "scheme"
    PLAN = "plan"
    REVIEW = "review"
    BRIEFING = "briefing"


class Kind(StrEnum):
    """What a body sentence does."""

    COMMITMENT = "commitment"
    """Promises an action."""
    TARGET = "target"
    """Names a quantity or a state to reach by a date."""
    ACHIEVEMENT = "achievement"
    """Reports a result."""
    CAPTION = "caption"
    """Names the paragraph or item that it opens."""
    CONTEXT = "context"
    """Background, principles, salutations."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document: code points, half open; `line` counts from 1."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Strength:
    """The governing verb of a commitment with its modifiers, and where they put it.

    `word` has … between a modal and a verb that stand apart. `rung` counts on the ladder of
    official verbs in `rules/strength`, modifiers included; `start` and `end` count in `normalized`.
    """

    word: str
    rung: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that measures what the plan is about.

    `quote == document[span.start:span.end]`. `comparator` is = ~ > >= < <=, rank (`value` is the
    place, 1 the best) or growth (`value` counts against `base`). `unit` is 元 for money, % for
    shares, %/年 for yearly rates, 倍 for multiples. `year` is a year, or the words of the period.
    `role` is target, baseline or outcome. `indicator` is the id of a rule, "" where none names
    the metric; `step` one unit of the last digit given; `scope` whom a rank compares with.
    `dated` says whether the text names the year itself; `nature` is 预期性, 约束性 or "".
    """

    quote: str
    span: Span
    metric: str
    comparator: str
    value: float
    unit: str
    year: str
    role: str
    indicator: str = ""
    base: str = ""
    step: float = 0.0
    scope: str = ""
    dated: bool = True
    nature: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a concept is named; `start` and `end` count in `normalized`.

    `concepts` holds the concept's id and those of its broader concepts, narrowest first.
    """

    concepts: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme that a sentence is about or only mentions.

    `start` and `end` count in `normalized`; both are 0 where the theme is that of the
    heading or caption above.
    """

    theme: str
    about: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """What the catalog says of a document.

    `path` is relative to the workspace (or as the user gave it) and `sha256` is that of
    the file's bytes. `title_by` says whether the title stands in the source.
    """

    id: str
    title: str
    kind: PlanKind
    path: str
    sha256: str
    aliases: tuple[str, ...] = ()
    title_by: Literal["source", "editor"] = "editor"
    issuer: str = ""
    date: str = ""
    period: str = ""
    language: str = ""
    predecessor: str = ""
    reviews: str = ""
    variant_of: str = ""
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: its printed marker, its text with the marker, and its place.

    `rank` orders levels, outermost first; `reading` is the mainland wording of `text`.
    """

    number: str
    text: str
    reading: str
    span: Span
    rank: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """One body sentence of a plan.

    `text` quotes the source: `text == document[span.start:span.end]`. `normalized` is its
    mainland wording on one line. `headings` are the headings it stands under, outermost
    first, in the source's script, `heading_readings` the same in mainland wording.
    `number` is the printed marker of the nearest heading or task, `numbers` are all those
    above, outermost first; `sentence` counts the
    sentences of its paragraph from 1; `caption_id` names the sentence that opens its
    paragraph ("" where none does). `places[i]` is the place in `text` of the source of
    `normalized[i]`; its first `lead` characters are a printed marker (一是).
    """

    id: str
    number: str
    headings: tuple[str, ...]
    heading_readings: tuple[str, ...]
    text: str
    normalized: str
    span: Span
    kind: Kind
    comparable: bool
    sentence: int
    caption_id: str = ""
    places: Sequence[int] = ()
    lead: int = 0
    numbers: tuple[str, ...] = ()
    concepts: tuple[Mention, ...] = ()
    topics: tuple[Topic, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    strength: Strength | None = None

    @property
    def themes(self) -> tuple[str, ...]:
        """The ids of the themes that the sentence is about."""
        return tuple(dict.fromkeys(topic.theme for topic in self.topics if topic.about))

    @property
    def body(self) -> str:
        """The mainland reading without the printed marker."""
        return self.normalized[self.lead :].lstrip()

    def quote(self, start: int, end: int) -> str:
        """The source of `normalized[start:end]`."""
        last = self.places[end] if end < len(self.places) else len(self.text)
        return self.text[self.places[start] : last].strip()


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Text that was set aside, and why (a key of `rules/messages`, `unparsed.…`)."""

    span: Span
    reason: str


@dataclass(frozen=True)
class Plan:
    """A document as read: its sentences, its outline, and what was set aside.

    `document` is the decoded text that every span counts in; `converted` says that
    `normalized` is a mainland reading of a Traditional source; `characters` counts the
    document's code points.
    """

    info: PlanInfo
    document: str
    converted: bool
    characters: int
    headings: tuple[Heading, ...]
    commitments: tuple[Commitment, ...]
    unparsed: tuple[Unparsed, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Commitment]:
        """The sentences by id."""
        return {c.id: c for c in self.commitments}

    @property
    def comparable(self) -> tuple[Commitment, ...]:
        """The commitments that can be linked, appear or be dropped."""
        return tuple(c for c in self.commitments if c.comparable)

    @property
    def untagged(self) -> tuple[Commitment, ...]:
        """The comparable commitments that are about no theme."""
        return tuple(c for c in self.comparable if not c.themes)

    @property
    def readings(self) -> tuple[str, ...]:
        """The mainland readings of all headings and sentences."""
        return (*(h.reading for h in self.headings), *(c.normalized for c in self.commitments))
