"""How themes are told: names, labels, order, and which words are quoted for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import (
    Basis,
    Commitment,
    Comparison,
    Overview,
    Plan,
    PlanInfo,
    PlanKind,
    Presence,
    Resolution,
    ThemeChange,
    ThemeLife,
    ThemeStatus,
    Trace,
    TraceStep,
)
from planwatch.report.cite import place, spot, unmatched_label
from planwatch.report.pins import pin_lines
from planwatch.report.safe import safe
from planwatch.report.view import View

ORDER = (
    ThemeStatus.APPEARED,
    ThemeStatus.UNPLANNED,
    ThemeStatus.PROMOTED,
    ThemeStatus.DEMOTED,
    ThemeStatus.DROPPED,
    ThemeStatus.SILENT,
    ThemeStatus.PERSISTED,
    ThemeStatus.DELIVERED,
)
"""What changed comes first."""
_SHOWN = 3
"""Sentences quoted of each plan in a trace where nothing else is asked for."""
MARKS = {Presence.COMMITMENT: "●", Presence.MENTION: "○", Presence.ABSENT: "–"}
_BRACKETS = re.compile(r"\s*[（(][^（）()]*[）)]$")
STYLES = {
    ThemeStatus.APPEARED: "green",
    ThemeStatus.UNPLANNED: "green",
    ThemeStatus.PROMOTED: "green",
    ThemeStatus.DEMOTED: "yellow",
    ThemeStatus.DROPPED: "red",
    ThemeStatus.SILENT: "red",
}


def theme_name(name: str, name_en: str, view: View) -> str:
    """The name of a theme in the reader's language."""
    return safe(name_en if view.language == "en" and name_en else name)


def short_name(name: str, name_en: str, view: View) -> str:
    """The name without what stands in brackets."""
    whole = theme_name(name, name_en, view)
    return _BRACKETS.sub("", whole)


def query_name(theme: ThemeChange | ThemeLife, view: View) -> str:
    """What a reader can type for a theme: its short name, or its id where that is English."""
    name = short_name(theme.name, theme.name_en, view)
    return safe(theme.id) if view.language == "en" or " " in name else name


def status_label(status: ThemeStatus, old: PlanInfo, new: PlanInfo, view: View) -> str:
    """A status in words; what a briefing leaves out is not thereby given up."""
    if status == ThemeStatus.DROPPED:
        return view.say(unmatched_label(old, new, plan_is_new=False))
    return view.say(f"theme.{status.value}")


def grouped(comparison: Comparison) -> Iterator[tuple[ThemeStatus, list[ThemeChange]]]:
    """The themes of a comparison by status, those with most commitments first."""
    for status in ORDER:
        found = [theme for theme in comparison.themes if theme.status == status]
        if found:
            yield status, sorted(found, key=lambda theme: -len(theme.old) - len(theme.new))


