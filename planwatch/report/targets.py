"""What every format says of targets: verdicts, arithmetic, and the words that they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planwatch.models import Quantity, Stated, TargetChain, TargetDirection, TargetReport, Verdict
from planwatch.report.arithmetic import derivation_text
from planwatch.report.cite import clause
from planwatch.report.numbers import number_lines, reported
from planwatch.report.safe import safe
from planwatch.report.view import View

_ORDER = (
    Verdict.MISSED,
    Verdict.UNCLEAR,
    Verdict.NOT_REPORTED,
    Verdict.NOT_COMPARABLE,
    Verdict.MET,
    Verdict.EXCEEDED,
    None,
)
"""Verdicts in the order in which they are told: what needs attention first."""
_MOVED = (TargetDirection.RAISED, TargetDirection.LOWERED)
_BRIEF = 3
"""Targets that other reports than that on targets tell where nothing else is asked for."""


Fact = tuple[str, str, str]
"""What it is, where it stands ("" where it does not), and its words or what is lacking."""


@dataclass(frozen=True, slots=True)
class ChainText:
    """One indicator: its verdict in words, its arithmetic, and the facts on its target, its
    outcome and its next target (None where nothing is said of these two)."""

    verdict: Verdict | None
    label: str
    name: str
    arithmetic: str
    target: Fact
    outcome: Fact | None
    following: Fact | None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is said, in order."""
        return tuple(fact for fact in (self.target, self.outcome, self.following) if fact)


