"""What one document says on an item: how much, how strongly, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from planwatch.models import (
    Certainty,
    Counterpart,
    DocumentIndex,
    DocumentLinks,
    Presence,
    Sentence,
    Strength,
    Uptake,
    Words,
)

NO_LINKS = DocumentLinks(())


def uptake(
    index: DocumentIndex,
    about: Sequence[Sentence],
    cited: Words,
    *,
    mentions: int = 0,
    links: Iterable[Counterpart] = (),
    count: int = 0,
) -> Uptake:
    """What a document says on an item, by its commitments `about` it and their links."""
    found = list(links)
    firm = {link.own for link in found if link.certainty == Certainty.FIRM}
    best = max(found, key=lambda link: link.confidence, default=None)
    return Uptake(
        document=index.info.id,
        presence=Presence.COMMITMENT if about else Presence.MENTION,
        count=count,
        commitments=tuple(sentence.id for sentence in about),
        mentions=mentions,
        firm=len(firm),
        unclear=len({link.own for link in found} - firm),
        confidence=best.confidence if best else 0.0,
        strength=strongest(about),
        cited=cited,
        link=best,
    )


def strongest(sentences: Iterable[Sentence]) -> Strength | None:
    """The governing verb on the highest rung; of equals the first."""
    found = [sentence.strength for sentence in sentences if sentence.strength]
    return max(found, key=lambda strength: strength.rung, default=None)


def between(
    links: DocumentLinks, lead: Collection[str], own: Collection[str]
) -> Iterable[Counterpart]:
    """The links between some commitments of the leading document and some of another one."""
    return (link for link in links.links if link.lead in lead and link.own in own)


def words_of(index: DocumentIndex, sentence: Sentence, start: int, end: int) -> Words:
    """The words of a sentence, with the clause of its reading that tells."""
    return Words(
        id=sentence.id,
        span=sentence.span,
        numbers=sentence.numbers,
        sentence=sentence.sentence,
        text=index.text[sentence.span.start : sentence.span.end],
        reading=sentence.reading,
        start=start,
        end=end,
    )
