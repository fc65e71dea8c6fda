"""The baseline of a check: a workspace as a commit or another folder has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from planwatch import revision
from planwatch.errors import PlanwatchError
from planwatch.filenames import ACCEPTED, PINS
from planwatch.models import Baseline, FileChange, PlanInfo, SeedChange
from planwatch.workspace import MARKER, MAX_BYTES, Source, Workspace, read_bytes

_PARTS = ("seeds", "rules")
"""The folders of a workspace that a check looks at."""


@contextmanager
def baseline_of(workspace: Workspace, against: str = "") -> Iterator[tuple[Baseline, Workspace]]:
    """What a workspace is held against: the folder or revision named, else where its branch left
    the main branch. A revision is read into a temporary folder, which is gone afterwards.

    Raises `PlanwatchError` for bundled documents, and where there is no such baseline.
    """
    if workspace.root is None:
        raise PlanwatchError("error.check-bundled")
    other = Path(against)
    if against and _holds_workspace(other):
        yield Baseline("folder", against), Workspace(other.resolve())
        return
    root = workspace.root
    found = revision.named(root, against) if against else revision.merge_base(root)
    with TemporaryDirectory(prefix="planwatch-") as folder:
        target = Path(folder).resolve()
        revision.write_files(root, found.commit, _PARTS, target, MAX_BYTES)
        yield Baseline("git", found.name, found.commit, found.merge_base), Workspace(target)


def _holds_workspace(folder: Path) -> bool:
    """Whether a folder has a catalog; what cannot be the name of a folder has none."""
    try:
        return (folder / MARKER).is_file()
    except OSError:
        return False


_DOCUMENTS = (".txt", ".md", ".markdown", ".docx", ".pdf", ".html", ".htm")
"""Endings of files among the seeds that somebody may have meant to list."""


def listed(workspace: Workspace) -> Mapping[str, PlanInfo]:
    """The documents of a catalog by id; none where there is no catalog."""
    plans = workspace.plans if workspace.catalog_path.exists() else ()
    return {info.id: info for info in plans}


def changed_seeds(base: Workspace, head: Workspace) -> Mapping[str, SeedChange]:
    """Which listed documents differ: in the catalog's order, removed ones last.

    One whose file cannot be read, or does not have the checksum of the catalog, counts as edited;
    other line ends are no edit, as git may have converted them.
    """
    before, after = listed(base), listed(head)
    found: dict[str, SeedChange] = {}
    for id, info in after.items():
        if id not in before:
            found[id] = "added"
        elif not _same(_source(base, before[id]), _source(head, info)):
            found[id] = "edited"
    found.update((id, "removed") for id in before if id not in after)
    return found


def has_checksum(workspace: Workspace, info: PlanInfo) -> bool:
    """Whether a document has the checksum of the catalog; one that cannot be read is left open."""
    source = _source(workspace, info)
    return source is None or source.verified


def _source(workspace: Workspace, info: PlanInfo) -> Source | None:
    try:
        return workspace.unverified(info)
    except PlanwatchError:
        return None


def _same(before: Source | None, after: Source | None) -> bool:
    if before is None or after is None or not after.verified:
        return False
    return before.data == after.data or _text(before) == _text(after)


def _text(source: Source) -> bytes:
    return source.data.replace(b"\r\n", b"\n")


def changed_files(base: Workspace, head: Workspace) -> Mapping[str, tuple[str, list[FileChange]]]:
    """Which files that say how a check judges differ: their path, by kind of file."""
    files = {kind: (path, [_change(base, head, path)]) for kind, path in _DECIDING.items()}
    rules = [_change(base, head, path) for path in sorted({*_rules(base), *_rules(head)})]
    found = {**files, "rules": ("rules/", rules)}
    different = {
        kind: (path, [change for change in changes if change.before != change.after])
        for kind, (path, changes) in found.items()
    }
    return {kind: (path, changes) for kind, (path, changes) in different.items() if changes}


_DECIDING = {"pins": PINS, "accepted": ACCEPTED}


def _rules(workspace: Workspace) -> Iterator[str]:
    root = _root(workspace)
    for path in (root / "rules").glob("*/*.y*ml"):
        yield path.relative_to(root).as_posix()


def _change(base: Workspace, head: Workspace, path: str) -> FileChange:
    before, after = (_checksum(_root(workspace) / path) for workspace in (base, head))
    return FileChange(path, before, after)


def _checksum(path: Path) -> str:
    """That of a file's text, whatever its line ends; "" where there is no such file."""
    if not path.is_file():
        return ""
    data = read_bytes(path, str(path)).replace(b"\r\n", b"\n")
    return hashlib.sha256(data).hexdigest()


def _root(workspace: Workspace) -> Path:
    return workspace.seeds.parent


def unlisted_documents(base: Workspace, head: Workspace) -> Iterator[tuple[str, str]]:
    """New files among the seeds that the catalog does not list: path and checksum."""
    known = {info.path for info in listed(head).values()}
    for path in sorted(head.seeds.rglob("*")):
        shown = path.relative_to(_root(head)).as_posix()
        wanted = path.suffix.lower() in _DOCUMENTS and not path.name.startswith(".")
        if wanted and shown not in known and path.is_file() and not path.is_symlink():
            checksum = _checksum(path)
            if checksum != _checksum(_root(base) / shown):
                yield shown, checksum


def changed_entries(base: Workspace, head: Workspace) -> list[tuple[PlanInfo, PlanInfo]]:
    """What the catalogs say otherwise of documents that both list, checksums apart."""
    after = listed(head)
    pairs = [(info, after[id]) for id, info in listed(base).items() if id in after]
    return [(old, new) for old, new in pairs if replace(old, sha256=new.sha256) != new]
