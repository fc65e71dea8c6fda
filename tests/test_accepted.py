"""Accepted findings: kept beside the catalog, read with all faults at once, never half written."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planwatch import checking, store
from planwatch.acceptedfile import add_acceptance, read_accepted
from planwatch.errors import DataError, PlanwatchError
from planwatch.models import Acceptance, Level
from planwatch.workspace import Workspace

from .workspaces import FINANCE, LABS, TASKS, commit_all, write, write_workspace

RULES = ("theme-dropped", "seed-edited")
KNOWN = Acceptance("0123456789ab", "2026-01-02", "known", "seed-edited", ("a",), "文本a")


def numbered(number: int) -> Acceptance:
    return replace(KNOWN, fingerprint=f"{number:012x}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "accepted.yaml"


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(PlanwatchError) as caught:
        action()
    return caught.value.key


def test_what_was_accepted_is_read_again(path: Path) -> None:
    assert read_accepted(path, RULES).entries == ()
    unseen = Acceptance("ba9876543210", "2026-01-03", "seen on a branch")
    for entry in (KNOWN, unseen):
        add_acceptance(path, entry)
    assert read_accepted(path, RULES).entries == (KNOWN, unseen)
    assert refused(lambda: add_acceptance(path, KNOWN)) == "error.accepted-exists"


def test_comments_order_and_levels_stay_as_people_wrote_them(path: Path) -> None:
    text = "# ours\nlevels:\n  theme-dropped: error # agreed in May\n\naccepted: # list\n"
    path.write_text(text, "utf-8")
    add_acceptance(path, KNOWN)
    add_acceptance(path, numbered(7))
    assert path.read_text("utf-8").startswith(text)
    found = read_accepted(path, RULES)
    assert found.levels == {"theme-dropped": Level.ERROR}
    assert found.entries == (KNOWN, numbered(7))


@pytest.mark.parametrize(
    "text", ["", "levels: {}\n", "levels:\n", "accepted: []\n", "accepted:", "# x\naccepted:\r\n"]
)
def test_an_entry_goes_into_a_file_without_any(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    add_acceptance(path, KNOWN)
    assert read_accepted(path, RULES).entries == (KNOWN,)


FAULTY = """\
levels:
  theme-lost: note
  seed-edited: fatal
accepted:
  - {fingerprint: 0123456789ab, date: 2026-01-02, reason: x}
  - {fingerprint: 0123456789ab, date: 2026-01-02, reason: y}
  - {fingerprint: xyz, date: 2026-01-02, reason: z}
  - {fingerprint: aaaaaaaaaaaa, date: soon, reason: z}
  - {fingerprint: bbbbbbbbbbbb, date: 2026-01-02, reason: " "}
  - {fingerprint: cccccccccccc, date: 2026-01-02, reason: z, until: never}
