"""The ledger of formulations (提法): which plan says what, and what became of it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick
from rapidfuzz import fuzz, process

from planwatch.models import (
    PER,
    Formulation,
    Plan,
    PlanKind,
    Sign,
    Successor,
    TermChange,
    TermLife,
    TermsComparison,
    TermStatus,
    TermUse,
)
from planwatch.rules import RuleSet
from planwatch.terms.phrases import Phrases
from planwatch.terms.successors import Successors
from planwatch.words import Segmenter, unquoted

__all__ = ["Ledger", "known_formulation"]

_SIGNIFICANT = 3.84
"""Least log-likelihood ratio of a changed rate: chance alone reaches it once in twenty times
(chi-squared with one degree of freedom; Dunning 1993)."""
_SHORTEST = 3
"""Characters of a formulation."""
_NEAR, _NEAR_SCORE = 5, 50
_RULES = frozenset({Sign.RULE, Sign.NAMED})
_KNOWN = _RULES | {Sign.QUOTED}
_BY_RULE = frozenset({"renamed", "succeeded", "theme"})
_COMMONPLACE = 2
"""What a phrase that is no formulation by its words loses of its weight."""
_PROPER = frozenset({"nr", "ns", "nt"})
"""Tags of names in jieba's dictionary: people, places, organisations."""

_POINTS = {Sign.RULE: 3, Sign.QUOTED: 2, Sign.NAMED: 1, Sign.STATISTICS: 0.5, Sign.TITLE: 0.5}
"""What each sign adds to the weight: the field knows it, the text marks it, it is a name, or it
is said again."""


