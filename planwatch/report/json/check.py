"""Checks in the JSON contract."""

from __future__ import annotations

from dataclasses import asdict

from planwatch.messages import LANGUAGES, load_messages
from planwatch.models import (
    Acceptance,
    Bilingual,
    CheckReport,
    Finding,
    Item,
    Location,
    NotCompared,
    RuleInfo,
    RuleList,
)
from planwatch.report.check import message
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def check_json(report: CheckReport, _view: View) -> Json:
    """The document of `planwatch check --format json`."""
    return {
        "baseline": asdict(report.baseline),
        "changed": [{"plan": id, "change": change} for id, change in report.changed],
        "compared": [
            {
                "old": pair.old.id,
                "new": pair.new.id,
                "summary": {"old": asdict(pair.old_summary), "new": asdict(pair.new_summary)},
            }
            for pair in report.compared
        ],
        "complete": report.complete,
        "counts": {level.value: count for level, count in report.counts.items()},
        "findings": [finding_json(finding) for finding in report.findings],
        "accepted": [finding_json(finding) for finding in report.accepted],
        "stale": [_acceptance(one) for one in report.stale],
        "unused": [_acceptance(one) for one in report.unused],
        "not_compared": [_not_compared(one) for one in report.not_compared],
    }


def finding_json(finding: Finding) -> Json:
    """A finding with its message in both languages, its places, and whether it was accepted."""
    return {
        "rule": finding.rule.id,
        "level": finding.level.value,
        "fingerprint": finding.fingerprint,
        "message": {language: message(finding, language) for language in LANGUAGES},
        "old": finding.old,
        "new": finding.new,
        "theme": finding.theme,
        "items": [_item(item) for item in finding.items],
        "follows": [finding_json(below) for below in finding.follows],
        "accepted": _acceptance(finding.accepted) if finding.accepted else None,
    }


def _item(item: Item) -> Json:
    return {
        "old": [_location(place) for place in item.old],
        "new": [_location(place) for place in item.new],
        "deciding": [{"old": old, "new": new} for old, new in item.deciding],
    }


def _location(place: Location) -> Json:
    fields = asdict(place)
    del fields["key"]
    return fields


def _acceptance(one: Acceptance) -> Json:
    return {**asdict(one), "plans": list(one.plans)}


def _not_compared(one: NotCompared) -> Json:
    said = {language: load_messages(language)[one.key] for language in LANGUAGES}
    return {
        "plan": one.plan,
        "path": one.path,
        "message": {language: text.format(**one.values) for language, text in said.items()},
    }


def rule_list_json(found: RuleList, _view: View) -> Json:
    """The document of `planwatch rules --format json`."""
    return {"rules": [_rule(rule) for rule in found.rules]}


def _rule(rule: RuleInfo) -> Json:
    texts: dict[str, Bilingual] = {"title": rule.title, "message": rule.message, "help": rule.help}
    return {
        "id": rule.id,
        "level": rule.level.value,
        **{name: asdict(text) for name, text in texts.items()},
        "reason": rule.reason,
        "mirror": rule.mirror,
        "waiver": rule.waiver,
    }
