"""Small workspaces and git repositories, made for the tests."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

import yaml

from planwatch.models import PlanKind
from planwatch.workspace import Workspace

TASKS = "一、重点任务\n建设国家实验室。\n完善科技金融服务体系。\n"
LABS = "一、重点任务\n建设国家实验室。\n"
FINANCE = "一、重点任务\n完善科技金融服务体系。\n"


def write_workspace(
    root: Path,
    documents: Mapping[str, str],
    kinds: Mapping[str, PlanKind] | None = None,
    files: Mapping[str, str] | None = None,
    alone: Sequence[str] = (),
) -> Workspace:
    """A workspace of these documents: each follows the one before it, a review reviews it; those
    `alone` follow nothing."""
    (root / "seeds").mkdir(parents=True, exist_ok=True)
    plans: list[dict[str, str]] = []
    last = ""
    for id, text in documents.items():
        (root / "seeds" / f"{id}.txt").write_bytes(text.encode())
        kind = (kinds or {}).get(id, PlanKind.PLAN)
        entry = {"id": id, "title": f"文本{id}", "kind": kind.value, "file": f"{id}.txt"}
        entry["sha256"] = hashlib.sha256(text.encode()).hexdigest()
        if last and id not in alone:
            entry["reviews" if kind == PlanKind.REVIEW else "predecessor"] = last
        if kind != PlanKind.REVIEW:
            last = id
        plans.append(entry)
    write(root, "seeds/catalog.yaml", yaml.safe_dump({"plans": plans}, allow_unicode=True))
    for path, text in (files or {}).items():
        write(root, path, text)
    return Workspace(root.resolve())


def write(root: Path, path: str, text: str) -> None:
    """A file of a workspace."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())


_NUMBERS = count(1)
"""Two commits of the same content in the same second would be one."""


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints; the user's own configuration has no part in it."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = {
        f"GIT_{role}_{what}": "a@b"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **own, **who},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit_all(folder: Path, branch: str = "main") -> str:
    """Commit a folder as it stands to a branch, which is made where it is missing."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", branch)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", f"commit {next(_NUMBERS)}")
    return git(folder, "rev-parse", "HEAD")
