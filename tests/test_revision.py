"""The baseline of a check comes from git: read, never checked out, and refused with a reason."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from planwatch import revision
from planwatch.baseline import baseline_of
from planwatch.errors import PlanwatchError
from planwatch.workspace import Workspace

from .workspaces import FINANCE, LABS, TASKS, commit_all, git, write, write_workspace


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit on main."""
    write_workspace(tmp_path / "repo", {"a": TASKS})
    commit_all(tmp_path / "repo")
    return tmp_path / "repo"


def refused(action: Callable[[], object]) -> PlanwatchError:
    with pytest.raises(PlanwatchError) as caught:
        action()
    return caught.value


def files(folder: Path) -> set[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return set(found)


@pytest.mark.parametrize(
    ("branches", "remotes", "expected"),
    [
        (["main"], [], "main"),
        (["master"], [], "master"),
        (["main"], ["main"], "origin/main"),
        (["main"], ["master"], "origin/master"),
        (["main", "master"], [], "main"),
        (["trunk"], ["HEAD"], "origin/HEAD"),
        (["main"], ["HEAD"], "main"),
    ],
)
def test_the_main_branch_is_found_by_its_usual_names(
    tmp_path: Path, branches: list[str], remotes: list[str], expected: str
) -> None:
    write_workspace(tmp_path, {"a": TASKS})
    first = commit_all(tmp_path, branch="work")
    for name in branches:
        git(tmp_path, "branch", name)
    for name in remotes:
        git(tmp_path, "update-ref", f"refs/remotes/origin/{name}", first)
    commit_all(tmp_path)
    found = revision.merge_base(tmp_path)
    assert (found.name, found.commit, found.merge_base) == (expected, first, True)


def test_the_baseline_is_where_the_branches_parted(repository: Path) -> None:
    parted = git(repository, "rev-parse", "HEAD")
    git(repository, "switch", "-qc", "work")
    commit_all(repository)
    git(repository, "switch", "-q", "main")
    commit_all(repository)
    git(repository, "switch", "-q", "work")
    assert revision.merge_base(repository).commit == parted


def test_a_revision_that_is_named_is_taken_itself(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    commit_all(repository)
    git(repository, "tag", "-a", "v1", "-m", "x", first)
    for name in ("HEAD~1", "v1", first[:10]):
        assert revision.named(repository, name) == revision.Revision(name, first)


@pytest.mark.parametrize(
    "name",
    ["nosuch", "--help", "--output=/tmp/x", "-", "HEAD:seeds", "a..b", "HEAD\n", "", "\0", "$(id)"],
)
def test_what_is_no_commit_is_refused(repository: Path, name: str) -> None:
    error = refused(lambda: revision.named(repository, name))
    assert error.key in ("error.git-unknown", "error.git-failed")


def test_no_shell_and_no_option_can_be_smuggled_in(repository: Path) -> None:
    refused(lambda: revision.named(repository, f"; touch {repository}/pwned"))
    refused(lambda: revision.named(repository, f"--output={repository}/pwned"))
    assert not (repository / "pwned").exists()


def test_a_shallow_clone_says_what_to_set(repository: Path, tmp_path: Path) -> None:
    git(repository, "switch", "-qc", "work")
    commit_all(repository)
    commit_all(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "work", f"file://{repository}", "clone")
    git(clone, "remote", "set-branches", "--add", "origin", "main")
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main")
    assert refused(lambda: revision.merge_base(clone)).key == "error.git-shallow"
    assert refused(lambda: revision.named(clone, "HEAD~1")).key == "error.git-shallow"


def test_a_shallow_clone_of_a_branch_alone_says_so_too(repository: Path, tmp_path: Path) -> None:
    git(repository, "switch", "-qc", "work")
    commit_all(repository)
    git(repository, "switch", "-q", "main")
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "work", f"file://{repository}", "clone")
    assert refused(lambda: revision.merge_base(tmp_path / "clone")).key == "error.git-shallow"


def test_without_a_main_branch_or_a_common_history_the_names_tried_are_told(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"a": TASKS})
    commit_all(tmp_path, branch="work")
    assert refused(lambda: revision.merge_base(tmp_path)).key == "error.git-no-main"
    git(tmp_path, "switch", "-q", "--orphan", "main")
    commit_all(tmp_path)
    git(tmp_path, "switch", "-q", "work")
    assert refused(lambda: revision.merge_base(tmp_path)).key == "error.git-unrelated"