class Ledger:
    """The formulations of plans, which stand in their order."""

    def __init__(self, plans: Sequence[Plan], rules: RuleSet, segmenter: Segmenter) -> None:
        self.plans = tuple(plans)
        self._lengths = {p.info.id: sum(map(len, p.readings)) for p in plans}
        names = [
            name for theme in rules.themes.values() for name in (theme.names[0], *theme.former)
        ]
        self._themes = [name for name in dict.fromkeys(names) if len(name) >= _SHORTEST]
        found = dict(Phrases(rules, segmenter).find(plans))
        known = (Sign.RULE, list(rules.formulation_names)), (Sign.NAMED, self._themes)
        for sign, names in known:
            for name in names:
                found[name] = found.get(name, frozenset()) | {sign}
        self._found = found
        self._successors = Successors(rules, self, segmenter)
        self._segmenter = segmenter
        self._ordinary = frozenset(rules.words("ordinary"))

    def compare(self, old: Plan, new: Plan) -> TermsComparison:
        """What became of every formulation of two of the plans, the most telling first; of equal
        ones those that most plans say."""
        changes = [
            change
            for text in self._listed
            if (change := self._change(text, old.info.id, new.info.id)) is not None
        ]
        ranked = sorted(changes, key=lambda c: (-c.weight, -len(c.formulation.seen)))
        return TermsComparison(old, new, self.plans, tuple(ranked))

    def life(self, forms: Sequence[str]) -> TermLife:
        """The row of a phrase, listed or not; `forms` are the query and its readings."""
        for form in forms:
            if any(form in text for text in self._texts.values()):
                return TermLife(forms[0], self.plans, self.row(form))
        choices = [text for text in self._listed if text not in forms]
        found = process.extract(forms[-1], choices, scorer=fuzz.ratio, limit=_NEAR)
        near = tuple(text for text, score, _ in found if score >= _NEAR_SCORE)
        return TermLife(forms[0], self.plans, self.row(forms[-1]), near)

    def row(self, text: str) -> Formulation:
        """What the plans say of a phrase."""
        uses = self._uses(text)
        seen = [place for place, use in enumerate(uses) if use.count]
        after: tuple[Successor, ...] = ()
        before: tuple[Successor, ...] = ()
        if seen:
            ids = tuple(plan.info.id for plan in self.plans)
            after = self._successors.after(text, ids[: seen[-1] + 1], ids[seen[-1] + 1 :])
            before = self._successors.before(text, ids[: seen[0]], ids[seen[0] :])
        signs = self._found.get(text, frozenset())
        return Formulation(text, signs, uses, after, before)

    def successors(self, text: str, old: str, new: str) -> tuple[Successor, ...]:
        """What the plan `new` says in place of a phrase of the plan `old`."""
        return self._successors.after(text, (old,), (new,))

    def says(self, plan: str, text: str) -> bool:
        """Whether a plan says a phrase."""
        return self.count(plan, text) > 0

    def count(self, plan: str, text: str) -> int:
        """How often a plan says a phrase, inside longer ones too."""
        return self._counts[plan][text] if text in self._found else self._texts[plan].count(text)

    @property
    def phrases(self) -> Sequence[str]:
        """The phrases found in any plan, with all parts of longer ones."""
        return [text for text in self._found if any(c[text] for c in self._counts.values())]

    @property
    def telling(self) -> Sequence[str]:
        """The phrases that are set ones by their words too: known, quoted, or no commonplace."""
        return [
            text
            for text in self._listed
            if self._found[text] & _KNOWN or not self._commonplace(text)
        ]

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {p.info.id: "\n".join(map(unquoted, p.readings)) for p in self.plans}

    @cached_property
    def _matcher(self) -> tuple[AhoCorasick, Sequence[str]]:
        texts = list(self._found)
        return AhoCorasick(texts), texts

    @cached_property
    def _counts(self) -> Mapping[str, Counter[str]]:
        """How often each plan says each phrase, those inside longer ones included."""
        matcher, texts = self._matcher
        return {
            id: Counter(
                texts[index]
                for index, _, _ in matcher.find_matches_as_indexes(text, overlapping=True)
            )
            for id, text in self._texts.items()
        }

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The sentences of each plan that say a phrase."""
        matcher, texts = self._matcher
        places: dict[str, dict[str, tuple[str, ...]]] = {}
        for plan in self.plans:
            found: defaultdict[str, list[str]] = defaultdict(list)
            for c in plan.commitments:
                said = matcher.find_matches_as_indexes(unquoted(c.normalized), overlapping=True)
                for text in dict.fromkeys(texts[index] for index, _, _ in said):
                    found[text].append(c.id)
            places[plan.info.id] = {text: tuple(ids) for text, ids in found.items()}
        return places

    def _uses(self, text: str) -> tuple[TermUse, ...]:
        return tuple(self._use(text, plan) for plan in self.plans)

    def _use(self, text: str, plan: Plan) -> TermUse:
        id = plan.info.id
        if text in self._found:
            count, ids = self._counts[id][text], self._places[id].get(text, ())
        else:
            count = self._texts[id].count(text)
            ids = tuple(c.id for c in plan.commitments if text in unquoted(c.normalized))
        return TermUse(id, count, round(PER * count / max(1, self._lengths[id]), 2), ids)

    @cached_property
    def _listed(self) -> Sequence[str]:
        """The phrases without those that only stand inside one longer phrase."""
        total = {text: sum(c[text] for c in self._counts.values()) for text in self._found}
        matcher, texts = self._matcher
        carried = {
            self._carried(texts[index], text)
            for text in self._found
            if total[text]
            for index, _, _ in matcher.find_matches_as_indexes(text, overlapping=True)
            if texts[index] != text and total[texts[index]] == total[text]
        }
        return [text for text in self._found if total[text] and text not in carried]

    def _carried(self, part: str, text: str) -> str:
        """Which of two phrases that are always said together is not listed, if any: what the
        rules know is."""
        if self._found[part] & _KNOWN and not self._found[text] & _KNOWN:
            return text
        return "" if self._found[part] & _RULES else part

    def _change(self, text: str, old: str, new: str) -> TermChange | None:
        status = self._status(text, old, new)
        if status is None:
            return None
        row = self._row_between(text, *self._in_time(old, new))
        return TermChange(row, status, self._weight(row, old, new))

    def _row_between(self, text: str, earlier: str, later: str) -> Formulation:
        """The row of a phrase, with what took its place, or whose place it took, in these two."""
        after: tuple[Successor, ...] = ()
        before: tuple[Successor, ...] = ()
        if not self._counts[later][text]:
            after = self.successors(text, earlier, later)
        elif not self._counts[earlier][text]:
            before = self._successors.before(text, (earlier,), (later,))
        return Formulation(text, self._found[text], self._uses(text), after, before)

    def _in_time(self, old: str, new: str) -> tuple[str, str]:
        """Two plans, a review after what it looks back on, whichever is named first."""
        reviews = {plan.info.id for plan in self.plans if plan.info.kind == PlanKind.REVIEW}
        return (new, old) if old in reviews and new not in reviews else (old, new)

    def _status(self, text: str, old: str, new: str) -> TermStatus | None:
        before, after = self._counts[old][text], self._counts[new][text]
        if not before and not after:
            return None
        if not after:
            return TermStatus.GONE
        if not before:
            return TermStatus.RETURNED if self._said_before(text, old) else TermStatus.NEW
        ratio = _log_likelihood(before, self._lengths[old], after, self._lengths[new])
        if abs(ratio) < _SIGNIFICANT:
            return TermStatus.STEADY
        return TermStatus.RISEN if ratio > 0 else TermStatus.FALLEN

    def _said_before(self, text: str, old: str) -> bool:
        ids = [plan.info.id for plan in self.plans]
        return any(self._counts[id][text] for id in ids[: ids.index(old)])

    def _weight(self, row: Formulation, old: str, new: str) -> float:
        """How telling a change is: what shows that the phrase is a formulation, whether it is
        the first name of a theme, and whether the rules know another one in its place; how
        often it is said counts by its logarithm."""
        before, after = row.by_plan[old], row.by_plan[new]
        points = sum(_POINTS[sign] for sign in row.signs)
        points += row.text in self._themes
        points += any(s.basis in _BY_RULE for s in (*row.replaced_by, *row.replaces))
        if Sign.RULE not in row.signs and self._commonplace(row.text):
            points -= _COMMONPLACE
        if before.count and after.count:
            return round(points + abs(math.log2(after.rate / before.rate)), 6)
        return round(points + math.log10(max(before.count, after.count)), 6)

    def _commonplace(self, text: str) -> bool:
        """Whether a phrase is made of ordinary words alone, or a mere name of a place, person or
        organisation in the dictionary."""
        words = self._segmenter.cut(text)
        proper = len(words) == 1 and self._segmenter.tag(text) in _PROPER
        return proper or self._ordinary.issuperset(words)


def known_formulation(forms: Sequence[str], plans: Sequence[Plan], rules: RuleSet) -> str:
    """The first of the forms of a query that a plan says and that the rules know as a
    formulation or a plan quotes: what the ledger has for certain, known without counting."""
    readings = [reading for plan in plans for reading in plan.readings]
    for form in forms:
        quoted = f"“{form}”"
        known = form in rules.formulation_names
        if any(quoted in text or (known and form in unquoted(text)) for text in readings):
            return form
    return ""


def _log_likelihood(before: int, old_length: int, after: int, new_length: int) -> float:
    """Dunning's ratio for two counts in texts of these lengths; negative where the rate fell."""
    total, length = before + after, old_length + new_length
    expected = (total * old_length / length, total * new_length / length)
    ratio = 2 * math.fsum(
        count * math.log(count / mean)
        for count, mean in zip((before, after), expected, strict=True)
    )
    return ratio if after / new_length > before / old_length else -ratio
