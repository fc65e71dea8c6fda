"""Tagging: which concepts of the field each commitment names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, MatchKind

from planwatch.models import Mention, Plan
from planwatch.rules import Concept, RuleSet


def tag(plan: Plan, rules: RuleSet) -> Plan:
    """The plan with the concepts that its commitments name."""
    finder = _Finder(rules.concepts)
    commitments = tuple(
        replace(commitment, concepts=tuple(finder.mentions(commitment.normalized)))
        for commitment in plan.commitments
    )
    return replace(plan, commitments=commitments)


class _Finder:
    """Finds the names of concepts, the longest first; an exception hides the names inside it."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        names: dict[str, tuple[str, ...]] = {}
        for concept in concepts.values():
            line = tuple(_lineage(concept, concepts))
            names.update((name.lower(), line) for name in (concept.zh, *concept.names))
        for concept in concepts.values():
            names.update((name.lower(), ()) for name in concept.exceptions)
        self._lines = tuple(names.values())
        self._matcher = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest) if names else None

    def mentions(self, text: str) -> Iterator[Mention]:
        """The places where `text` names a concept, in order."""
        if self._matcher is None:
            return
        for index, start, end in self._matcher.find_matches_as_indexes(text.lower()):
            if self._lines[index]:
                yield Mention(self._lines[index], start, end)


def _lineage(concept: Concept, concepts: Mapping[str, Concept]) -> Iterator[str]:
    """The concept's id and those of its broader ones, narrowest first."""
    seen: set[str] = set()
    found: Concept | None = concept
    while found is not None and found.id not in seen:
        seen.add(found.id)
        yield found.id
        found = concepts.get(found.broader)