def test_no_repository_no_commit_and_no_git_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "a").mkdir()
    assert refused(lambda: revision.merge_base(tmp_path / "a")).key == "error.git-none"
    git(tmp_path / "a", "init", "-q")
    assert refused(lambda: revision.merge_base(tmp_path / "a")).key == "error.git-no-commit"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(lambda: revision.merge_base(tmp_path / "a")).key == "error.git-missing"


def test_plain_files_are_written_and_nothing_else(repository: Path, tmp_path: Path) -> None:
    write(repository, "rules/themes/own.yaml", "id: own\n")
    write(repository, "README.md", "x")
    write(repository, "seeds/名 字.txt", LABS)
    (repository / "seeds" / "out.txt").symlink_to("/etc/passwd")
    (repository / "seeds" / "folder").symlink_to("/etc")
    commit = commit_all(repository)
    revision.write_files(repository, commit, ("seeds", "rules"), tmp_path / "t", 10_000)
    assert files(tmp_path / "t") == {
        "rules/themes/own.yaml",
        "seeds/a.txt",
        "seeds/catalog.yaml",
        "seeds/名 字.txt",
    }
    assert (tmp_path / "t" / "seeds" / "名 字.txt").read_bytes() == LABS.encode()


def test_large_files_are_left_out(repository: Path, tmp_path: Path) -> None:
    write(repository, "seeds/large.txt", "长" * 1000)
    commit = commit_all(repository)
    revision.write_files(repository, commit, ("seeds",), tmp_path / "t", 2000)
    assert files(tmp_path / "t") == {"seeds/a.txt", "seeds/catalog.yaml"}


def forged_tree(repository: Path, name: str) -> str:
    """A commit with a tree that git itself would not make: an entry called `name` in seeds."""
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=repository,
        input=b"x",
        capture_output=True,
        check=True,
    ).stdout.strip()
    inner = write_object(
        repository, b"100644 " + os.fsencode(name) + b"\0" + bytes.fromhex(blob.decode())
    )
    outer = write_object(repository, b"40000 seeds\0" + bytes.fromhex(inner))
    return git(repository, "commit-tree", "-m", "x", outer)


def write_object(repository: Path, tree: bytes) -> str:
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
        cwd=repository,
        input=tree,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", ["..", "../../evil", "/evil", ".git", "c:evil", "..\\evil"])
def test_no_path_of_a_forged_tree_leaves_the_folder(
    repository: Path, tmp_path: Path, name: str
) -> None:
    commit = forged_tree(repository, name)
    before = files(tmp_path)
    target = tmp_path / "deep" / "er" / "t"
    try:
        revision.write_files(repository, commit, ("seeds",), target, 100)
    except PlanwatchError as error:
        assert error.key == "error.git-failed"
    outside = {path for path in files(tmp_path) - before if not path.startswith("deep/er/t/seeds/")}
    assert {path for path in outside if "repo/.git/" not in path} == set()


def test_a_workspace_below_the_top_of_a_repository_is_found(tmp_path: Path) -> None:
    write_workspace(tmp_path / "deep" / "er", {"a": TASKS})
    commit_all(tmp_path)
    write_workspace(tmp_path / "deep" / "er", {"a": TASKS, "b": FINANCE})
    own = Workspace(tmp_path / "deep" / "er")
    with baseline_of(own) as (baseline, base):
        assert baseline.name == "main"
        assert [info.id for info in base.plans] == ["a"]
        folder = base.root
    assert folder is not None
    assert not folder.exists()


def test_what_git_tells_its_hooks_does_not_mislead(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workspace(tmp_path / "other", {"z": TASKS})
    commit_all(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    with baseline_of(Workspace(repository)) as (_, base):
        assert [info.id for info in base.plans] == ["a"]


def test_a_missing_object_is_told(repository: Path, tmp_path: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD")
    blob = git(repository, "rev-parse", "HEAD:seeds/a.txt")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    error = refused(
        lambda: revision.write_files(repository, commit, ("seeds",), tmp_path / "t", 100)
    )
    assert error.key in ("error.git-object", "error.git-failed")


def test_where_nothing_can_be_written_that_is_said(repository: Path, tmp_path: Path) -> None:
    write(tmp_path, "t/seeds", "a file in the way")
    commit = git(repository, "rev-parse", "HEAD")
    target = tmp_path / "t"
    error = refused(lambda: revision.write_files(repository, commit, ("seeds",), target, 10_000))
    assert error.key == "error.unwritable"
