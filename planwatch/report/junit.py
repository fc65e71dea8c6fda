"""Findings as JUnit XML: a suite for each comparison, a test case for each finding.

A finding at or above `--fail-on` is a failure, one below it passes and keeps its text; what was
accepted is skipped with the reason; what could not be compared is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from planwatch.models import CheckReport, Finding, NotCompared
from planwatch.report.check import acceptance, cited, message, not_compared
from planwatch.report.findings import entry_lines, summary
from planwatch.report.safe import safe
from planwatch.report.view import View


def write(report: CheckReport, view: View) -> str:
    """A check as one document; times are left out, so that it is the same twice."""
    root = ElementTree.Element("testsuites", name="planwatch check")
    for suite in _suites(report, view):
        root.append(_suite(suite, report, view))
    for total in ("tests", "failures", "errors"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


@dataclass(frozen=True, slots=True)
class _Suite:
    """What is said of a pair of plans; of the first suite, of none."""

    name: str
    stands: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    unread: tuple[NotCompared, ...] = ()
    said: tuple[str, ...] = ()


def _suites(report: CheckReport, view: View) -> Iterator[_Suite]:
    """The workspace itself, the pairs that were compared, and any other that findings name."""
    pairs = [(pair.old.id, pair.new.id) for pair in report.compared]
    named = [(finding.old, finding.new) for finding in (*report.findings, *report.accepted)]
    for pair in dict.fromkeys([_NONE, *pairs, *named]):
        stands, accepted = (
            tuple(one for one in findings if (one.old, one.new) == pair)
            for findings in (report.findings, report.accepted)
        )
        if pair == _NONE:
            said = tuple(summary(report, view))
            name = view.say("check.workspace")
            yield _Suite(name, stands, accepted, report.not_compared, said)
        else:
            yield _Suite(" → ".join(filter(None, pair)), stands, accepted)


_NONE = ("", "")


def _suite(suite: _Suite, report: CheckReport, view: View) -> ElementTree.Element:
    element = ElementTree.Element("testsuite", name=_legal(suite.name))
    for missing in suite.unread:
        text = _legal(not_compared(missing, view))
        case = _case(element, missing.plan or missing.path, missing.path)
        ElementTree.SubElement(case, "error", message=text, type=missing.key)
    for finding in (*suite.stands, *suite.accepted):
        _finding(element, finding, view)
    if not len(element):
        _case(element, view.say("check.clean" if report.complete else "check.nothing"), suite.name)
    element.set("tests", str(len(element)))
    for total, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(total, str(len(element.findall(f"testcase/{kind}"))))
    if suite.said:
        ElementTree.SubElement(element, "system-out").text = _legal("\n".join(suite.said))
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
