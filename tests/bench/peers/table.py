"""The table of the READMEs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planwatch.store import write_text

PLANWATCH, AGAIN = "planwatch", "planwatch again"
START, END = "<!-- peers:start -->", "<!-- peers:end -->"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
HEADS = {
    "en": ("", "lax F1 {case}", "strict F1, mean", "time, × planwatch", "peak memory, MB"),
    "zh": ("", "宽松 F1 {case}", "严格 F1 平均", "用时（planwatch 的倍数）", "内存峰值 MB"),
}
NAMES = {
    "en": {PLANWATCH: "**planwatch**", AGAIN: "**planwatch**, repeated"},
    "zh": {
        PLANWATCH: "**planwatch**",
        AGAIN: "**planwatch**，再次运行",
        "difflib": "difflib（全部句对）",
        "TF-IDF words": "scikit-learn TF-IDF，按词",
        "TF-IDF characters": "scikit-learn TF-IDF，按字",
        "governdiff": "governdiff（自选阈值）",
        "governdiff as it comes": "governdiff（原样）",
    },
}
NAMES["en"] |= {
    "difflib": "difflib, all pairs",
    "TF-IDF words": "scikit-learn TF-IDF, words",
    "TF-IDF characters": "scikit-learn TF-IDF, characters",
    "governdiff": "governdiff, best threshold",
    "governdiff as it comes": "governdiff, as it comes",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One tool: F1 by pair of plans, seconds of processor time and on the clock for all of them,
    peak MB of the largest, and how it chose its links."""

    name: str
    lax: tuple[float, ...]
    strict: tuple[float, ...]
    work: float
    clock: float
    memory: float
    how: str


def table(rows: Sequence[Row], cases: Sequence[str], language: str) -> str:
    """The rows in Markdown; time is a ratio to planwatch's first run."""
    unit = next(row.work for row in rows if row.name == PLANWATCH)
    name, lax, *rest = HEADS[language]
    lines = ["| " + " | ".join([name, *(lax.format(case=case) for case in cases), *rest]) + " |"]
    lines.append("|---" * (len(cases) + 4) + "|")
    for row in rows:
        cells = [NAMES[language].get(row.name, row.name), *(f"{f1:.2f}" for f1 in row.lax)]
        cells += [f"{sum(row.strict) / len(row.strict):.2f}", f"{row.work / unit:.2f}"]
        lines.append("| " + " | ".join([*cells, f"{row.memory:.0f}"]) + " |")
    return "\n".join(lines)


def write_tables(root: Path, rows: Sequence[Row], cases: Sequence[str]) -> None:
    """Put the table between its marks in both READMEs."""
    for name, language in READMES.items():
        text = (root / name).read_text("utf-8")
        block = f"{START}\n{table(rows, cases, language)}\n{END}"
        pattern = re.escape(START) + ".*?" + re.escape(END)
        write_text(root / name, re.sub(pattern, lambda _: block, text, flags=re.DOTALL))  # noqa: B023
