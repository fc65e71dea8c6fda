"""Phrases that are no theme: where they stand, word for word or by their words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from planwatch.models import Commitment, Plan, Resolution, ThemePlaces
from planwatch.rules import RuleSet
from planwatch.words import Segmenter

_ENOUGH = 0.6
"""Share of a phrase's words, weighted by rarity, that a sentence must have to speak of it."""


@dataclass(frozen=True)
class Phrases:
    """Finds phrases in the sentences of plans; case does not matter."""

    plans: Sequence[Plan]
    rules: RuleSet

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {plan.info.id: "\n".join(plan.readings).lower() for plan in self.plans}

    def count(self, plan: Plan, forms: Sequence[str]) -> int:
        """How often one of the forms stands in a plan's sentences and headings."""
        text = self._texts[plan.info.id]
        return max(text.count(form.lower()) for form in forms)

    def stands(self, form: str) -> bool:
        """Whether a plan has the phrase as it stands."""
        return any(form.lower() in text for text in self._texts.values())

    def found_by_words(self, form: str) -> bool:
        """Whether a sentence of a plan has most of the phrase's words."""
        return any(self._by_words(c, form) for plan in self.plans for c in plan.commitments)

    def places(self, plan: Plan, resolution: Resolution) -> ThemePlaces:
        """The commitments that are about the phrase, and the sentences that only name it."""
        if resolution.by == "nothing":
            return ThemePlaces()
        tests: dict[str, Callable[[Commitment, str], bool]]
        tests = {"text": self._names, "words": self._by_words}
        test = tests[resolution.by]
        named = [c for c in plan.commitments if test(c, resolution.matched)]
        about = [c for c in named if c.comparable and not self._only_scoped(c, resolution.matched)]
        mentions = [c for c in named if c not in about]
        return ThemePlaces(tuple(about), tuple(mentions))

    def _names(self, commitment: Commitment, form: str) -> bool:
        return form.lower() in commitment.normalized.lower()

    def _only_scoped(self, commitment: Commitment, form: str) -> bool:
        """Whether the phrase stands only where themes are no more than mentioned."""
        text, word = commitment.normalized.lower(), form.lower()
        starts = [start for start in range(len(text)) if text.startswith(word, start)]
        scopes = self.rules.scoped(commitment.normalized)
        inside = (
            any(first <= start and start + len(word) <= last for first, last in scopes)
            for start in starts
        )
        return bool(starts) and all(inside)

    def _by_words(self, commitment: Commitment, form: str) -> bool:
        weights = self._weights(form)
        total = math.fsum(weights.values())
        text = commitment.normalized.lower()
        have = math.fsum(weight for word, weight in weights.items() if word in text)
        return total > 0 and have >= _ENOUGH * total

    def _weights(self, form: str) -> dict[str, float]:
        """The words of a phrase that say what it is about, with their rarity."""
        if form not in self._weighed:
            rules = self.rules
            empty = {*rules.words("frame"), *rules.words("particles"), *rules.words("actions")}
            words = [word.text.lower() for word in Segmenter([form]).joined(form)]
            telling = [
                word for word in words if len(word) > 1 and not word.isdigit() and word not in empty
            ]
            self._weighed[form] = {word: self._rarity(word) for word in telling}
        return self._weighed[form]

    @cached_property
    def _weighed(self) -> dict[str, dict[str, float]]:
        return {}

    def _rarity(self, word: str) -> float:
        sentences = [c.normalized.lower() for plan in self.plans for c in plan.commitments]
        having = sum(word in sentence for sentence in sentences)
        return math.log((len(sentences) + 1) / (having + 0.5))
