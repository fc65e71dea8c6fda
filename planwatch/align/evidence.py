"""Evidence: what speaks for a pair, one readable row for each kind.

A feature is a number that grows with what two commitments share; its weight in
`rules/alignment` turns it into log-odds. Every feature is symmetric.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType

from rapidfuzz import fuzz

from planwatch.align.profiles import Clause, Profile, concept_of
from planwatch.align.vectors import cosine, dot, shared
from planwatch.models import Commitment

Quotes = tuple[str, str]
_MOST_WORDS = 5
"""Shared words that a row quotes."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A kind of evidence: its size for a pair, and the words that it rests on."""

    value: Callable[[Profile, Profile], float]
    quotes: Callable[[Profile, Profile], Quotes]


def _named(old: Profile, new: Profile) -> float:
    return dot(old.named, new.named)


def _quote_named(old: Profile, new: Profile) -> Quotes:
    terms = shared(old.named, new.named)[:_MOST_WORDS]
    return _quoted_terms(old.commitment, terms), _quoted_terms(new.commitment, terms)


def _quote_longest_phrase(old: Profile, new: Profile) -> Quotes:
    one, other = old.commitment, new.commitment
    match = SequenceMatcher(None, one.normalized, other.normalized, autojunk=False)
    place = match.find_longest_match(one.lead, None, other.lead, None)
    return (
        one.quote(place.a, place.a + place.size) if place.size else "",
        other.quote(place.b, place.b + place.size) if place.size else "",
    )


def _clause(old: Profile, new: Profile) -> float:
    best = 0.0
    for one in old.clauses:
        for other in new.clauses:
            # Most clauses share nothing; they cost no call.
            if not one.grams.keys().isdisjoint(other.grams):
                best = max(best, cosine(one.grams, other.grams))
    return best


def _quote_clause(old: Profile, new: Profile) -> Quotes:
    pairs = list(_clause_pairs(old, new))
    if not pairs:
        return "", ""
    _, one, other = max(pairs, key=lambda pair: (round(pair[0], 9), -pair[1].start))
    return (
        old.commitment.quote(one.start, one.end),
        new.commitment.quote(other.start, other.end),
    )


def _clause_pairs(old: Profile, new: Profile) -> Iterable[tuple[float, Clause, Clause]]:
    for one in old.clauses:
        for other in new.clauses:
            yield cosine(one.grams, other.grams), one, other


def _scarcest_concept(old: Profile, new: Profile) -> float:
    return max((scarcity for scarcity, _ in _shared_concept_scarcity(old, new)), default=0.0)


def _quote_scarcest_concept(old: Profile, new: Profile) -> Quotes:
    found = max(_shared_concept_scarcity(old, new), default=None)
    ids = frozenset((found[1],) if found else ())
    return _mentions(old.commitment, ids), _mentions(new.commitment, ids)


def _shared_concept_scarcity(old: Profile, new: Profile) -> Iterable[tuple[float, str]]:
    """One by the geometric mean of the numbers of sentences that name a shared concept."""
    one, other = old.subjects.concept_scarcity, new.subjects.concept_scarcity
    for id in one.keys() & other.keys():
        yield math.sqrt(one[id] * other[id]), id


def _themes(old: Profile, new: Profile) -> float:
    """A theme that many sentences share tells little: its share counts for less."""
    both = cosine(old.subjects.themes, new.subjects.themes)
    return both * _specificity(old, new) if both else 0.0


def _specificity(old: Profile, new: Profile) -> float:
    """1 where a shared theme is that of one sentence on each side, less the more there are."""
    one, other = old.subjects.scarcity, new.subjects.scarcity
    scarcest = max((one[id] * other[id] for id in one.keys() & other.keys()), default=0.0)
    return 1 / (1 - math.log(scarcest) / 2) if scarcest else 0.0


def _quote_themes(old: Profile, new: Profile) -> Quotes:
    ids = frozenset(shared(old.subjects.themes, new.subjects.themes))
    return _topics(old, ids), _topics(new, ids)


def _paragraph_themes(old: Profile, new: Profile) -> float:
    return cosine(old.subjects.paragraph, new.subjects.paragraph)


def _heading(old: Profile, new: Profile) -> float:
    return cosine(old.context, new.context)


def _quote_heading(old: Profile, new: Profile) -> Quotes:
    return old.headline, new.headline


def _headed_text(old: Profile, new: Profile) -> float:
    return max(cosine(old.context, new.words), cosine(old.words, new.context))


def _quote_headed_text(old: Profile, new: Profile) -> Quotes:
    if cosine(old.context, new.words) >= cosine(old.words, new.context):
        return old.headline, _quoted(new.commitment, shared(old.context, new.words)[:_MOST_WORDS])
    words = shared(old.words, new.context)[:_MOST_WORDS]
    return _quoted(old.commitment, words), new.headline


def _section(old: Profile, new: Profile) -> float:
    return cosine(old.section, new.section)


def _no_quotes(_old: Profile, _new: Profile) -> Quotes:
    return "", ""


def _ratio(old: Profile, new: Profile) -> float:
    """rapidfuzz's ratio, taken in a fixed order: it is not exactly symmetric."""
    one, other = sorted((old.commitment.body, new.commitment.body))
    return fuzz.ratio(one, other) / 100


FEATURES: Mapping[str, Feature] = MappingProxyType(
    {
        "named": Feature(_named, _quote_named),
        "clause": Feature(_clause, _quote_clause),
        "scarcest-concept": Feature(_scarcest_concept, _quote_scarcest_concept),
        "themes": Feature(_themes, _quote_themes),
        "paragraph-themes": Feature(_paragraph_themes, _no_quotes),
        "heading": Feature(_heading, _quote_heading),
        "headed-text": Feature(_headed_text, _quote_headed_text),
        "section": Feature(_section, _no_quotes),
        "ratio": Feature(_ratio, _quote_longest_phrase),
    }
)
"""Kinds of evidence by the name under which `rules/alignment` weighs them."""


def _quoted_terms(commitment: Commitment, terms: Iterable[str]) -> str:
    """The source of words, and of the names of concepts, where they first stand."""
    words = [term for term in terms if not concept_of(term)]
    concepts = frozenset(concept for term in terms if (concept := concept_of(term)))
    quotes = (_mentions(commitment, concepts), _quoted(commitment, words))
    return "、".join(quote for quote in quotes if quote)


def _quoted(commitment: Commitment, words: Iterable[str]) -> str:
    """The source of `words` where they first stand in the commitment."""
    text = commitment.normalized.lower()
    places = [(text.find(word, commitment.lead), len(word)) for word in words]
    return "、".join(
        commitment.quote(start, start + length) for start, length in sorted(places) if start >= 0
    )


def _mentions(commitment: Commitment, ids: frozenset[str]) -> str:
    places = [(m.start, m.end) for m in commitment.concepts if not ids.isdisjoint(m.concepts)]
    return "、".join(dict.fromkeys(commitment.quote(start, end) for start, end in places))


def _topics(profile: Profile, ids: frozenset[str]) -> str:
    """The words that name the themes; the headline where the sentence takes them over from it."""
    commitment = profile.commitment
    found = [topic for topic in commitment.topics if topic.theme in ids]
    names = (commitment.quote(t.start, t.end) for t in found if t.end)
    return "、".join(dict.fromkeys(names)) or profile.headline
