"""Every write: to a temporary file in the same folder, then renamed into place."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planwatch.errors import PlanwatchError

_NAMED = 40
"""Characters of a name that its temporary file shows: with all of them it could be too long."""


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises `PlanwatchError` where that is not allowed."""
    with _refused(path):
        path.mkdir(parents=True, exist_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; a reader sees the old file or the new one, never a part.

    Raises `PlanwatchError` when the folder is missing or cannot be written to.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` as `write_text` does. A device or pipe is written to, never replaced."""
    with _refused(path):
        if _is_device(path):
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)) if path.is_symlink() else path, data)


def _is_device(path: Path) -> bool:
    """Whether something is there that is neither file nor folder. Raises `OSError`."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _replace(target: Path, data: bytes) -> None:
    """Put a file with this content in the place of `target`, in one step. Raises `OSError`."""
    prefix = f".{target.name[:_NAMED]}."
    handle, temporary = tempfile.mkstemp(prefix=prefix, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Say of which path it is that the system refuses to write it. A reader of a pipe that has
    gone is no fault."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise PlanwatchError("error.unwritable", path=str(path), why=error.strerror) from None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other processes that ask for the same lock waiting: for reading, changing and
    writing `path` as one step. Readers need no lock.

    Raises `PlanwatchError` where the folder is missing or cannot be written to.
    """
    lock = path.with_name(f".{path.name}.lock")
    with _refused(path):
        handle = _acquired(lock)
    try:
        yield
    finally:
        with suppress(OSError):  # where an open file cannot be removed it stays, and does no harm
            lock.unlink()
        os.close(handle)


def _acquired(lock: Path) -> int:
    """The open lock file. One that its last holder removed meanwhile is no lock: try again."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        _wait_for(handle)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        os.close(handle)


def _wait_for(handle: int) -> None:
    """Lock an open file; the lock ends with the handle or the process."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(handle, fcntl.LOCK_EX)


def _mode(path: Path) -> int:
    """The mode a new file should have: that of the file it replaces, else the usual one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
