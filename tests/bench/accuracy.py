"""Measure links and themes against the reference answers; write the figures where users see them.

usage: python tests/bench/accuracy.py [--check]

Writes rules/accuracy/measured.yaml (the footer of the reports) and the table in both READMEs;
with --check it writes nothing and fails when they do not hold what is measured.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import Evaluation, ThemeEvaluation
from planwatch.store import write_text
from planwatch.workspace import find_workspace

ROOT = Path(__file__).resolve().parents[2]
GOLD = ("14-15", "2016-14", "14-review")
RULE = ROOT / "rules" / "accuracy" / "measured.yaml"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
START, END = "<!-- accuracy:start -->", "<!-- accuracy:end -->"


def main() -> int:
    workspace = find_workspace(ROOT)
    evaluations = [
        pipeline.score(workspace, ROOT / "tests" / "gold" / f"{name}.json") for name in GOLD
    ]
    themes = pipeline.score(workspace, ROOT / "tests" / "gold" / "themes.tsv")
    texts = {RULE: rule(evaluations, themes)}
    for name, language in READMES.items():
        text = (ROOT / name).read_text("utf-8")
        tables = f"{table(evaluations, language)}\n\n{theme_table(themes, language)}"
        block = f"{START}\n{tables}\n{END}"
        pattern = re.escape(START) + ".*?" + re.escape(END)
        texts[ROOT / name] = re.sub(pattern, lambda _: block, text, flags=re.DOTALL)  # noqa: B023
    stale = [path for path, text in texts.items() if path.read_text("utf-8") != text]
    print(table(evaluations, "en"), theme_table(themes, "en"), sep="\n\n")
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.name} is stale: run python tests/bench/accuracy.py", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        write_text(path, texts[path])
    return 0


def rule(evaluations: list[Evaluation], themes: ThemeEvaluation) -> str:
    """The rule file with the measured figures."""
    head, _, _ = RULE.read_text("utf-8").partition("themes:")
    name = themes.by_name
    head += (
        f"themes: {{count: {themes.themes}, presence: {name.presence}, "
        f"transitions: {name.transitions}}}\n"
    )
    rows = [
        f'  - {{old: "{e.old}", new: "{e.new}", precision: {e.lax.precision}, '
        f"recall: {e.lax.recall}, f1: {e.lax.f1}, strict_f1: {e.strict.f1}}}"
        for e in evaluations
    ]
    return head + "rows:\n" + "\n".join(rows) + "\n"


def table(evaluations: list[Evaluation], language: str) -> str:
    """The table of the README."""
    messages = load_messages(language)
    heads = [messages[f"eval.{key}"] for key in ("lax", "precision", "recall", "strict")]
    heads.append(messages["eval.paragraphs"])
    lines = ["| " + " | ".join(["", *heads]) + " |", "|---" * (len(heads) + 1) + "|"]
    for e in evaluations:
        paragraphs = f"{e.paragraphs.balanced_accuracy:.2f}" if e.paragraphs else "–"
        figures = [e.lax.f1, e.lax.precision, e.lax.recall, e.strict.f1]
        cells = [f"{e.old} → {e.new}", *(f"{figure:.2f}" for figure in figures), paragraphs]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def theme_table(themes: ThemeEvaluation, language: str) -> str:
    """The table of theme scores of the README."""
    messages = load_messages(language)
    title = messages["eval.themes"].format(count=themes.themes)
    heads = [title, messages["eval.presence"], messages["eval.transitions"]]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for key, scores in (("by-name", themes.by_name), ("by-alias", themes.by_alias)):
        cells = (messages[f"eval.{key}"], f"{scores.presence:.2f}", f"{scores.transitions:.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
