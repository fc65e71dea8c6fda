"""The ladder of official verbs: which verb governs a statement, and on which rung it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import Commitment, Strength
from planwatch.rules import RuleSet, StrengthRule

_CLAUSE = re.compile(r"[^，；：。！？]+")
_BASIS = re.compile(r"以[^，；：。]+?为")
"""以…为 frames what is the means or the aim; a verb in the frame governs nothing."""
_SUBJECT = r"(?:同时|我们|本市|北京|将|要)*"


@dataclass(frozen=True, slots=True)
class Statement:
    """Clauses of a commitment up to the one with a governing verb, as a span of `normalized`.

    Clauses that only say where, how or to what end come before the verb. `strength` is None
    where no verb of the ladder governs. `asked` is the rung of what others are asked to do
    (鼓励企业主导…), 0 where the government acts itself. `words` are the places of the verb and of
    a modal apart from it.
    """

    start: int
    end: int
    strength: Strength | None
    asked: int = 0
    words: tuple[tuple[int, int], ...] = ()


class Ladder:
    """Finds governing verbs by the rules in `rules/strength`."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        by_role: dict[str, list[StrengthRule]] = {}
        for rule in rules.strength:
            by_role.setdefault(rule.role, []).append(rule)
        verbs = by_role.get("verb", [])
        self._rungs = {word: rule.rung for rule in verbs for word in (*rule.words, *rule.nominal)}
        self._asking = {word for rule in verbs if rule.others for word in rule.words}
        self._shifts = _by_word(by_role.get("modifier", []))
        self._caps = _by_word(by_role.get("cap", []))
        modifiers = f"(?P<modifiers>(?:{_any(self._shifts)})*)"
        free = _any(word for rule in verbs for word in rule.words)
        nominal = _any(word for rule in verbs for word in rule.nominal)
        head = f"{free}|(?:{nominal})(?!{_any(rules.words('compounds'))})"
        self._first = re.compile(f"{_SUBJECT}{modifiers}(?P<verb>{head})")
        self._later = re.compile(f"{modifiers}(?P<verb>{free})")
        self._modifier = re.compile(_any(self._shifts))
        soft = _any(word for word, shift in self._shifts.items() if shift < 0)
        self._modal = re.compile(f"{_SUBJECT}(?P<modal>{soft})")

    def statements(self, commitment: Commitment) -> list[Statement]:
        """The statements of a commitment in their order; together they cover its clauses."""
        text, found = commitment.normalized, list[Statement]()
        scopes = [*self._rules.scoped(text), *(match.span() for match in _BASIS.finditer(text))]
        start: int | None = None
        for clause in _CLAUSE.finditer(text, commitment.lead):
            start = clause.start() if start is None else start
            verbs = self._verbs(text, *clause.span(), scopes)
            if (verb := next(verbs, None)) is not None:
                modal = self._modal.match(text, clause.start(), verb.start())
                strength = self._strength(text, verb, clause.end(), modal)
                then = next(verbs, None) if verb["verb"] in self._asking else None
                asked = self._rungs[then["verb"]] if then else 0
                words = [modal.span("modal")] if modal else []
                words.append((verb.start("modifiers"), verb.end("verb")))
                found.append(Statement(start, clause.end(), strength, asked, tuple(words)))
                start = None
        if start is not None:
            found.append(Statement(start, len(text), None))
        return found

    def strength(self, commitment: Commitment) -> Strength | None:
        """The verb that governs the first statement with one."""
        strengths = (statement.strength for statement in self.statements(commitment))
        return next((strength for strength in strengths if strength), None)

    def _verbs(
        self, text: str, start: int, end: int, scopes: Sequence[tuple[int, int]]
    ) -> Iterator[re.Match[str]]:
        """The verbs of the clause `text[start:end]`, the governing one first.

        A word with which the clause begins governs it; of the others those count that do not
        stand where the sentence only says in which fields or circumstances something is done.
        """
        head = self._first.match(text, start, end)
        if head:
            yield head
        for match in self._later.finditer(text, head.end() if head else start, end):
            place = match.start("verb")
            if not any(first <= place < last for first, last in scopes):
                yield match

    def _strength(
        self, text: str, match: re.Match[str], end: int, modal: re.Match[str] | None
    ) -> Strength:
        """The rung of a verb; a softening modal at the head of its clause (力争到…达到) reaches it
        wherever it stands."""
        words = self._modifier.findall(match["modifiers"]) + ([modal["modal"]] if modal else [])
        rung = self._rungs[match["verb"]] + sum(self._shifts[word] for word in set(words))
        caps = [cap for word, cap in self._caps.items() if text.find(word, match.start(), end) >= 0]
        first, last = match.start("modifiers"), match.end("verb")
        word = text[first:last]
        if modal:
            first = modal.start("modal")
            word = f"{modal['modal']}…{word}"
        return Strength(word, min([rung, *caps]), first, last)


def _by_word(rules: Iterable[StrengthRule]) -> dict[str, int]:
    return {word: rule.rung for rule in rules for word in rule.words}


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; for nothing where there are none."""
    return "|".join(re.escape(word) for word in _longest_first(words)) or r"(?!)"


def _longest_first(words: Iterable[str]) -> Iterator[str]:
    yield from sorted(set(words), key=lambda word: (-len(word), word))
