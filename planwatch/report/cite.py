"""Citations and quotes: where a statement stands, and its exact words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from planwatch.models import Commitment, Plan, PlanInfo, PlanKind, Span
from planwatch.report.safe import safe
from planwatch.report.view import View

_CLOSERS = "、.．。 "
_BEFORE, _AFTER = "，；。：！？", "，；。！？"


def citation(plan: Plan, commitment: Commitment, view: View) -> str:
    """Plan, line, numbers of the headings above, and sentence: `15:L5 一/三是 第3句`."""
    numbers = "/".join(number.strip(_CLOSERS) for number in commitment.numbers)
    parts = [f"{plan.info.id}:L{commitment.span.line}", numbers]
    parts.append(view.say("cite.sentence", number=commitment.sentence))
    return safe(" ".join(part for part in parts if part))


def place(plan: Plan, commitment: Commitment) -> str:
    """A citation in short: `14:L390 六/(六)`."""
    return safe(f"{plan.info.id}:{spot(commitment)}")


def spot(commitment: Commitment) -> str:
    """Line and numbers of the headings above, without the plan; a task (三是) needs no chapter
    before it."""
    return spot_of(commitment.span.line, commitment.numbers)


def spot_of(line: int, printed: Sequence[str]) -> str:
    """`spot` of what stands in a line under these printed numbers."""
    numbers = [number.strip("、.．。 ") for number in printed]
    shown = numbers[-1:] if numbers and numbers[-1].endswith("是") else numbers
    return safe(f"L{line} {'/'.join(shown)}".rstrip())


def quote(plan: Plan, commitment: Commitment, view: View) -> str:
    """The words of a commitment in quotation marks; a mainland reading is marked as such."""
    said, mark = wording(plan, commitment, view)
    return f"“{said}”{mark}"


def wording(plan: Plan, commitment: Commitment, view: View) -> tuple[str, str]:
    """The words of a commitment, and the mark of a mainland reading ("" where it is none)."""
    if plan.converted and not view.source_script:
        return safe(commitment.normalized), view.say("quote.reading")
    return safe(commitment.text), ""


def words(plan: Plan, commitment: Commitment, span: Span, view: View) -> str:
    """The words of a span of the document that lies in a commitment."""
    if not plan.converted or view.source_script:
        return safe(plan.document[span.start : span.end])
    first, last = _in_reading(commitment, span)
    return safe(commitment.normalized[first:last].strip())


def clause(plan: Plan, id: str, span: Span, view: View) -> tuple[str, str]:
    """The citation of a sentence and the clause of it around a span: verb and modal included."""
    commitment = plan.by_id[id]
    reading = commitment.normalized
    first, last = _in_reading(commitment, span)
    first = max(reading.rfind(mark, 0, first) for mark in _BEFORE) + 1
    ends = [at for mark in _AFTER if (at := reading.find(mark, last)) >= 0]
    last = min(ends, default=len(reading))
    source = not plan.converted or view.source_script
    found = commitment.quote(first, last) if source else reading[first:last].strip()
    mark = "" if source else view.say("quote.reading")
    return citation(plan, commitment, view), f"“{safe(found)}”{mark}"


def _in_reading(commitment: Commitment, span: Span) -> tuple[int, int]:
    """Where a span of the document stands in the mainland reading of its commitment."""
    start = commitment.span.start
    first = bisect_left(commitment.places, span.start - start)
    return first, bisect_left(commitment.places, span.end - start)


def named(info: PlanInfo, view: View) -> str:
    """The id of a document; of a briefing that it is one."""
    return safe(info.id) + _genre(info, view)


def described(info: PlanInfo, view: View) -> str:
    """What a document is, and for when or of when."""
    kind = view.say(f"plan-kind.{info.kind.value}")
    return f"{kind} {safe(info.date if info.kind == PlanKind.BRIEFING else info.period)}".rstrip()


def _genre(info: PlanInfo, view: View) -> str:
    return view.say("genre.briefing") if info.kind == PlanKind.BRIEFING else ""


def headline(info: PlanInfo, characters: int, view: View) -> tuple[str, str]:
    """The id of a plan, and its title with what it is, its period and its length."""
    genre = _genre(info, view)
    period = info.period if info.kind != PlanKind.BRIEFING else info.date
    length = view.say("characters", count=f"{characters:,}")
    parts = (safe(info.title) + genre, safe(period), length)
    return safe(info.id), "  ".join(part for part in parts if part)


def unmatched_label(plan: PlanInfo, other: PlanInfo, *, plan_is_new: bool) -> str:
    """Message key for what stands in `plan` only: a review speaks in its own words, and what
    a briefing leaves out is not thereby given up."""
    if plan.kind == PlanKind.REVIEW:
        return "label.unplanned"
    if plan_is_new and other.kind != PlanKind.REVIEW:
        return "label.appeared"
    if other.kind in (PlanKind.REVIEW, PlanKind.BRIEFING):
        return "label.unmentioned"
    return "label.dropped"


def linked_label(old: PlanInfo, new: PlanInfo, key: str) -> str:
    """Message key for a link or a shape; held against a review it says that it was reported."""
    if PlanKind.REVIEW in (old.kind, new.kind):
        return f"label.reported.{key}"
    return f"label.{key}"
