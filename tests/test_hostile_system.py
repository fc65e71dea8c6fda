"""What the system refuses, and whoever no longer listens, is answered by one clear sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from planwatch.likeness import suspects
from planwatch.surveying.local import processes

from .calling import call

OLD = "一、重点任务\n建设国家实验室。\n完善科技金融服务体系。\n"
NEW = "一、重点任务\n加快建设国家实验室。\n完善科技金融服务。\n"
DIFF = ("diff", "a.txt", "b.txt")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(OLD, "utf-8")
    Path("b.txt").write_text(NEW, "utf-8")
    return tmp_path


def refused(*arguments: str) -> str:
    """The one sentence of a refusal."""
    done = call(*arguments)
    assert done.code == 2
    said = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert len(said) == 1
    return said[0]


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """The command as users type it, with what a shell puts around it."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace("PW", f"{sys.executable} -m planwatch")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@posix
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("n" * 300, "too long"),
        ("loop", "symbolic links"),
        ("loop/x.md", "symbolic links"),
        ("a.txt/x.md", "directory"),
        ("missing/x.docx", "No such"),
        (".", ""),
        ("", ""),
        ("/dev/full", "No space"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_named(name: str, why: str) -> None:
    Path("loop").symlink_to("loop")
    before = sorted(Path().iterdir())
    said = refused(*DIFF, "-o", name)
    assert "cannot write" in said
    assert why in said
    assert sorted(Path().iterdir()) == before


@posix
def test_the_longest_names_can_be_written() -> None:
    name = "表" * 84 + ".md"
    assert call(*DIFF, "-o", name).code == 0
    assert Path(name).read_text("utf-8").startswith("#")


@posix
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("PW diff a.txt b.txt > /dev/full", 2),
        ("PW --help > /dev/full", 2),
        ("PW diff a.txt b.txt --format docx >&-", 0),
        ("PW diff a.txt b.txt -o x.md >&- 2>&- <&-", 0),
        ("PW diff a.txt b.txt | true", 0),
        ("PW diff a.txt b.txt 2>&1 | true", 0),
        ("PW --help | true", 0),
        ("PW diff a.txt missing.txt 2>&1 | true", 2),
    ],
)
def test_streams_that_are_full_closed_or_unread(command: str, code: int) -> None:
    done = shell(command)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert code == 0 or "|" in command or "No space left" in done.stderr


@posix
def test_a_working_folder_that_has_gone() -> None:
    Path("gone").mkdir()
    done = shell("cd gone && rmdir ../gone && PW diff 14 15 --lang en")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@posix
@pytest.mark.parametrize("format", ["html", "json"])
def test_a_name_that_is_no_text_is_written_out(format: str) -> None:
    name = os.fsdecode(b"a\xff.txt")
    Path("a.txt").rename(name)
    assert call("report", name, "b.txt", "--format", format, "-o", "out").code == 0
    assert r"a\udcff.txt" in Path("out").read_text("utf-8").replace("\\\\", "\\")


@pytest.mark.parametrize("given", ["-1", "１２３", " 12 ", "1_000", "1e3", "99999999999999999999"])
def test_a_day_that_is_no_number_of_seconds(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert "SOURCE_DATE_EPOCH" in refused(*DIFF, "-o", "x.docx")
    assert not Path("x.docx").exists()


@posix
@pytest.mark.parametrize("lead", ["b.txt", "./b.txt", "other/c.txt"])
def test_a_survey_names_what_leads_nowhere_and_goes_on(lead: str, tmp_path: Path) -> None:
    for name in ("loop", "other"):
        (tmp_path / name).symlink_to("loop") if name == "loop" else (tmp_path / name).mkdir()
    Path("nowhere").symlink_to("missing")
    os.mkfifo("pipe")
    Path("other/c.txt").write_text(NEW + OLD, "utf-8")
    done = call("survey", ".", "--lead", lead)
    assert done.code == 0
    for name in ("loop", "nowhere", "pipe"):
        assert f"Not read: {name}: " in done.out


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may search all")
def test_a_folder_that_may_not_be_searched_is_named() -> None:
    Path("closed").mkdir(mode=0)
    assert "Not read: closed: cannot read 'closed'" in call("survey", ".", "--lead", "a.txt").out


def copies(count: int) -> Sequence[str]:
    """So many versions of one text of some length, each with a note of its own."""
    body = "".join(f"第{n}项：推进{n * 7919}号任务并完成{n * 104729}个项目。\n" for n in range(60))
    return [f"一、重点任务\n{body}印发第{n}号。\n" for n in range(count)]


def test_a_text_counts_once_however_many_documents_repeat_it() -> None:
    Path("many").mkdir()
    for number, text in enumerate(copies(20)):
        Path(f"many/{number:02}.txt").write_text(text, "utf-8")
    Path("many/lead.txt").write_text(OLD, "utf-8")
    done = call("survey", "many", "--lead", "lead.txt", "--by", "term", "--term", "项目")
    assert "further versions of one text, not counted 19" in done.out.replace("\n    ", " ")
    assert done.out.count("are versions of one text") == 19


def test_texts_with_phrases_in_common_are_no_versions() -> None:
    common = tuple(range(10_000, 10_010))
    assert not list(suspects([(*range(n * 100, n * 100 + 50), *common) for n in range(40)]))


def test_no_number_of_processes_takes_all_memory() -> None:
    assert processes(999, 5) <= 5
    assert processes(10**9, 10**6) <= 61


@pytest.mark.parametrize("address", ["tls://127.0.0.1:9", "foo://x", "nonsense", "tcp://[::1"])
def test_an_address_that_is_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    monkeypatch.setenv("PLANWATCH_CACHE", "off")
    assert address in refused("survey", ".", "--scheduler", address)


def test_a_scheduler_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    monkeypatch.setenv("PLANWATCH_CACHE", "off")
    monkeypatch.setattr("planwatch.surveying.cluster._WAIT", 0.5)
    monkeypatch.setattr("planwatch.surveying.cluster._GRACE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert address in refused("survey", ".", "--scheduler", address)
