"""How a comparison or the traces did against reference answers: figures and the worst errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from planwatch.models import (
    Evaluation,
    Force,
    ForceEvaluation,
    ForceRound,
    Intervals,
    LinkScores,
    QuantityEvaluation,
    RenameEvaluation,
    ThemeEvaluation,
)
from planwatch.report.cite import quote
from planwatch.report.layout import aligned_right, line, padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import View

_FIGURE = 11


def evaluation_lines(evaluation: Evaluation, view: View) -> Iterator[Text]:
    """The figures of `evaluate` as a small table."""
    yield line((f"{safe(evaluation.old)} → {safe(evaluation.new)}", "bold"))
    heads = ("f1", "precision", "recall", "predicted", "positives")
    labels = [view.say(f"eval.{kind}") for kind in ("lax", "strict")]
    column = max(Text(label).cell_len for label in labels) + 2
    titles = "".join(aligned_right(view.say(f"eval.{head}"), _FIGURE) for head in heads)
    yield line(" " * column + titles)
    for label, scores in zip(labels, (evaluation.lax, evaluation.strict), strict=True):
        yield line(padded(label, column) + _figures(scores))
    rest = [("eval.status", evaluation.status_accuracy), ("eval.gone", evaluation.gone_f1)]
    if evaluation.paragraphs is not None:
        rest.append(("eval.paragraphs", evaluation.paragraphs.balanced_accuracy))
        rest.append(("eval.kept", evaluation.paragraphs.kept_found))
        rest.append(("eval.lost", evaluation.paragraphs.gone_found))
    rest.append(("eval.parsed", evaluation.judged_units_parsed))
    figures = [(view.say(key), "–" if value is None else f"{value:.3f}") for key, value in rest]
    yield Text("")
    yield from _rows([*figures, *_intervals(evaluation.intervals, view)])
    yield Text("")
    if view.errors:
        yield from _wrong(evaluation, view)
        yield from _missed(evaluation, view)
    readers = safe(evaluation.by) or view.say("eval.note")
    yield from wrapped(Text(readers, "dim"), view.width)


def _rows(rows: Sequence[tuple[str, str]]) -> Iterator[Text]:
    column = max(Text(label).cell_len for label, _ in rows) + 2
    for label, value in rows:
        yield line(padded(label, column) + value)


def _intervals(intervals: Intervals, view: View) -> Iterator[tuple[str, str]]:
    for key in ("lax", "strict", "paragraphs"):
        found = getattr(intervals, key)
        if found is not None:
            yield view.say(f"eval.interval.{key}"), f"{found.low:.3f}–{found.high:.3f}"


def _wrong(evaluation: Evaluation, view: View) -> Iterator[Text]:
    """The links that no reader found, the surest first."""
    total, shown = len(evaluation.wrong), evaluation.wrong[: view.errors]
    title = view.say("eval.wrong", count=total) + _shown(len(shown), total, view)
    yield from wrapped(Text(title, "bold"), view.width)
    for link in shown:
        said = view.say("pair.confidence", value=view.sure(link.confidence))
        yield from wrapped(_pair(link.old, link.new, said), view.width, 2)
        yield from _texts(evaluation, (link.old, link.new), ("", ""), view)
    yield Text("")


def _missed(evaluation: Evaluation, view: View) -> Iterator[Text]:
    """The pairs that both readers linked and planwatch does not, the worst first."""
    total, shown = len(evaluation.missed), evaluation.missed[: view.errors]
    never = sum(missed.score is None for missed in evaluation.missed)
    title = view.say("eval.missed", count=total, never=never) + _shown(len(shown), total, view)
    yield from wrapped(Text(title, "bold"), view.width)
    for missed in shown:
        grade = view.say("eval.grade", grade=f"{missed.grade:g}")
        score = "–" if missed.score is None else f"{missed.score:.2f}"
        why = view.say(f"eval.why.{missed.why.value}", score=score)
        said = view.say("themes.separator").join((grade, why))
        yield from wrapped(_pair(missed.old, missed.new, said), view.width, 2)
        ids, texts = (missed.old, missed.new), (missed.old_text, missed.new_text)
        yield from _texts(evaluation, ids, texts, view)
    yield Text("")


def _shown(shown: int, total: int, view: View) -> str:
    return view.say("eval.shown", count=shown) if shown < total else ""


def _pair(old: str, new: str, said: str) -> Text:
    ids = " → ".join(safe(id) if id else "–" for id in (old, new))
    return Text.assemble((ids, "bold"), "  ", (said, "dim"))


def _texts(
    evaluation: Evaluation, ids: tuple[str, str], texts: tuple[str, str], view: View
) -> Iterator[Text]:
    """Both sentences; of one that was not read the text of the answers."""
    for plan, id, text in zip(evaluation.plans, ids, texts, strict=True):
        commitment = plan.by_id.get(id)
        words = quote(plan, commitment, view) if commitment else f"“{safe(text)}”"
        yield from wrapped(Text(words), view.width, 4)


def theme_evaluation_lines(evaluation: ThemeEvaluation, view: View) -> Iterator[Text]:
    """The figures of `evaluate_themes`, and every statement that differs from the answers."""
    yield line((view.say("eval.themes", count=evaluation.themes), "bold"))
    rows = (("eval.by-name", evaluation.by_name), ("eval.by-alias", evaluation.by_alias))
    column = max(Text(view.say(key)).cell_len for key, _ in rows) + 2
    heads = [view.say(key) for key in ("eval.presence", "eval.transitions")]
    widths = [Text(head).cell_len + 2 for head in heads]
    titles = (aligned_right(head, width) for head, width in zip(heads, widths, strict=True))
    yield line(" " * column + "".join(titles))
    for key, scores in rows:
        figures = zip((scores.presence, scores.transitions), widths, strict=True)
        shown = "".join(aligned_right(f"{share:.3f}", width) for share, width in figures)
        yield line(padded(view.say(key), column) + shown)
    yield Text("")
    if view.errors:
        yield from _listed(evaluation.errors, "eval.errors", view)
    yield from wrapped(Text(view.say("eval.note.themes"), "dim"), view.width)


def _figures(scores: LinkScores) -> str:
    shares = (scores.f1, scores.precision, scores.recall)
    counts = (scores.predicted, scores.positives)
    texts = [f"{share:.3f}" for share in shares] + [str(count) for count in counts]
    return "".join(aligned_right(text, _FIGURE) for text in texts)


def rename_evaluation_lines(evaluation: RenameEvaluation, view: View) -> Iterator[Text]:
    """The figures of `evaluate_renames`, and every step that is not linked."""
    for key, hits, total in (
        ("eval.renames", evaluation.linked, evaluation.rows),
        ("eval.rename-steps", evaluation.hits, evaluation.steps),
    ):
        share = f"{hits / total:.3f}" if total else "–"
        yield line((view.say(key) + "  ", "bold"), f"{hits}/{total}  {share}")
    yield Text("")
    yield line((view.say("eval.rename-errors"), "bold"))
    for error in evaluation.errors:
        yield from wrapped(Text(safe(error)), view.width, 2)
    yield Text("")
    yield from wrapped(Text(view.say("eval.note.themes"), "dim"), view.width)


def quantity_evaluation_lines(evaluation: QuantityEvaluation, view: View) -> Iterator[Text]:
    """The figures of `evaluate_quantities`, and what was not found as the answers have it."""
    yield line((view.say("eval.quantities", count=evaluation.quantities), "bold"))
    rows = (
        ("eval.value", evaluation.value_and_role),
        ("eval.unit", evaluation.unit_too),
        ("eval.comparator", evaluation.comparator_too),
    )
    yield from _rows([(view.say(key), f"{share:.3f}") for key, share in rows])
    for error in evaluation.errors:
        yield from wrapped(Text(safe(error)), view.width, 2)
    yield Text("")
    yield from wrapped(Text(view.say("eval.note.quantities"), "dim"), view.width)


def force_evaluation_lines(evaluation: ForceEvaluation, view: View) -> Iterator[Text]:
    """The figures of `evaluate_force` by round, the confusion table, and what is told otherwise."""
    heads = [view.say(f"eval.force.{key}") for key in ("links", "all", "plans", "directions")]
    rows = [heads, *(_force_row(found, view) for found in (*evaluation.rounds, evaluation.total))]
    yield from _columns(rows)
    yield Text("")
    yield line((view.say("eval.force.confusion"), "bold"))
    names = [view.say(f"force.{force.value}") for force in Force]
    cells = {(cell.judged, cell.told): str(cell.links) for cell in evaluation.confusion}
    table = [
        [name, *(cells[judged, told] for told in Force)]
        for name, judged in zip(names, Force, strict=True)
    ]
    yield from _columns([["", *names], *table])
    yield Text("")
    if view.errors:
        yield from _listed(evaluation.errors, "eval.force.errors", view)
    yield from wrapped(Text(view.say("eval.note.force"), "dim"), view.width)


def _force_row(found: ForceRound, view: View) -> list[str]:
    name = safe(found.name) or view.say("eval.force.total")
    return [
        name,
        f"{found.agree:.3f}/{found.links}",
        f"{found.between_agree:.3f}/{found.between}",
        f"{found.directions_agree:.3f}/{found.directions}",
    ]


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[Text]:
    """Rows of cells, the first column to the left, the others to the right."""
    widths = [max(Text(cell).cell_len for cell in column) + 2 for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = (aligned_right(cell, w) for cell, w in zip(rest, widths[1:], strict=True))
        yield line(padded(first, widths[0]) + "".join(cells))


def _listed(errors: Sequence[str], title: str, view: View) -> Iterator[Text]:
    listed = errors[: view.errors]
    head = view.say(title) + _shown(len(listed), len(errors), view)
    yield from wrapped(Text(head, "bold"), view.width)
    for error in listed:
        yield from wrapped(Text(safe(error)), view.width, 2)
    yield Text("")
