"""The reports that the tests open."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from planwatch.messages import load_messages
from planwatch.models import Dossier, Plan
from planwatch.pipeline.reporting import dossier
from planwatch.report import render
from planwatch.report.view import View
from planwatch.store import write_bytes
from planwatch.targets import follow, rounds_of
from planwatch.tracing import edges_of, overview
from tests.conftest import compared, plan_of, workspace

CHAPTERS = "一二三四五六七八九十"
SENTENCES = 200
"""Of every chapter."""


def write_seeds(path: Path) -> None:
    """The report on the bundled documents."""
    _write(dossier(workspace()), path)


def write_large(path: Path) -> None:
    """The report on two plans of 2,000 commitments, of which the later one keeps half."""
    old, new = _large("old", 0), _large("new", 1000)
    new = replace(new, info=replace(new.info, predecessor="old"))
    plans = (old, new)
    rules = workspace().rules
    made = Dossier(
        overview=overview(plans, rules.themes),
        comparisons=tuple(compared(old, new) for _ in edges_of(plans)),
        targets=follow(plans, rounds_of(plans), rules),
    )
    _write(made, path)


def _write(result: Dossier, path: Path) -> None:
    accuracy = workspace().rules.accuracy
    view = View(load_messages("zh"), "zh", accuracy=accuracy)
    page = render(result, "html", view)
    assert isinstance(page, bytes)
    write_bytes(path, page)


def _large(id: str, first: int) -> Plan:
    lines = []
    for place, chapter in enumerate(CHAPTERS):
        lines.append(f"{chapter}、第{chapter}方面的任务")
        numbers = range(first + place * SENTENCES, first + (place + 1) * SENTENCES)
        lines.extend(_sentence(number) for number in numbers)
    return plan_of("\n".join(lines) + "\n", id=id)


def _sentence(number: int) -> str:
    """A commitment with words of its own; every tenth is on blockchain."""
    pick = random.Random(number)
    first, second = ("".join(map(chr, pick.choices(range(0x4E00, 0x9FA5), k=8))) for _ in "ab")
    subject = "区块链，" if number % 10 == 0 else ""
    return f"推进{subject}推进{first}，完善{second}。"
