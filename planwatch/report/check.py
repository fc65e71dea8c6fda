"""How findings are told: messages, citations and quotes, the same in every format."""

from __future__ import annotations

from planwatch.models import Bilingual, Finding, Location
from planwatch.report.safe import safe
from planwatch.report.view import View


def message(finding: Finding, language: str) -> str:
    """What a finding says, in one or two sentences; nothing in it can steer a terminal.

    Formats that are read by more than a terminal (Markdown, annotations, XML) escape it again.
    """
    return filled(finding.rule.message, finding, language)


def filled(template: Bilingual, finding: Finding, language: str) -> str:
    """A template of the rules with the values of a finding."""
    values = {name: safe(value) for name, value in finding.values.items()}
    return template.of(language).format(**values)


def cited(location: Location) -> str:
    """A citation in short: `14:L390 六/(六)`; a file that is no document by its path."""
    if not location.plan:
        return safe(location.path)
    if location.span is None:
        return safe(f"{location.plan} ({location.path})")
    return safe(f"{location.plan}:L{location.line} {location.place}".rstrip())


def quoted(location: Location, view: View) -> str:
    """The words of a place in quotation marks; a mainland reading is marked as such."""
    if not location.quote:
        return ""
    if location.reading and not view.source_script:
        return "“" + safe(location.reading) + "”" + view.say("quote.reading")
    return "“" + safe(location.quote) + "”"
