"""Why two commitments are linked or not, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from planwatch.models import Commitment, Evidence, Explanation, Link, Nearest, PairPin, Relation
from planwatch.report.force import force_label, reasons
from planwatch.report.layout import aligned_right, line, padded, wrapped
from planwatch.report.pins import pin_lines
from planwatch.report.safe import safe
from planwatch.report.view import View

_INDENT = 2
_QUOTE_INDENT = 6
_FIGURE = 9
_SIZE = 6
"""Cells of the column that says how large a feature is."""
_SHORTEST_BAR, _LONGEST_BAR = 8, 30


def explanation_lines(explanation: Explanation, view: View) -> Iterator[Text]:
    """Both texts, the rows that add up, and the verdict."""
    for commitment in (explanation.old, explanation.new):
        yield from _commitment(commitment, view)
    yield Text("")
    yield from _waterfall(explanation, view)
    yield Text("")
    yield from wrapped(Text(_verdict(explanation, view)), view.width)
    if explanation.link and explanation.link.relation == Relation.CONTINUED:
        yield from wrapped(Text(_force(explanation, explanation.link, view)), view.width)
    yield from _pinned(explanation.pins, view)


def _waterfall(explanation: Explanation, view: View) -> Iterator[Text]:
    """The rows, each with a bar from the sum before it to the sum after it."""
    labels = [view.say(f"feature.{row.feature}") for row in explanation.evidence]
    total = view.say("explain.score")
    column = max(Text(label).cell_len for label in (*labels, total)) + 2
    room = view.width - _INDENT - column - _FIGURE - _SIZE - 2
    scale = _Scale.of(explanation, max(_SHORTEST_BAR, min(_LONGEST_BAR, room)))
    before = 0.0
    for row, label, after in zip(explanation.evidence, labels, explanation.totals, strict=True):
        yield from _row(row, padded(label, column), scale.bar(before, after), view)
        before = after
    yield line(" " * _INDENT + "─" * (column + _FIGURE + _SIZE + 2 + scale.cells))
    score = aligned_right(f"{explanation.score:+.4f}", _FIGURE) + " " * (_SIZE + 2)
    bar = scale.bar(0.0, explanation.score)
    yield line(" " * _INDENT, (padded(total, column) + score + bar, "bold"))
    yield from wrapped(Text(view.say("explain.bar"), "dim"), view.width, _INDENT)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where sums stand on a bar: `least` at its left end, `most` at its right end."""

    least: float
    most: float
    cells: int

    @classmethod
    def of(cls, explanation: Explanation, cells: int) -> _Scale:
        reached = (0.0, *explanation.totals)
        return cls(min(reached), max(reached), cells)

    def bar(self, before: float, after: float) -> str:
        """█ from left to right for what is gained, ░ for what is lost; │ stands at zero."""
        first, last = sorted((self._cell(before), self._cell(after)))
        mark = "█" if after >= before else "░"
        zero = self._cell(0.0)
        cells = ["│" if cell == zero else " " for cell in range(self.cells)]
        cells[first : last + 1] = mark * (last + 1 - first)
        return "".join(cells).rstrip()

    def _cell(self, sum: float) -> int:
        extent = (self.most - self.least) or 1.0
        return round((sum - self.least) / extent * (self.cells - 1))


def _verdict(explanation: Explanation, view: View) -> str:
    """Whether the pair is linked and how, or what keeps it from being linked."""
    infos = {"relation": "", "score": f"{explanation.score:+.4f}"}
    if explanation.relation is not None:
        infos["relation"] = view.say(f"label.{explanation.relation.value}")
    obstacle = explanation.obstacle
    linked = "linked" if explanation.score >= explanation.threshold else "accepted"
    return view.say(
        f"explain.not-linked.{obstacle.value}" if obstacle else f"explain.{linked}",
        confidence=view.sure(explanation.confidence),
        threshold=f"{explanation.threshold:+.4f}",
        **infos,
    )


def _force(explanation: Explanation, link: Link, view: View) -> str:
    """Whether the new wording binds more or less, with the words that decide."""
    force = force_label(link.force, [link], view) or view.say(f"force.{link.force.value}")
    sides = ({link.old: explanation.old}, {link.new: explanation.new})
    found = view.say("list.separator").join(reasons([link], sides, view))
    return view.say("explain.force", force=force) + (
        view.say("explain.words", words=found) if found else ""
    )


def _pinned(pins: Sequence[PairPin], view: View) -> Iterator[Text]:
    for said in pin_lines(pins, view):
        yield from wrapped(Text(said), view.width, indent=_INDENT, first=0)


def nearest_lines(nearest: Nearest, view: View) -> Iterator[Text]:
    """What a commitment is linked to, and what came closest without being linked."""
    yield from _commitment(nearest.commitment, view)
    yield Text("")
    plan = safe(nearest.other.info.id)
    for key, candidates in (("counterparts", nearest.linked), ("nearest", nearest.candidates)):
        if not candidates:
            yield line(view.say(f"explain.no-{key}", plan=plan))
            continue
        yield line((view.say(f"explain.{key}", plan=plan), "bold"))
        for candidate in candidates:
            found = nearest.other.by_id[candidate.id]
            cited = f"{candidate.score:+.4f}  {safe(found.id)}  L{found.span.line}"
            yield line(" " * _INDENT + cited)
            yield from wrapped(Text("“" + safe(found.text) + "”"), view.width, _QUOTE_INDENT)
    yield from _pinned(nearest.pins, view)
    if nearest.candidates:
        pair = [safe(nearest.commitment.id), safe(nearest.candidates[0].id)]
        yield Text("")
        yield line((view.say("next.explain") + " planwatch explain " + " ".join(pair), "dim"))


def _commitment(commitment: Commitment, view: View) -> Iterator[Text]:
    yield line((safe(commitment.id), "bold"), f"  L{commitment.span.line}")
    yield from wrapped(Text("“" + safe(commitment.text) + "”"), view.width, _INDENT)


def _row(row: Evidence, label: str, bar: str, view: View) -> Iterator[Text]:
    weight = aligned_right(f"{row.weight:+.4f}", _FIGURE)
    size = aligned_right(safe(row.note), _SIZE)
    style = "green" if row.weight > 0 else "red"
    yield line(" " * _INDENT + label, (weight, style), (size, "dim"), "  ", (bar, style))
    quotes = dict.fromkeys(safe(text) for text in (row.old, row.new) if text)
    if row.feature != "identical" and quotes:
        yield from wrapped(Text(" ↔ ".join(quotes), "dim"), view.width, _QUOTE_INDENT)
