"""Findings as workflow commands of GitHub Actions: one annotation each, at its place.

Escapes are those that the runner takes back (actions/runner, `ActionCommand`): `%`, CR and LF in
messages, `:` and `,` too in properties. GitHub shows ten annotations of each level of a step; the
gravest come first, and a notice before them counts all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planwatch.models import CheckReport, Finding, Level, Location
from planwatch.report.check import level_counts, message, not_compared, outcome
from planwatch.report.findings import basis, entry_lines
from planwatch.report.safe import safe
from planwatch.report.view import View

_COMMANDS: Mapping[Level, str] = {
    Level.ERROR: "error",
    Level.WARNING: "warning",
    Level.NOTE: "notice",
}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_LONGEST = 16_000
"""Characters of a message: GitHub takes 64 KB, and a character is up to four bytes."""


def write(report: CheckReport, view: View) -> str:
    """A check as commands, one a line."""
    return "".join(f"{line}\n" for line in _commands(report, view))


def _commands(report: CheckReport, view: View) -> Iterator[str]:
    title = {"title": outcome(report, view)}
    said = [level_counts(report, view), *basis(report, view)]
    yield _command("notice", title, "\n".join(said))
    for unread in report.not_compared:
        yield _command("error", {"file": unread.path}, not_compared(unread, view))
    for finding in report.findings:
        yield _annotation(finding, view)


def _annotation(finding: Finding, view: View) -> str:
    properties = _where(finding.locations)
    title = f"{finding.rule.id}: {finding.rule.title.of(view.language)}"
    lines = [message(finding, view.language), *entry_lines(finding, view)]
    lines.append(f"{finding.rule.id} {finding.fingerprint}")
    return _command(_COMMANDS[finding.level], properties | {"title": title}, "\n".join(lines))


def _where(locations: tuple[Location, ...]) -> dict[str, str]:
    """Where an annotation stands: columns only on a single line, no line where it is gone."""
    if not locations:
        return {}
    location = next((place for place in locations if not place.gone), locations[0])
    found = {"file": location.path}
    if not location.gone:
        found |= {"line": str(location.line), "endLine": str(location.end_line)}
        if location.span is not None and location.line == location.end_line:
            found |= {"col": str(location.column), "endColumn": str(location.end_column)}
    return found


def _command(name: str, properties: Mapping[str, str], text: str) -> str:
    given = ",".join(
        f"{key}={safe(value).translate(_PROPERTY)}" for key, value in properties.items() if value
    )
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return f"::{name} {given}::{cut.translate(_MESSAGE)}"
