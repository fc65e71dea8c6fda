"""Findings as JUnit XML: a suite for each comparison, a test case for each finding.

A finding at or above `--fail-on` is a failure, one below it passes and keeps its text; what was
accepted is skipped with the reason; what could not be compared is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from planwatch.models import CheckReport, Finding
from planwatch.report.check import acceptance, cited, message, not_compared
from planwatch.report.findings import entry_lines, summary
from planwatch.report.safe import safe
from planwatch.report.view import View


def write(report: CheckReport, view: View) -> str:
    """A check as one document; times are left out, so that it is the same twice."""
    root = ElementTree.Element("testsuites", name="planwatch check")
    for suite in _suites(report):
        root.append(_suite(suite, report, view))
    for total in ("tests", "failures", "errors"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


@dataclass(frozen=True, slots=True)
class _Suite:
    """The pair of plans that findings are about; of the first suite, about none."""

    old: str = ""
    new: str = ""

    def holds(self, finding: Finding) -> bool:
        return (finding.old, finding.new) == (self.old, self.new)


def _suites(report: CheckReport) -> Iterator[_Suite]:
    """The workspace itself, the pairs that were compared, and any other that findings name."""
    pairs = [(pair.old.id, pair.new.id) for pair in report.compared]
    named = [(finding.old, finding.new) for finding in (*report.findings, *report.accepted)]
    for old, new in dict.fromkeys([("", ""), *pairs, *named]):
        yield _Suite(old, new)


def _suite(suite: _Suite, report: CheckReport, view: View) -> ElementTree.Element:
    name = f"{suite.old} → {suite.new}" if suite.new else view.say("check.workspace")
    element = ElementTree.Element("testsuite", name=_legal(name))
    whole = not suite.new
    unread = report.not_compared if whole else ()
    stands = [finding for finding in report.findings if suite.holds(finding)]
    accepted = [finding for finding in report.accepted if suite.holds(finding)]
    failing = [finding for finding in stands if finding.level.reaches(view.fail_on)]
    element.set("tests", str(max(1, len(stands) + len(accepted) + len(unread))))
    element.set("failures", str(len(failing)))
    element.set("errors", str(len(unread)))
    element.set("skipped", str(len(accepted)))
    for missing in unread:
        text = _legal(not_compared(missing, view))
        case = _case(element, missing.plan or missing.path, missing.path)
        ElementTree.SubElement(case, "error", message=text, type=missing.key)
    for finding in (*stands, *accepted):
        _finding(element, finding, view)
    if not len(element):
        _case(element, view.say("check.clean"), name)
    if whole:
        said = "\n".join(summary(report, view))
        ElementTree.SubElement(element, "system-out").text = _legal(said)
    return element


def _finding(suite: ElementTree.Element, finding: Finding, view: View) -> None:
    said = message(finding, view.language)
    first = next((cited(place) for place in finding.locations), "")
    name = f"{finding.rule.id} {finding.fingerprint} {first}".rstrip()
    case = _case(suite, name, finding.rule.id)
    text = "\n".join([said, *entry_lines(finding, view)])
    if finding.accepted is not None:
        ElementTree.SubElement(case, "skipped", message=_legal(acceptance(finding.accepted, view)))
    elif finding.level.reaches(view.fail_on):
        kind = f"{finding.rule.id} ({finding.level})"
        failure = ElementTree.SubElement(case, "failure", message=_legal(said), type=kind)
        failure.text = _legal(text)
        return
    ElementTree.SubElement(case, "system-out").text = _legal(text)


def _case(suite: ElementTree.Element, name: str, group: str) -> ElementTree.Element:
    return ElementTree.SubElement(
        suite, "testcase", name=_legal(name), classname=_legal(f"planwatch.{group}")
    )


def _legal(text: str) -> str:
    """Lines without the characters that XML 1.0 cannot hold, not even as entities."""
    return "\n".join(safe(line) for line in text.split("\n"))