def counted(ids: Sequence[str], mentions: Sequence[str], view: View) -> str:
    """How many commitments are on a theme; that it is only mentioned; or that it is absent."""
    if ids:
        return str(len(ids))
    return view.say("theme.mention") if mentions else MARKS[Presence.ABSENT]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation and the words it stands for."""

    citation: str
    words: str


def based(plan: Plan, basis: Basis, view: View) -> Quoted:
    """Where a statement on a theme rests, and the words, in the script that the view wants."""
    commitment = plan.by_id[basis.id]
    whole = commitment.normalized[basis.start : basis.end]
    if plan.converted and view.source_script:
        whole = commitment.quote(basis.start, basis.end)
    return Quoted(place(plan, commitment), safe(whole))


def inner(text: str) -> str:
    """`text` fit to stand in quotation marks."""
    return text.replace("“", "‘").replace("”", "’")


def theme_title(comparison: Comparison, theme: ThemeChange, view: View) -> str:
    """A theme and what became of it."""
    label = status_label(theme.status, comparison.old.info, comparison.new.info, view)
    name = inner(theme_name(theme.name, theme.name_en, view))
    return view.say("theme.title", name=name, status=label)


def theme_sides(
    comparison: Comparison, theme: ThemeChange, view: View
) -> Iterator[tuple[Plan, str, Sequence[str]]]:
    """Groups of sentences on a theme: the plan, what they are, and their ids."""
    for plan, ids, mentions in (
        (comparison.old, theme.old, theme.old_mentions),
        (comparison.new, theme.new, theme.new_mentions),
    ):
        review = plan.info.kind == PlanKind.REVIEW
        key = "theme.side.results" if review else "theme.side"
        groups = [(key, ids), ("theme.mentions", mentions)]
        for title, chosen in [group for group in groups if group[1]]:
            shown = chosen[: view.bound(len(chosen))]
            yield plan, view.say(title, plan=safe(plan.info.id), count=len(chosen)), shown
        if not ids and not mentions:
            yield plan, view.say("theme.nothing", plan=safe(plan.info.id)), ()


def answered(resolution: Resolution, steps: Sequence[TraceStep], view: View) -> Iterator[str]:
    """What a query was taken for, and how often the very phrase occurs."""
    name = inner(theme_name(resolution.name, resolution.name_en, view))
    query, matched = safe(resolution.query), safe(resolution.matched)
    by = "commitment" if resolution.kind == "commitment" else resolution.by
    yield view.say(f"resolved.{by}", query=query, name=name, matched=matched)
    counts = [(safe(step.plan.info.id), step.phrase_count) for step in steps]
    if resolution.kind == "commitment" or resolution.by in ("id", "english"):
        return
    said = [view.say("phrase.times", plan=plan, count=count) for plan, count in counts if count]
    never = view.say("list.separator").join(plan for plan, count in counts if not count)
    if never:
        said.append(view.say("phrase.never", plan=never))
    yield view.say("phrase.counts", query=query, counts=view.say("foot.separator").join(said))


def presence_label(step: TraceStep, view: View) -> str:
    """Where a plan stands on a query, in words."""
    key = f"trace.presence.{step.presence.value}"
    if step.presence == Presence.COMMITMENT and step.plan.info.kind == PlanKind.REVIEW:
        key += ".results"
    count = len(step.commitments or step.mentions)
    return view.say(key, count=count)


def life(trace: Trace, view: View) -> Iterator[str]:
    """Every plan in a few words: the name in use, where it stands, and what became of it."""
    infos = {step.plan.info.id: step.plan.info for step in trace.steps}
    for step in trace.steps:
        words = safe(step.plan.info.id)
        found = (*step.commitments, *step.mentions)
        cited = [c for c in found if c.id == step.clearest] or found[:1]
        if step.names:
            words += f" “{safe(step.names[0].name)}”"
        facts = [spot(c) for c in cited]
        arrived = [t for t in trace.transitions if t.new == step.plan.info.id]
        told = [t for t in arrived if t.status != ThemeStatus.NONE]
        facts += [status_label(t.status, infos[t.old], infos[t.new], view) for t in told]
        if not told:
            facts.append(presence_label(step, view))
        facts += [view.say("trace.returned") for t in arrived if t.returned]
        facts += [view.say("trace.shape.split") for t in arrived if t.shape == "split"]
        yield words + view.say("trace.facts", facts=view.say("foot.separator").join(facts))


def arrivals(step: TraceStep, trace: Trace, view: View) -> Iterator[str]:
    """What became of a query on the way to a plan, and how."""
    infos = {other.plan.info.id: other.plan.info for other in trace.steps}
    for transition in trace.transitions:
        if transition.new != step.plan.info.id or transition.status == ThemeStatus.NONE:
            continue
        old, new = infos[transition.old], infos[transition.new]
        label = status_label(transition.status, old, new, view)
        yield f"{safe(old.id)} → {safe(new.id)} {label}"
        if transition.shape in ("split", "changed"):
            yield view.say(f"trace.shape.{transition.shape}")
        if transition.returned:
            yield view.say("trace.returned")
        if transition.renamed:
            before, after = (safe(name) for name in transition.renamed)
            yield view.say("trace.renamed", old=before, new=after)


def shown_steps(step: TraceStep, view: View) -> tuple[list[Commitment], int]:
    """The sentences quoted of a plan, the clearest first, and how many more there are."""
    about = sorted(step.commitments or step.mentions, key=lambda c: c.id != step.clearest)
    shown = _SHOWN if view.limit is None else view.limit or len(about)
    return about[:shown], max(0, len(about) - shown)


def trace_notes(trace: Trace, view: View) -> Iterator[str]:
    """Themes near by, and how the answer is to be read."""
    if trace.resolution.related:
        themes = view.say("themes.separator").join(
            theme_name(ref.name, ref.name_en, view) for ref in trace.resolution.related
        )
        yield view.say("trace.related", themes=themes)
    yield from pin_lines(trace.pins, view)
    if trace.formulation:
        yield view.say("trace.terms", command=f"planwatch terms {safe(trace.formulation)}")
    for step in trace.steps:
        if step.plan.converted and not view.source_script:
            yield view.say("note.reading", plan=safe(step.plan.info.id))
    yield view.say("foot.unmatched")


def patterns(
    overview: Overview,
) -> Iterator[tuple[tuple[Presence, ...], Sequence[ThemeLife]]]:
    """Themes with the same presences; the more a pattern changes along the edges, the earlier."""
    found: defaultdict[tuple[Presence, ...], list[ThemeLife]] = defaultdict(list)
    for one in overview.lives:
        found[one.presences].append(one)
    places = {plan.info.id: place for place, plan in enumerate(overview.plans)}

    def changes(presences: tuple[Presence, ...]) -> tuple[list[bool], list[int]]:
        same = [
            presences[places[old]] == presences[places[new]]
            for old, new in reversed(overview.edges)
        ]
        return same, [-list(Presence).index(presence) for presence in reversed(presences)]

    for presences in sorted(found, key=changes):
        yield presences, found[presences]