more: 1
"""


def test_all_faults_are_told_at_once_with_their_lines(path: Path) -> None:
    path.write_text(FAULTY, "utf-8")
    with pytest.raises(DataError) as caught:
        read_accepted(path, RULES)
    assert [fault.line for fault in caught.value.faults] == [2, 3, 6, 7, 8, 9, 10, 11]
    said = str(caught.value)
    assert "there is no rule 'theme-lost'; the rules are seed-edited, theme-dropped" in said
    assert "Input should be 'error', 'warning' or 'note'" in said
    assert "the finding 0123456789ab stands twice" in said
    assert "until: unknown field; allowed are about, date, fingerprint, plans" in said


@pytest.mark.parametrize(
    "text",
    [
        "accepted: [\n",
        "accepted: 1\n",
        "[]\n",
        "levels: [theme-dropped]\n",
        "a: &a [*a]\n",
        "levels: {theme-dropped: note, theme-dropped: error}\n",
        "accepted: [null, 1, [], {fingerprint: [1]}]\n",
        "levels: {1: note, null: note}\n",
        "!!python/object/apply:os.system ['true']\n",
    ],
)
def test_no_content_is_worse_than_refused_and_nothing_is_added_to_it(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    assert refused(lambda: read_accepted(path, RULES)) == "error.data"
    assert refused(lambda: add_acceptance(path, KNOWN)) in ("error.data", "error.entry-layout")
    assert path.read_text("utf-8") == text


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_words_are_read_as_they_were_written(words: str) -> None:
    import tempfile

    reason = words if re.search(r"\S", words) else "x"
    entry = replace(KNOWN, reason=reason, about=words, plans=(words,))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accepted.yaml"
        add_acceptance(path, entry)
        add_acceptance(path, numbered(1))
        assert read_accepted(path, RULES).entries == (entry, numbered(1))
        assert yaml.safe_load(path.read_text("utf-8"))["accepted"][0]["about"] == words


def _add_many(path: Path, start: int) -> None:
    for number in range(start, start + 10):
        add_acceptance(path, numbered(number))


def test_two_processes_lose_no_entry(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(path, start)) for start in (0, 100)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    found = {int(entry.fingerprint, 16) for entry in read_accepted(path, RULES).entries}
    assert found == {*range(10), *range(100, 110)}
    assert [file.name for file in path.parent.iterdir()] == ["accepted.yaml"]


def test_a_killed_process_leaves_a_whole_file(path: Path) -> None:
    worker = multiprocessing.get_context("spawn").Process(target=_add_many, args=(path, 0))
    worker.start()
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    worker.kill()
    worker.join(60)
    kept = read_accepted(path, RULES).entries
    assert kept == tuple(map(numbered, range(len(kept))))


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_breaks_off_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add_acceptance(path, KNOWN)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(*((store.os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(KeyboardInterrupt):
        add_acceptance(path, numbered(1))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["accepted.yaml"]


# --- accepting, and what is left over


def own(root: Path) -> Workspace:
    return Workspace(root.resolve())


def test_an_acceptance_says_for_readers_what_was_accepted(tmp_path: Path) -> None:
    base = write_workspace(tmp_path / "base", {"a": TASKS})
    root = tmp_path / "repo"
    write_workspace(root, {"a": TASKS})
    commit_all(root)
    write_workspace(root, {"a": TASKS, "b": FINANCE})
    (finding,) = (f for f in checking.check(own(root)).findings if f.rule.id == "theme-dropped")
    assert checking.accept(own(root), finding.fingerprint.upper(), "known") == finding
    (entry,) = own(root).accepted.entries
    assert (entry.rule, entry.plans) == ("theme-dropped", ("a", "b"))
    assert "国家实验室" in entry.about
    assert checking.accept(own(base.root or root), "0" * 12, "seen elsewhere") is None


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (replace(KNOWN, plans=("gone",)), "stale"),
        (replace(KNOWN, rule="no-such-rule"), "stale"),
        (replace(KNOWN, rule="theme-dropped", plans=("a", "gone")), "stale"),
        (KNOWN, "unused"),
        (Acceptance(KNOWN.fingerprint, KNOWN.date, "x"), "unused"),
        (replace(KNOWN, rule="theme-dropped", plans=("b", "c")), "unused"),
        (replace(KNOWN, rule="theme-dropped", plans=("a", "b")), ""),
    ],
)
def test_acceptances_that_nothing_asks_for_are_told(
    tmp_path: Path, entry: Acceptance, said: str
) -> None:
    chain = {"a": TASKS, "b": LABS}
    base = write_workspace(tmp_path / "base", chain)
    add_acceptance(base.accepted_path, entry)
    head = write_workspace(tmp_path / "head", chain | {"c": LABS})
    write(tmp_path / "head", "seeds/accepted.yaml", base.accepted_path.read_text("utf-8"))
    report = checking.check(head, str(base.root))
    assert (report.stale, report.unused) == (
        (entry,) if said == "stale" else (),
        (entry,) if said == "unused" else (),
    )
