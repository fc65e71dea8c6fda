"""What was worked out before, kept in the user's cache folder: bytes in, bytes out.

    cache = user_cache()
    key = key_of(document, rules_digest)
    data = cache.get("index", key)
    if data is None:
        data = worked_out(document)
        cache.put("index", key, data)

A key is made of everything that the bytes depend on; `key_of` adds planwatch's own code and the
installed libraries. No entry is needed, and none is trusted blindly: what is damaged, cut short,
renamed or another user's counts as missing, and so does a folder that cannot be used. Nothing here
raises. What the bytes say must still be checked by whoever asked for them: a checksum shows that
an entry is whole, not that it means something.

The folder is `PLANWATCH_CACHE`, or the usual one of the system; `PLANWATCH_CACHE=off` keeps
nothing. It can be deleted at any time, and several processes can use it at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

VARIABLE = "PLANWATCH_CACHE"
"""The environment variable that moves the folder or switches the cache off."""
OFF = "off"
LIMIT = 256_000_000
"""Bytes that the entries may have together; two plans and their comparison take about 4 MB."""
_FORMAT = "planwatch-cache-1"
_ENTRY = re.compile(r"[a-z]+-[0-9a-f]{64}(\.[0-9a-f]+\.new)?")
_ABANDONED = 3600
"""Seconds after which a file that was never finished is taken for one that nobody will."""
_SAFELY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""No link is followed, and a pipe in the place of a file keeps nobody waiting."""


def user_cache(environment: Mapping[str, str] = os.environ) -> Cache:
    """The cache of this user, in the folder that the environment names."""
    named = environment.get(VARIABLE, "")
    if named == OFF:
        return Cache(None)
    return _cache_in(Path(named)) if named else _usual_cache()


@cache
def _usual_cache() -> Cache:
    from platformdirs import user_cache_path  # noqa: PLC0415

    try:
        folder = user_cache_path("planwatch", appauthor=False)
    except RuntimeError:  # nobody has a home here
        return Cache(None)
    return Cache(folder if folder.is_absolute() else None)


@cache
def _cache_in(folder: Path) -> Cache:
    return Cache(folder)


def key_of(*parts: bytes | str) -> str:
    """The key of what follows from `parts`, in this order, by the code and libraries in use."""
    whole = hashlib.sha256(_code())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


class Cache:
    """The entries in a folder, each known by its kind (a word) and its key (of `key_of`).

    `limit` is how many bytes they may have together; those not used for longest go first.
    """

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._room = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """The bytes of an entry; None where there is none that is whole and ours."""
        if self.folder is None or not _is_ours(self.folder):
            return None
        path = self.folder / f"{kind}-{key}"
        try:
            head, _, data = _read(path, self.limit).partition(b"\n")
        except OSError:
            return None
        if head != _head(path.name, data):
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep an entry where that is possible; others see all of it or nothing."""
        if self.folder is None or len(data) > self.limit // 8:
            return
        path = self.folder / f"{kind}-{key}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self.folder):
                return
            self._make_room(len(data))
            _write(path, b"%s\n%s" % (_head(path.name, data), data))
        except OSError:
            return

    def entries(self) -> list[tuple[Path, os.stat_result]]:
        """The files that the cache made, finished or not, those used last at the end."""
        found = list(_files(self.folder)) if self.folder and _is_ours(self.folder) else []
        return sorted(found, key=lambda entry: (entry[1].st_mtime_ns, entry[0].name))

    def clear(self) -> list[tuple[Path, os.stat_result]]:
        """Delete all entries; returns those that there were. Other files stay."""
        entries = self.entries()
        for path, _ in entries:
            _remove(path)
        return entries

    def _make_room(self, size: int) -> None:
        """See to it that the entries stay within the limit. An eighth of it is given out at a
        time, so that the folder is not listed for every entry."""
        if self._room < size:
            self._evict(self.limit - self.limit // 8)
            self._room = self.limit // 8
        self._room -= size

    def _evict(self, allowed: int) -> None:
        entries = self.entries()
        excess = sum(known.st_size for _, known in entries) - allowed
        abandoned = time.time() - _ABANDONED
        for path, known in entries:
            unfinished = path.suffix == ".new"
            if (known.st_mtime < abandoned) if unfinished else (excess > 0):
                _remove(path)
                excess -= known.st_size


@cache
def _code() -> bytes:
    """A digest of planwatch's own code, of the installed libraries and of Python."""
    whole = hashlib.sha256(f"{_FORMAT} {sys.version}".encode())
    package = Path(__file__).parent
    for folder, folders, names in os.walk(package):
        folders.sort()
        for name in sorted(name for name in names if name.endswith(".py")):
            path = os.path.join(folder, name)  # noqa: PTH118  (thrice as fast, for every command)
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                whole.update(hashlib.sha256(file.read()).digest())
    whole.update("\n".join(_distributions()).encode("utf-8", "surrogateescape"))
    return whole.digest()


def _distributions() -> Iterator[str]:
    """The installed libraries, each with its version, as their folders are named."""
    for place in sys.path:
        with suppress(OSError):
            names = os.listdir(place)  # noqa: PTH208
            yield from sorted(name for name in names if name.endswith("-info"))


def _head(name: str, data: bytes) -> bytes:
    return f"{_FORMAT} {name} {hashlib.sha256(data).hexdigest()}".encode()


def _is_ours(folder: Path) -> bool:
    """Whether a folder (no link) belongs to this user, and nobody else can write to it."""
    try:
        known = folder.lstat()
    except OSError:
        return False
    closed = sys.platform == "win32" or not known.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(known.st_mode) and _is_own(known) and closed


def _is_own(known: os.stat_result) -> bool:
    return sys.platform == "win32" or known.st_uid == os.geteuid()


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            with suppress(OSError):
                if _ENTRY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    yield Path(entry.path), entry.stat(follow_symlinks=False)


def _read(path: Path, limit: int) -> bytes:
    """The content of a file of this user. Raises `OSError` for anything else."""
    handle = os.open(path, os.O_RDONLY | _SAFELY)
    with open(handle, "rb", buffering=0) as file:  # noqa: PTH123
        known = os.fstat(handle)
        if not (stat.S_ISREG(known.st_mode) and _is_own(known) and known.st_size <= limit):
            raise OSError
        return file.read()


def _write(path: Path, content: bytes) -> None:
    """Write a file that only this user can read. Not waiting for the disk: an entry that a power
    cut leaves incomplete counts as missing."""
    temporary = path.with_name(f"{path.name}.{os.urandom(8).hex()}.new")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFELY, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123
            file.write(content)
        temporary.replace(path)
    finally:
        _remove(temporary)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
