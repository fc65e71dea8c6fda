"""The documents of a folder: those that its catalog lists, else all its files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import process

from planwatch.bundled import bundled
from planwatch.errors import PlanwatchError
from planwatch.models import PlanInfo, PlanKind
from planwatch.surveying.documents import Job
from planwatch.workspace import MARKER, Workspace, find_workspace, printable, read_file, real

_NEAR = 3


@dataclass(frozen=True)
class Document:
    """A document that is to be read: `path` is None where the workspace knows its place."""

    info: PlanInfo
    path: Path | None = None

    @property
    def catalogued(self) -> bool:
        """Whether a catalog says what it is."""
        return self.path is None


@dataclass(frozen=True)
class Folder:
    """The documents of a folder in their order, and the workspace whose rules read them."""

    root: Path
    workspace: Workspace
    documents: tuple[Document, ...]

    @property
    def catalogued(self) -> bool:
        """Whether a catalog lists the documents."""
        return any(document.catalogued for document in self.documents)

    def job(self, document: Document) -> Job:
        """A document with its bytes. Raises `PlanwatchError` when it cannot be read."""
        if document.path is None:
            source = self.workspace.source(document.info.id)
            return Job(document.info, source.data, True)
        if not real(document.path).is_relative_to(real(self.root)):
            raise PlanwatchError("error.outside-folder", path=document.info.path)
        return self.outside(document)

    def outside(self, document: Document) -> Job:
        """A file wherever it lies. Raises `PlanwatchError` when it cannot be read."""
        assert document.path is not None
        data = read_file(document.path, document.info.path)
        digest = hashlib.sha256(data).hexdigest()
        return Job(replace(document.info, sha256=digest), data, False)

    def named(self, reference: str) -> Document:
        """The document that an id, an alias or a path names, in the folder or elsewhere. Raises
        `PlanwatchError`."""
        for document in self.documents:
            if reference in (document.info.id, *document.info.aliases):
                return document
        path = Path(reference)
        if path.is_file():
            same = (d for d in self.documents if d.path and _are_same(d.path, path))
            return next(same, document_at(path, reference))
        ids = [document.info.id for document in self.documents]
        near = [name for name, _, _ in process.extract(reference, ids, limit=_NEAR)]
        raise PlanwatchError("error.unknown-lead", reference=reference, near=", ".join(near))


def _are_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file; a link into nowhere leads to none."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def folder_at(root: Path) -> Folder:
    """The documents of a folder. Raises `PlanwatchError` where there is none, or none in it."""
    if not root.is_dir():
        raise PlanwatchError("error.no-folder", path=str(root))
    if workspace := _workspace_at(root):
        documents = tuple(Document(info) for info in workspace.plans)
    else:
        workspace = find_workspace(root)
        documents = tuple(document_at(path, _shown(path, root)) for path in _files(root))
    if not documents:
        raise PlanwatchError("error.empty-folder", path=str(root))
    return Folder(root, workspace, documents)


def _workspace_at(root: Path) -> Workspace | None:
    """The workspace that a folder is, or that it holds the documents of; the bundled one too."""
    if root.samefile(bundled("seeds")):
        return Workspace(None)
    top = root.resolve()
    if top.name == MARKER.parent.name and not (top / MARKER).is_file():
        top = top.parent
    return Workspace(top) if (top / MARKER).is_file() else None


def document_at(path: Path, shown: str) -> Document:
    """A file that is called `shown` in reports."""
    name = printable(shown)
    title = printable(path.name)
    info = PlanInfo(id=name, title=title, kind=PlanKind.PLAN, path=name, sha256="")
    return Document(info, path)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _files(root: Path) -> Iterator[Path]:
    """All files in a folder and those below it, by name; hidden ones are no documents. A folder
    that may not be searched is among them, so that a report can say so."""
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder) / name
    yield from (Path(error.filename) for error in closed)
