"""Measure links, themes, renames, quantities and force; write the figures where users see them.

usage: python tests/bench/accuracy.py [--check] [--outlines WORKSPACE]

Writes rules/accuracy/measured.yaml (the footer of the reports) and the table in both READMEs;
with --check it writes nothing and fails when they do not hold what is measured. Force is measured
on links of the national outlines too where WORKSPACE has them as plans `outline-13` and
`outline-14`; they are not part of the repository, and without them the figures stay as they were.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from planwatch.fitting import fit
from planwatch.messages import load_messages
from planwatch.models import (
    Bin,
    Evaluation,
    FitReport,
    ForceAccuracy,
    ForceEvaluation,
    ForceRound,
    Interval,
    QuantityEvaluation,
    RenameEvaluation,
    ThemeEvaluation,
)
from planwatch.pipeline import scoring
from planwatch.rules import WeightsRule
from planwatch.store import write_text
from planwatch.workspace import Workspace, find_workspace

ROOT = Path(__file__).resolve().parents[2]
GOLD = ("14-15", "2016-14", "14-review")
GOLDS = ROOT / "tests" / "gold"
FORCE, OUTLINES = GOLDS / "force.tsv", GOLDS / "force-outlines.tsv"
RULE = ROOT / "rules" / "accuracy" / "measured.yaml"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
LEAST_SHOWN = 0.3
TOLERANCE = 0.011
"""What rounding to two decimals can do."""
START, END = "<!-- accuracy:start -->", "<!-- accuracy:end -->"


def main() -> int:
    options = _options()
    workspace = find_workspace(ROOT)
    golds = [GOLDS / f"{name}.json" for name in GOLD]
    evaluations = [scoring.score(workspace, gold) for gold in golds]
    themes = scoring.score(workspace, GOLDS / "themes.tsv")
    renames = scoring.score(workspace, GOLDS / "renames.tsv")
    quantities = scoring.score(workspace, GOLDS / "quantities.tsv")
    force = force_of(workspace, FORCE)
    elsewhere = workspace.rules.accuracy.force_elsewhere
    if options.outlines:
        elsewhere = measured_force(force_of(find_workspace(options.outlines), OUTLINES).total)
    fitted = fit(workspace, golds, write=False)
    texts = {RULE: rule(evaluations, themes, measured_force(force.total), elsewhere)}
    for name, language in READMES.items():
        text = (ROOT / name).read_text("utf-8")
        parts = [table(evaluations, fitted, language), bin_table(fitted.bins, language)]
        parts += [theme_table(themes, language), rename_table(renames, language)]
        parts += [quantity_table(quantities, language), force_table(force, elsewhere, language)]
        tables = "\n\n".join(parts)
        block = f"{START}\n{tables}\n{END}"
        pattern = re.escape(START) + ".*?" + re.escape(END)
        texts[ROOT / name] = re.sub(pattern, lambda _: block, text, flags=re.DOTALL)  # noqa: B023
    stale = [path for path, text in texts.items() if path.read_text("utf-8") != text]
    print(table(evaluations, fitted, "en"), bin_table(fitted.bins, "en"), sep="\n\n")
    print(theme_table(themes, "en"), rename_table(renames, "en"), sep="\n\n")
    print(quantity_table(quantities, "en"), force_table(force, elsewhere, "en"), sep="\n\n")
    if options.check:
        for path in stale:
            print(f"{path.name} is stale: run python tests/bench/accuracy.py", file=sys.stderr)
        return 1 if stale or not in_force(fitted, workspace.rules.weights) else 0
    for path in stale:
        write_text(path, texts[path])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--outlines", type=Path)
    return parser.parse_args()


def in_force(fitted: FitReport, weights: WeightsRule) -> bool:
    """Whether the weights in force are those that `planwatch fit` finds."""
    force = {feature.id: feature.weight for feature in weights.features}
    same = all(abs(weight - force[id]) <= TOLERANCE for id, weight in fitted.features)
    if not same or abs(fitted.link - weights.link) > TOLERANCE:
        print("weights.yaml is stale: run planwatch fit --write", file=sys.stderr)
        return False
    return True


def rule(
    evaluations: list[Evaluation],
    themes: ThemeEvaluation,
    force: ForceAccuracy,
    elsewhere: ForceAccuracy,
) -> str:
    """The rule file with the measured figures."""
    head, _, _ = RULE.read_text("utf-8").partition("themes:")
    name = themes.by_name
    head += (
        f"themes: {{count: {themes.themes}, presence: {name.presence}, "
        f"transitions: {name.transitions}}}\n"
    )
    for key, found in (("force", force), ("force_elsewhere", elsewhere)):
        head += (
            f"{key}: {{links: {found.links}, agree: {found.agree}, "
            f"directions: {found.directions}, directions_agree: {found.directions_agree}}}\n"
        )
    rows = [
        f'  - {{old: "{e.old}", new: "{e.new}", precision: {e.lax.precision}, '
        f"recall: {e.lax.recall}, f1: {e.lax.f1}, strict_f1: {e.strict.f1}}}"
        for e in evaluations
    ]
    return head + "rows:\n" + "\n".join(rows) + "\n"


def table(evaluations: list[Evaluation], fitted: FitReport, language: str) -> str:
    """The table of the README; held out: with weights fitted on the other pairs of plans."""
    messages = load_messages(language)
    heads = [messages[f"eval.{key}"] for key in ("lax", "precision", "recall", "strict")]
    heads += [messages["eval.paragraphs"], messages["fit.held-out"]]
    held_out = {(row.old, row.new): row.held_out.f1 for row in fitted.rows}
    lines = ["| " + " | ".join(["", *heads]) + " |", "|---" * (len(heads) + 1) + "|"]
    for e in evaluations:
        paragraphs = f"{e.paragraphs.balanced_accuracy:.2f}" if e.paragraphs else "–"
        paragraphs += within(e.intervals.paragraphs)
        figures = [e.lax.f1, e.lax.precision, e.lax.recall, e.strict.f1]
        cells = [f"{e.old} → {e.new}", *(f"{figure:.2f}" for figure in figures), paragraphs]
        cells[1] += within(e.intervals.lax)
        cells.append(f"{held_out[e.old, e.new]:.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def within(interval: Interval | None) -> str:
    """The 95 % interval behind a figure."""
    return f" ({interval.low:.2f}–{interval.high:.2f})" if interval else ""


def bin_table(bins: Sequence[Bin], language: str) -> str:
    """How far a confidence can be taken at its word: pairs that can be shown, by confidence."""
    messages = load_messages(language)
    heads = [messages[f"fit.{key}"] for key in ("bin", "count", "confidence", "right")]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for found in bins:
        if found.least >= LEAST_SHOWN:
            shares = f"{found.confidence:.2f} | {found.right:.2f}"
            lines.append(f"| ≥ {found.least:.1f} | {found.links} | {shares} |")
    return "\n".join(lines)


def theme_table(themes: ThemeEvaluation, language: str) -> str:
    """The table of theme scores of the README."""
    messages = load_messages(language)
    title = messages["eval.themes"].format(count=themes.themes)
    heads = [title, messages["eval.presence"], messages["eval.transitions"]]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for key, scores in (("by-name", themes.by_name), ("by-alias", themes.by_alias)):
        cells = (messages[f"eval.{key}"], f"{scores.presence:.3f}", f"{scores.transitions:.3f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rename_table(renames: RenameEvaluation, language: str) -> str:
    """The table of the README on renamed concepts that the ledger links."""
    messages = load_messages(language)
    heads = [messages["eval.renames"], messages["eval.rename-steps"]]
    cells = [
        f"{hits}/{of} ({hits / of:.2f})"
        for hits, of in ((renames.linked, renames.rows), (renames.hits, renames.steps))
    ]
    rows = (heads, ["---"] * len(heads), cells)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def quantity_table(quantities: QuantityEvaluation, language: str) -> str:
    """The table of the README on quantities."""
    messages = load_messages(language)
    heads = [messages["eval.quantities"].format(count=quantities.quantities)]
    heads += [messages[f"eval.{key}"] for key in ("value", "unit", "comparator")]
    shares = (quantities.value_and_role, quantities.unit_too, quantities.comparator_too)
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, "| | " + " | ".join(f"{share:.3f}" for share in shares) + " |"])


def force_of(workspace: Workspace, gold: Path) -> ForceEvaluation:
    """What `planwatch eval` says of answers on force."""
    found = scoring.score(workspace, gold)
    assert isinstance(found, ForceEvaluation)
    return found


def measured_force(found: ForceRound) -> ForceAccuracy:
    """What is published of the links between plans."""
    return ForceAccuracy(
        links=found.between,
        agree=found.between_agree,
        directions=found.directions,
        directions_agree=found.directions_agree,
    )


def force_table(force: ForceEvaluation, elsewhere: ForceAccuracy, language: str) -> str:
    """The table of agreement on force of the README, by round of judging."""
    messages = load_messages(language)
    heads = [messages[f"eval.force.{key}"] for key in ("links", "all", "plans", "directions")]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for found in (*force.rounds, force.total):
        name = messages[f"eval.force.{found.name or 'total'}"]
        figures = [(found.agree, found.links), (found.between_agree, found.between)]
        figures.append((found.directions_agree, found.directions))
        lines.append(f"| {name} | " + " | ".join(f"{a:.2f} ({n})" for a, n in figures) + " |")
    shares = [(elsewhere.agree, elsewhere.links)] * 2
    shares.append((elsewhere.directions_agree, elsewhere.directions))
    cells = " | ".join(f"{share:.2f} ({count})" for share, count in shares)
    lines.append(f"| {messages['eval.force.elsewhere']} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
