"""The catalog: what each document of a workspace is; read, and added to entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from planwatch import yamlfile
from planwatch.entryfile import LISTED, EntryFile, Fields
from planwatch.filenames import CATALOG
from planwatch.models import PlanInfo, PlanKind

EMPTY = """\
# Documents of this workspace; planwatch add appends entries. For each: id, title, kind (scheme,
# plan, review, briefing), file (in this folder) and sha256; and, where they are known, aliases,
# title_by, issuer, number (of the document), date, effective, validity, period, language,
# predecessor, reviews, variant_of, provenance, and for a text taken from another file
# source_file, source_sha256 and extraction. For example:
#
#   - id: "2024"
#     title: 政府工作报告
#     kind: plan
#     file: report-2024.txt
#     sha256: the 64 digits that `sha256sum report-2024.txt` prints
"""

_Sha256 = Field(pattern=r"^[0-9a-f]{64}$")


class CatalogEntry(BaseModel):
    """One document of the catalog."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[^\s/\\:]{1,40}$")
    title: str = Field(min_length=1)
    kind: PlanKind
    file: str = Field(min_length=1)
    sha256: str = _Sha256
    aliases: tuple[str, ...] = ()
    title_by: str = Field(default="editor", pattern="^(source|editor)$")
    issuer: str = ""
    number: str = ""
    date: str = ""
    effective: str = ""
    validity: str = ""
    period: str = ""
    language: str = ""
    predecessor: str = ""
    reviews: str = ""
    variant_of: str = ""
    provenance: str = ""
    source_file: str = ""
    source_sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    extraction: str = ""

    @property
    def info(self) -> PlanInfo:
        """The document as the other modules know it."""
        fields = self.model_dump(exclude={"file"})
        return PlanInfo(path=f"seeds/{self.file}", **fields)


class Catalog(BaseModel):
    """The documents of a workspace, in the order in which they are listed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plans: Annotated[tuple[CatalogEntry, ...], LISTED]


def entries_in(text: str) -> tuple[CatalogEntry, ...]:
    """The entries of a catalog's text. Raises `DataError` with all its faults."""
    return yamlfile.loads(text, Catalog, CATALOG, _faults).plans


def add_entry(
    path: Path, entry: CatalogEntry, keep: Callable[[Sequence[CatalogEntry]], None]
) -> None:
    """Append an entry; makes the file where there is none.

    `keep` sees the entries that are there and puts the document beside them, or raises; other
    processes that add entries wait meanwhile. Raises `DataError`, `PlanwatchError`.
    """
    _FILE.add(path, entry, keep)


Listed = TypeVar("Listed", PlanInfo, CatalogEntry)


def holder(plans: Iterable[Listed], checksums: set[str]) -> Listed | None:
    """The listed document whose text or source file has one of these checksums."""
    return next((p for p in plans if checksums & {p.sha256, p.source_sha256}), None)


def _fields(entry: CatalogEntry) -> Fields:
    """What the entry says, leaving out what it leaves open."""
    return {name: value for name, value in entry if value}


def _faults(catalog: Catalog) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What an entry alone cannot show: names given twice, unknown plans, files elsewhere."""
    ids = {entry.id for entry in catalog.plans}
    seen: set[str] = set()
    for place, entry in enumerate(catalog.plans):
        for name in (entry.id, *entry.aliases):
            if name in seen:
                yield ("plans", place), f"'{name}' names two plans"
            seen.add(name)
        path = PurePosixPath(entry.file)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.file:
            yield ("plans", place, "file"), f"{entry.id}: file must lie in seeds/, not '{path}'"
        for field in ("predecessor", "reviews", "variant_of"):
            other = getattr(entry, field)
            if other and other not in ids:
                yield (
                    ("plans", place, field),
                    f"{entry.id}: {field} names the unknown plan '{other}'",
                )


_FILE = EntryFile(name=CATALOG, key="plans", head=EMPTY, parse=entries_in, fields=_fields)
