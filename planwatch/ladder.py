"""The ladder of official verbs: which verb governs a statement, and on which rung it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planwatch.models import Commitment, Strength
from planwatch.rules import RuleSet, StrengthRule

_UNDER = "(?:前提|基础|条件|情况|框架|机制|领导|背景)下|基础上|过程中"
_CLAUSE = re.compile(rf"(?:[^，；：。！？]*(?:{_UNDER})，)?[^，；：。！？]+")
"""A clause; a circumstance (…前提下，) belongs to the clause that it opens."""
_BASIS = re.compile(r"以[^，；：。]+?为")
"""以…为 frames what is the means or the aim; a verb in the frame governs nothing."""
Span = tuple[int, int]
_ALTERNATIVE = ("或", "或者")
"""Who may do either (发起或参与) is bound to the lesser."""
_SUBJECT = r"(?:同时|我们|本市|北京|将|要)*"


@dataclass(frozen=True, slots=True)
class Statement:
    """Clauses of a commitment up to the one with a governing verb, as a span of `normalized`.

    Clauses that only say where, how or to what end come before the verb. `strength` is None
    where no verb of the ladder governs; `rule` is the one that the verb stands in. `asked` is the
    rung of what others are asked to do (鼓励企业主导…), 0 where the government acts itself; `lent`
    that of an asking verb before that may govern this statement too (鼓励企业设立海外仓，加快…), 0
    where there is none. `soft` says that a modal promises an attempt alone. `words` are the places
    of the verb and of a modal apart from it, `asked_words` that of the verb asked for, `objects`
    the stretches behind the verb and behind each later one, in which stands what is acted on.
    """

    start: int
    end: int
    strength: Strength | None
    rule: StrengthRule | None = None
    asked: int = 0
    soft: bool = False
    words: tuple[Span, ...] = ()
    asked_words: tuple[Span, ...] = ()
    objects: tuple[Span, ...] = ()
    lent: int = 0


class Ladder:
    """Finds governing verbs by the rules in `rules/strength`."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        by_role: dict[str, list[StrengthRule]] = {}
        for rule in rules.strength:
            by_role.setdefault(rule.role, []).append(rule)
        verbs = by_role.get("verb", [])
        self._verb_rules = {word: rule for rule in verbs for word in (*rule.words, *rule.nominal)}
        self._shifts = _by_word(by_role.get("modifier", []))
        self._caps = [(word, rule) for rule in by_role.get("cap", []) for word in rule.words]
        modifiers = f"(?P<modifiers>(?:{any_of(self._shifts)})*)"
        free = any_of(word for rule in verbs for word in rule.words)
        nominal = any_of(word for rule in verbs for word in rule.nominal)
        head = f"{free}|(?:{nominal})(?!{any_of(rules.words('compounds'))})"
        self._first = re.compile(f"{_SUBJECT}{modifiers}(?P<verb>{head})")
        self._later = re.compile(f"{modifiers}(?P<verb>{free})")
        self._modifier = re.compile(any_of(self._shifts))
        soft = any_of(word for word, shift in self._shifts.items() if shift < 0)
        self._modal = re.compile(f"{_SUBJECT}(?P<modal>{soft})")

    def statements(self, commitment: Commitment) -> list[Statement]:
        """The statements of a commitment in their order; together they cover its clauses.

        Clauses without a verb belong to the next one with one, at the end to the last.
        """
        text, found = commitment.normalized, list[Statement]()
        scopes = [*self._rules.scoped(text), *self._without_verbs(text)]
        start: int | None = None
        for clause in _CLAUSE.finditer(text, commitment.lead):
            start = clause.start() if start is None else start
            if verbs := list(self._verbs(text, *clause.span(), scopes)):
                statement = self._statement(text, (start, *clause.span()), verbs)
                found.append(replace(statement, lent=_lent(found, statement)))
                start = None
        if start is not None and found:
            found[-1] = _reaching(found[-1], len(text))
        elif start is not None:
            found.append(Statement(start, len(text), None))
        return found

    def _without_verbs(self, text: str) -> Iterator[Span]:
        """Frames and names, in which a word that is a verb elsewhere governs nothing."""
        for pattern in (_BASIS, *(rule.regex for rule in self._rules.specifics)):
            yield from (match.span() for match in pattern.finditer(text))

    def strength(self, commitment: Commitment) -> Strength | None:
        """The verb that governs the first statement with one."""
        strengths = (statement.strength for statement in self.statements(commitment))
        return next((strength for strength in strengths if strength), None)

    def _statement(
        self, text: str, places: tuple[int, int, int], verbs: Sequence[re.Match[str]]
    ) -> Statement:
        """The statement of a clause with its verbs; `places` are where the statement and the
        clause begin and where both end."""
        start, clause, end = places
        verb, later = verbs[0], verbs[1:]
        rule = self._verb_rules[verb["verb"]]
        modal = self._modal.match(text, clause, verb.start())
        shifts = self._modifier.findall(verb["modifiers"]) + ([modal["modal"]] if modal else [])
        first, last = verb.start("modifiers"), verb.end("verb")
        rung = rule.rung + sum(self._shifts[word] for word in set(shifts))
        if later and (then := self._verb_rules[later[0]["verb"]]).rung < rung:
            between = text[verb.end() : later[0].start()]
            if between in _ALTERNATIVE or (not between and then.looks):
                rung, last = then.rung, later[0].end()
        if rule.speeds and later and later[-1].end() == end:
            rung = max(rung, self._verb_rules[later[-1]["verb"]].rung + 1)
        words = ([modal.span("modal")] if modal else []) + [(first, last)]
        word = "…".join(text[slice(*span)] for span in words)
        rung = min([rung, *self._held(text, verb, end)])
        cuts = [match.start() for match in later] + [end]
        asked = later[0] if rule.others and later else None
        return Statement(
            start,
            end,
            Strength(word, rung, words[0][0], last),
            rule,
            asked=self._verb_rules[asked["verb"]].rung if asked else 0,
            soft=any(self._shifts[word] < 0 for word in shifts),
            words=tuple(words),
            asked_words=(asked.span("verb"),) if asked else (),
            objects=tuple(zip((match.end() for match in verbs), cuts, strict=True)),
        )

    def _held(self, text: str, verb: re.Match[str], end: int) -> Iterator[int]:
        """The rungs above which a statement does not stand (开展…试点)."""
        for word, rule in self._caps:
            if verb["verb"] not in rule.beyond and text.find(word, verb.start(), end) >= 0:
                yield rule.rung

    def _verbs(
        self, text: str, start: int, end: int, scopes: Sequence[Span]
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


def _reaching(statement: Statement, end: int) -> Statement:
    """The statement with what stands up to `end` as one more object."""
    return replace(statement, end=end, objects=(*statement.objects, (statement.end, end)))


def _lent(before: Sequence[Statement], statement: Statement) -> int:
    """The rung of the asking verb that may govern a statement beside its own verb."""
    asks = statement.rule is not None and statement.rule.others
    if not before or before[-1].rule is None or asks:
        return 0
    last = before[-1]
    assert last.rule is not None and last.strength is not None
    return last.strength.rung if last.rule.others and last.asked else last.lent


def _by_word(rules: Iterable[StrengthRule]) -> dict[str, int]:
    return {word: rule.rung for rule in rules for word in rule.words}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; for nothing where there are none."""
    return "|".join(re.escape(word) for word in _longest_first(words)) or r"(?!)"


def _longest_first(words: Iterable[str]) -> Iterator[str]:
    yield from sorted(set(words), key=lambda word: (-len(word), word))
