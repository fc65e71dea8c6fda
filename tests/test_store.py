"""Writes: a file is the old one or the new one; what is no file is written to as it stands."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from planwatch.errors import PlanwatchError
from planwatch.store import write_bytes, write_text


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    link = tmp_path / "null"
    link.symlink_to(os.devnull)
    before = Path(os.devnull).stat()
    write_text(link, "延续")
    assert link.is_symlink()
    assert os.path.samestat(before, Path(os.devnull).stat())
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_pipe_passes_on_what_is_written(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write_bytes(pipe, b"one")
    reader.join(10)
    assert heard == [b"one"]
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_file_keeps_its_mode_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("before", "utf-8")
    path.chmod(0o640)
    write_text(path, "新增")
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == ("新增", 0o640)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanwatchError) as refused:
        write_text(tmp_path, "x")
    assert refused.value.key == "error.unwritable"
