"""What other processes do in the tests of adding."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planwatch import adding
from planwatch.workspace import Workspace

TEXTS = {"first": "一、任务\n加快建设国家实验室。\n", "second": "一、任务\n支持青年科技人才。\n"}


def add_all(job: tuple[str, Sequence[str]]) -> None:
    """Add documents of a folder, or of the one above it, by their names."""
    folder, names = Path(job[0]), job[1]
    workspace = Workspace(folder)
    for name in names:
        path = next(p for f in (folder, folder.parent) if (p := f / f"{name}.txt").exists())
        found = adding.examine(workspace, path, {})
        assert isinstance(found, adding.Candidate)
        adding.keep(found)
        workspace.__dict__.pop("plans", None)


def add_second_and_die(folder: str, most: int) -> list[int]:
    """Add a second document in copies of a folder, called 1, 2, …; in each a process kills itself
    at its n-th dealing with a file of seeds/. Returns the exit codes of these processes."""
    candidate = adding.examine(Workspace(Path(folder)), Path(folder) / "second.txt", {})
    assert isinstance(candidate, adding.Candidate)
    codes = []
    for number in range(1, most + 1):
        copy = Path(folder) / str(number)
        shutil.copytree(Path(folder) / "seeds", copy / "seeds")
        pid = os.fork()
        if pid == 0:
            _die_at(number)
            adding.keep(replace(candidate, workspace=replace(candidate.workspace, root=copy)))
            os._exit(0)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    return codes


def _die_at(number: int) -> None:
    """Count what is done with files for writing, as Python's audit events tell it."""
    left = number

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        creates = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        handles = event == "open" and isinstance(arguments[0], int)
        changes = event in ("os.rename", "os.remove", "os.chmod", "os.mkdir", "fcntl.flock")
        if creates or handles or changes:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
