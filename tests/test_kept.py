"""What is kept between commands: never seen in what they say, only in how long they take."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest

from planwatch import pipeline
from planwatch.cache import VARIABLE
from planwatch.errors import PlanwatchError
from planwatch.workspace import Workspace

from .calling import Called, call
from .conftest import ROOT, Run
from .workspaces import FINANCE, LABS, TASKS, write, write_workspace

STAGES = re.compile(r"planwatch\.(parse|tag|align|normalize|terms|rules)$|jieba|opencc|pydantic")
"""What a command loads only where it has to work something out."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Two plans and a review of the first."""
    return write_workspace(tmp_path / "work", {"a": TASKS, "b": LABS})


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is worked out: a document that is parsed, two plans that are compared."""
    from planwatch.pipeline import comparing, plans

    done: list[str] = []
    parse, compared = plans.parse, comparing.compare_plans

    def parsing(info, *rest):
        done.append(info.id)
        return parse(info, *rest)

    def comparing_plans(aligner, *rest):
        done.append(f"{aligner.old.info.id} {aligner.new.info.id}")
        return compared(aligner, *rest)

    monkeypatch.setattr(plans, "parse", parsing)
    monkeypatch.setattr(comparing, "compare_plans", comparing_plans)
    return done


def call_in(workspace: Workspace, *arguments: str) -> Called:
    """What a command says in a workspace."""
    with chdir(workspace.root or ROOT):
        return call(*arguments)


def fresh(workspace: Workspace) -> Workspace:
    """The same workspace, as another command finds it."""
    return Workspace(workspace.root)


def test_what_was_worked_out_once_is_not_worked_out_again(
    folder: Path, small: Workspace, worked: list[str]
) -> None:
    first = pipeline.compare(fresh(small), "a", "b")
    assert worked == ["a", "b", "a b"]
    assert pipeline.compare(fresh(small), "a", "b") == first
    assert pipeline.load_plan(fresh(small), "b") == first.new
    assert worked == ["a", "b", "a b"]
    pipeline.compare(fresh(small), "b", "a")
    assert worked == ["a", "b", "a b", "b a"]


def test_a_command_that_was_given_before_loads_no_stage(folder: Path) -> None:
    program = "import sys\nfrom planwatch.cli import main\ntry:\n  main(['diff', '14', '15'])\n"
    program += "finally:\n  print(*sys.modules, file=sys.stderr)"

    def loaded() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return [name for name in done.stderr.split() if STAGES.match(name)]

    assert loaded()
    assert loaded() == []


def test_each_part_of_the_question_makes_another_answer(
    folder: Path, small: Workspace, worked: list[str]
) -> None:
    root = small.root
    assert root is not None
    before = pipeline.compare(fresh(small), "a", "b")
    write(
        root,
        "rules/vocabulary/frame-words.yaml",
        "id: frame-words\nreason: Only this one.\nwords: [设]\n",
    )
    pipeline.compare(fresh(small), "a", "b")
    assert worked.count("a") == 2, "the rules have changed"
    write_workspace(root, {"a": TASKS, "b": FINANCE})
    after = pipeline.compare(fresh(small), "a", "b")
    assert worked.count("a") == 2
    assert worked.count("b") == 3, "a document has changed"
    assert after.dropped != before.dropped
    catalog = (root / "seeds" / "catalog.yaml").read_text("utf-8")
    write(root, "seeds/catalog.yaml", catalog.replace("文本b", "文本乙"))
    assert pipeline.compare(fresh(small), "a", "b").new.info.title == "文本乙"
    write_workspace(root, {"a": TASKS, "b": FINANCE}, files={"seeds/pins.yaml": "pins: [1]\n"})
    with pytest.raises(PlanwatchError):
        pipeline.compare(fresh(small), "a", "b")


def test_a_result_is_not_kept_when_the_rules_change_while_it_is_worked_out(
    folder: Path, small: Workspace, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from planwatch.pipeline import plans

    parse = plans.parse

    def saving(*arguments):
        rule = "id: frame-words\nreason: Only this one.\nwords: [设]\n"
        write(small.root or folder, "rules/vocabulary/frame-words.yaml", rule)
        return parse(*arguments)

    monkeypatch.setattr(plans, "parse", saving)
    pipeline.compare(fresh(small), "a", "b")
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {"catalog"}


def test_a_rule_that_cannot_be_read_is_told_every_time(folder: Path, small: Workspace) -> None:
    assert small.root is not None
    (small.root / "rules" / "vocabulary" / "frame.yaml").mkdir(parents=True)
    for _ in range(2):
        assert call_in(small, "diff", "a", "b").code == 2


def test_a_fault_is_not_kept(folder: Path, small: Workspace) -> None:
    assert small.root is not None
    write_workspace(small.root, {"a": TASKS, "b": "目录\n"})
    for _ in range(2):
        with pytest.raises(PlanwatchError, match="nothing-comparable"):
            pipeline.compare(fresh(small), "a", "b")


COMMANDS = [
    f"{command} --format {format}"
    for command in ("diff a b", "diff b a", "trace 国家实验室", "terms a b", "targets a b")
    for format in ("terminal", "json", "markdown")
] + [
    "diff a b --only dropped --limit 1",
    "diff a b --theme 国家实验室 --exit-code",
    "diff a missing",
    "show a --format json",
    "trace --all",
    "trace a/1.1.1",
    "explain a/1.1.1 b",
    "plans",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_say_the_same_with_and_without_a_cache(
    command: str, folder: Path, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root or folder)
    first, again = call(*command.split()), call(*command.split())
    assert list(folder.iterdir())
    monkeypatch.setenv(VARIABLE, "off")
    assert first == again == call(*command.split())
    assert first.out or "missing" in first.err


def test_processes_say_the_same_whatever_their_hash_seed(folder: Path, run: Run) -> None:
    ways = [("1", "off"), ("2", str(folder)), ("3", str(folder)), ("4", str(folder))]
    said = {
        run(
            "diff", "14", "15", "--lang", "zh", env={"PYTHONHASHSEED": seed, VARIABLE: where}
        ).stdout
        for seed, where in ways
    }
    assert len(said) == 1


def test_cache_says_where_it_is_and_clears_it(folder: Path, small: Workspace) -> None:
    pipeline.compare(fresh(small), "a", "b")
    assert call("cache").out.startswith(f"{folder}: 4 entries, 0.0 MB")
    assert call("cache", "--clear").out == f"{folder}: deleted 4 entries, 0.0 MB\n"
    assert list(folder.iterdir()) == []


def test_cache_says_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    assert call("cache").out.startswith("Nothing is kept")
    assert call("cache", "--clear").out.startswith("Nothing is kept")
