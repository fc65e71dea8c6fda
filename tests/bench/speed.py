"""How long planwatch takes as a whole process, as a ratio to importing its libraries.

usage: python tests/bench/speed.py [--rounds N] [--check]

Prints ratios to `python -c "import typer, rich.table, rapidfuzz"`, measured in turn in the same
run, and the peak memory: first without a cache, then with what the first round kept. Timings are
noisy, look at the ratios; `--check` ends with 1 where one is half as much again as its limit.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass

BASE = (sys.executable, "-c", "import typer, rich.table, rapidfuzz")
SLACK = 1.5
"""What other work on the machine may add before `--check` fails."""


@dataclass(frozen=True)
class Case:
    """A command; `kept` says whether it may use what an earlier one kept, `limit` is the ratio
    that it should keep to (0: none is set)."""

    command: str
    kept: bool
    limit: float = 0.0

    @property
    def name(self) -> str:
        """What is measured, in words."""
        return f"{self.command}{' again' if self.kept else ''}"


CASES = (
    Case("--help", kept=False, limit=2),
    Case("diff 14 15", kept=False, limit=10),
    Case("diff 14 15", kept=True, limit=3),
    Case("diff 14 15 --format json", kept=True),
    Case("diff 2016 14", kept=False),
    Case("diff 2016 14", kept=True),
    Case("trace 国家实验室", kept=True),
    Case("targets", kept=True),
    Case("trace --all", kept=True),
    Case("trace 14/3.1.2.1", kept=True),
)


def main() -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measured(options.rounds, f"{folder}/cache")
    base = statistics.median(times[None])
    print(f"{'baseline':32}{base * 1000:7.0f} ms")
    slow = [case for case in CASES if told(case, statistics.median(times[case]), base)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'peak memory':32}{peak:7.0f} MB")
    return 1 if slow and options.check else 0


def measured(rounds: int, folder: str) -> Mapping[Case | None, list[float]]:
    """The seconds of every case, and of the baseline (None), in every round."""
    times: dict[Case | None, list[float]] = {case: [] for case in (None, *CASES)}
    for case in CASES:
        if case.kept:
            seconds(command_of(case), folder)
    for _ in range(rounds):
        for case, taken in times.items():
            if case is None:
                taken.append(seconds(BASE, "off"))
            else:
                taken.append(seconds(command_of(case), folder if case.kept else "off"))
    return times


def command_of(case: Case) -> tuple[str, ...]:
    """The arguments of a process."""
    return (sys.executable, "-m", "planwatch", *case.command.split())


def told(case: Case, middle: float, base: float) -> bool:
    """Print a case; returns whether it is far beyond its limit."""
    ratio = middle / base
    limit = f"  (limit {case.limit:.0f})" if case.limit else ""
    print(f"{case.name:32}{middle * 1000:7.0f} ms  {ratio:5.1f} x{limit}")
    return bool(case.limit) and ratio > SLACK * case.limit


def seconds(command: tuple[str, ...], cache: str) -> float:
    """How long a process takes."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PLANWATCH_CACHE": cache}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
