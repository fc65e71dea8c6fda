"""What commitments are about, as the vocabulary of the field tells it: themes and concepts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planwatch.align.vectors import Rarity, Vector
from planwatch.models import Commitment, Plan

_ABOUT, _ONLY_NAMED = 1.0, 0.5
"""How much a theme counts that a sentence is about, and one that it only names or takes over
from its heading."""
_INHERITED_SIZE = 2.0
"""Characters that stand for a theme taken over."""
_FARTHER = 0.6
"""How much less a heading tells than the one below it, and a broader concept than a narrower."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Themes and concepts of one commitment.

    `themes` weighs themes by how much of the text names them, `paragraph` those of its whole
    paragraph. `scarcity` is one by the number of sentences of the plan with the theme,
    `concept_scarcity` the same for concepts. `concepts` is the rarity of each concept, at most 1,
    `headline` weighs those of the headings and the caption that the sentence stands under.
    """

    themes: Vector
    paragraph: Vector
    scarcity: Mapping[str, float]
    concepts: Mapping[str, float]
    concept_scarcity: Mapping[str, float]
    headline: Vector


def subjects_of(old: Plan, new: Plan) -> tuple[Mapping[str, Subjects], Mapping[str, Subjects]]:
    """The subjects of the comparable commitments of two plans, by id."""
    both = [*old.comparable, *new.comparable]
    themes = Rarity([_sizes([commitment]) for commitment in both])
    concepts = Rarity([_concepts(commitment) for commitment in both])
    first, second = (_subjects(plan, themes, concepts) for plan in (old, new))
    return first, second


def _subjects(plan: Plan, themes: Rarity, concepts: Rarity) -> Mapping[str, Subjects]:
    counts = Counter(theme for c in plan.comparable for theme in _sizes([c]))
    named = Counter(concept for c in plan.comparable for concept in _concepts(c))
    paragraphs: dict[str, list[Commitment]] = {}
    for commitment in plan.comparable:
        paragraphs.setdefault(_paragraph(commitment), []).append(commitment)
    around = {place: _vector(found, themes) for place, found in paragraphs.items()}
    return {
        c.id: Subjects(
            themes=_vector([c], themes),
            paragraph=around[_paragraph(c)],
            scarcity={id: 1 / counts[id] for id in _sizes([c])},
            concepts={id: concepts(id) / concepts.unseen for id in _concepts(c)},
            concept_scarcity={id: 1 / named[id] for id in _concepts(c)},
            headline=concepts.weighted(_headline(c, plan)),
        )
        for c in plan.comparable
    }


def _vector(commitments: Sequence[Commitment], rarity: Rarity) -> Vector:
    sizes = _sizes(commitments)
    return rarity.weighted({theme: math.sqrt(size) for theme, size in sizes.items()})


def _sizes(commitments: Sequence[Commitment]) -> Mapping[str, float]:
    """How many characters name each theme; half where it is only mentioned."""
    sizes: dict[str, float] = {}
    for commitment in commitments:
        for topic in commitment.topics:
            size = (topic.end - topic.start) * (_ABOUT if topic.about else _ONLY_NAMED)
            sizes[topic.theme] = sizes.get(topic.theme, 0.0) + (size or _INHERITED_SIZE)
    return sizes


def _concepts(commitment: Commitment) -> Sequence[str]:
    """The concepts that a commitment names, and their broader ones."""
    named = (concept for mention in commitment.concepts for concept in mention.concepts)
    return list(dict.fromkeys(named))


def _headline(commitment: Commitment, plan: Plan) -> Mapping[str, float]:
    """The concepts of the caption and of the headings, by how near and how narrow they are."""
    caption = plan.by_id[commitment.caption_id].concepts if commitment.caption_id else ()
    sizes: dict[str, float] = {}
    levels = [(0, caption), *enumerate(reversed(commitment.heading_concepts))]
    for distance, mentions in levels:
        for mention in mentions:
            for step, concept in enumerate(mention.concepts):
                size = _FARTHER ** (distance + step)
                sizes[concept] = max(sizes.get(concept, 0.0), size)
    return sizes


def _paragraph(commitment: Commitment) -> str:
    return commitment.id.rpartition(".")[0]
