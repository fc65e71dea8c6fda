"""Processes with what they cost.

usage: python processes.py USAGE.json COMMAND …

As a script it runs a command and writes what that took. Linux counts the memory of the process
that starts another one to the other's peak; so a small one stands between.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process printed, its seconds of processor time and on the clock, its peak MB."""

    printed: str
    work: float
    clock: float
    memory: float


def run(
    command: Sequence[str],
    given: str,
    folder: Path,
    scratch: Path,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Ran:
    """Run a process in a folder to its end. Raises `RuntimeError` with what it says when it
    fails."""
    usage = scratch / "usage.json"
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__, str(usage), *command],
        input=given,
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return Ran(done.stdout, **json.loads(usage.read_text("utf-8")))


def _launch(usage: Path, command: Sequence[str]) -> int:
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    cost = {
        "work": used.ru_utime + used.ru_stime,
        "clock": clock,
        "memory": used.ru_maxrss / 1024,
    }
    usage.write_text(json.dumps(cost), "utf-8")
    return process.returncode


if __name__ == "__main__":
    sys.exit(_launch(Path(sys.argv[1]), sys.argv[2:]))
