"""One plan: its outline with every sentence, or one sentence with all that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from planwatch.models import Commitment, Plan
from planwatch.report.cite import citation, headline, quote
from planwatch.report.layout import line, padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.terminal.cited import cited_lines
from planwatch.report.view import View

_QUOTE_INDENT = 4
_EXCERPT = 60
"""Characters shown of what was set aside."""


def plan_lines(plan: Plan, view: View) -> Iterator[Text]:
    """The plan, one of its sentences, or what was set aside."""
    if view.commitment:
        chosen = plan.by_id[view.commitment]
        yield from _one(plan, chosen, view)
        return
    yield from plan_facts(plan, view)
    if view.unparsed:
        yield Text("")
        yield from _unparsed(plan, view)
    elif view.untagged:
        yield Text("")
        yield from _untagged(plan, view)
    else:
        yield from _outline(plan, view)


def plan_facts(plan: Plan, view: View) -> Iterator[Text]:
    """The plan's title, what it is made of, and what must be known of it."""
    id, title = headline(plan.info, plan.characters, view)
    text = Text.assemble((id + "  ", "bold"), title)
    yield from wrapped(text, view.width, indent=len(id) + 2, first=0)
    kinds = Counter(c.kind for c in plan.commitments)
    counts = " · ".join(
        view.say("counts.part", label=view.say(f"kind.{kind.value}"), count=count)
        for kind, count in sorted(kinds.items())
    )
    yield from wrapped(
        Text(
            view.say(
                "show.counts",
                headings=len(plan.headings),
                sentences=len(plan.commitments),
                comparable=len(plan.comparable),
                kinds=counts,
            )
        ),
        view.width,
    )
    if plan.converted and not view.source_script:
        yield from wrapped(Text(view.say("note.reading", plan=safe(plan.info.id))), view.width)
    if plan.unparsed:
        command = f"planwatch show {safe(plan.info.id)} --unparsed"
        text = Text(view.say("show.set-aside", count=len(plan.unparsed), command=command))
        yield from wrapped(text, view.width)


def _outline(plan: Plan, view: View) -> Iterator[Text]:
    above: tuple[str, ...] = ()
    for commitment in plan.commitments:
        headings = _headings(commitment, view)
        shared = _common(above, headings)
        for depth, heading in enumerate(headings[shared:], start=shared):
            yield Text("")
            yield from wrapped(Text(safe(heading), "bold"), view.width, indent=2 * depth)
        above = headings
        kind = view.say(f"kind.{commitment.kind.value}")
        note = "" if commitment.comparable else view.say("show.not-comparable")
        yield line("  ", (safe(commitment.id), "cyan"), f"  L{commitment.span.line}  {kind}{note}")
        words = safe(commitment.text if view.source_script else commitment.normalized)
        yield from wrapped(Text(words), view.width, _QUOTE_INDENT)


def _headings(commitment: Commitment, view: View) -> tuple[str, ...]:
    return commitment.headings if view.source_script else commitment.heading_readings


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    same = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        same += 1
    return same


def _one(plan: Plan, commitment: Commitment, view: View) -> Iterator[Text]:
    yield line((safe(commitment.id), "bold"), "  " + citation(plan, commitment, view))
    yield from wrapped(Text(quote(plan, commitment, view)), view.width, 2)
    comparable = "yes" if commitment.comparable else "no"
    rows = [
        ("show.headings", " › ".join(safe(text) for text in _headings(commitment, view))),
        ("show.kind", view.say(f"kind.{commitment.kind.value}")),
        ("show.comparable", view.say(f"show.{comparable}")),
        ("show.themes", view.say("themes.separator").join(_themes(commitment, view)) or "–"),
        ("show.span", f"{commitment.span.start}–{commitment.span.end}"),
    ]
    if plan.converted:
        rows.append(("show.source", "“" + safe(commitment.text) + "”"))
    column = max(Text(view.say(key)).cell_len for key, _ in rows) + 2
    for key, value in rows:
        text = Text(padded(view.say(key), column) + value)
        yield from wrapped(text, view.width, indent=2 + column, first=2)


def _themes(commitment: Commitment, view: View) -> Iterator[str]:
    return (safe(view.themes.get(id, id)) for id in commitment.themes)


def _untagged(plan: Plan, view: View) -> Iterator[Text]:
    title = view.say("show.untagged", count=len(plan.untagged), total=len(plan.comparable))
    yield from wrapped(Text(title, "bold"), view.width)
    yield from cited_lines(plan, [c.id for c in plan.untagged], view)


def _unparsed(plan: Plan, view: View) -> Iterator[Text]:
    for item in plan.unparsed:
        excerpt = safe(plan.document[item.span.start : item.span.end])
        cut = excerpt[:_EXCERPT] + "…" if len(excerpt) > _EXCERPT else excerpt
        reason = view.reasons.get(item.reason, item.reason)
        yield line((f"L{item.span.line}", "cyan"), "  ", (reason, "bold"))
        yield from wrapped(Text(cut), view.width, _QUOTE_INDENT)
    if not plan.unparsed:
        yield line(view.say("show.nothing-set-aside"))
