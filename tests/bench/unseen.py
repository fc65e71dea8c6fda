"""What is right on plans that no weight is fitted on: the figures of the README's limits.

usage: python -m tests.bench.unseen

Counts what two readers judged blind (`tests/gold/judged.tsv`) and, where the texts lie in
`../shared/corpus`, scores links against one reader's answers (`tests/gold/unseen-*.json`).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from planwatch.pipeline import scoring
from planwatch.workspace import find_workspace

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
CORPUS = ROOT.parent / "shared" / "corpus"


def judged() -> Iterator[str]:
    """For each pair of plans: how many pairs and single sentences each reader called right."""
    with (GOLD / "judged.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for plans in dict.fromkeys(row["plans"] for row in rows):
        for linked, what in ((True, "pairs"), (False, "not mentioned")):
            items = [row for row in rows if row["plans"] == plans and bool(row["new"]) == linked]
            said = [[row[reader] != "0" for row in items] for reader in ("first", "second")]
            agreed = sum(one == other for one, other in zip(*said, strict=True))
            right = " and ".join(str(sum(reader)) for reader in said)
            yield f"{plans}: {right} of {len(items)} {what} right; the readers agree on {agreed}"


def scored() -> Iterator[str]:
    """Lax and strict F1 against one reader's answers."""
    workspace = find_workspace(ROOT)
    for path in sorted(GOLD.glob("unseen-*.json")):
        found = scoring.score(workspace, path)
        yield f"{path.stem}: lax F1 {found.lax.f1:.2f}, strict F1 {found.strict.f1:.2f}"


def main() -> int:
    for line in judged():
        print(line)
    if not CORPUS.is_dir():
        print("The texts are not here: no scores.", file=sys.stderr)
        return 0
    for line in scored():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
