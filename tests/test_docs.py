"""The documentation says what the command does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from .bench.screenshots import LARGEST
from .bench.unseen import judged
from .calling import call
from .conftest import ROOT, Run

READMES = ("README.md", "README.zh-CN.md")
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in READMES}
COMMAND = re.compile(r"`planwatch ([^`]+)`")


def commands(name: str) -> list[list[str]]:
    return [shlex.split(found) for found in COMMAND.findall(TEXTS[name])]


@pytest.mark.parametrize("name", READMES)
def test_commands_and_options_exist(run: Run, name: str) -> None:
    pages: dict[str, str] = {}
    for first, *arguments in commands(name):
        command = f"pin {arguments[0]}" if first == "pin" else first
        if command not in pages:
            page = run("--help") if command.startswith("--") else run(*command.split(), "--help")
            assert page.returncode == 0, command
            pages[command] = page.stdout
        for option in arguments:
            if option.startswith("-"):
                assert option in pages[command], (command, option)


def test_commands_of_the_table_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = {
        *("old.txt", "gold.json", "FOLDER", "LEAD", "fit", "add", "init", "pin", "check", "accept"),
        "--install-completion",
    }
    ran = 0
    for arguments in commands(READMES[0]):
        if own.isdisjoint(arguments) and "-o" not in arguments:
            done = call(*arguments)
            assert done.code == (1 if "--exit-code" in arguments else 0), done.err
            ran += 1
    assert ran >= 6


@pytest.mark.parametrize("name", READMES)
def test_output_shown_is_real(run: Run, name: str) -> None:
    blocks = re.findall(r"<!-- output: (.+?) -->\n```\w+\n(.+?)```", TEXTS[name], re.DOTALL)
    assert blocks
    for command, block in blocks:
        lines = iter(run(*shlex.split(command)).stdout.splitlines())
        for shown in block.splitlines():
            if shown not in ("…", ""):
                assert shown in lines, shown


WALKED = {"scheme": "004", "plan": "003", "briefing": "000", "news": "001"}


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_walk_through_is_what_happens(run: Run, tmp_path: Path, name: str, lang: str) -> None:
    for new, seed in WALKED.items():
        source = next((ROOT / "seeds").glob(f"{seed}_*.txt"))
        (tmp_path / f"{new}.txt").write_bytes(source.read_bytes())
    block = re.search(r"<!-- walk:add -->\n```text\n(.+?)```", TEXTS[name], re.DOTALL)
    assert block is not None
    steps = [step.splitlines() for step in block.group(1).split("$ planwatch ")[1:]]
    assert len(steps) >= 5
    for command, *shown in steps:
        done = run(*shlex.split(command), "--lang", lang)
        assert done.returncode == 0, done.stderr
        lines = iter(done.stdout.splitlines())
        for line in shown:
            if line not in ("…", ""):
                assert line in lines, line


def test_the_limits_state_what_was_judged() -> None:
    text = " ".join(TEXTS["README.md"].split())
    told = [line.partition(": ")[2].partition(" pairs")[0] for line in judged() if "pairs" in line]
    assert len(told) == 2
    for figures in told:
        assert f"{figures} pairs" in text


def test_both_readmes_name_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])


def test_real_output_is_on_the_first_screen() -> None:
    for text in TEXTS.values():
        assert text.splitlines().index("```text") < 24


@pytest.mark.parametrize("name", READMES)
def test_pictures_are_there_and_small_and_told_in_words(name: str) -> None:
    pictures = re.findall(r"!\[([^]]*)]\(([^)]*)\)", TEXTS[name])
    assert len(pictures) == 3
    for words, path in pictures:
        assert len(words) > 20
        assert 0 < (ROOT / path).stat().st_size <= LARGEST
