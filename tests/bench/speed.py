"""How long planwatch takes as a whole process, as a ratio to importing its libraries.

usage: python tests/bench/speed.py [--rounds N]

Prints ratios to `python -c "import typer, rich.table, rapidfuzz"`, measured in turn in the same
run, and the peak memory. Nothing fails: timings are noisy, look at the ratios.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time

BASE = [sys.executable, "-c", "import typer, rich.table, rapidfuzz"]
COMMANDS = {
    "--help": [sys.executable, "-m", "planwatch", "--help"],
    "diff 14 15": [sys.executable, "-m", "planwatch", "diff", "14", "15"],
    "diff 14 15 --format json": [
        sys.executable,
        "-m",
        "planwatch",
        "diff",
        "14",
        "15",
        "--format",
        "json",
    ],
    "diff 2016 14": [sys.executable, "-m", "planwatch", "diff", "2016", "14"],
    "trace 国家实验室": [sys.executable, "-m", "planwatch", "trace", "国家实验室"],
    "targets": [sys.executable, "-m", "planwatch", "targets"],
    "trace --all": [sys.executable, "-m", "planwatch", "trace", "--all"],
    "trace 14/3.1.2.1": [sys.executable, "-m", "planwatch", "trace", "14/3.1.2.1"],
}


def main() -> None:
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 7
    times: dict[str, list[float]] = {name: [] for name in ("baseline", *COMMANDS)}
    for _ in range(rounds):
        for name, command in {"baseline": BASE, **COMMANDS}.items():
            times[name].append(seconds(command))
    base = statistics.median(times["baseline"])
    print(f"{'baseline':28}{base * 1000:7.0f} ms")
    for name in COMMANDS:
        middle = statistics.median(times[name])
        print(f"{name:28}{middle * 1000:7.0f} ms  {middle / base:5.1f} x")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'peak memory':28}{peak:7.0f} MB")


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
