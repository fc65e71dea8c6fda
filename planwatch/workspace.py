"""Where documents and rules are.

A workspace is a folder with `seeds/catalog.yaml`, found upwards from the working folder.
In a workspace its own catalog alone counts; without one the bundled seeds are read.
Bundled rules always load, a workspace's `rules/` overlay them.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from planwatch.bundled import bundled
from planwatch.errors import PlanwatchError
from planwatch.filenames import ACCEPTED, CATALOG, PINS
from planwatch.kept import kept
from planwatch.models import Acceptances, Pin, PlanInfo, PlanKind
from planwatch.yamlfile import read_text

if TYPE_CHECKING:
    from planwatch.checks import FindingRule
    from planwatch.rules import RuleSet

MARKER = Path("seeds") / "catalog.yaml"
MAX_BYTES = 20_000_000
"""A larger document is refused; the longest national outlines have about 0.2 MB."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document's bytes and what is known of it."""

    info: PlanInfo
    data: bytes

    @property
    def sha256(self) -> str:
        """The checksum of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def verified(self) -> bool:
        """Whether that is the checksum of the catalog."""
        return self.sha256 == self.info.sha256


@dataclass(frozen=True)
class Workspace:
    """The folder in use; `root` is None where the bundled seeds are read."""

    root: Path | None

    @property
    def seeds(self) -> Path:
        """The folder of the documents."""
        return self.root / "seeds" if self.root else bundled("seeds")

    @property
    def own_rules(self) -> Path | None:
        """The folder of the workspace's own rules, where it has one that is not the bundled."""
        own = self.root / "rules" if self.root else None
        if own and own.is_dir() and own.resolve() != bundled("rules").resolve():
            return own
        return None

    @cached_property
    def rules(self) -> RuleSet:
        """The rules in force here."""
        from planwatch.rules import load_rules

        return load_rules(self._rule_folders)

    @cached_property
    def rules_digest(self) -> bytes:
        """A digest of the files in which the rules in force are written."""
        return self.rules_now()

    def rules_now(self) -> bytes:
        """The same of the files as they stand now: somebody may be at work on them."""
        whole = hashlib.sha256()
        for folder in self._rule_folders:
            for path in sorted(folder.glob("*/*.y*ml")):
                name = f"{path.parent.name}/{path.name}"
                whole.update(f"{name}\n".encode("utf-8", "surrogateescape"))
                whole.update(hashlib.sha256(_content(path)).digest())
            whole.update(b"\n")
        return whole.digest()

    @cached_property
    def finding_rules(self) -> Mapping[str, FindingRule]:
        """The rules of findings in force here, by id."""
        from planwatch.checks import load_finding_rules

        return load_finding_rules(self._rule_folders)

    @property
    def _rule_folders(self) -> list[Path]:
        return [bundled("rules"), *filter(None, [self.own_rules])]

    @cached_property
    def plans(self) -> tuple[PlanInfo, ...]:
        """What the catalog lists. Raises `DataError` with all its faults."""
        text = read_text(self.own(MARKER.name), CATALOG)
        return kept("catalog", tuple[PlanInfo, ...], (text,), lambda: _infos(text))

    def own(self, name: str) -> Path:
        """The path of a file in `seeds/`. Raises `PlanwatchError` where it leads out of it, or
        `seeds/` itself out of the workspace."""
        path, seeds = self.seeds / name, real(self.seeds)
        inside = self.root is None or seeds.is_relative_to(real(self.root))
        if not (inside and real(path).is_relative_to(seeds)):
            raise PlanwatchError("error.outside", path=f"seeds/{name}")
        return path

    @property
    def pins_path(self) -> Path:
        """The file of reviewers' decisions, whether it is there or not."""
        return self.own(PurePosixPath(PINS).name)

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Reviewers' decisions. Raises `DataError` with all faults of their file."""
        from planwatch.pinfile import read_pins

        return read_pins(self.pins_path)

    @property
    def pins_data(self) -> bytes:
        """The bytes of their file; none where there is no file. Raises `PlanwatchError`."""
        return read_bytes(self.pins_path, PINS) if self.pins_path.exists() else b""

    @property
    def timeline(self) -> tuple[PlanInfo, ...]:
        """The plans in the catalog's order, each after those it follows or reviews; of
        several versions of one text only the first."""
        waiting = [info for info in self.plans if not info.variant_of]
        placed: list[PlanInfo] = []
        while waiting:
            ahead = {info.id for info in waiting}
            free = (i for i in waiting if ahead.isdisjoint({i.predecessor, i.reviews}))
            placed.append(next(free, waiting[0]))
            waiting.remove(placed[-1])
        return tuple(placed)

    def source(self, reference: str) -> Source:
        """The document that an id, an alias or a path names.

        Raises `PlanwatchError`: unknown id, unreadable file, wrong checksum.
        """
        for info in self.plans:
            if reference == info.id or reference in info.aliases:
                return self._listed(info)
        if _looks_like_path(reference):
            return _from_path(Path(reference))
        raise PlanwatchError(
            "error.unknown-plan", reference=reference, suggestions=self._suggestions(reference)
        )

    def unverified(self, info: PlanInfo) -> Source:
        """A listed document as it stands, whatever its checksum. Raises `PlanwatchError`."""
        path = self.own(info.path.removeprefix("seeds/"))
        return Source(info, read_file(path, info.path))

    def _listed(self, info: PlanInfo) -> Source:
        source = self.unverified(info)
        if not source.verified:
            found = source.sha256
            raise PlanwatchError("error.checksum", plan=info.id, path=info.path, found=found)
        return source

    def _suggestions(self, reference: str) -> str:
        from rapidfuzz import process

        names = [name for info in self.plans for name in (info.id, *info.aliases)]
        near = [name for name, _, _ in process.extract(reference, names, limit=3, score_cutoff=40)]
        known = [info.id for info in self.plans]
        return ", ".join(dict.fromkeys(near + known))

    @property
    def catalog_path(self) -> Path:
        """The file that lists the documents."""
        return self.own(MARKER.name)

    @property
    def accepted_path(self) -> Path:
        """The file of accepted findings, whether it is there or not."""
        return self.own(PurePosixPath(ACCEPTED).name)

    @cached_property
    def accepted(self) -> Acceptances:
        """The findings that may stand. Raises `DataError` with all faults of their file."""
        from planwatch.acceptedfile import read_accepted

        return read_accepted(self.accepted_path, self.finding_rules)


