"""Kinds: what each sentence does, and whether it can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planwatch.models import Kind, PlanKind
from planwatch.rules import KindRule, RuleSet

_LONGEST_CAPTION = 36
"""Characters; longer opening sentences say more than a caption does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: what decides its kind beside its words.

    `headings` are mainland readings, outermost first; `opens` says that an enumerated opening
    (一是) stands in front of the sentence, `lead` how many characters its marker takes up;
    `leads` whether it is the first of several sentences of its paragraph.
    """

    plan: PlanKind
    headings: tuple[str, ...]
    in_preamble: bool
    opens: bool
    lead: int
    leads: bool


class KindClassifier:
    """Tells kinds by the rules in force."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules.kinds
        self._by_id = {rule.id: rule for rule in rules.kinds}
        self._actions = tuple(rules.words("actions"))

    def kind(self, text: str, place: Place) -> Kind:
        """The kind of a sentence (`text` is its mainland reading)."""
        decided = next((r.kind for r in self._rules if self._fires(r, text, place)), None)
        kind = decided or Kind.COMMITMENT
        if place.leads and _is_caption(text, place) and self._may_be_caption(kind, place):
            return Kind.CAPTION
        return kind

    def comparable(self, kind: Kind, text: str, place: Place) -> bool:
        """Whether a sentence takes part in links, appeared and dropped."""
        if kind == Kind.CAPTION:
            return text[place.lead :].startswith(self._actions)
        if kind == Kind.ACHIEVEMENT:
            return place.plan == PlanKind.REVIEW
        return kind in (Kind.COMMITMENT, Kind.TARGET)

    @staticmethod
    def _may_be_caption(kind: Kind, place: Place) -> bool:
        """Not in the background of a plan, where a short sentence just reports a result."""
        return kind in (Kind.COMMITMENT, Kind.TARGET) or place.plan == PlanKind.REVIEW

    def _fires(self, rule: KindRule, text: str, place: Place) -> bool:
        if place.plan not in rule.plans:
            return False
        if rule.under and not _heads(self._by_id[rule.under], place.headings):
            return False
        if rule.where == "heading":
            return rule.fires(self._telling_heading(place))
        return (rule.where == "sentence" or place.in_preamble) and rule.fires(text)

    def _telling_heading(self, place: Place) -> str:
        """The innermost heading that says what its sentences do ("" where none does)."""
        rules = [r for r in self._rules if r.where == "heading" and place.plan in r.plans]
        for heading in reversed(place.headings):
            if any(rule.fires(heading) for rule in rules):
                return heading
        return ""


def _heads(rule: KindRule, headings: Sequence[str]) -> bool:
    return any(rule.fires(heading) for heading in headings)


def _is_caption(text: str, place: Place) -> bool:
    if place.opens:
        return True
    return len(text) <= _LONGEST_CAPTION and "，" not in text and "；" not in text