@dataclass(frozen=True, slots=True)
class TargetText:
    """A report on targets in its order; sections hold citations with their words."""

    title: str
    counts: str
    chains: tuple[ChainText, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    notes: tuple[str, ...]


def whole(report: TargetReport, view: View) -> TargetText:
    """Everything, or the chains of one verdict."""
    shown = [c for c in report.chains if not view.only or c.verdict == Verdict(view.only)]
    shown.sort(key=lambda chain: _ORDER.index(chain.verdict))
    return TargetText(
        title=view.say("targets.title", plans=_plans(report, view)),
        counts=_counts(report, view),
        chains=tuple(told(chain, report, view) for chain in shown),
        sections=() if view.only else tuple(_sections(report, view)),
        notes=tuple(_notes(report, view)),
    )


def brief(report: TargetReport, command: str, view: View) -> TargetText:
    """The verdicts and the most telling chains; `command` shows the others."""
    return TargetText(
        title=view.say("targets.section", plans=_plans(report, view)),
        counts=_counts(report, view) + _directions(report, view),
        chains=tuple(told(chain, report, view, brief=True) for chain in most_telling(report, view)),
        sections=(),
        notes=(view.say("targets.more", command=safe(command)),),
    )


def most_telling(report: TargetReport, view: View) -> Sequence[TargetChain]:
    """The chains that other reports than that on targets tell, the most telling first."""
    return in_order(report)[: None if view.limit == 0 else _BRIEF]


def in_order(report: TargetReport) -> Sequence[TargetChain]:
    """All chains, the most telling first."""
    return sorted(report.chains, key=_telling)


def _telling(chain: TargetChain) -> tuple[bool, bool, int]:
    """The order of telling: what was missed first, then what the next plan raises or lowers."""
    missed = chain.verdict == Verdict.MISSED
    return not missed, chain.direction not in _MOVED, _ORDER.index(chain.verdict)


def told(chain: TargetChain, report: TargetReport, view: View, *, brief: bool = False) -> ChainText:
    """One chain in words; `brief` leaves out that no next target was found."""
    follows = chain.direction and not (brief and chain.next_target is None)
    year = _when(chain.target.quantity, view)
    return ChainText(
        verdict=chain.verdict,
        label=verdict_label(chain.verdict, view),
        name=metric_name(chain, view),
        arithmetic=derivation_text(chain, view),
        target=(view.say("targets.target", year=year), *_cited(chain.target, report, view)),
        outcome=_outcome(chain, report, view),
        following=_following_target(chain, report, view) if follows else None,
    )


def _plans(report: TargetReport, view: View) -> str:
    names = [" → ".join(filter(None, (r.plan, r.review, r.following))) for r in report.rounds]
    return safe(view.say("list.separator").join(names))


def _counts(report: TargetReport, view: View) -> str:
    """How many targets have which verdict."""
    if not report.chains:
        return view.say("targets.none")
    parts = [
        view.say("counts.part", label=label, count=count) for label, count in verdicts(report, view)
    ]
    total = view.say("targets.count", count=len(report.chains))
    return total + view.say("foot.separator").join(parts)


def _directions(report: TargetReport, view: View) -> str:
    """How many targets the next plan raises, keeps, lowers or does not name."""
    parts = [
        view.say("counts.part", label=label, count=count)
        for label, count in directions(report, view)
    ]
    counted = view.say("foot.separator").join(parts)
    return view.say("targets.directions", counts=counted) if parts else ""


def verdicts(report: TargetReport, view: View) -> list[tuple[str, int]]:
    """The verdicts that occur, in words, and how many targets have each."""
    found = Counter(chain.verdict for chain in report.chains)
    return [(verdict_label(verdict, view), found[verdict]) for verdict in _ORDER if found[verdict]]


def directions(report: TargetReport, view: View) -> list[tuple[str, int]]:
    """What the next plan does to targets, in words, and to how many."""
    found = Counter(chain.direction for chain in report.chains)
    keys = [key for key in TargetDirection if found[key]]
    return [(view.say(f"direction.{key.value}"), found[key]) for key in keys]


def verdict_label(verdict: Verdict | None, view: View) -> str:
    """A verdict in words."""
    return view.say(f"verdict.{verdict.value if verdict else 'no-review'}")


def metric_name(chain: TargetChain, view: View) -> str:
    """The indicator's name in the reader's language, and whether its change is the target."""
    name = safe(chain.metric if view.language == "zh" else chain.metric_en)
    change = chain.target.quantity.change
    return view.say(f"targets.change.{change}", metric=name) if change else name


def _outcome(chain: TargetChain, report: TargetReport, view: View) -> Fact | None:
    if chain.outcome:
        year = _when(chain.outcome.quantity, view)
        return view.say("targets.outcome", year=year), *_cited(chain.outcome, report, view)
    what = view.say("targets.no-year")
    if chain.named:
        plan = report.by_plan[chain.named.plan]
        where, words = clause(plan, chain.named.id, chain.named.span, view)
        return what, where, words + view.say("targets.no-figure")
    if chain.verdict:
        return what, "", view.say("targets.no-outcome", plan=_review_of(chain, report))
    return None


def _following_target(chain: TargetChain, report: TargetReport, view: View) -> Fact:
    direction = direction_label(chain, view)
    if chain.next_target:
        year = _when(chain.next_target.quantity, view)
        what = view.say("targets.next", year=year, direction=direction)
        return what, *_cited(chain.next_target, report, view)
    what = view.say("targets.next.none", direction=direction)
    return what, "", view.say("targets.no-next", plan=_following(chain, report))


def _when(quantity: Quantity, view: View) -> str:
    """The year of a quantity, and that the text does not give it where it does not."""
    if not quantity.year:
        return view.say("targets.no-date")
    return safe(quantity.year) + ("" if quantity.dated else view.say("targets.undated"))


def _sections(
    report: TargetReport, view: View
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Outcomes that no target names, and figures that changed in continued commitments."""
    for title, found in (
        ("targets.unplanned", tuple(_unplanned(report, view))),
        ("targets.numbers", tuple(number_lines(report, view))),
    ):
        if found:
            yield view.say(title), found


def _unplanned(report: TargetReport, view: View) -> Iterator[tuple[str, str]]:
    longest: dict[tuple[str, str], Stated] = {}
    for stated in report.unplanned:
        key = (stated.id, stated.quantity.indicator)
        longest[key] = max(longest.get(key, stated), stated, key=lambda s: len(s.quantity.quote))
    for stated in longest.values():
        yield _cited(stated, report, view)


def _notes(report: TargetReport, view: View) -> Iterator[str]:
    """How the answer is to be read, and what could not be read or judged."""
    for plan_id in dict.fromkeys(id for id, _ in report.unreadable):
        lines = [f"L{u.span.line}" for id, u in report.unreadable if id == plan_id]
        listed = view.say("list.separator").join(lines)
        yield view.say("targets.unreadable", plan=safe(plan_id), lines=listed)
    roles = Counter(stated.quantity.role for stated in report.other)
    if report.other:
        yield view.say("targets.other", targets=roles["target"], outcomes=roles["outcome"])
    if more := len(reported(report)):
        yield view.say("targets.numbers.reported", count=more)
    for plan in report.plans:
        if plan.converted and not view.source_script:
            yield view.say("note.reading", plan=safe(plan.info.id))
    yield view.say("targets.note")


def _cited(stated: Stated, report: TargetReport, view: View) -> tuple[str, str]:
    return clause(report.by_plan[stated.plan], stated.id, stated.quantity.span, view)


def _review_of(chain: TargetChain, report: TargetReport) -> str:
    return safe(next(r.review for r in report.rounds if r.plan == chain.target.plan))


def _following(chain: TargetChain, report: TargetReport) -> str:
    return safe(next(r.following for r in report.rounds if r.plan == chain.target.plan))


def direction_label(chain: TargetChain, view: View) -> str:
    """How the next target stands to this one, in a word; "" where no later plan is at hand."""
    return view.say(f"direction.{chain.direction.value}") if chain.direction else ""
