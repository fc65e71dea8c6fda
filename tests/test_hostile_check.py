"""Hostile text, names, rules and revisions: none takes effect in any format of a check."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from planwatch.acceptedfile import read_accepted
from planwatch.checking import check
from planwatch.cli import main
from planwatch.models import Acceptance, CheckReport, Item, Level, NotCompared
from planwatch.report.markdown.check import MARKER, MAX_SIZE
from planwatch.workspace import find_workspace

from .reports import FORMATS, finding, place, report, written
from .runner import commands
from .workspaces import TASKS, commit_all, write_workspace

HOSTILE = {
    "end of a script": "</script><script>alert(1)</script>",
    "an image with a handler": "<img src=x onerror=alert(1)>",
    "a comment that is never closed": "<!-- 以下全部隐藏",
    "the marker of our own comment": "<!-- planwatch check -->",
    "end of a section": "</details></summary><h1>通过</h1>",
    "entities": "&lt;b&gt; &amp;amp; &#x202e; &xxe;",
    "an external entity": '<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>&xxe;',
    "end of CDATA": "]]>&]]><![CDATA[",
    "a processing instruction": "<?xml version='1.1'?><?php system('id') ?>",
    "Rich markup": "[bold red]假[/bold red] [link=http://x.example]点[/link] [/]",
    "ANSI colours": "\x1b[31m红\x1b[0m",
    "ANSI that erases": "\x1b[2J\x1b[1;1H\x1b]0;标题\x07",
    "an OSC 8 link": "\x1b]8;;http://x.example\x1b\\点我\x1b]8;;\x1b\\",
    "DEL and C1 controls": "\x7f\x9b31m\x9d8;;http://x.example\x9c",
    "backspaces and returns": "通过\x08\x08失败\r通过",
    "bidi overrides": "\u202e过通\u202c \u2066隔\u2069 \u200f",
    "invisible characters": "国\u200b家\u2060实\ufeff验\u00ad室\u180e",
    "tag characters": "国家\U000e0041\U000e0042",
    "a null and others that XML cannot hold": "a\x00b\x0bc\ufffed\uffff",
    "half a character": "国\ud800家\udfff",
    "line separators": "一\u2028二\u2029三\x85四",
    "a command of the runner": "::error file=a.py,line=1::已通过",
    "a command after a line end": "正文\n::set-output name=x::y",
    "a command after an escaped line end": "正文%0A::add-mask::通过%0D%0A::stop-commands::x",
    "an old command inside a line": "正文 ##[set-output name=x;]y ##[add-mask]z",
    "properties of an annotation": ",line=1,title=假:::%3A%2C::",
    "a mention": "请 @octocat 与 @github/security 处理，a@b.example",
    "issues and merge requests": "见 #1、GH-2、octocat/repo#3、!4、%5、~6",
    "a commit": "见 0123456789abcdef0123456789abcdef01234567 与 deadbeef",
    "links": "[点](http://x.example) ![图](http://x.example/a.png) <http://x.example> [1]: http://x",
    "bare links": "http://x.example www.x.example WWW.x.example mailto:a@b.example ftp://x.example",
    "emphasis and code": "**粗** __强__ ~~删~~ `码` ``` $x$ :tada:",
    "blocks": "# 题\n- 项\n> 引\n| a | b |\n|---|---|\n```\n码\n```\n---\n===",
    "a command of a platform": "/close\n/merge",
    "a spreadsheet formula": "=cmd|'/c calc'!A1 @SUM(1) +1 -1 =HYPERLINK(\"http://x.example\")",
    "a cell that ends": "甲 | 乙 || 丙 \\| 丁",
    "placeholders": "{0} {text} {text.__class__} %s %(x)s ${HOME} $(id) `id` {{x}}",
    "an embedded link of SARIF": "[点](1) [点](http://x.example) \\[a\\]",
    "quotes and backslashes": '"\'”“‘’\\" \\u0000 \\n',
    "very long": "长" * 70_000,
}
TAGS = {"p", "ul", "li", "strong", "code", "br", "details", "summary", "h2", "h3"}
HIDDEN = ("Cc", "Cf", "Zl", "Zp")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def hostile(text: str) -> CheckReport:
    """A report with the text wherever a document, a file name or a reviewer can put it."""
    where = place(text, path=f"seeds/{text}", plan=text)
    items = (Item(old=(where,), new=(where,), deciding=((text, text),)),)
    inner = finding(3, text, items=items, plans=(text, text))
    accepted = Acceptance(f"{2:012x}", "2026-01-05", text)
    return report(
        finding(1, text, items=items, level=Level.WARNING, follows=(inner,)),
        finding(4, text, items=items, plans=(text, text)),
        accepted=(finding(2, text, items=items, accepted=accepted),),
        not_compared=(NotCompared(text, text, "error.missing", {"path": text}),),
        stale=(Acceptance(text, "2026-01-05", text),),
        name=text,
    )


def harmless_everywhere(text: str) -> None:
    """Nothing in a text steers a terminal, and every file can be written."""
    text.encode("utf-8")
    for char in text:
        assert char == "\n" or unicodedata.category(char) not in HIDDEN, repr(char)


def harmless_markdown(text: str) -> None:
    """No tag but ours, no link, mention or reference, one marker, within the size."""
    assert len(text.encode("utf-16-le")) // 2 <= MAX_SIZE
    assert text.startswith(MARKER)
    assert commands(text) == []
    assert not re.search(r"^\s*/\w", text, re.MULTILINE)
    rendered = MARKDOWN.render(text)
    tags = re.findall(r"</?([a-z0-9]+)[^>]*>", re.sub(r"<!--.*?-->", "", rendered))
    assert set(tags) <= TAGS
    assert not re.search(r"<[a-z]+ (?!/)", rendered)
    outside = re.sub(r"<code>.*?</code>", "", rendered, flags=re.DOTALL)
    assert outside.count(MARKER) == 1
    acting = r"@\w|#\d|:\w+:|://|www\.|mailto:|GH-\d|[!%]\d|\b[0-9a-f]{7,40}\b"
    assert re.findall(acting, outside, re.IGNORECASE) == []


def harmless_github(text: str) -> None:
    """Every line is one annotation, whose title begins with the name of a rule."""
    found = commands(text)
    assert len(found) == len(text.splitlines()) == 4
    assert [command.name for command in found] == ["notice", "error", "warning", "notice"]
    allowed = {"file", "line", "endLine", "col", "endColumn", "title"}
    assert all(set(command.properties) <= allowed for command in found)
    assert found[2].properties["title"] == "theme-dropped: something"
    assert found[2].properties["line"] == "3"
    assert all("\n::" not in command.data for command in found)


def harmless_sarif(text: str) -> None:
    """It is JSON, no message has a link, and no URI leaves the workspace by a scheme."""
    run = json.loads(text)["runs"][0]
    assert "</" not in text
    assert commands(text) == []
    for result in run["results"]:
        for message in (result["message"], *(one["message"] for one in result["relatedLocations"])):
            assert not re.search(r"(?<!\\)(\\\\)*[\[\]]", message["text"])
        for one in (*result["locations"], *result["relatedLocations"]):
            uri = one["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not re.match(r"[\w+.-]*:|/", uri)


def harmless_junit(text: str) -> None:
    """It is well-formed, without entities, and has the cases that it says."""
    assert "<!DOCTYPE" not in text
    read = JUnitXml.fromstring(text.encode())
    assert sum(len(list(suite)) for suite in read) == sum(suite.tests for suite in read) == 4


HARMLESS: dict[str, Callable[[str], None]] = {
    "markdown": harmless_markdown,
    "github": harmless_github,
    "sarif": harmless_sarif,
    "junit": harmless_junit,
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_no_effect(format: str, text: str) -> None:
    result = written(format, hostile(text))
    harmless_everywhere(result)
    HARMLESS[format](result)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=100, deadline=None)
@given(
    text=st.text(
        st.one_of(
            st.sampled_from("#*_-+=|<>[]()!`~$&@%\\.:/ 1aw\n\t\"'{}^中。\x1b\u202e"),
            st.characters(),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_takes_no_effect(format: str, text: str) -> None:
    result = written(format, hostile(text))
    harmless_everywhere(result)
    HARMLESS[format](result)


# --- the whole way: from files to each format


def sentence(text: str) -> str:
    """A hostile text as a sentence of a document, on one line; what is no text is left out."""
    line = " ".join(text[:400].encode("utf-8", "ignore").decode().split())
    return f"建设{line}国家实验室。".replace("\0", "")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    """A check of a document that loses one hostile sentence after the other."""
    folder = tmp_path_factory.mktemp("hostile")
    kept = [f"建设第{number}个实验室。" for number in range(len(HOSTILE))]
    pairs = zip(map(sentence, HOSTILE.values()), kept, strict=True)
    lines = [line for pair in pairs for line in pair]
    for name, text in (("base", lines), ("head", kept)):
        workspace = write_workspace(
            folder / name, {"a": TASKS, "b": "一、任务\n" + "\n".join(text)}
        )
        catalog = workspace.seeds / "catalog.yaml"
        title = json.dumps("</script>@octocat ::error::x [red] \x1b[31m")
        catalog.write_text(catalog.read_text("utf-8").replace("文本b", title), "utf-8")
    return check(find_workspace(folder / "head"), str(folder / "base"))


def test_every_hostile_sentence_is_told(checked: CheckReport) -> None:
    (edited,) = checked.findings
    assert edited.rule.id == "seed-edited"
    assert len(edited.items) == len(HOSTILE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format", [*FORMATS, "terminal", "json"])
def test_hostile_documents_take_no_effect(checked: CheckReport, format: str, language: str) -> None:
    result = written(format, checked, language, limit=0)
    harmless_everywhere(result)
    if format == "github":
        assert [command.name for command in commands(result)] == ["notice", "error"]
    else:
        assert commands(result) == []
    if format in ("markdown", "sarif"):
        HARMLESS[format](result)
    if format == "json":
        assert "</" not in result
        json.loads(result)
    if format == "junit":
        JUnitXml.fromstring(result.encode())


def outcome(arguments: list[str], folder: Path, monkeypatch: Any, capsys: Any) -> tuple[int, str]:
    """The exit code of a command run in a folder, and what it says on stderr."""
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--lang", "en"])
    said = capsys.readouterr()
    harmless_everywhere(said.out + said.err)
    assert "Traceback" not in said.err
    return int(left.value.code or 0), said.err


REVISIONS = {
    "an option": "-h",
    "an option with a value": "--output=pwned",
    "an option of git": "--upload-pack=touch pwned",
    "a command of a shell": "$(touch pwned)",
    "another command": "main; touch pwned",
    "a file of a commit": "main:seeds/catalog.yaml",
    "a range": "main..main",
    "a folder above": "../../..",
    "a folder that is no workspace": "/",
    "a null": "main\0",
    "a line end": "main\n--output=pwned",
    "half a character": "main\udcff",
    "control characters": "\x1b[2J\x07\u202e",
    "a command of the runner": "::error::x",
    "Rich markup": "[red]x[/red]",
    "very long": "x" * 100_000,
}


@pytest.mark.parametrize("name", REVISIONS.values(), ids=REVISIONS)
def test_no_name_of_a_revision_does_more_than_name_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path, {"a": TASKS})
    commit_all(tmp_path)
    before = sorted(tmp_path.iterdir())
    code, said = outcome(["check", f"--against={name}"], tmp_path, monkeypatch, capsys)
    assert code == 2
    assert "neither a git revision nor a folder" in said or "git could not read" in said, said
    assert sorted(tmp_path.iterdir()) == before


BOMB = "a: &a [x]\nb: &b [*a, *a, *a]\nplans: [*b, *b]\n"
ENTRY = "plans:\n- {id: a, title: t, kind: plan, file: %s, sha256: '%064d'}\n"
RULE = "id: odd\nzh: 怪\nen: odd\nreason: It is odd indeed.\nscope: line\npattern: '%s'\n"
EXAMPLES = "examples:\n  fire: [aaaa]\n  silent: [中]\n"
FILES = {
    "a path out of the folder": (
        "seeds/catalog.yaml",
        ENTRY % ("../../etc/passwd", 0),
        "must lie in",
    ),
    "a path from the root": ("seeds/catalog.yaml", ENTRY % ("/etc/passwd", 0), "must lie in"),
    "a path of another system": ("seeds/catalog.yaml", ENTRY % ("'..\\x'", 0), "must lie in"),
    "a YAML bomb": ("seeds/catalog.yaml", BOMB, "aliases are not allowed"),
    "an object of Python": (
        "seeds/catalog.yaml",
        "plans: !!python/name:os.system\n",
        "not valid YAML",
    ),
    "a key that stands twice": ("seeds/catalog.yaml", "plans: []\nplans: []\n", "stands twice"),
    "nesting beyond all bounds": (
        "seeds/catalog.yaml",
        "plans: " + "[" * 100_000,
        "not valid YAML",
    ),
    "a catalog of many megabytes": ("seeds/catalog.yaml", "#" * 5_000_000, "larger than"),
    "a catalog that is no text": ("seeds/catalog.yaml", "plans: [\x00]", "not valid YAML"),
    "a slow pattern": ("rules/furniture/odd.yaml", RULE % "(a+)+$" + EXAMPLES, "two ways"),
    "a slow look-ahead": (
        "rules/furniture/odd.yaml",
        RULE % "(?=(a|aa)+$)x" + EXAMPLES,
        "two ways",
    ),
    "many repetitions": ("rules/furniture/odd.yaml", RULE % "a*a*a*a*a*$" + EXAMPLES, "in a row"),
    "a pattern that is none": ("rules/furniture/odd.yaml", RULE % "((" + EXAMPLES, "expression"),
    "a pattern beyond all bounds": (
        "rules/furniture/odd.yaml",
        RULE % "a{99999999999}" + EXAMPLES,
        "expression",
    ),
    "a rule of no kind": ("rules/../rules/exec/odd.yaml", "id: odd\n", "unknown kind"),
    "levels of rules that are none": ("seeds/accepted.yaml", "levels: {nil: note}\n", "no rule"),
    "acceptances that are none": ("seeds/accepted.yaml", "accepted: [{}]\n", "Field required"),
    "pins that are none": ("seeds/pins.yaml", "pins: 1\n", "valid tuple"),
}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_broken_and_hostile_files_are_refused_with_the_reason(
    case: tuple[str, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, text, reason = case
    write_workspace(tmp_path / "base", {"a": TASKS})
    write_workspace(tmp_path / "head", {"a": TASKS}, files={path: text})
    arguments = ["check", "--against", "../base"]
    code, said = outcome(arguments, tmp_path / "head", monkeypatch, capsys)
    assert (code, reason in said) == (2, True), said
    assert path.rpartition("/")[2] in said


@pytest.mark.parametrize("name", ["seeds/a.txt", "seeds/catalog.yaml"])
def test_links_out_of_the_workspace_show_nothing_of_what_they_point_to(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path / "base", {"a": TASKS})
    write_workspace(tmp_path / "head", {"a": TASKS})
    (tmp_path / "secret.txt").write_text("机密：建设秘密实验室。\n", "utf-8")
    (tmp_path / "head" / name).unlink()
    (tmp_path / "head" / name).symlink_to(tmp_path / "secret.txt")
    monkeypatch.chdir(tmp_path / "head")
    with pytest.raises(SystemExit) as left:
        main(["check", "--against", "../base", "--format", "markdown"])
    said = capsys.readouterr()
    assert left.value.code == 2
    assert "秘密" not in said.out + said.err


@pytest.mark.parametrize("reason", ["", " ", "一\n二", "\x1b[31m", "x" * 5000])
@pytest.mark.parametrize("fingerprint", ["../../x", "$(id)", "0123456789AB", "-h", "\x1b[2J"])
def test_no_acceptance_writes_outside_its_file_or_breaks_it(
    fingerprint: str,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace = write_workspace(tmp_path, {"a": TASKS})
    arguments = ["accept", f"--reason={reason}", "--", fingerprint]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    harmless_everywhere(capsys.readouterr().err)
    kept = read_accepted(workspace.accepted_path, ()).entries
    assert len(kept) == (left.value.code == 0)
    assert {path.name for path in workspace.seeds.iterdir()} <= {
        "a.txt",
        "catalog.yaml",
        "accepted.yaml",
    }
