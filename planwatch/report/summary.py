"""What is said about a comparison as a whole, in words that every format shares."""

from __future__ import annotations

from collections.abc import Iterator

from planwatch.models import (
    Accuracy,
    AccuracyRow,
    Comparison,
    ForceAccuracy,
    Plan,
    PlanInfo,
    PlanKind,
    SideSummary,
    TermsComparison,
)
from planwatch.report.cite import linked_label, unmatched_label
from planwatch.report.safe import safe
from planwatch.report.themes import grouped, query_name, status_label
from planwatch.report.view import View

SHORT = 0.5
"""A text with less than this share of the other's characters is bound to leave much out."""


def shorter(comparison: Comparison | TermsComparison) -> Iterator[tuple[Plan, Plan, str, str]]:
    """A text that is bound to leave much out: it, the other one, its share of the other's
    characters, and the message key of what its silence does not mean."""
    old, new = comparison.old, comparison.new
    for plan, other in ((new, old), (old, new)):
        if plan.characters < SHORT * other.characters:
            share = f"{plan.characters / other.characters:.0%}"
            if plan.info.kind == PlanKind.REVIEW:
                yield plan, other, share, "note.silence.review"
            else:
                yield plan, other, share, "note.silence" if plan is new else "note.silence.old"


def reading_notes(comparison: Comparison | TermsComparison, view: View) -> Iterator[str]:
    """What a reader must know first: that a text is short, or quoted in a mainland reading."""
    old, new = comparison.old, comparison.new
    for plan, other, share, word in shorter(comparison):
        ids = {"short": safe(plan.info.id), "long": safe(other.info.id)}
        yield view.say("note.length", share=share, **ids) + view.say(word)
    for plan in (old, new):
        if plan.converted and not view.source_script:
            yield view.say("note.reading", plan=safe(plan.info.id))


def counts(comparison: Comparison, view: View) -> Iterator[str]:
    """How many commitments of either plan, and how many themes, had which fate."""
    old, new = comparison.old.info, comparison.new.info
    yield side_counts(old, new, comparison.old_summary, is_new=False, view=view)
    yield side_counts(new, old, comparison.new_summary, is_new=True, view=view)
    if comparison.themes:
        parts = [
            view.say("counts.part", label=status_label(status, old, new, view), count=len(themes))
            for status, themes in grouped(comparison)
        ]
        yield view.say("themes.count") + " · ".join(parts)


def side_counts(
    info: PlanInfo, other: PlanInfo, side: SideSummary, *, is_new: bool, view: View
) -> str:
    """How many commitments of `info` had which fate in `other`; `is_new`: it is the later one."""
    unmatched = view.say(unmatched_label(info, other, plan_is_new=is_new))
    noun = "noun.results" if info.kind == PlanKind.REVIEW else "noun.commitments"
    head = view.say(noun, plan=safe(info.id), count=side.comparable)
    pair = (other, info) if is_new else (info, other)
    parts = [
        view.say("counts.part", label=view.say(linked_label(*pair, key)), count=count)
        for key, count in (("continued", side.continued), ("changed", side.changed))
    ]
    if side.stronger or side.weaker:
        parts[0] += view.say("counts.force", stronger=side.stronger, weaker=side.weaker)
    doubt = view.say("counts.unclear", count=side.unclear) if side.unclear else ""
    parts.append(view.say("counts.part", label=unmatched, count=side.unmatched))
    return head + " · ".join((parts[0], parts[1] + doubt, parts[2]))


def targets_command(comparison: Comparison) -> str:
    """The command that tells all targets of a comparison."""
    return f"planwatch targets {comparison.old.info.id} {comparison.new.info.id}"


def footnotes(comparison: Comparison, view: View) -> Iterator[str]:
    """How far the result can be trusted."""
    if view.accuracy is not None and view.level != "commitment" and not view.only:
        themes = view.accuracy.themes
        yield view.say(
            "foot.themes",
            count=themes.count,
            presence=f"{themes.presence:.1%}",
            transitions=f"{themes.transitions:.1%}",
        )
    if view.accuracy is not None and view.level != "theme" and not view.theme:
        rows = view.accuracy.rows
        found = measured_on(comparison, view.accuracy)
        figures = view.say("foot.separator").join(
            view.say(
                "foot.figures",
                old=row.old,
                new=row.new,
                precision=f"{row.precision:.0%}",
                recall=f"{row.recall:.0%}",
            )
            for row in ([found] if found else rows)
        )
        yield view.say("foot.measured" if found else "foot.elsewhere", figures=figures)
        if any(link.deciding for link in comparison.links):
            yield _force_note(view.accuracy.force if found else view.accuracy.force_elsewhere, view)
    yield view.say("foot.unmatched")


def measured_on(comparison: Comparison, accuracy: Accuracy) -> AccuracyRow | None:
    """The figures that were measured on these very plans, in either order."""
    pair = {comparison.old.info.id, comparison.new.info.id}
    return next((row for row in accuracy.rows if {row.old, row.new} == pair), None)


def _force_note(measured: ForceAccuracy, view: View) -> str:
    """That force is a hint, and how often it agrees with readers."""
    return view.say(
        "foot.force",
        links=measured.links,
        agree=f"{measured.agree:.0%}",
        directions=measured.directions,
        right=f"{measured.directions_agree:.0%}",
    )


def next_commands(comparison: Comparison, view: View) -> Iterator[tuple[str, str]]:
    """Commands that lead on, each with what it is for."""
    old, new = safe(comparison.old.info.id), safe(comparison.new.info.id)
    example = next((themes[0] for _, themes in grouped(comparison)), None)
    if example is not None:
        name = query_name(example, view)
        yield view.say("next.theme"), f"planwatch diff {old} {new} --theme {name}"
        yield view.say("next.trace"), f"planwatch trace {name}"
    best = max(comparison.links, key=lambda link: link.score, default=None)
    if best is not None:
        yield view.say("next.explain"), f"planwatch explain {safe(best.old)} {safe(best.new)}"
    yield view.say("next.show"), f"planwatch show {new}"
    yield view.say("next.json"), f"planwatch diff {old} {new} --format json"
