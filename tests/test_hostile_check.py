"""Hostile text, names, rules and revisions: none takes effect in any format of a check."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from planwatch.models import Acceptance, CheckReport, Item, Level, NotCompared
from planwatch.report.markdown.check import MARKER, MAX_SIZE

from .reports import FORMATS, finding, place, report, written
from .runner import commands

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
