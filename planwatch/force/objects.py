"""What the statements of commitments are about, and how far two of them are about the same."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planwatch.ladder import Ladder, Statement
from planwatch.models import Commitment, Plan
from planwatch.rules import RuleSet

_SIZE = 2
"""Characters of the pieces by which objects are compared, and of the noun that ends them."""
_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]+")
_ASIDE = 0.5
"""Weight of what stands before the verb, against that of what is acted on."""
_CLOSE, _VERY_CLOSE = 0.1, 0.5
"""The part of what they say that statements about one matter share, and almost equal ones."""
_KIND = "kind "
_EDGE = "。！？；，、”’》）)“‘《（(的和与及或等"


@dataclass(frozen=True, eq=False)
class Said:
    """A statement with the commitment that makes it.

    `parts` are weighed pieces of what it says; `heads` the nouns in which its objects end, with
    the concepts and the kinds of object that they name.
    """

    commitment: Commitment
    statement: Statement
    parts: Mapping[str, float]
    heads: frozenset[str]

    @property
    def text(self) -> str:
        """What it says, without the marks around it."""
        text = self.commitment.normalized[self.statement.start : self.statement.end]
        return text.strip(_EDGE)


def shared(old: Said, new: Said) -> float:
    """How much of what they say two statements share: the cosine of their parts."""
    common = math.fsum(old.parts[p] * new.parts[p] for p in old.parts.keys() & new.parts.keys())
    sizes = (math.fsum(x * x for x in said.parts.values()) for said in (old, new))
    return common / (math.sqrt(math.prod(sizes)) or 1.0)


def closeness(old: Said, new: Said) -> float:
    """What two statements share; to act on the same kind of object counts as much again."""
    return shared(old, new) * (2 if same_object(old, new) else 1)


def same_object(old: Said, new: Said) -> bool:
    """Whether two statements do something to the same kind of object."""
    return bool(old.heads & new.heads)


def one_matter(old: Said, new: Said) -> bool:
    """Whether two statements are close enough for slight differences to mean something."""
    return same_object(old, new) or shared(old, new) >= _CLOSE


def alike(old: Said, new: Said) -> bool:
    """Whether two statements act on so much the same that they can be called the same."""
    common = old.heads & new.heads
    named = any(not head.startswith(_KIND) for head in common)
    share = shared(old, new)
    return named or share >= _VERY_CLOSE or (bool(common) and share >= _CLOSE)


class Objects:
    """Reads the statements of two plans."""

    def __init__(self, old: Plan, new: Plan, rules: RuleSet) -> None:
        self._ladder = Ladder(rules)
        self._frame = frozenset(rules.words("frame"))
        tails = {*self._frame, *rules.words("tails")}
        self._tails = tuple(sorted(tails, key=lambda tail: (-len(tail), tail)))
        self._kinds = rules.object_kinds
        self._counts = Counter(
            part
            for plan in (old, new)
            for c in plan.comparable
            for part in set(self._parts(c, c.lead, len(c.normalized)))
        )

    def said(self, commitment: Commitment) -> list[Said]:
        """The statements of a commitment, in their order."""
        return [
            Said(
                commitment,
                statement,
                self._weighed(commitment, statement),
                frozenset(self._heads(commitment, statement)),
            )
            for statement in self._ladder.statements(commitment)
        ]

    def _weighed(self, commitment: Commitment, statement: Statement) -> Mapping[str, float]:
        """The pieces of a statement, the scarcest the heaviest; what stands before the verb says
        where, how and by whom, and weighs less than what is acted on."""
        verb = statement.words[-1][0] if statement.words else statement.start
        stretches = ((_ASIDE, statement.start, verb), (1.0, verb, statement.end))
        return {
            part: weight / math.sqrt(self._counts[part] or 1)
            for weight, start, end in stretches
            for part in self._parts(commitment, start, end)
        }

    def _parts(self, commitment: Commitment, start: int, end: int) -> Iterator[str]:
        """Concepts and pairs of characters between `start` and `end`."""
        for mention in commitment.concepts:
            if start <= mention.start and mention.end <= end:
                yield from (f"concept {id}" for id in mention.concepts)
        for run in _RUN.findall(commitment.normalized, start, end):
            for place in range(max(1, len(run) - _SIZE + 1)):
                if (part := run[place : place + _SIZE].lower()) not in self._frame:
                    yield part

    def _heads(self, commitment: Commitment, statement: Statement) -> Iterator[str]:
        text = commitment.normalized
        ended = {mention.end: mention.concepts[0] for mention in commitment.concepts}
        for start, last in statement.objects:
            end = self._end(text, start, last)
            if end - start < _SIZE:
                continue
            yield text[end - _SIZE : end]
            if (concept := ended.get(end)) is not None:
                yield f"concept {concept}"
            for kind, nouns in self._kinds.items():
                if text.endswith(nouns, start, end):
                    yield f"{_KIND}{kind}"

    def _end(self, text: str, start: int, end: int) -> int:
        """The end of an object without the action nouns behind it (…平台建设)."""
        while end > start:
            if text[end - 1] in _EDGE:
                end -= 1
                continue
            tail = next((t for t in self._tails if text.endswith(t, start, end)), "")
            if not tail or end - len(tail) - start < _SIZE:
                break
            end -= len(tail)
        return end
