"""Adding: a file becomes a document of the catalog.

What is kept is the text that was parsed; of the file it was taken from the catalog keeps name and
checksum. What the text says of itself is a proposal, which whoever adds it confirms or changes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from planwatch import pipeline
from planwatch.catalog import CatalogEntry, add_entry, holder
from planwatch.errors import PlanwatchError
from planwatch.metadata import follows, reviewed
from planwatch.models import Addition, Likeness, Metadata, Plan, PlanInfo, PlanKind
from planwatch.read import extract, extract_with_note
from planwatch.store import write_bytes
from planwatch.workspace import MARKER, Workspace, find_workspace, prepare_folders, read_bytes

FIELDS = (
    *("id", "title", "kind", "issuer", "number", "date", "effective", "validity", "period"),
    *("predecessor", "reviews", "variant_of"),
)
"""What whoever adds a document decides."""
_RELATIONS = ("predecessor", "reviews", "variant_of")
_SAID = ("issuer", "number", "date", "effective", "validity", "period")
_ID = re.compile(r"\w[\w.+-]{0,39}")
_NOT_IN_ID = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that can be added: its text, and for each of `FIELDS` what is proposed.

    `assumed` says that nothing tells the kind. `held_in` is the path of a text that lies in seeds/
    as it is to be kept, "" where a copy is made.
    """

    workspace: Workspace
    text: str
    proposed: Mapping[str, str]
    title_by: str
    language: str
    source: Mapping[str, str]
    likeness: Likeness | None = None
    assumed: bool = False
    held_in: str = ""
    given: frozenset[str] = field(default_factory=frozenset)


def workspace_here() -> Workspace:
    """The workspace in use; the working folder becomes one where there is none."""
    found = find_workspace()
    return found if found.root else Workspace(Path.cwd())


def examine(workspace: Workspace, path: Path, given: Mapping[str, str]) -> Candidate | Addition:
    """What is proposed for a file, with what is `given` laid over it; or how it is listed already.

    Raises `PlanwatchError`: a file that cannot be read, holds nothing that can be compared or
    cannot be kept as text; an id or plan that cannot be meant.
    """
    plans = _plans(workspace)
    shown = str(path)
    data = read_bytes(path, shown)
    if known := holder(plans, {_sha256(data)}):
        return _listed(workspace, known)
    read = extract_with_note(data, shown)
    kept = read.text.encode("utf-8")
    if known := holder(plans, {_sha256(kept)}):
        return _listed(workspace, known)
    _check_reads_back(kept, read.text, shown)
    said = pipeline.describe_text(read.text, _info(shown, PlanKind.PLAN), workspace.rules)
    kind = PlanKind(given.get("kind") or said.kind or PlanKind.PLAN)
    pipeline.plan_from_text(read.text, _info(shown, kind), workspace.rules)
    alike = pipeline.nearest_text(workspace, read.text, plans)
    candidate = Candidate(
        workspace=workspace,
        text=read.text,
        proposed={**_proposal(path, said, kind, plans, alike), **_checked(given, plans)},
        title_by=said.title_by if "title" not in given else "editor",
        language=said.language,
        source={
            "source_file": _printable(path.name),
            "source_sha256": _sha256(data),
            "extraction": read.note,
        },
        likeness=alike,
        assumed=not (given.get("kind") or said.kind),
        given=frozenset(given),
    )
    return _in_place(candidate, path) if data == kept else candidate


def with_choices(candidate: Candidate, chosen: Mapping[str, str]) -> Candidate:
    """The candidate with other values for some of `FIELDS`. Raises `PlanwatchError`."""
    if chosen.get("title", candidate.proposed["title"]) != candidate.proposed["title"]:
        candidate = replace(candidate, title_by="editor")
    checked = _checked(chosen, _plans(candidate.workspace))
    return replace(candidate, proposed={**candidate.proposed, **checked})


def keep(candidate: Candidate) -> Addition:
    """Write the text and its entry; if another process has added the same text meanwhile, say so.

    Raises `PlanwatchError`: an id that is taken, a file of that name, nothing may be written.
    """
    root = candidate.workspace.root
    assert root is not None
    prepare_folders(root)
    target = _target(candidate, root)
    entry = _entry(candidate, target.relative_to(root / "seeds").as_posix())
    written = False

    def put(known: Sequence[CatalogEntry]) -> None:
        nonlocal written
        if holder(known, {entry.sha256, entry.source_sha256} - {""}):
            raise _AlreadyListedError
        if any(entry.id in (other.id, *other.aliases) for other in known):
            raise PlanwatchError("error.id-taken", id=entry.id)
        if not target.exists():
            write_bytes(target, candidate.text.encode("utf-8"))
            written = True

    try:
        add_entry(Workspace(root).own(MARKER.name), entry, put)
    except _AlreadyListedError:
        found = holder(_plans(Workspace(root)), {entry.sha256, entry.source_sha256} - {""})
        assert found is not None
        return _listed(Workspace(root), found)
    except PlanwatchError:
        if written:
            with suppress(OSError):
                target.unlink()
        raise
    plan = pipeline.plan_from_text(candidate.text, entry.info, candidate.workspace.rules)
    return replace(
        _addition(plan, added=True), likeness=candidate.likeness, assumed=candidate.assumed
    )


