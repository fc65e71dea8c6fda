"""What the pipeline finds, held against reference answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from planwatch.errors import PlanwatchError
from planwatch.evaluate import (
    ForceReference,
    QuantityReference,
    Reference,
    RenameReference,
    Table,
    ThemeReference,
    evaluate,
    evaluate_force,
    evaluate_quantities,
    evaluate_renames,
    evaluate_themes,
)
from planwatch.force import with_force
from planwatch.models import (
    Alignment,
    Certainty,
    Evaluation,
    Force,
    ForceEvaluation,
    Link,
    Plan,
    QuantityEvaluation,
    Relation,
    RenameEvaluation,
    ThemeEvaluation,
    Trace,
)
from planwatch.pipeline.comparing import aligner_of, compare_plans
from planwatch.pipeline.keeping import load_plan, timeline
from planwatch.pipeline.plans import query_forms
from planwatch.read import decode
from planwatch.terms import Ledger
from planwatch.tracing import trace_query
from planwatch.words import Segmenter, unquoted
from planwatch.workspace import Workspace, read_bytes


def score(
    workspace: Workspace, gold: Path
) -> Evaluation | ThemeEvaluation | RenameEvaluation | QuantityEvaluation | ForceEvaluation:
    """Compare the plans that the reference answers in a file are about, and score the result.

    A .tsv file holds answers on renames, themes, quantities or force, any other those on links.
    Reviewers' decisions are left out: it is the model that is scored. Raises `PlanwatchError` when
    the file holds no reference answers.
    """
    if gold.suffix == ".tsv":
        text = _text_of(gold)
        if ForceReference.holds(text):
            reference = ForceReference.read(text, str(gold), _units(workspace, gold))
            return score_force(workspace, reference)
        return _score_table(workspace, Table.read(text, str(gold)))
    links = read_reference(gold)
    aligner = aligner_of(workspace, links.old, links.new)
    return evaluate(links, compare_plans(aligner), aligner.scores())


def read_reference(gold: Path) -> Reference:
    """The reference answers on links that a file holds. Raises `PlanwatchError`."""
    return Reference.read(_text_of(gold), str(gold))


def score_themes(workspace: Workspace, reference: ThemeReference) -> ThemeEvaluation:
    """Trace every theme of the answers by its name and aliases, and score the result."""
    plans = timeline(workspace)

    @cache
    def trace_of(query: str) -> Trace:
        return trace_query(query_forms(workspace, query), plans, workspace.rules)

    return evaluate_themes(reference, trace_of)


def score_renames(workspace: Workspace, reference: RenameReference) -> RenameEvaluation:
    """Look up every form of the answers in the ledger of all plans, and score the result."""
    plans = timeline(workspace)
    ledger = Ledger(plans, workspace.rules, Segmenter.of(*plans))

    @cache
    def phrases(plan: str) -> list[str]:
        return [text for text in ledger.phrases if ledger.says(plan, text)]

    return evaluate_renames(
        reference,
        lambda form: unquoted(query_forms(workspace, form)[-1]),
        phrases,
        lambda text, old, new: [found.text for found in ledger.successors(text, old, new)],
    )


def score_quantities(workspace: Workspace, reference: QuantityReference) -> QuantityEvaluation:
    """Read the plans of the answers, and score their quantities."""
    plans = {id: load_plan(workspace, id) for id in reference.plans}
    return evaluate_quantities(reference, plans)


def score_force(workspace: Workspace, reference: ForceReference) -> ForceEvaluation:
    """Judge the links of the answers, taking each for continued, and score the result."""
    plans = {id: load_plan(workspace, id) for id in reference.plans}

    def judge(old: Plan, new: Plan, pairs: Sequence[tuple[str, str]]) -> list[Force]:
        links = tuple(
            Link(*pair, Relation.CONTINUED, 0.0, 1.0, Certainty.FIRM, Force.UNCLEAR, ())
            for pair in pairs
        )
        judged = with_force(old, new, Alignment(links, {}, {}), workspace.rules)
        return [link.force for link in judged.links]

    return evaluate_force(reference, plans, judge)


def _score_table(
    workspace: Workspace, table: Table
) -> ThemeEvaluation | RenameEvaluation | QuantityEvaluation:
    """A column that no other table has says what the answers are about."""
    if "theme_id" in table.columns:
        return score_themes(workspace, ThemeReference.of(table))
    if "exact_quote" in table.columns:
        return score_quantities(workspace, QuantityReference.of(table))
    if "concept" in table.columns:
        return score_renames(workspace, RenameReference.of(table))
    raise PlanwatchError("error.gold-table", path=table.path, columns=", ".join(table.columns))


def _text_of(path: Path) -> str:
    return decode(read_bytes(path, str(path)), str(path))


def _units(workspace: Workspace, gold: Path) -> str:
    """The units that answers name: those beside them, else those of the workspace's own answers."""
    own = [workspace.root / "tests" / "gold"] if workspace.root else []
    places = (gold.parent, *own)
    found = (place / "units.json" for place in places if (place / "units.json").is_file())
    return next((_text_of(path) for path in found), "{}")
