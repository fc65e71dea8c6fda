"""What fitting the weights of alignment found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from planwatch.models import FitReport
from planwatch.report.layout import aligned_right, line, padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import View

_GAP = 2


def fit_lines(report: FitReport, view: View) -> Iterator[Text]:
    """The weights, how well they do, and how far their confidence can be taken at its word."""
    yield line((view.say("fit.weights"), "bold"))
    weights = [(view.say("feature.bias"), report.bias)]
    weights += [(view.say(f"feature.{id}"), weight) for id, weight in report.features]
    yield from _table(["", ""], [[label, f"{weight:+.2f}"] for label, weight in weights])
    yield line(view.say("fit.link", link=f"{report.link:.2f}"))
    yield Text("")
    heads = [view.say(f"fit.{key}") for key in ("pair", "lax", "strict", "held-out")]
    rows = [
        [
            safe(f"{row.old} → {row.new}"),
            *(f"{s.f1:.3f}" for s in (row.lax, row.strict, row.held_out)),
        ]
        for row in report.rows
    ]
    yield from _table(heads, rows)
    yield Text("")
    heads = [view.say(f"fit.{key}") for key in ("bin", "count", "confidence", "right")]
    bins = [
        [f"≥ {b.least:.1f}", str(b.links), f"{b.confidence:.2f}", f"{b.right:.2f}"]
        for b in report.bins
    ]
    yield from _table(heads, bins)
    yield Text("")
    told = view.say("fit.written", path=safe(report.written)) if report.written else ""
    for note in (view.say("fit.note"), told or view.say("fit.not-written")):
        yield from wrapped(Text(note, "dim"), view.width)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Text]:
    """Columns of which the first is aligned left, the others right."""
    widths = [
        max(Text(cell).cell_len for cell in column) + _GAP
        for column in zip(heads, *rows, strict=True)
    ]
    for number, cells in enumerate((heads, *rows)):
        figures = zip(cells[1:], widths[1:], strict=True)
        text = padded(cells[0], widths[0]) + "".join(aligned_right(c, w) for c, w in figures)
        if text.strip():
            yield line((text, "" if number else "bold"))
