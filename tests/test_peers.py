"""The comparison with other tools: fair to them, and what the READMEs show of it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from planwatch.evaluate.links import Judge

from .bench.peers.matchers import NEEDS, PEERS
from .bench.peers.processes import run
from .bench.peers.selection import WAYS, Choice, best_choice, select
from .bench.peers.table import END, READMES, START
from .conftest import ROOT

PAIRS = [(0, 0, 0.9), (0, 1, 0.8), (1, 1, 0.7), (2, 1, 0.75), (2, 2, 0.1)]
SENTENCES = {
    side: [
        {"text": f"{verb}{thing}。", "words": [verb, thing, "。"], "headings": ["一、任务"]}
        for thing in ("国家实验室", "科技金融服务体系", "青年人才")
    ]
    for side, verb in (("old", "建设"), ("new", "推进"))
}


@pytest.mark.parametrize(
    ("way", "chosen"),
    [
        ("all", [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2)]),
        ("of each old", [(0, 0), (1, 1), (2, 1)]),
        ("of each new", [(0, 0), (0, 1), (2, 2)]),
        ("of both", [(0, 0)]),
    ],
)
def test_ways_of_choosing_among_scored_pairs(way: str, chosen: list[tuple[int, int]]) -> None:
    assert way in WAYS
    assert [pair[:2] for pair in select(reversed(PAIRS), way)] == chosen


def test_the_choice_is_the_one_that_agrees_best_with_the_answers() -> None:
    units = tuple({f"{n}": [f"{n}"] for n in range(3)} for _ in range(2))
    right = {("0", "0"): 3, ("1", "1"): 3, ("2", "1"): 3}
    judge = Judge(
        side=0,
        units=units,
        judged=frozenset("012"),
        never=frozenset(),
        grades=right,  # type: ignore[arg-type]
    )
    ids = [[*"012"], [*"012"]]
    found = best_choice(PAIRS, ids, judge, judge.agreed)
    assert found == Choice(1.0, "of each old", 0.7)
    linked = [(str(i), str(j)) for i, j, score in select(PAIRS, found.way) if score >= found.least]
    assert judge.lax(linked).f1 == found.f1
    assert best_choice([], ids, judge, judge.agreed).f1 == 0


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_finds_the_same_object_under_another_verb(name: str) -> None:
    pytest.importorskip(NEEDS.get(name.split(maxsplit=1)[0], "difflib"))
    best = select(PEERS[name](SENTENCES["old"], SENTENCES["new"], 0.0), "of each old")
    assert [pair[:2] for pair in best] == [(0, 0), (1, 1), (2, 2)]


def test_a_peer_is_a_process_whose_cost_is_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.peers.matchers", "difflib", "of both", "0.5"]
    ran = run(command, json.dumps(SENTENCES), ROOT, tmp_path)
    assert [pair[:2] for pair in json.loads(ran.printed)] == [[0, 0], [1, 1], [2, 2]]
    assert 0 < ran.work < 60
    assert 3 < ran.memory < 60  # not that of the tests
    with pytest.raises(RuntimeError, match="nonsense"):
        run([*command[:3], "nonsense", "all", "0"], "{}", ROOT, tmp_path)


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_show_the_same_f1_here_and_under_accuracy(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    table = text[text.index(START) : text.index(END)]
    own = next(line for line in table.splitlines() if line.startswith("| **planwatch** |"))
    accuracy = re.findall(r"^\| \w+ → \w+ \| (\d\.\d\d)", text, re.MULTILINE)
    assert own.split(" | ")[1:4] == accuracy
    assert len(accuracy) == 3
