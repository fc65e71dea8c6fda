"""Revisions: what a folder held at a commit. The only place that runs git.

Nothing is checked out, no hook and no filter runs, and no network is used: the objects of the
repository are read as they are.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from planwatch.errors import PlanwatchError

MAIN_BRANCHES = ("origin/main", "origin/master", "main", "master", "origin/HEAD")
"""Names of the main branch, in the order in which they are tried."""
_FILES = ("100644", "100755")
"""Modes of plain files: neither links nor submodules."""
_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""What git tells the hooks that it runs: it would hide the repository of the folder."""
_SILENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
"""No locks, no questions, no network, the same messages everywhere."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit: how it was named, its full id, and whether it is where two branches parted."""

    name: str
    commit: str
    merge_base: bool = False


def merge_base(folder: Path) -> Revision:
    """Where the branch of the working folder left the main branch.

    Raises `PlanwatchError`: no git, no repository, no commit, no main branch, and a history that
    is cut off (a shallow clone) or shares no commit.
    """
    _require_repository(folder)
    if _commit(folder, "HEAD") is None:
        raise PlanwatchError("error.git-no-commit", path=str(folder))
    name = next((name for name in MAIN_BRANCHES if _commit(folder, name)), None)
    if name is None:
        raise _missing(folder, "error.git-no-main", names=", ".join(MAIN_BRANCHES))
    done = _run(folder, "merge-base", "HEAD", name)
    if done.returncode:
        raise _missing(folder, "error.git-unrelated", name=name)
    return Revision(name, done.stdout.decode().strip(), merge_base=True)


def named(folder: Path, name: str) -> Revision:
    """The commit that `name` means. Raises `PlanwatchError`, also for a name that means none."""
    _require_repository(folder)
    commit = _commit(folder, name)
    if commit is None:
        raise _missing(folder, "error.git-unknown", name=name)
    return Revision(name, commit)


def write_files(folder: Path, commit: str, paths: Sequence[str], target: Path, limit: int) -> None:
    """Write the plain files below some paths of `folder`, as the commit has them, to `target`.

    Links, submodules and files of more than `limit` bytes are left out. Raises `PlanwatchError`
    where an object is missing or a file cannot be written.
    """
    wanted = [entry for entry in _entries(folder, commit, paths) if entry.size <= limit]
    request = "".join(f"{entry.object}\n" for entry in wanted).encode()
    data = _answered(folder, "cat-file", "--batch", input=request)
    start = 0
    for entry in wanted:
        start = data.index(b"\n", start) + 1
        if data.endswith(b" missing\n", 0, start):
            raise PlanwatchError("error.git-object", name=str(entry.path), commit=commit)
        _write(target / entry.path, data[start : start + entry.size])
        start += entry.size + 1


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise PlanwatchError("error.unwritable", path=str(path), why=error.strerror) from None


@dataclass(frozen=True, slots=True)
class _Entry:
    object: str
    size: int
    path: PurePosixPath


def _entries(folder: Path, commit: str, paths: Sequence[str]) -> Iterator[_Entry]:
    """The plain files of a commit below some paths, which may be missing."""
    listed = _answered(folder, "ls-tree", "-r", "-l", "-z", commit, "--", *paths)
    for row in listed.split(b"\0")[:-1]:
        facts, _, name = row.partition(b"\t")
        mode, _, id, size = facts.decode().split()
        path = PurePosixPath(os.fsdecode(name))
        if mode in _FILES and _is_inside(path):
            if not size.isdigit():
                raise PlanwatchError("error.git-object", name=str(path), commit=commit)
            yield _Entry(id, int(size), path)


def _is_inside(path: PurePosixPath) -> bool:
    """Whether a path stays in the folder that it is put into, on any system."""
    odd = any(part in ("..", ".git") or set(part) & set('\\:"<>|?*') for part in path.parts)
    return not path.is_absolute() and not odd


def _commit(folder: Path, name: str) -> str | None:
    """The full id of the commit that a name means."""
    asked = f"{name}^{{commit}}"
    done = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def _missing(folder: Path, key: str, **values: str) -> PlanwatchError:
    """Why there is no such commit: in a shallow clone it may just not be at hand."""
    shallow = _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    if shallow:
        return PlanwatchError("error.git-shallow", path=str(folder))
    return PlanwatchError(key, **values)


def _require_repository(folder: Path) -> None:
    done = _run(folder, "rev-parse", "--is-inside-work-tree")
    if done.returncode == 0 and done.stdout.strip() == b"true":
        return
    why = _reason(done)
    if "not a git repository" in why or not why:
        raise PlanwatchError("error.git-none", path=str(folder))
    raise PlanwatchError("error.git-failed", why=why)


def _answered(folder: Path, *arguments: str, input: bytes = b"") -> bytes:
    done = _run(folder, *arguments, input=input)
    if done.returncode:
        raise PlanwatchError("error.git-failed", why=_reason(done))
    return done.stdout


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says of a fault, on one line."""
    said = done.stderr.decode("utf-8", "replace").strip()
    return " ".join(said.removeprefix("fatal: ").split())


def _run(folder: Path, *arguments: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    try:
        return subprocess.run(
            ["git", "--no-replace-objects", *arguments],
            cwd=folder,
            env={**kept, **_SILENT},
            input=input,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise PlanwatchError("error.git-missing") from None
    except (OSError, ValueError) as error:
        raise PlanwatchError("error.git-failed", why=str(error)) from None
