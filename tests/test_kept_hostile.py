"""A cache that is damaged, shared, closed or gone: the answer is the same, and nobody is told."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planwatch import pipeline
from planwatch.cache import VARIABLE, Cache
from planwatch.models import Comparison
from planwatch.workspace import Workspace

from .calling import call
from .workspaces import LABS, TASKS, write_workspace


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    return write_workspace(tmp_path / "work", {"a": TASKS, "b": LABS})


def compared(workspace: Workspace) -> Comparison:
    return pipeline.compare(Workspace(workspace.root), "a", "b")


def rewrite(folder: Path, spoil) -> None:
    """Change what every entry says, each still whole and under its own name."""
    cache = Cache(folder)
    for path, _ in cache.entries():
        kind, _, key = path.name.partition("-")
        data = cache.get(kind, key)
        assert data is not None
        cache.put(kind, key, spoil(data))


def fewer(fields: list[Any]) -> list[Any]:
    """The first object of some, without its last field."""
    first, *rest = fields
    return [fewer(first), *rest] if isinstance(first, list) else fields[:-1]


SPOILT = {
    "nothing": lambda data: data[:0],
    "no JSON": lambda data: b"{" + data,
    "another shape": lambda data: b'{"all": %d}' % len(data),
    "a field too few": lambda data: json.dumps(fewer(json.loads(data))).encode(),
    "a field of another type": lambda data: json.dumps([[], *json.loads(data)[1:]]).encode(),
    "half of it": lambda data: data[: len(data) // 2],
    "no text": lambda data: b"\xff\xfe" + data,
}


@pytest.mark.parametrize("name", SPOILT)
def test_an_entry_that_says_something_else_is_made_anew(
    name: str, folder: Path, small: Workspace
) -> None:
    expected = compared(small)
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    rewrite(folder, SPOILT[name])
    assert compared(small) == expected
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole


def test_entries_that_changed_places_are_made_anew(folder: Path, small: Workspace) -> None:
    expected = compared(small)
    one, other = sorted(folder.glob("plan-*"))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert compared(small) == expected
    assert one.read_bytes() == first


def test_an_entry_may_go_between_two_that_need_it(folder: Path, small: Workspace) -> None:
    expected = compared(small)
    for path in folder.glob("plan-*"):
        path.unlink()
        assert compared(small) == expected


def test_processes_that_begin_at_once_do_not_disturb_each_other(
    folder: Path, small: Workspace
) -> None:
    command = [sys.executable, "-m", "planwatch", "diff", "a", "b", "--lang", "zh"]
    running = [
        subprocess.Popen(command, cwd=small.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert len({out for out, _ in said}) == 1
    assert not [err for _, err in said if b"Traceback" in err]
    assert not list(folder.glob("*.new"))
    assert len(list(folder.glob("plan-*"))) == 2


def test_a_folder_that_is_deleted_meanwhile_is_no_loss(
    folder: Path, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planwatch.pipeline import plans

    parse = plans.parse

    def deleting(*arguments):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        return parse(*arguments)

    expected = compared(small)
    for path in folder.glob("[pc]*"):
        path.unlink()
    monkeypatch.setattr(plans, "parse", deleting)
    assert compared(small) == expected


@pytest.mark.parametrize("why", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_to_is_no_fault(
    why: int, folder: Path, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, content: bytes) -> None:
        raise OSError(why, "refused")

    monkeypatch.setattr("planwatch.cache._write", refused)
    assert compared(small) == compared(small)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("place", ["/proc/planwatch", "/dev/null/planwatch", "\0", "off", ""])
def test_where_nothing_can_be_kept_nothing_is_said(
    place: str, small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "usual"))
    monkeypatch.chdir(small.root or tmp_path)
    expected = call("diff", "a", "b")
    if "\0" not in place:
        monkeypatch.setenv(VARIABLE, place)
        assert call("diff", "a", "b") == expected
    assert "cache" not in expected.err


def test_without_a_home_commands_work(small: Workspace) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in (VARIABLE, "HOME")}
    done = subprocess.run(
        [sys.executable, "-m", "planwatch", "diff", "a", "b", "--lang", "en"],
        cwd=small.root,
        env={**kept, "XDG_CACHE_HOME": "relative", VARIABLE: "off"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
