"""How time and memory of diff and survey grow, fitted, and written where users see it.

usage: python -m tests.bench.growth [--quick]

Makes documents and corpora of recombined clauses (`recombined.py`): two of 625 to 5,000
commitments for `diff`, folders of 50 to 400 for `survey`, each command in a process of its own
without anything kept. The exponent is the slope of a line through the logarithms of size and time
(1 is proportional to the size). Time is that of processors, so that what else runs on the machine
matters little. Writes the table between markers in both READMEs; with --quick it only prints
smaller sizes.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planwatch.store import write_text

from .recombined import corpus, pair

ROOT = Path(__file__).resolve().parents[2]
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
START, END = "<!-- growth:start -->", "<!-- growth:end -->"
STEPS = (1, 2, 4, 8)
LEAST = {False: {"diff": 625, "survey": 50}, True: {"diff": 100, "survey": 10}}
MEASURE = (
    "import resource,subprocess,sys;"
    "done=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.PIPE);"
    "sys.stderr.buffer.write(done.stderr);"
    "used=resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(used.ru_utime+used.ru_stime,used.ru_maxrss);"
    "sys.exit(done.returncode)"
)
"""Runs a command and prints the processor time of all its processes, in seconds, and the greatest
memory that one of them took, in KB."""
HEADS = {
    "en": ("", "size", "processor seconds", "greatest process, MB", "exponent of time"),
    "zh": ("", "规模", "处理器时间（秒）", "最大进程（MB）", "时间的指数"),
}
NAMES = {
    "diff": {"en": "`diff`, commitments a side", "zh": "`diff`，每份举措数"},
    "survey": {"en": "`survey`, documents", "zh": "`survey`，文本数"},
    "again": {"en": "`survey` again, nothing new", "zh": "再次 `survey`，无新文本"},
}


@dataclass(frozen=True)
class Measured:
    """A command at one size: seconds of processors, and memory of its greatest process in MB."""

    size: int
    seconds: float
    memory: float


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as scratch:
        least = LEAST[quick]
        found = {"diff": [_diff(Path(scratch), least["diff"] * step) for step in STEPS]}
        first, again = surveys(Path(scratch), least["survey"])
        found |= {"survey": first, "again": again}
    print(table(found, "en"))
    if not quick:
        for name, language in READMES.items():
            text = (ROOT / name).read_text("utf-8")
            write_text(ROOT / name, placed(text, table(found, language)))
    return 0


def _diff(scratch: Path, size: int) -> Measured:
    """`diff` of two documents of so many commitments."""
    for name, text in zip(("old", "new"), pair(size), strict=True):
        (scratch / f"{name}.txt").write_text(text, "utf-8")
    return Measured(
        size, *timed(["diff", "old.txt", "new.txt", "--format", "json"], scratch, "off")
    )


def surveys(scratch: Path, least: int) -> tuple[list[Measured], list[Measured]]:
    """`survey` at all sizes, and the same a second time."""
    rows: tuple[list[Measured], list[Measured]] = ([], [])
    for step in STEPS:
        folder = corpus(scratch / f"corpus{step}", least * step)
        command = ["survey", folder.name, "--lead", "lead.txt", "--format", "json"]
        for row in rows:
            found = timed(command, scratch, str(scratch / f"cache{step}"))
            row.append(Measured(least * step, *found))
    return rows


def timed(arguments: Sequence[str], folder: Path, cache: str) -> list[float]:
    """Processor seconds and MB of a command in a process of its own."""
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "planwatch", *arguments]
    environment = {**os.environ, "PLANWATCH_CACHE": cache, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds, memory = map(float, done.stdout.split())
    return [seconds, memory / 1024]


def exponent(rows: Sequence[Measured]) -> float:
    """The slope of the line through the logarithms of size and time, by least squares."""
    points = [(math.log(row.size), math.log(row.seconds)) for row in rows]
    middle_x, middle_y = (math.fsum(values) / len(points) for values in zip(*points, strict=True))
    rise = math.fsum((x - middle_x) * (y - middle_y) for x, y in points)
    return rise / math.fsum((x - middle_x) ** 2 for x, _ in points)


def table(found: dict[str, list[Measured]], language: str) -> str:
    """The figures as a Markdown table."""
    lines = ["| " + " | ".join(HEADS[language]) + " |", "|---" * len(HEADS[language]) + "|"]
    for name, rows in found.items():
        columns = (
            [f"{row.size:,}" for row in rows],
            [f"{row.seconds:.1f}" for row in rows],
            [f"{row.memory:.0f}" for row in rows],
        )
        cells = [NAMES[name][language], *(" · ".join(column) for column in columns)]
        lines.append("| " + " | ".join([*cells, f"{exponent(rows):.2f}"]) + " |")
    return "\n".join(lines)


def placed(text: str, block: str) -> str:
    """A README with the table between its markers."""
    pattern = re.escape(START) + ".*?" + re.escape(END)
    return re.sub(pattern, lambda _: f"{START}\n{block}\n{END}", text, flags=re.DOTALL)


if __name__ == "__main__":
    sys.exit(main())
