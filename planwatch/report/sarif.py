"""Findings as SARIF 2.1.0, for code scanning and other tools that read it.

Section numbers are those of the standard (OASIS, 2020). Columns count code points (3.14.17).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from planwatch.models import CheckReport, Finding, Location, NotCompared, RuleInfo
from planwatch.report.check import message, not_compared
from planwatch.report.findings import entry_lines, placed, summary
from planwatch.report.jsontext import json_text
from planwatch.report.safe import escaped
from planwatch.report.view import View

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_ROOT, _BASELINE = "%SRCROOT%", "BASELINE"
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_MESSAGE = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})
"""What makes links (3.11.6) and placeholders (3.11.5) in a message."""

Json = dict[str, Any]


def write(report: CheckReport, view: View) -> str:
    """A check as one log with one run; without times, so that it is the same twice."""
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, view)]})


def _run(report: CheckReport, view: View) -> Json:
    findings = (*report.findings, *report.accepted)
    rules = {finding.rule.id: finding.rule for finding in findings}
    places = {id: index for index, id in enumerate(sorted(rules))}
    driver = {
        "name": "planwatch",
        "version": version("planwatch"),
        "rules": [_rule(rules[id], view) for id in places],
    }
    return {
        "tool": {"driver": driver},
        "language": _LANGUAGES[view.language],
        "automationDetails": {"id": "planwatch/"},
        "invocations": [_invocation(report, view)],
        "originalUriBaseIds": {
            _ROOT: _described(view.say("check.workspace")),
            _BASELINE: _described(view.say("check.baseline", name=report.baseline.name)),
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places, view) for finding in findings],
        "properties": {"revision": report.baseline.revision} if report.baseline.revision else {},
    }


def _described(text: str) -> Json:
    return {"description": _text(text)}


def _text(text: str) -> Json:
    return {"text": text.translate(_MESSAGE)}


def _rule(rule: RuleInfo, view: View) -> Json:
    help = rule.help.of(view.language)
    more = f"`planwatch rules {rule.id}`"
    return {
        "id": rule.id,
        "shortDescription": _text(rule.title.of(view.language)),
        "fullDescription": _text(rule.reason),
        "help": {**_text(help), "markdown": f"{escaped(help)}\n\n{more}"},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _invocation(report: CheckReport, view: View) -> Json:
    notes = [{"level": "note", "message": _text(text)} for text in summary(report, view)]
    unread = [_notification(missing, view) for missing in report.not_compared]
    return {"executionSuccessful": report.complete, "toolExecutionNotifications": notes + unread}


def _notification(missing: NotCompared, view: View) -> Json:
    where = {"physicalLocation": {"artifactLocation": _artifact(missing.path, _ROOT)}}
    said = _text(not_compared(missing, view))
    return {"level": "error", "message": said, "locations": [where]}


def _result(finding: Finding, places: Mapping[str, int], view: View) -> Json:
    said = "\n".join([message(finding, view.language), *entry_lines(finding, view)])
    locations = list(finding.locations)
    first = next((where for where in locations if not where.gone), None)
    if first is not None:
        locations.remove(first)
    primary = _location(first) if first else _file(finding.locations)
    related = [_location(where) | {"message": _text(placed(where, view))} for where in locations]
    accepted = finding.accepted
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": places[finding.rule.id],
        "level": finding.level.value,
        "message": _text(said),
        "locations": [primary] if primary else [],
        "relatedLocations": [{"id": id, **one} for id, one in enumerate(related, start=1)],
        "partialFingerprints": {"planwatch/v1": finding.fingerprint},
        "suppressions": [
            {"kind": "external", "status": "accepted", "justification": accepted.reason}
        ]
        if accepted
        else [],
        "properties": {"old": finding.old, "new": finding.new, "theme": finding.theme},
    }


def _location(where: Location) -> Json:
    """A place in the working folder or, where the words are gone, in the baseline."""
    physical: Json = {"artifactLocation": _artifact(where.path, _BASELINE if where.gone else _ROOT)}
    if where.span is not None:
        physical["region"] = {
            "startLine": where.line,
            "startColumn": where.column,
            "endLine": where.end_line,
            "endColumn": where.end_column,
            "charOffset": where.span.start,
            "charLength": where.span.end - where.span.start,
            "snippet": {"text": where.quote},
        }
    return {"physicalLocation": physical}


def _file(locations: tuple[Location, ...]) -> Json:
    """The file alone, where the words stand in the baseline only."""
    if not locations:
        return {}
    return {"physicalLocation": {"artifactLocation": _artifact(locations[0].path, _ROOT)}}


def _artifact(path: str, base: str) -> Json:
    return {"uri": quote(path.encode("utf-8", "surrogatepass")), "uriBaseId": base}
