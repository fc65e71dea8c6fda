"""What work costs, counted and not timed: growth that gets worse fails here without a stopwatch."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import ROOT, aligner_of, compared, plan, plan_of, workspace
from .counting import counted, lines_run, text_of

SIZES = (64, 128, 256)
EXPONENT = 1.2
"""Work may grow with this power of the size of both plans: 2.3 times as much for plans twice as
long, 5.3 times for plans four times as long."""
KINDS = {"lines to read", "lines to compare", "pairs", "characters"}


def work(sentences: int) -> Counter[str]:
    """What is done to read and to compare two plans of so many sentences, made of clauses of the
    seeds put together anew."""
    clauses = sorted(
        {
            clause
            for id in ("2016", "14")
            for commitment in plan(id).comparable
            for clause in re.findall(r"[^，；：。！？]{4,40}", commitment.body)
        }
    )
    texts = [text_of(clauses, sentences, seed) for seed in (1, 2)]
    plan_of(texts[0][:100])  # what is made once and kept
    read = lines_run(lambda: [plan_of(text) for text in texts])
    plans = [plan_of(text, id=id) for id, text in zip("ab", texts, strict=True)]
    with counted() as found:
        found["lines to compare"] = lines_run(lambda: compared(*plans))
    found["lines to read"] = read
    return found


def test_work_grows_hardly_faster_than_the_plans() -> None:
    found = [work(size) for size in SIZES]
    assert set(found[0]) >= KINDS
    for kind in KINDS:
        for size, counts in zip(SIZES[1:], found[1:], strict=True):
            most = found[0][kind] * (size / SIZES[0]) ** EXPONENT
            assert 0 < counts[kind] <= most, (kind, size)


PAIRS = [("14", "15"), ("2016", "14"), ("14", "review")]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_few_pairs_are_scored_and_each_once(old: str, new: str) -> None:
    aligner = aligner_of(plan(old), plan(new))
    sizes = [len(aligner.old.comparable), len(aligner.new.comparable)]
    with counted() as found:
        scored = len(aligner.scores())
        assert found["pairs"] == scored
        links = aligner.align().links
    assert sum(sizes) < scored <= workspace().rules.weights.candidates * sum(sizes)
    # Every link is measured once more, for the rows that explain it.
    assert found["pairs"] <= scored + len(links)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_no_text_is_cut_into_words_twice(old: str, new: str) -> None:
    plans = plan(old), plan(new)
    with counted() as found:
        compared(*plans)
    length = sum(len(reading) for p in plans for reading in p.readings)
    assert length < found["characters"] <= 3 * length
    assert found["again"] == 0


@dataclass(frozen=True)
class Trail:
    """How often a command opened each file of a folder, and the modules that it loaded."""

    rules: Counter[str]
    seeds: Counter[str]
    modules: frozenset[str]


def trail(folder: Path, *arguments: str) -> Trail:
    """What a command leaves, with its cache in a folder."""
    out = folder / "opened.json"
    subprocess.run(
        [sys.executable, "-m", "tests.opening", str(out), *arguments],
        cwd=ROOT,
        env={**os.environ, "PLANWATCH_CACHE": str(folder / "cache")},
        capture_output=True,
        check=True,
    )
    found = json.loads(out.read_text("utf-8"))
    opened = [(Path(name), count) for name, count in found["opened"].items()]
    rules, seeds = (
        Counter({path.name: n for path, n in opened if path.is_relative_to(ROOT / folder)})
        for folder in ("rules", "seeds")
    )
    return Trail(rules, seeds, frozenset(found["modules"]))


def test_files_are_read_once_and_again_only_looked_at(tmp_path: Path) -> None:
    first, again = (trail(tmp_path, "diff", "14", "15") for _ in "12")
    for found in (first, again):
        assert set(found.seeds.values()) == {1}
        assert len(found.seeds) == 4  # the catalog, both plans, the review
    assert {"planwatch.rules", "planwatch.align", "jieba"} <= first.modules
    assert again.modules.isdisjoint(
        {"planwatch.rules", "planwatch.align", "planwatch.parse", "jieba", "opencc"}
    )


@pytest.mark.parametrize("sign", ["9", "（", "…", "　", "一", "#"])
def test_a_run_of_one_character_however_long_is_read_at_once(sign: str) -> None:
    """A pattern whose work grows with the square would take minutes here."""
    started = time.process_time()
    read = plan_of(f"一、任务\n建设国家实验室。\n{sign * 200_000}。\n")
    assert read.comparable
    assert time.process_time() - started < 20
