"""The registry of formats: what `--format` offers, and what the suffix of a file means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planwatch import report
from planwatch.errors import PlanwatchError
from planwatch.report import FORMATS, Format, format_of, formats_of, writer

from .calling import call


def test_every_format_has_its_module() -> None:
    for name in FORMATS:
        assert callable(writer(name))


def test_no_two_formats_share_a_suffix() -> None:
    suffixes = [one.suffix for one in FORMATS.values() if one.suffix]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("command", "taken", "refused"),
    [("diff", "markdown", "sarif"), ("check", "junit", "docx"), ("show", "json", "markdown")],
)
def test_a_command_offers_the_formats_of_its_results(
    command: str, taken: str, refused: str
) -> None:
    assert taken in formats_of(command)
    assert refused not in formats_of(command)
    page = call(command, "--help").out
    assert f" {taken}" in page
    assert f" {refused}" not in page


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("a.json", "json"),
        ("报告.MD", "markdown"),
        ("a.txt", "terminal"),
        ("a", "terminal"),
        (".json", "terminal"),
        ("a.json.old", "terminal"),
    ],
)
def test_the_suffix_of_a_file_names_the_format(path: str, format: str) -> None:
    assert format_of(Path(path), "diff") == format


def test_the_command_follows_the_suffix_and_format_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("plans", "-o", "plans.json").code == 0
    assert json.loads(Path("plans.json").read_text("utf-8"))["plans"]
    assert call("plans", "-o", "plans.json", "--format", "terminal").code == 0
    assert not Path("plans.json").read_text("utf-8").startswith("{")
    assert call("plans", "-o", "plans.md", "--format", "json").code == 0
    assert json.loads(Path("plans.md").read_text("utf-8"))["plans"]


def test_a_suffix_that_the_command_does_not_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("plans", "-o", "plans.md")
    assert done.code == 2
    assert "plans.md" in done.err
    assert "terminal, json" in done.err
    assert not list(tmp_path.iterdir())


def test_a_format_without_its_libraries_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacking = Format("no_such_library", extra="docx")
    monkeypatch.setattr(report, "FORMATS", {"lacking": lacking})
    with pytest.raises(PlanwatchError) as refused:
        writer("lacking")
    assert refused.value.key == "error.format-extra"
    assert refused.value.values == {"format": "lacking", "extra": "docx"}
