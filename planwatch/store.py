"""Every write: to a temporary file in the same folder, then renamed into place."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from planwatch.errors import PlanwatchError


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises `PlanwatchError` where that is not allowed."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlanwatchError("error.unwritable", path=str(path), why=error.strerror) from None


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; a reader sees the old file or the new one, never a part.

    Raises `PlanwatchError` when the folder is missing or cannot be written to.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` as `write_text` does."""
    target = path.resolve() if path.is_symlink() else path
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise PlanwatchError("error.unwritable", path=str(path), why=error.strerror) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except OSError as error:
        raise PlanwatchError("error.unwritable", path=str(path), why=error.strerror) from None
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def _mode(path: Path) -> int:
    """The mode a new file should have: that of the file it replaces, else the usual one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
