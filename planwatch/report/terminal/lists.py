"""What a workspace holds, and how a comparison did against reference answers."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from planwatch.models import (
    Evaluation,
    LinkScores,
    PlanInfo,
    QuantityEvaluation,
    ThemeEvaluation,
)
from planwatch.report.layout import aligned_right, line, padded, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import Catalogue, View

_FIGURE = 11


def catalogue_lines(catalogue: Catalogue, view: View) -> Iterator[Text]:
    """The plans of a workspace, each with its names and its place among the others."""
    if not catalogue.plans:
        yield from wrapped(Text(view.say("plans.none")), view.width)
        return
    column = max(Text(safe(info.id)).cell_len for info in catalogue.plans) + 2
    for info in catalogue.plans:
        text = Text.assemble((padded(safe(info.id), column), "bold"), safe(info.title))
        yield from wrapped(text, view.width, indent=column, first=0)
        for detail in _details(info, view):
            yield from wrapped(Text(detail, "dim"), view.width, column)
    pair = next(((i.predecessor, i.id) for i in catalogue.plans[::-1] if i.predecessor), None)
    if pair:
        yield Text("")
        old, new = (safe(id) for id in pair)
        yield line((view.say("plans.next", command=f"planwatch diff {old} {new}"), "dim"))


def _details(info: PlanInfo, view: View) -> Iterator[str]:
    facts = [view.say(f"plan-kind.{info.kind.value}"), info.period, info.issuer]
    yield "  ".join(safe(fact) for fact in facts if fact)
    relations = [
        view.say(f"plans.{field}", plan=safe(other))
        for field in ("predecessor", "reviews", "variant_of")
        if (other := getattr(info, field))
    ]
    if info.aliases:
        relations.append(view.say("plans.aliases", names=safe(", ".join(info.aliases))))
    if relations:
        yield "  ".join(relations)


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
    yield Text("")
    column = max(Text(view.say(key)).cell_len for key, _ in rest) + 2
    for key, value in rest:
        yield line(padded(view.say(key), column) + ("–" if value is None else f"{value:.3f}"))
    yield Text("")
    yield from wrapped(Text(view.say("eval.note"), "dim"), view.width)


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
    yield line((view.say("eval.errors"), "bold"))
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
    column = max(Text(view.say(key)).cell_len for key, _ in rows) + 2
    for key, share in rows:
        yield line(padded(view.say(key), column) + f"{share:.3f}")
    for error in evaluation.errors:
        yield from wrapped(Text(safe(error)), view.width, 2)
    yield Text("")
    yield from wrapped(Text(view.say("eval.note.quantities"), "dim"), view.width)


def _figures(scores: LinkScores) -> str:
    shares = (scores.f1, scores.precision, scores.recall)
    counts = (scores.predicted, scores.positives)
    texts = [f"{share:.3f}" for share in shares] + [str(count) for count in counts]
    return "".join(aligned_right(text, _FIGURE) for text in texts)
