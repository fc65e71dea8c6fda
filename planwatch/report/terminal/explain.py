"""Why two commitments are linked or not, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from planwatch.models import Commitment, Evidence, Explanation, Nearest
from planwatch.report.layout import aligned_right, line, padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import View

_INDENT = 2
_QUOTE_INDENT = 6
_FIGURE = 9


def explanation_lines(explanation: Explanation, view: View) -> Iterator[Text]:
    """Both texts, the rows that add up, and the verdict."""
    for commitment in (explanation.old, explanation.new):
        yield from _commitment(commitment, view)
    yield Text("")
    labels = {row.feature: view.say(f"feature.{row.feature}") for row in explanation.evidence}
    total = view.say("explain.score")
    column = max(Text(label).cell_len for label in (*labels.values(), total)) + 2
    for row in explanation.evidence:
        yield from _row(row, padded(labels[row.feature], column), view)
    rule = "─" * (column + _FIGURE)
    yield line(" " * _INDENT + rule)
    score = aligned_right(f"{explanation.score:+.4f}", _FIGURE)
    yield line(" " * _INDENT, (padded(total, column) + score, "bold"))
    verdict = view.say(
        "explain.linked" if explanation.linked else "explain.not-linked",
        confidence=f"{explanation.confidence:.2f}",
        threshold=f"{explanation.threshold:+.4f}",
    )
    yield Text("")
    yield from wrapped(Text(verdict), view.width)


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
    if nearest.candidates:
        pair = [safe(nearest.commitment.id), safe(nearest.candidates[0].id)]
        yield Text("")
        yield line((view.say("next.explain") + " planwatch explain " + " ".join(pair), "dim"))


def _commitment(commitment: Commitment, view: View) -> Iterator[Text]:
    yield line((safe(commitment.id), "bold"), f"  L{commitment.span.line}")
    yield from wrapped(Text("“" + safe(commitment.text) + "”"), view.width, _INDENT)


def _row(row: Evidence, label: str, view: View) -> Iterator[Text]:
    weight = aligned_right(f"{row.weight:+.4f}", _FIGURE)
    size = f"  {safe(row.note)}" if row.note else ""
    style = "green" if row.weight > 0 else "red"
    yield line(" " * _INDENT + label, (weight, style), (size, "dim"))
    quotes = dict.fromkeys(safe(text) for text in (row.old, row.new) if text)
    if row.feature != "identical" and quotes:
        yield from wrapped(Text(" ↔ ".join(quotes), "dim"), view.width, _QUOTE_INDENT)