def find_workspace(start: Path | None = None) -> Workspace:
    """The workspace at or above `start` (default: the working folder), else the bundled one."""
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / MARKER).is_file():
            return Workspace(candidate)
    return Workspace(None)


def create_workspace(folder: Path) -> Path:
    """Make `folder` a workspace with an empty catalog and a folder for rules; returns it.

    Raises `PlanwatchError` when it is one already or cannot be written to.
    """
    from planwatch.catalog import EMPTY
    from planwatch.store import write_text

    catalog = folder / MARKER
    if catalog.exists():
        raise PlanwatchError("init.exists", path=str(catalog))
    prepare_folders(folder)
    write_text(catalog, f"{EMPTY}plans: []\n")
    return folder.resolve()


def prepare_folders(root: Path) -> None:
    """Make the folders of a workspace. Raises `PlanwatchError` where that is not allowed."""
    from planwatch.store import make_folder, write_text

    for name in ("seeds", "rules"):
        make_folder(root / name)
    attributes = root / "seeds" / ".gitattributes"
    if not attributes.exists():
        write_text(attributes, "# Checksums need the bytes as they are.\n* -text\n")


def _content(path: Path) -> bytes:
    """The bytes of a file; none of one that cannot be read, which whoever loads it will say."""
    try:
        return read_bytes(path, path.name)
    except PlanwatchError:
        return b""


def _infos(text: str) -> tuple[PlanInfo, ...]:
    from planwatch.catalog import entries_in

    return tuple(entry.info for entry in entries_in(text))


def real(path: Path) -> Path:
    """Where a path leads, all links followed; a link that leads to itself leads nowhere else."""
    return Path(os.path.realpath(path))


def _looks_like_path(reference: str) -> bool:
    return Path(reference).exists() or "/" in reference or Path(reference).suffix != ""


def _from_path(path: Path) -> Source:
    data = read_bytes(path, str(path))
    info = PlanInfo(
        id=printable(path.name if path.is_absolute() else path.as_posix()),
        title=printable(path.name),
        kind=PlanKind.PLAN,
        path=printable(str(path)),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return Source(info, data)


def printable(name: str) -> str:
    """A name in which bytes that are no text are written out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def read_file(path: Path, shown: str) -> bytes:
    """The same of a file that nobody named on the command line: a pipe or a device among documents
    would keep everybody waiting."""
    with suppress(OSError):  # reading it will say why
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise PlanwatchError("error.no-file", path=shown)
    return read_bytes(path, shown)


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a file that is called `shown` in messages. Raises `PlanwatchError`."""
    try:
        if path.is_dir():
            os.scandir(path).close()  # one that may not be searched says that first
            raise PlanwatchError("error.folder", path=shown)
        with path.open("rb") as file:  # a device has no size: never read more than is allowed
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            size = max(path.stat().st_size, len(data))
            raise PlanwatchError("error.too-large", path=shown, size=size, limit=MAX_BYTES)
        return data
    except FileNotFoundError:
        raise PlanwatchError("error.missing", path=shown) from None
    except (OSError, ValueError) as error:
        raise PlanwatchError("error.unreadable", path=shown, why=_why(error)) from None
