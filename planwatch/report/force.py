"""What is said about the force of wording: the label, the words that decide, and their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from planwatch.models import Commitment, Deciding, Force, Link, Plan
from planwatch.report.safe import safe
from planwatch.report.view import View

Span = tuple[int, int]
Parts = list[tuple[str, bool]]
"""A quote in pieces, each with whether it decides the force."""


def force_label(force: Force, links: Iterable[Link], view: View) -> str:
    """In a word whether the new wording binds more or less; empty where that is not told."""
    if force in (Force.STRONGER, Force.WEAKER):
        return view.say(f"force.{force.value}")
    told = {found.force for link in links for found in link.deciding}
    if len(told) == 1:
        return view.say("force.partly", force=view.say(f"force.{told.pop().value}"))
    return view.say("force.both") if told else ""


def reasons(
    links: Iterable[Link], sides: tuple[Mapping[str, Commitment], ...], view: View
) -> Iterator[str]:
    """The words that decide, old → new, by axis and direction."""
    found: dict[str, None] = {}
    for link in links:
        ends = (sides[0][link.old], sides[1][link.new])
        found.update((_reason(deciding, ends, view), None) for deciding in link.deciding)
    yield from found


def _reason(deciding: Deciding, ends: tuple[Commitment, Commitment], view: View) -> str:
    old, new = (
        quoted_words(commitment, spans, view)
        for commitment, spans in zip(ends, (deciding.old, deciding.new), strict=True)
    )
    force = view.say(f"force.{deciding.force.value}")
    axis = view.say(f"force.axis.{deciding.axis.value}")
    return view.say("force.reason", force=force, axis=axis, old=old, new=new)


def quoted_words(commitment: Commitment, spans: Sequence[Span], view: View) -> str:
    """The words of some spans in quotation marks; – where there are none."""
    words = (
        commitment.quote(*span) if view.source_script else commitment.normalized[slice(*span)]
        for span in spans
    )
    quoted = (f"“{safe(word).strip('“”')}”" for word in dict.fromkeys(words))
    return view.say("list.separator").join(quoted) or "–"


def marks(links: Iterable[Link]) -> Mapping[str, list[Span]]:
    """The places that decide the force, by the id of the commitment."""
    found: dict[str, list[Span]] = {}
    for link in links:
        for deciding in link.deciding:
            found.setdefault(link.old, []).extend(deciding.old)
            found.setdefault(link.new, []).extend(deciding.new)
    return found


def marked_quote(plan: Plan, commitment: Commitment, spans: Iterable[Span], view: View) -> Parts:
    """The quote of a commitment in pieces: the same words as `cite.quote` gives."""
    reading = plan.converted and not view.source_script
    text = commitment.normalized if reading else commitment.text
    places = sorted(spans) if reading else sorted(_in_source(commitment, spans))
    parts: Parts = [("“", False)]
    done = 0
    for start, end in places:
        if end > done:
            first = max(start, done)
            parts += [(safe(text[done:first]), False), (safe(text[first:end]), True)]
            done = end
    tail = "”" + (view.say("quote.reading") if reading else "")
    parts.append((safe(text[done:]) + tail, False))
    return [part for part in parts if part[0]]


def _in_source(commitment: Commitment, spans: Iterable[Span]) -> Iterator[Span]:
    places = [*commitment.places, len(commitment.text)]
    for start, end in spans:
        yield places[start], places[end - 1] + 1
