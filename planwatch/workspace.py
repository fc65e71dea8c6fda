"""Where documents and rules are.

A workspace is a folder with `seeds/catalog.yaml`, found upwards from the working folder.
In a workspace its own catalog alone counts; without one the bundled seeds are read.
Bundled rules always load, a workspace's `rules/` overlay them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from planwatch import yamlfile
from planwatch.acceptedfile import NAME as ACCEPTED
from planwatch.acceptedfile import read_accepted
from planwatch.bundled import bundled
from planwatch.checks import FindingRule, load_finding_rules
from planwatch.errors import DataError, Fault, PlanwatchError
from planwatch.models import Acceptances, Pin, PlanInfo, PlanKind
from planwatch.pinfile import NAME as PINS
from planwatch.pinfile import read_pins
from planwatch.rules import RuleSet, load_rules
from planwatch.store import write_text

MARKER = Path("seeds") / "catalog.yaml"
MAX_BYTES = 20_000_000
"""A larger document is refused; the longest national outlines have about 0.2 MB."""


class CatalogEntry(BaseModel):
    """One document of the catalog."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[^\s/\\:]{1,40}$")
    title: str = Field(min_length=1)
    kind: PlanKind
    file: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    aliases: tuple[str, ...] = ()
    title_by: str = Field(default="editor", pattern="^(source|editor)$")
    issuer: str = ""
    date: str = ""
    period: str = ""
    language: str = ""
    predecessor: str = ""
    reviews: str = ""
    variant_of: str = ""
    provenance: str = ""


class Catalog(BaseModel):
    """The documents of a workspace, in the order in which they are listed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plans: tuple[CatalogEntry, ...]


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
        return load_rules(self._rule_folders)

    @cached_property
    def finding_rules(self) -> Mapping[str, FindingRule]:
        """The rules of findings in force here, by id."""
        return load_finding_rules(self._rule_folders)

    @property
    def _rule_folders(self) -> list[Path]:
        return [bundled("rules"), *filter(None, [self.own_rules])]

    @cached_property
    def plans(self) -> tuple[PlanInfo, ...]:
        """What the catalog lists. Raises `DataError` with all its faults."""
        path = self.seeds / MARKER.name
        catalog = yamlfile.load(path, Catalog, str(MARKER))
        faults = [Fault(str(MARKER), 1, message) for message in _catalog_faults(catalog)]
        if faults:
            raise DataError(faults)
        return tuple(_info(entry) for entry in catalog.plans)

    @property
    def pins_path(self) -> Path:
        """The file of reviewers' decisions, whether it is there or not."""
        return self.seeds / PurePosixPath(PINS).name

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Reviewers' decisions. Raises `DataError` with all faults of their file."""
        return read_pins(self.pins_path)

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
        path = self.seeds / PurePosixPath(info.path).relative_to("seeds")
        if not path.resolve().is_relative_to(self.seeds.resolve()):
            raise PlanwatchError("error.outside", path=info.path)
        return Source(info, read_bytes(path, info.path))

    def _listed(self, info: PlanInfo) -> Source:
        source = self.unverified(info)
        if not source.verified:
            found = source.sha256
            raise PlanwatchError("error.checksum", plan=info.id, path=info.path, found=found)
        return source

    def _suggestions(self, reference: str) -> str:
        names = [name for info in self.plans for name in (info.id, *info.aliases)]
        near = [name for name, _, _ in process.extract(reference, names, limit=3, score_cutoff=40)]
        known = [info.id for info in self.plans]
        return ", ".join(dict.fromkeys(near + known))

    @property
    def catalog_path(self) -> Path:
        """The file that lists the documents."""
        return self.seeds / MARKER.name

    @property
    def accepted_path(self) -> Path:
        """The file of accepted findings, whether it is there or not."""
        return self.seeds / PurePosixPath(ACCEPTED).name

    @cached_property
    def accepted(self) -> Acceptances:
        """The findings that may stand. Raises `DataError` with all faults of their file."""
        return read_accepted(self.accepted_path, self.finding_rules)


def find_workspace(start: Path | None = None) -> Workspace:
    """The workspace at or above `start` (default: the working folder), else the bundled one."""
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / MARKER).is_file():
            return Workspace(candidate)
    return Workspace(None)


_CATALOG = """\
# Documents of this workspace. For each: id, title, kind (scheme, plan, review, briefing),
# file (in this folder) and sha256; and, where they are known, aliases, title_by, issuer,
# date, period, language, predecessor, reviews, variant_of, provenance. For example:
#
#   - id: "2024"
#     title: 政府工作报告
#     kind: plan
#     file: report-2024.txt
#     sha256: the 64 digits that `sha256sum report-2024.txt` prints
plans: []
"""


def create_workspace(folder: Path) -> Path:
    """Make `folder` a workspace with an empty catalog and a folder for rules; returns it.

    Raises `PlanwatchError` when it is one already or cannot be written to.
    """
    catalog = folder / MARKER
    if catalog.exists():
        raise PlanwatchError("init.exists", path=str(catalog))
    try:
        for name in ("seeds", "rules"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlanwatchError("error.unwritable", path=str(folder), why=error.strerror) from None
    write_text(catalog, _CATALOG)
    return folder.resolve()


def _info(entry: CatalogEntry) -> PlanInfo:
    fields = entry.model_dump(exclude={"file"})
    return PlanInfo(path=f"seeds/{entry.file}", **fields)


def _catalog_faults(catalog: Catalog) -> Iterator[str]:
    names = [name for entry in catalog.plans for name in (entry.id, *entry.aliases)]
    ids = {entry.id for entry in catalog.plans}
    for name in _repeated(names):
        yield f"'{name}' names two plans"
    for entry in catalog.plans:
        path = PurePosixPath(entry.file)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.file:
            yield f"{entry.id}: file must lie in seeds/, not '{entry.file}'"
        for field in ("predecessor", "reviews", "variant_of"):
            other = getattr(entry, field)
            if other and other not in ids:
                yield f"{entry.id}: {field} names the unknown plan '{other}'"


def _repeated(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


def _looks_like_path(reference: str) -> bool:
    return Path(reference).exists() or "/" in reference or Path(reference).suffix != ""


def _from_path(path: Path) -> Source:
    data = read_bytes(path, str(path))
    info = PlanInfo(
        id=path.name if path.is_absolute() else path.as_posix(),
        title=path.name,
        kind=PlanKind.PLAN,
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return Source(info, data)


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a file that is called `shown` in messages. Raises `PlanwatchError`."""
    try:
        if path.is_dir():
            raise PlanwatchError("error.folder", path=shown)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PlanwatchError("error.too-large", path=shown, size=size, limit=MAX_BYTES)
        return path.read_bytes()
    except FileNotFoundError:
        raise PlanwatchError("error.missing", path=shown) from None
    except (OSError, ValueError) as error:
        raise PlanwatchError("error.unreadable", path=shown, why=str(error)) from None
