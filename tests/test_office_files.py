"""Word and Excel files as files: the same bytes twice, where they go, and that LibreOffice opens
them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from planwatch.errors import PlanwatchError
from planwatch.session import Session

from .calling import call

FORMATS = ("docx", "xlsx", "csv")
DAY = "1700000000"
"""2023-11-14."""
ALL = """
import sys
from pathlib import Path
from planwatch import pipeline
from planwatch.session import Session
from planwatch.workspace import find_workspace
found = pipeline.compare(find_workspace(), "15", "15news")
for format in sys.argv[1:]:
    Session("diff", format, lang="zh", output=Path(f"a.{format}")).emit(found)
"""


def made(folder: Path, seed: str, day: str = DAY) -> dict[str, bytes]:
    """The files that a process of its own writes."""
    folder.mkdir()
    env = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": day, "TZ": "Asia/Shanghai"}
    subprocess.run([sys.executable, "-c", ALL, *FORMATS], cwd=folder, env=env, check=True)
    return {format: (folder / f"a.{format}").read_bytes() for format in FORMATS}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = made(tmp_path / "1", "1"), made(tmp_path / "2", "2024")
    for format in FORMATS:
        assert first[format] == second[format], format
    with zipfile.ZipFile(io.BytesIO(first["docx"])) as package:
        assert "2023-11-14（UTC）" in package.read("word/document.xml").decode()


def test_without_a_given_day_the_day_of_the_clock_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("planwatch.decision.today", lambda _: "2031-02-03")
    assert call("diff", "15", "15news", "-o", "a.docx").code == 0
    with zipfile.ZipFile("a.docx") as package:
        assert "2031-02-03 (UTC)" in package.read("word/document.xml").decode()
        assert "2031-02-03T00:00:00Z" in package.read("docProps/core.xml").decode()


def test_a_day_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    done = call("diff", "15", "15news", "-o", "a.docx")
    assert done.code == 2
    assert "SOURCE_DATE_EPOCH" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_terminal_gets_no_bytes(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(PlanwatchError) as refused:
        Session("diff", format)
    assert refused.value.key == "error.binary-terminal"
    assert f"-o FILE.{format}" in Session(lang="en").messages[refused.value.key].format(
        **refused.value.values
    )


def test_a_pipe_gets_the_bytes_of_the_file(tmp_path: Path) -> None:
    env = {**os.environ, "SOURCE_DATE_EPOCH": DAY}
    command = [sys.executable, "-m", "planwatch", "diff", "15", "15news", "--format", "docx"]
    piped = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=True)
    subprocess.run([*command, "-o", "a.bin"], cwd=tmp_path, env=env, check=True, timeout=60)
    assert piped.stdout == (tmp_path / "a.bin").read_bytes()


@pytest.mark.outside
@pytest.mark.xdist_group("office")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("format", FORMATS)
def test_libreoffice_opens_the_file(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("diff", "15", "15news", "-o", f"a.{format}").code == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", f"a.{format}"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader("a.pdf").pages]
    assert 2 <= len(pages) <= 40
    assert "15news:L13" in "".join("".join(pages).split())
    if format == "docx":
        heads = [page for page in pages if "before" in page and "source" in page]
        assert len(heads) == len(pages)