class _AlreadyListedError(Exception):
    """Another process has added the same text."""


def _check_reads_back(kept: bytes, text: str, shown: str) -> None:
    """A text that begins as another format does would be read as that, once it is a file."""
    try:
        same = extract(kept, shown) == text
    except PlanwatchError as error:
        if error.key == "error.damaged":
            raise
        same = False
    if not same:
        raise PlanwatchError("error.not-kept", path=shown)


def _plans(workspace: Workspace) -> tuple[PlanInfo, ...]:
    """What is listed; nothing where there is no catalog yet."""
    return workspace.plans if workspace.own(MARKER.name).exists() else ()


def _proposal(
    path: Path,
    said: Metadata,
    kind: PlanKind,
    plans: Sequence[PlanInfo],
    alike: Likeness | None,
) -> dict[str, str]:
    proposed = dict.fromkeys(FIELDS, "")
    proposed |= {"id": _free_id(path, plans), "title": said.title, "kind": kind.value}
    proposed |= {name: getattr(said, name) for name in _SAID}
    if alike is not None and alike.variant:
        proposed["variant_of"] = alike.plan
    elif kind == PlanKind.REVIEW:
        proposed["reviews"] = reviewed(said, plans)
    else:
        proposed["predecessor"] = follows(said, kind, plans)
    return proposed


def _checked(given: Mapping[str, str], plans: Sequence[PlanInfo]) -> dict[str, str]:
    """What is given, on one line each. Raises `PlanwatchError` for what cannot be meant."""
    values = {name: " ".join(_printable(value).split()) for name, value in given.items()}
    if "id" in values and not _ID.fullmatch(values["id"]):
        raise PlanwatchError("error.id", id=given["id"])
    if "id" in values and any(values["id"] in (p.id, *p.aliases) for p in plans):
        raise PlanwatchError("error.id-taken", id=values["id"])
    if "title" in values and not values["title"]:
        raise PlanwatchError("error.no-title")
    for name in _RELATIONS:
        if values.get(name):
            values[name] = _id_of(values[name], plans)
    return values


def _id_of(reference: str, plans: Sequence[PlanInfo]) -> str:
    found = next((p.id for p in plans if reference in (p.id, *p.aliases)), None)
    if found is None:
        known = ", ".join(p.id for p in plans) or "–"
        raise PlanwatchError("error.unlisted-plan", reference=reference, known=known)
    return found


def _free_id(path: Path, plans: Sequence[PlanInfo]) -> str:
    """An id from the file's name that no document has."""
    name = _NOT_IN_ID.sub("-", unicodedata.normalize("NFC", path.stem)).strip("-.+")[:36]
    name = name.strip("-.+") or "plan"
    taken = {name for p in plans for name in (p.id, *p.aliases)}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(id for id in (name, *numbered) if id not in taken)


def _in_place(candidate: Candidate, path: Path) -> Candidate:
    """A text that lies in seeds/ stays where it is, and is its own source."""
    seeds = candidate.workspace.seeds.resolve()
    if path.is_symlink() or not path.resolve().is_relative_to(seeds):
        return candidate
    return replace(candidate, held_in=path.resolve().relative_to(seeds).as_posix(), source={})


def _target(candidate: Candidate, root: Path) -> Path:
    """Where the text is kept: a free name, or a file that holds it already."""
    seeds = Workspace(root).own("")
    if candidate.held_in:
        return seeds / candidate.held_in
    id = candidate.proposed["id"]
    for name in (f"{id}.txt", f"{id}-text.txt"):
        path = seeds / name
        if not path.is_symlink() and (not path.exists() or _holds(path, candidate.text)):
            return path
    raise PlanwatchError("error.file-exists", path=f"seeds/{id}.txt")


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _entry(candidate: Candidate, file: str) -> CatalogEntry:
    fields = {**candidate.proposed, **candidate.source}
    return CatalogEntry(
        **fields,
        title_by=candidate.title_by,
        language=candidate.language,
        file=file,
        sha256=_sha256(candidate.text.encode("utf-8")),
    )


def _listed(workspace: Workspace, info: PlanInfo) -> Addition:
    return _addition(pipeline.load_plan(workspace, info.id), added=False)


def _addition(plan: Plan, *, added: bool) -> Addition:
    info = plan.info
    related = info.predecessor or info.reviews or info.variant_of
    empty = [name for name in _SAID if not getattr(info, name)]
    left_open = (*empty, *(() if related else ("predecessor",)))
    return Addition(info, plan, left_open, None, added)


def _info(path: str, kind: PlanKind) -> PlanInfo:
    return PlanInfo(id=path, title=path, kind=kind, path=path, sha256="")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _printable(text: str) -> str:
    """A text without the halves of characters that a file name or an argument can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
