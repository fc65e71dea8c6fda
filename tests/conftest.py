"""What many tests need: the bundled workspace, its plans and comparisons, and the command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from planwatch import pipeline
from planwatch.align import Aligner
from planwatch.bundled import bundled
from planwatch.cache import VARIABLE
from planwatch.checks import FindingRule, load_finding_rules
from planwatch.models import Comparison, Plan, PlanInfo, PlanKind
from planwatch.normalize import read
from planwatch.parse import parse
from planwatch.rules import RuleSet, load_rules
from planwatch.tag import Tagger
from planwatch.words import Segmenter
from planwatch.workspace import Workspace, find_workspace

from .calling import called

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is worked out in a folder of this run, which all its processes share."""
    if not hasattr(config, "workerinput"):
        os.environ[VARIABLE] = tempfile.mkdtemp(prefix="planwatch-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the folder."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)


Run = Callable[..., subprocess.CompletedProcess[str]]


@cache
def workspace() -> Workspace:
    return find_workspace(ROOT)


@cache
def plan(id: str) -> Plan:
    return pipeline.load_plan(workspace(), id)


@cache
def comparison(old: str, new: str) -> Comparison:
    return pipeline.compare(workspace(), old, new)


@cache
def tagger() -> Tagger:
    return Tagger(workspace().rules)


def plan_of(text: str, kind: PlanKind = PlanKind.PLAN, id: str = "p") -> Plan:
    """The plan that a text holds."""
    rules = workspace().rules
    info = PlanInfo(id=id, title=id, kind=kind, path=f"{id}.txt", sha256="0" * 64)
    return tagger().tag(parse(info, read(text, rules.wording), rules))


def aligner_of(old: Plan, new: Plan) -> Aligner:
    """The aligner of two plans."""
    return Aligner(old, new, workspace().rules, Segmenter.of(old, new))


def compared(old: Plan, new: Plan) -> Comparison:
    """The comparison of two plans, as the pipeline makes it."""
    return pipeline.compare_plans(aligner_of(old, new))


@pytest.fixture(autouse=True)
def bundled_rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the bundled rules once for all tests."""
    monkeypatch.setattr("planwatch.rules.load_rules", _rules)
    monkeypatch.setattr("planwatch.checks.load_finding_rules", _finding_rules)


def _rules(folders: Sequence[Path]) -> RuleSet:
    return load_rules(folders) if _overlaid(folders) else _bundled_rules()


def _finding_rules(folders: Sequence[Path]) -> Mapping[str, FindingRule]:
    return load_finding_rules(folders) if _overlaid(folders) else _bundled_finding_rules()


def _overlaid(folders: Sequence[Path]) -> bool:
    """Whether rules of a workspace lie over the bundled ones."""
    return any(True for folder in folders[1:] for _ in folder.rglob("*.y*ml"))


@cache
def _bundled_rules() -> RuleSet:
    return load_rules([bundled("rules")])


@cache
def _bundled_finding_rules() -> Mapping[str, FindingRule]:
    return load_finding_rules([bundled("rules")])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run planwatch in this process, in an empty folder (or `cwd`)."""

    def run_in(
        *arguments: str, cwd: Path = tmp_path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as patch:
            patch.chdir(cwd)
            for name, value in _environment(env).items():
                patch.setenv(name, value)
            done = called(*arguments)
        return subprocess.CompletedProcess(arguments, done.code, done.out, done.err)

    return run_in


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The same as a process of its own, for what depends on one."""

    def run_in(
        *arguments: str, cwd: Path = tmp_path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "planwatch", *arguments],
            cwd=cwd,
            env={**os.environ, **_environment(env)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run_in


def _environment(given: Mapping[str, str] | None) -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "COLUMNS": "80", **(given or {})}
