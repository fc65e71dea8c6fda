"""The walk-through of both READMEs, replayed as it stands in a scratch repository."""

from __future__ import annotations

import shutil

import pytest

from .conftest import ROOT
from .walkthrough import Block, replayed

LANGUAGES = {"README.md": "en_US.UTF-8", "README.zh-CN.md": "zh_CN.UTF-8"}

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="needs git"),
    pytest.mark.xdist_group("walk"),  # one worker replays each of them once
]


@pytest.fixture(scope="module", params=LANGUAGES)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Block]:
    folder = tmp_path_factory.mktemp("walk")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return replayed((ROOT / request.param).read_text("utf-8"), folder, LANGUAGES[request.param])


def test_what_is_shown_is_what_is_printed(walk: list[Block]) -> None:
    shown = [block for block in walk if block.shown]
    assert len(shown) == 3
    for block in shown:
        lines = iter(block.printed)
        for line in block.shown:
            if line not in ("…", ""):
                assert line in lines, line


def test_a_briefing_is_green_an_edit_red_and_accepted_green_again(walk: list[Block]) -> None:
    _, briefing, edit, accepted = ("\n".join(block.printed) for block in walk)
    assert "<!-- planwatch check -->" in briefing
    assert "seed-added" in briefing
    assert "seed-edited" in edit
    assert edit.endswith("exit code 1")
    assert accepted.splitlines()[-1].startswith(("Passed", "通过"))


def test_both_walk_through_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        text = (ROOT / name).read_text("utf-8")
        section = text[text.index("<!-- walk-through -->") : text.index("<!-- /walk-through -->")]
        kinds = ("git", "planwatch", "sed", "cp", "cd", "cat")
        lines = [line for line in section.splitlines() if line.startswith(kinds)]
        return [line.partition(' --message "')[0].partition(' --reason "')[0] for line in lines]

    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(commands("README.md")) > 12
