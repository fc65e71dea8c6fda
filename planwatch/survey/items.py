"""What a survey asks of every document: themes, formulations, commitments of the leading one.

Each kind of question knows its items and answers for one document at a time, so that the
documents can be read one after the other and only the answers are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from ahocorasick_rs import AhoCorasick

from planwatch.models import (
    Counterpart,
    DocumentIndex,
    DocumentLinks,
    Sentence,
    Span,
    SurveyItem,
    Uptake,
    Words,
    chronological,
)
from planwatch.rules import Theme
from planwatch.survey.clauses import clause_with
from planwatch.survey.uptake import NO_LINKS, between, uptake, words_of
from planwatch.words import unquoted


class Question(Protocol):
    """One kind of question: its items in the order of the leading document, and its answers."""

    @property
    def items(self) -> Sequence[SurveyItem]:
        """The items, with what the leading document says and nobody else yet."""
        ...

    def answers(self, index: DocumentIndex, links: DocumentLinks) -> Iterator[tuple[str, Uptake]]:
        """What a document says on which item."""
        ...


class Answers:
    """The inverted index of a survey: from an item to the documents that name it."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._found: defaultdict[str, list[tuple[str, Uptake]]] = defaultdict(list)

    def add(self, index: DocumentIndex, links: DocumentLinks = NO_LINKS) -> None:
        """Take in one document."""
        for item, said in self._question.answers(index, links):
            self._found[item].append((index.when, said))

    @property
    def items(self) -> tuple[SurveyItem, ...]:
        """The items with their documents; those first that most documents hold a commitment on,
        then those that most name."""
        items = [
            replace(item, uptakes=tuple(said for _, said in sorted(found, key=_order)))
            for item in self._question.items
            for found in [self._found.get(item.id, [])]
        ]
        return tuple(sorted(items, key=lambda item: (-len(item.carriers), -len(item.uptakes))))


def _order(dated: tuple[str, Uptake]) -> tuple[bool, str, str]:
    when, said = dated
    return chronological(when, said.document)


class Themes:
    """Which documents hold commitments on the themes of the leading one."""

    def __init__(self, lead: DocumentIndex, themes: Mapping[str, Theme], only: str = "") -> None:
        wanted = [only] if only else [id for id in themes if _holds(lead, id)]
        own = dict(self._said(lead, wanted))
        self._lead = {id: frozenset(said.commitments) for id, said in own.items()}
        self.items = [
            SurveyItem(id, themes[id].zh, themes[id].en, own.get(id), ()) for id in wanted
        ]

    def answers(self, index: DocumentIndex, links: DocumentLinks) -> Iterator[tuple[str, Uptake]]:
        """Where a document speaks of the themes."""
        yield from self._said(index, [item.id for item in self.items], links)

    def _said(
        self, index: DocumentIndex, wanted: Iterable[str], links: DocumentLinks = NO_LINKS
    ) -> Iterator[tuple[str, Uptake]]:
        for id in wanted:
            posting = index.themes.get(id)
            if posting is None:
                continue
            about = [index.sentences[place] for place in posting.about]
            cited = index.sentences[posting.clearest]
            linked: Iterable[Counterpart] = ()
            if links.links:
                linked = between(links, self._lead.get(id, ()), {s.id for s in about})
            words = words_of(index, cited, posting.start, posting.end)
            yield id, uptake(index, about, words, mentions=len(posting.named), links=linked)


def _holds(lead: DocumentIndex, theme: str) -> bool:
    return theme in lead.themes and bool(lead.themes[theme].about)


class Terms:
    """Which documents say the formulations of the leading one, or phrases asked for.

    `forms` leads from each formulation to the wordings that count as it.
    """

    def __init__(self, lead: DocumentIndex, forms: Mapping[str, Sequence[str]]) -> None:
        pairs = [(form.lower(), term) for term, forms_ in forms.items() for form in forms_]
        self._terms = [term for _, term in pairs]
        self._matcher = AhoCorasick([form for form, _ in pairs])
        self._forms = forms
        self._lead: dict[str, frozenset[str]] = {}
        own = dict(self.answers(lead, NO_LINKS))
        self._lead = {term: frozenset(said.commitments) for term, said in own.items()}
        self.items = [SurveyItem(term, term, "", own.get(term), ()) for term in forms]

    def answers(self, index: DocumentIndex, links: DocumentLinks) -> Iterator[tuple[str, Uptake]]:
        """Where a document says the formulations."""
        counts: defaultdict[str, int] = defaultdict(int)
        sentences: defaultdict[str, list[Sentence]] = defaultdict(list)
        headings: dict[str, tuple[Span, str]] = {}
        for sentence in index.sentences:
            for term in self._said(sentence.reading):
                counts[term] += 1
                if sentences[term][-1:] != [sentence]:
                    sentences[term].append(sentence)
        for span, heading in index.headings:
            for term in self._said(heading):
                counts[term] += 1
                headings.setdefault(term, (span, heading))
        for term in (term for term in self._forms if term in counts):
            about = [sentence for sentence in sentences[term] if sentence.comparable]
            cited = self._words(index, term, about or sentences[term], headings.get(term))
            linked: Iterable[Counterpart] = ()
            if links.links:
                linked = between(links, self._lead.get(term, ()), {s.id for s in about})
            mentions = len(sentences[term]) - len(about)
            yield (
                term,
                uptake(index, about, cited, mentions=mentions, links=linked, count=counts[term]),
            )

    def _said(self, text: str) -> Iterator[str]:
        plain = unquoted(text).lower()
        for place, _, _ in self._matcher.find_matches_as_indexes(plain, overlapping=True):
            yield self._terms[place]

    def _words(
        self,
        index: DocumentIndex,
        term: str,
        sentences: Sequence[Sentence],
        heading: tuple[Span, str] | None,
    ) -> Words:
        """The sentence of which the phrase makes up most; a heading where no sentence says it."""
        if sentences:
            best = min(sentences, key=lambda sentence: len(sentence.reading))
            return words_of(index, best, *self._clause(best.reading, term))
        assert heading is not None
        span, reading = heading
        text = index.text[span.start : span.end]
        return Words("", span, (), 0, text, reading, 0, len(reading))

    def _clause(self, reading: str, term: str) -> tuple[int, int]:
        spans = (clause_with(reading, form) for form in self._forms[term])
        return min(spans, key=lambda span: span[1] - span[0])


class Commitments:
    """Which documents hold a counterpart to the commitments of the leading one."""

    def __init__(self, lead: DocumentIndex, wanted: Sequence[str]) -> None:
        sentences = {sentence.id: sentence for sentence in lead.sentences}
        self.items = [
            SurveyItem(
                id,
                sentences[id].reading,
                "",
                uptake(lead, [sentences[id]], _whole(lead, sentences[id])),
                (),
            )
            for id in wanted
        ]

    def answers(self, index: DocumentIndex, links: DocumentLinks) -> Iterator[tuple[str, Uptake]]:
        """What in a document is linked to the commitments."""
        sentences = {sentence.id: sentence for sentence in index.sentences}
        by_lead: defaultdict[str, list[Counterpart]] = defaultdict(list)
        for link in links.links:
            by_lead[link.lead].append(link)
        for item in self.items:
            if found := by_lead.get(item.id):
                best = max(found, key=lambda link: link.confidence)
                own = [sentences[link.own] for link in found]
                yield item.id, uptake(index, own, _whole(index, sentences[best.own]), links=found)


def _whole(index: DocumentIndex, sentence: Sentence) -> Words:
    return words_of(index, sentence, 0, len(sentence.reading))
