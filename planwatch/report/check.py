"""How findings are told: messages, citations and quotes, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator

from planwatch.models import (
    Acceptance,
    Bilingual,
    CheckReport,
    ComparedPlans,
    Finding,
    Item,
    Level,
    Location,
    NotCompared,
)
from planwatch.report.safe import safe
from planwatch.report.summary import side_counts
from planwatch.report.themes import inner
from planwatch.report.view import View

_QUOTED = ("theme", "theme_en", "before", "after")
"""Values that stand in quotation marks."""
_ABBREVIATED = 12
"""Digits shown of a commit."""


def message(finding: Finding, language: str) -> str:
    """What a finding says, in one or two sentences; nothing in it can steer a terminal.

    Formats that are read by more than a terminal (Markdown, annotations, XML) escape it again.
    """
    return filled(finding.rule.message, finding, language)


def filled(template: Bilingual, finding: Finding, language: str) -> str:
    """A template of the rules with the values of a finding."""
    values = {
        name: inner(safe(value)) if name in _QUOTED else safe(value)
        for name, value in finding.values.items()
    }
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


def decided(item: Item, view: View) -> str:
    """The words or ranks that an entry rests on, old → new; "" where it lists none."""
    pairs = (f"{_words(old)} → {_words(new)}" for old, new in item.deciding if old or new)
    return view.say("list.separator").join(pairs)


def _words(text: str) -> str:
    return f"“{safe(text).strip('“”')}”" if text else "–"


def level_label(level: Level, view: View) -> str:
    """A level in a word."""
    return view.say(f"level.{level.value}")


def against(report: CheckReport, view: View) -> str:
    """What the working folder was held against."""
    found = report.baseline
    key = "check.against.folder" if found.kind == "folder" else "check.against"
    if found.merge_base:
        key = "check.against.base"
    return view.say(key, name=safe(found.name), revision=found.revision[:_ABBREVIATED])


def changed(report: CheckReport, view: View) -> str:
    """Which documents differ from the baseline."""
    if not report.changed:
        return view.say("check.unchanged")
    parts = (view.say(f"check.{change}", plan=safe(id)) for id, change in report.changed)
    return view.say("check.changed", documents=view.say("list.separator").join(parts))


def pair_counts(pair: ComparedPlans, view: View) -> Iterator[str]:
    """What became of the commitments of two documents that were compared, in numbers."""
    yield side_counts(pair.old, pair.new, pair.old_summary, is_new=False, view=view)
    yield side_counts(pair.new, pair.old, pair.new_summary, is_new=True, view=view)


def level_counts(report: CheckReport, view: View) -> str:
    """How many findings stand at each level, and how many were accepted."""
    counts = report.counts
    if not report.findings and not report.accepted:
        return view.say("check.clean" if report.complete else "check.nothing")
    parts = [
        view.say("counts.part", label=level_label(level, view), count=counts[level])
        for level in Level
    ]
    if report.accepted:
        parts.append(view.say("check.accepted", count=len(report.accepted)))
    return view.say("check.findings", counts=" · ".join(parts))


def outcome(report: CheckReport, view: View) -> str:
    """Why the check passes or fails, as its exit code says."""
    if not report.complete:
        return view.say("check.incomplete", count=len(report.not_compared))
    reaching, level = len(report.reaching(view.fail_on)), level_label(view.fail_on, view)
    return view.say("check.fails" if reaching else "check.passes", count=reaching, level=level)


def not_compared(one: NotCompared, view: View) -> str:
    """Why a document could not be looked at."""
    values = {name: _shown(value) for name, value in one.values.items()}
    return safe(f"{one.plan}: ") + view.say(one.key, **values)


def _shown(value: object) -> object:
    return safe(value) if isinstance(value, str) else value


def acceptance(one: Acceptance, view: View) -> str:
    """An acceptance: what was accepted, when and why."""
    about = " ".join(filter(None, (one.fingerprint, one.rule, *one.plans, one.about)))
    values = {"about": safe(about), "date": safe(one.date), "reason": safe(one.reason)}
    return view.say("check.acceptance", **values)


def left_over(report: CheckReport, view: View) -> Iterator[str]:
    """Acceptances that no finding asked for, to be cleared away."""
    for key, entries in (("check.stale", report.stale), ("check.unused", report.unused)):
        for one in entries:
            yield view.say(key, acceptance=acceptance(one, view))
