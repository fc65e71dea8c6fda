"""Targets with verdicts and arithmetic, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planwatch.models import Bilingual, TargetReport
from planwatch.report.cite import citation
from planwatch.report.html.quotes import anchor
from planwatch.report.html.voices import Voices
from planwatch.report.targets import ChainText, TargetText, whole

Anchors = Mapping[str, str]
Lines = Sequence[tuple[str, str, str]]
"""What it is, where it stands, its words."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A target or an outcome: what it is, where it stands ("" where it does not), its words."""

    what: Bilingual
    citation: Bilingual
    anchor: str
    words: Bilingual


@dataclass(frozen=True, slots=True)
class Target:
    """One indicator; `verdict` is the name of its verdict, "" where there is no review."""

    verdict: str
    label: Bilingual
    name: Bilingual
    arithmetic: Bilingual
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets, and what stands beside them."""

    counts: Bilingual
    rows: Sequence[Target]
    sections: Sequence[tuple[Bilingual, Sequence[Fact]]]
    notes: Sequence[Bilingual]


def targets_of(report: TargetReport, voices: Voices) -> Targets:
    """The report on targets in both languages."""
    both = Bilingual
    zh, en = (whole(report, view) for view in (voices.zh, voices.en))
    anchors = _anchors(report, voices)
    return Targets(
        counts=both(zh.counts, en.counts),
        rows=[_target(*pair, anchors) for pair in zip(zh.chains, en.chains, strict=True)],
        sections=[
            (both(*titles), _facts(one, other, anchors)) for titles, one, other in _sections(zh, en)
        ],
        notes=[both(*pair) for pair in zip(zh.notes, en.notes, strict=True)],
    )


def _target(zh: ChainText, en: ChainText, anchors: Anchors) -> Target:
    return Target(
        verdict=zh.verdict.value if zh.verdict else "",
        label=Bilingual(zh.label, en.label),
        name=Bilingual(zh.name, en.name),
        arithmetic=Bilingual(zh.arithmetic, en.arithmetic),
        facts=_facts(zh.facts, en.facts, anchors),
    )


def _sections(zh: TargetText, en: TargetText) -> Iterator[tuple[tuple[str, str], Lines, Lines]]:
    for (title, lines), (other, others) in zip(zh.sections, en.sections, strict=True):
        yield (title, other), [("", *line) for line in lines], [("", *line) for line in others]


def _facts(zh: Lines, en: Lines, anchors: Anchors) -> Sequence[Fact]:
    found = []
    for one, other in zip(zh, en, strict=True):
        what, cited, words = (Bilingual(*pair) for pair in zip(one, other, strict=True))
        found.append(Fact(what, cited, anchors.get(cited.zh, ""), words))
    return found


def _anchors(report: TargetReport, voices: Voices) -> Anchors:
    """Where citations lead: no two sentences have the same."""
    return {
        citation(plan, commitment, voices.zh): anchor(commitment.id)
        for plan in report.plans
        for commitment in plan.commitments
    }
