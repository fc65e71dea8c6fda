"""The action and the hook: what they run, and that nothing from outside becomes a command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from planwatch.report.markdown.check import MARKER

from .conftest import ROOT
from .runner import commands

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
STEP = {step["name"]: step for step in STEPS}
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
"""How the runner calls `shell: bash`."""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def test_scripts_take_what_comes_from_outside_through_the_environment_alone() -> None:
    for step in STEPS:
        assert "${{" not in step["run"], step["name"]


def test_nothing_in_the_checked_folder_is_imported() -> None:
    for step in STEPS:
        for line in step["run"].splitlines():
            if "python" in line:
                assert re.search(r"python3?\"? -I ", line), line


def test_every_input_is_used_and_explained_in_the_readmes() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in text, name
        for readme in ("README.md", "README.zh-CN.md"):
            assert f"`{name}`" in (ROOT / readme).read_text("utf-8"), name


def test_no_other_action_runs() -> None:
    assert all("uses" not in step for step in STEPS)
    assert all(step["shell"] == "bash" for step in STEPS)


def test_the_hook_runs_a_command_that_exists() -> None:
    (hook,) = HOOKS
    assert hook["entry"].split()[:2] == ["planwatch", "check"]
    assert hook["pass_filenames"] is False
    assert re.match(hook["files"], "seeds/catalog.yaml")


class Job:
    """The files and the environment of a job, with a repository that holds one plan."""

    def __init__(self, folder: Path) -> None:
        self.temporary, self.work = folder / "temp", folder / "work"
        self.summary, self.output = folder / "summary.md", folder / "output.txt"
        programs = self.temporary / "planwatch" / "bin"
        programs.mkdir(parents=True)
        planwatch = programs / "planwatch"
        planwatch.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m planwatch "$@"\n', "utf-8")
        planwatch.chmod(0o755)
        (self.work / "seeds").mkdir(parents=True)
        (self.work / "seeds" / "catalog.yaml").write_text("plans: []\n", "utf-8")
        for command in ("init -q -b main", "add .", "commit -q -m base"):
            self.git(*command.split())

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=A Reader", "-c", "user.email=reader@example.org")
        subprocess.run(["git", *who, *arguments], cwd=self.work, check=True, env=self.environment())

    def environment(self, **given: str) -> dict[str, str]:
        files = {"GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_OUTPUT": str(self.output)}
        git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return {**os.environ, **git, **files, "RUNNER_TEMP": str(self.temporary), **given}

    def run(self, name: str, **given: str) -> subprocess.CompletedProcess[str]:
        """Run a step with its inputs at their defaults, save those given."""
        defaults = {
            key: ACTION["inputs"][found[1]].get("default", "")
            for key, value in STEP[name].get("env", {}).items()
            if (found := re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value))
        }
        return subprocess.run(
            [*SHELL, STEP[name]["run"]],
            cwd=self.work,
            env=self.environment(**{**defaults, **given}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def outputs(self) -> dict[str, str]:
        rows = self.output.read_text("utf-8").splitlines()
        return dict(row.split("=", 1) for row in rows)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    if shutil.which("git") is None:
        pytest.skip("needs git")
    return Job(tmp_path)


def test_a_check_without_findings_is_told_and_summed_up(job: Job) -> None:
    done = job.run("Check")
    assert done.returncode == 0, done.stderr
    assert [command.name for command in commands(done.stdout)] == ["notice"]
    assert job.outputs["exit-code"] == "0"
    assert job.summary.read_text("utf-8").startswith(MARKER)
    assert Path(job.outputs["comment-file"]).read_text("utf-8").startswith(MARKER)
    assert job.run("Result", CODE="0").returncode == 0


def test_findings_fail_the_job_after_all_else_is_done(job: Job) -> None:
    (job.work / "seeds" / "stray.txt").write_text("一、任务\n建设国家实验室。\n", "utf-8")
    done = job.run("Check", FAIL_ON="note")
    assert done.returncode == 0, done.stderr
    assert job.outputs["exit-code"] == "1"
    assert "seed-unlisted" in job.summary.read_text("utf-8")
    assert job.run("Result", CODE=job.outputs["exit-code"]).returncode == 1


def test_words_in_the_log_are_no_commands(job: Job) -> None:
    done = job.run("Check", FORMAT="terminal", REPORT_LANGUAGE="en")
    stop, start = (line for line in done.stdout.splitlines() if line.startswith("::"))
    assert stop.startswith("::stop-commands::")
    assert start == f"::{stop.removeprefix('::stop-commands::')}::"
    assert job.run("Check", FORMAT="terminal").stdout.splitlines()[0] != stop


def test_another_format_goes_to_a_file(job: Job) -> None:
    job.run("Check", FORMAT="sarif", OUTPUT="report.sarif")
    assert '"version": "2.1.0"' in (job.work / "report.sarif").read_text("utf-8")


@pytest.mark.parametrize(
    "given",
    [
        {"AGAINST": "$(touch pwned)"},
        {"AGAINST": '"; touch pwned; "'},
        {"AGAINST": "--output=pwned"},
        {"AGAINST": "-h"},
        {"FAIL_ON": "error; touch pwned"},
        {"FORMAT": "terminal`touch pwned`"},
        {"REPORT_LANGUAGE": "zh\ntouch pwned"},
        {"OUTPUT": "$(touch pwned)"},
    ],
)
def test_inputs_are_values_and_nothing_else(job: Job, given: dict[str, str]) -> None:
    done = job.run("Check", **given)
    assert done.returncode == 0, done.stderr
    assert not (job.work / "pwned").exists()
    assert job.outputs["exit-code"] == ("0" if "OUTPUT" in given else "2")


class TestComment:
    """The step that writes the comment, with a stand-in for GitHub's client."""

    @staticmethod
    def called(job: Job, *, known: str = "", fails: bool = False) -> tuple[list[str], str]:
        programs = job.temporary / "bin"
        programs.mkdir()
        log = job.temporary / "gh.log"
        answer = f"printf '%s\\n' {known}" if known else ":"
        last = "exit 1" if fails else "exit 0"
        (programs / "gh").write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{log}"\n'
            f'case "$*" in *--paginate*) {answer};; *) {last};; esac\n',
            "utf-8",
        )
        (programs / "gh").chmod(0o755)
        comment = job.temporary / "comment.md"
        comment.write_text(f"{MARKER}\n", "utf-8")
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        names = {"GH_REPO": "o/r", "NUMBER": "7", "COMMENT": str(comment), "PATH": path}
        done = job.run("Comment", GH_TOKEN="t", **names)
        assert done.returncode == 0, done.stderr
        return log.read_text("utf-8").splitlines(), done.stdout

    def test_the_first_comment_is_written(self, job: Job) -> None:
        calls, _ = self.called(job)
        assert MARKER in calls[0]
        assert calls[1].startswith("api --silent --method POST repos/o/r/issues/7/comments")

    def test_a_known_comment_is_updated(self, job: Job) -> None:
        calls, _ = self.called(job, known="99")
        assert calls[1].startswith("api --silent --method PATCH repos/o/r/issues/comments/99")

    def test_a_comment_that_is_refused_warns_and_does_not_fail(self, job: Job) -> None:
        _, said = self.called(job, fails=True)
        assert [command.name for command in commands(said)] == ["warning"]
