"""Traces: the life of a theme, a phrase or a commitment through all plans in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from planwatch.models import (
    NOWHERE,
    Alignment,
    NameUse,
    Overview,
    Plan,
    Presence,
    Relation,
    Resolution,
    ThemeLife,
    ThemePlaces,
    ThemeStatus,
    Trace,
    TraceStep,
    Transition,
    clearest,
    theme_status,
    themes_of,
)
from planwatch.rules import RuleSet, Theme
from planwatch.tracing.phrases import Phrases
from planwatch.tracing.resolve import resolve, resolve_theme

__all__ = ["edges_of", "overview", "resolve_theme", "trace_commitment", "trace_query"]

Edge = tuple[str, str]
"""The ids of a plan and of the one that follows or reviews it."""


def edges_of(plans: Sequence[Plan]) -> tuple[Edge, ...]:
    """Which of the plans follow or review which, in the order of the plans."""
    known = {plan.info.id for plan in plans}
    return tuple(
        (before, plan.info.id)
        for plan in plans
        for before in dict.fromkeys((plan.info.predecessor, plan.info.reviews))
        if before in known
    )


def trace_query(forms: Sequence[str], plans: Sequence[Plan], rules: RuleSet) -> Trace:
    """The life of what a query names; `forms` are the query and its mainland readings."""
    phrases = Phrases(plans, rules)
    resolution = resolve(forms, rules.themes, phrases)
    if resolution.kind == "theme":
        theme = rules.themes[resolution.id]
        places = [themes_of(plan).get(theme.id, NOWHERE) for plan in plans]
        names = [tuple(_names(found, theme)) for found in places]
    else:
        places = [phrases.places(plan, resolution) for plan in plans]
        names = [() for _ in plans]
    steps = tuple(
        TraceStep(
            plan=plan,
            presence=found.presence,
            phrase_count=phrases.count(plan, forms),
            commitments=found.about,
            mentions=found.mentions,
            names=used,
            clearest=_clearest(found, resolution.id),
        )
        for plan, found, used in zip(plans, places, names, strict=True)
    )
    return Trace(resolution, steps, tuple(_transitions(plans, steps)))


def overview(plans: Sequence[Plan], themes: Mapping[str, Theme]) -> Overview:
    """Every theme that a plan names, and what became of it along every edge."""
    places = [themes_of(plan) for plan in plans]
    lives = []
    for theme in themes.values():
        steps = [
            TraceStep(plan, found.presence, 0, found.about, found.mentions, ())
            for plan, found in (
                (plan, there.get(theme.id, NOWHERE))
                for plan, there in zip(plans, places, strict=True)
            )
        ]
        presences = tuple(step.presence for step in steps)
        if set(presences) != {Presence.ABSENT}:
            transitions = tuple(_transitions(plans, steps))
            lives.append(ThemeLife(theme.id, theme.zh, theme.en, presences, transitions))
    return Overview(tuple(plans), edges_of(plans), tuple(lives))


def trace_commitment(id: str, plans: Sequence[Plan], alignments: Mapping[Edge, Alignment]) -> Trace:
    """The life of a commitment: what it is linked to in the plans before and after.

    The first step away from it follows every link, those beyond only continued ones.
    """
    start = next(plan for plan in plans if id in plan.by_id)
    found: dict[str, tuple[str, ...]] = {start.info.id: (id,)}
    shapes: dict[Edge, str] = {}
    waiting = [start.info.id]
    while waiting:
        here = waiting.pop(0)
        for edge, alignment in alignments.items():
            there = edge[1] if here == edge[0] else edge[0]
            if here not in edge or there in found:
                continue
            pairs = list(_linked(found[here], alignment, forward=here == edge[0]))
            if here != start.info.id:
                pairs = [pair for pair in pairs if pair[1] == Relation.CONTINUED]
            shapes[edge] = _shape([relation for _, relation in pairs], found[here])
            found[there] = tuple(dict.fromkeys(other for other, _ in pairs))
            waiting.append(there)
    steps = tuple(_commitment_step(plan, found.get(plan.info.id, ())) for plan in plans)
    commitment = start.by_id[id]
    resolution = Resolution(id, "commitment", id, commitment.normalized, "", "id")
    pins = (
        pin
        for (old, new), alignment in alignments.items()
        for pin in alignment.pins
        if pin.old in found.get(old, ()) or pin.new in found.get(new, ())
    )
    return Trace(resolution, steps, tuple(_transitions(plans, steps, shapes)), tuple(pins))


def _linked(
    ids: Sequence[str], alignment: Alignment, *, forward: bool
) -> Iterator[tuple[str, Relation]]:
    for link in alignment.links:
        near, far = (link.old, link.new) if forward else (link.new, link.old)
        if near in ids:
            yield far, link.relation


def _shape(relations: Sequence[Relation], near: Sequence[str]) -> str:
    """How a step is told: kept, changed, or split where one commitment became several."""
    if not relations:
        return ""
    continued = [relation for relation in relations if relation == Relation.CONTINUED]
    if not continued:
        return "changed"
    return "split" if len(continued) > 1 and len(near) == 1 else "kept"


def _commitment_step(plan: Plan, ids: Sequence[str]) -> TraceStep:
    chosen = tuple(c for c in plan.commitments if c.id in ids)
    presence = Presence.COMMITMENT if chosen else Presence.ABSENT
    return TraceStep(plan, presence, 0, chosen, ())


def _clearest(places: ThemePlaces, theme: str) -> str:
    named = places.about or places.mentions
    return clearest(named, theme).id if named else ""


def _names(places: ThemePlaces, theme: Theme) -> Iterator[NameUse]:
    """The names under which a plan speaks of a theme, the most frequent first."""
    hints = {name.lower() for name in theme.mentions} - {name.lower() for name in theme.names}
    counts = Counter(
        commitment.normalized[topic.start : topic.end]
        for commitment in (*places.about, *places.mentions)
        for topic in commitment.topics
        if topic.theme == theme.id and topic.end
    )
    for name, count in counts.most_common():
        if name.lower() not in hints:
            yield NameUse(name, count, name in theme.former)


def _transitions(
    plans: Sequence[Plan], steps: Sequence[TraceStep], shapes: Mapping[Edge, str] | None = None
) -> Iterator[Transition]:
    by_id = {step.plan.info.id: step for step in steps}
    before = {plan.info.id: plan.info.predecessor for plan in plans}
    for old, new in edges_of(plans):
        one, other = by_id[old], by_id[new]
        status = theme_status(one.plan.info, other.plan.info, one.presence, other.presence)
        came = status in (ThemeStatus.APPEARED, ThemeStatus.PROMOTED)
        yield Transition(
            old=old,
            new=new,
            status=status,
            returned=came and _was_there(before.get(old, ""), by_id, before),
            renamed=_renamed(one.names, other.names),
            shape=(shapes or {}).get((old, new), ""),
        )


def _was_there(id: str, steps: Mapping[str, TraceStep], before: Mapping[str, str]) -> bool:
    """Whether the plan `id` or one before it held a commitment."""
    seen: set[str] = set()
    while id in steps and id not in seen:
        if steps[id].presence == Presence.COMMITMENT:
            return True
        seen.add(id)
        id = before[id]
    return False


def _renamed(old: Iterable[NameUse], new: Iterable[NameUse]) -> tuple[str, str] | None:
    """The name given up and the newer one, where the old plan knows no newer one."""
    given_up = [use for use in old if use.former]
    newer = [use for use in new if not use.former]
    shared = {use.name for use in old} & {use.name for use in newer}
    if given_up and newer and not shared:
        return given_up[0].name, newer[0].name
    return None
