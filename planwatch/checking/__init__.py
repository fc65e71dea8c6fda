"""Checking: what a changed workspace says that its baseline did not.

The rules, pins and accepted findings of the baseline judge, so that nobody silences what he
brings; changes to them are findings themselves. Documents that did not change, and whose
neighbours did not, are not read.
"""

from __future__ import annotations

import os
from dataclasses import replace

from planwatch.acceptedfile import add_acceptance
from planwatch.baseline import baseline_of
from planwatch.checking.check import Check
from planwatch.decision import reason_of, today
from planwatch.errors import PlanwatchError
from planwatch.models import Acceptance, CheckReport, Finding, RuleList
from planwatch.workspace import Workspace

__all__ = ["accept", "check", "rules_of"]

_DIGITS = 12
_NAMES = ("theme", "metric", "before", "title", "path")
"""Values of a finding that say in a word what it is about, the most telling first."""


def check(workspace: Workspace, against: str = "") -> CheckReport:
    """Hold a workspace against a revision or a folder (default: where its branch began).

    Raises `PlanwatchError` where there is no baseline, and `DataError` for a broken catalog,
    rule or file of decisions on either side.
    """
    with baseline_of(workspace, against) as (baseline, base):
        return Check(workspace, base, baseline).report()


def accept(workspace: Workspace, fingerprint: str, reason: str) -> Finding | None:
    """Keep the decision that a finding may stand; returns the finding where a check has it here.

    It counts once it is part of the baseline. Raises `PlanwatchError`: bundled documents, no
    fingerprint, no reason, a finding that is accepted already.
    """
    if workspace.root is None:
        raise PlanwatchError("error.check-bundled")
    wanted = fingerprint.strip().lower()
    if len(wanted) != _DIGITS or set(wanted) - set("0123456789abcdef"):
        raise PlanwatchError("error.accept-fingerprint", given=fingerprint)
    decided = Acceptance(wanted, today(os.environ), reason_of(reason))
    found = _found(workspace, wanted)
    if found is not None:
        about = next((found.values[name] for name in _NAMES if found.values.get(name)), "")
        decided = replace(decided, rule=found.rule.id, plans=found.plans, about=about)
    add_acceptance(workspace.accepted_path, decided)
    return found


def _found(workspace: Workspace, fingerprint: str) -> Finding | None:
    """The finding of that fingerprint; none where it is not here, or where there is no git."""
    try:
        report = check(workspace)
    except PlanwatchError as error:
        if not error.key.startswith("error.git-"):
            raise
        return None
    every = (*report.findings, *report.accepted)
    return next((found for found in every if found.fingerprint == fingerprint), None)


def rules_of(workspace: Workspace, id: str = "") -> RuleList:
    """All rules of findings, or the one of that id. Raises `PlanwatchError` for an unknown one."""
    rules = workspace.finding_rules
    if id and id not in rules:
        raise PlanwatchError("error.unknown-rule", rule=id, rules=", ".join(rules))
    return RuleList(tuple(rule.info for rule in rules.values() if id in ("", rule.id)))
