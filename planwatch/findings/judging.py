"""Judging: which rule tells a fact, how grave it is, and whether it was accepted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planwatch.checks import FindingRule
from planwatch.findings.facts import Fact
from planwatch.models import Acceptances, Finding, Level

_LENGTH = 12


def judge(
    facts: Iterable[Fact], rules: Mapping[str, FindingRule], accepted: Acceptances
) -> tuple[Finding, ...]:
    """A finding for every fact that a rule tells, the gravest first; accepted ones among them."""
    judging = _Judging(rules, accepted)
    return tuple(sorted(judging.findings(facts), key=_rank))


class _Judging:
    def __init__(self, rules: Mapping[str, FindingRule], accepted: Acceptances) -> None:
        self._rules: Mapping[tuple[str, str], FindingRule] = {
            (r.subject, state): r for r in rules.values() for state in r.states
        }
        self._levels = accepted.levels
        self._accepted = {entry.fingerprint: entry for entry in accepted.entries}
        self._seen: Counter[str] = Counter()

    def findings(self, facts: Iterable[Fact]) -> Iterator[Finding]:
        for fact in facts:
            rule = self._rules.get((fact.subject, fact.state))
            if rule is not None:
                yield self._finding(fact, rule)

    def _finding(self, fact: Fact, rule: FindingRule) -> Finding:
        follows = tuple(sorted(self.findings(fact.follows), key=_rank))
        fingerprint = self._fingerprint(fact, rule)
        return Finding(
            rule=rule.info,
            level=_gravest(self._level(fact, rule), follows),
            fingerprint=fingerprint,
            values=_named(fact, rule),
            old=fact.old,
            new=fact.new,
            theme=fact.theme,
            items=fact.items,
            follows=follows,
            accepted=self._accepted.get(fingerprint),
        )

    def _level(self, fact: Fact, rule: FindingRule) -> Level:
        """A briefing is not the plan's text: what is held against one is never more than a note."""
        return Level.NOTE if fact.briefing else self._levels.get(rule.id, rule.level)

    def _fingerprint(self, fact: Fact, rule: FindingRule) -> str:
        """Keyed by the words, so that it outlives their places; equals are numbered."""
        content = "\n".join([f"{rule.id}/{fact.about}", *sorted(fact.texts)])
        self._seen[content] += 1
        numbered = f"{content}\n{self._seen[content]}"
        return hashlib.sha256(numbered.encode()).hexdigest()[:_LENGTH]


def _named(fact: Fact, rule: FindingRule) -> Mapping[str, str]:
    """The values of the message, with a name for commitments under no theme."""
    if fact.theme or rule.unthemed is None:
        return fact.values
    return {**fact.values, "theme": rule.unthemed.zh, "theme_en": rule.unthemed.en}


def _gravest(level: Level, follows: Iterable[Finding]) -> Level:
    """The level of a finding, or that of the gravest one below it that stands."""
    below = (finding.level for finding in follows if finding.accepted is None)
    return min((level, *below), key=list(Level).index)


def _rank(finding: Finding) -> tuple[Any, ...]:
    """The gravest first; documents before what is said of them; where a briefing makes notes of
    all, those that would be graver; then the longest lists."""
    level, usual = (list(Level).index(found) for found in (finding.level, finding.rule.level))
    compared = (finding.old != "", usual, finding.old, finding.new, finding.rule.id)
    return level, *compared, -len(finding.items), finding.fingerprint
