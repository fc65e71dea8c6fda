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
_UNTOLD = 0.5
"""How much a character counts that no theme names, against one of a theme that is as rare as
can be."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Themes and concepts of one commitment.

    `themes` weighs themes by how much of the text names them; what no theme names makes the
    vector shorter than 1. `paragraph` weighs those of its whole paragraph. `scarcity` is one by
    the number of sentences of the plan with the theme, `concept_scarcity` the same for concepts.
    `concepts` is the rarity of each concept, at most 1.
    """

    themes: Vector
    paragraph: Vector
    scarcity: Mapping[str, float]
    concepts: Mapping[str, float]
    concept_scarcity: Mapping[str, float]


def subjects_of(*sides: tuple[Plan, Mapping[str, int]]) -> list[Mapping[str, Subjects]]:
    """The subjects of the comparable commitments of some plans, by id; with each plan comes how
    many characters of its sentences tell something."""
    both = [commitment for plan, _ in sides for commitment in plan.comparable]
    themes = Rarity([_sizes([commitment]) for commitment in both])
    concepts = Rarity([_concepts(commitment) for commitment in both])
    return [_subjects(plan, sizes, themes, concepts) for plan, sizes in sides]


def _subjects(
    plan: Plan, sizes: Mapping[str, int], themes: Rarity, concepts: Rarity
) -> Mapping[str, Subjects]:
    counts = Counter(theme for c in plan.comparable for theme in _sizes([c]))
    named = Counter(concept for c in plan.comparable for concept in _concepts(c))
    paragraphs: dict[str, list[Commitment]] = {}
    for commitment in plan.comparable:
        paragraphs.setdefault(_paragraph(commitment), []).append(commitment)
    around = {place: _vector(found, themes) for place, found in paragraphs.items()}
    return {
        c.id: Subjects(
            themes=_vector([c], themes, untold=sizes[c.id]),
            paragraph=around[_paragraph(c)],
            scarcity={id: 1 / counts[id] for id in _sizes([c])},
            concepts={id: concepts(id) / concepts.unseen for id in _concepts(c)},
            concept_scarcity={id: 1 / named[id] for id in _concepts(c)},
        )
        for c in plan.comparable
    }


def _vector(commitments: Sequence[Commitment], rarity: Rarity, untold: int = 0) -> Vector:
    """The themes of some sentences. Two sentences that name one theme and otherwise speak of
    other things are less alike than two that speak of nothing else: of `untold` characters those
    that name no theme count as something that no other sentence shares."""
    sizes = _sizes(commitments)
    named = sum(topic.end - topic.start for c in commitments for topic in c.topics)
    weights = {theme: math.sqrt(size) * rarity(theme) for theme, size in sizes.items()}
    rest = _UNTOLD * math.sqrt(max(0, untold - named)) * rarity.unseen
    length = math.hypot(rest, *weights.values())
    return {theme: weight / length for theme, weight in weights.items()} if length else {}


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


def _paragraph(commitment: Commitment) -> str:
    return commitment.id.rpartition(".")[0]
