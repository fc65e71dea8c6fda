"""Acceptances that no finding asked for: out of date, or merely not needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from planwatch.models import Acceptance, Finding


def left_over(
    entries: Iterable[Acceptance],
    findings: Iterable[Finding],
    rules: Collection[str],
    plans: Collection[str],
    compared: Collection[tuple[str, ...]],
) -> tuple[tuple[Acceptance, ...], tuple[Acceptance, ...]]:
    """The stale ones, of rules or documents (`plans`) that are not there any more; and the unused.

    An acceptance about two documents is unused only where both were `compared`: what was not
    looked at says nothing.
    """
    used = set(_fingerprints(findings))
    rest = [entry for entry in entries if entry.fingerprint not in used]
    stale = tuple(entry for entry in rest if _is_stale(entry, rules, plans))
    unused = tuple(
        entry
        for entry in rest
        if entry not in stale and (len(entry.plans) < 2 or entry.plans in compared)
    )
    return stale, unused


def _fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield finding.fingerprint
        yield from _fingerprints(finding.follows)


def _is_stale(entry: Acceptance, rules: Collection[str], plans: Collection[str]) -> bool:
    unknown = any(plan not in plans for plan in entry.plans)
    return bool(entry.rule) and (entry.rule not in rules or unknown)
