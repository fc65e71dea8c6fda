"""Markdown for memos and pull requests: it renders as meant, and no document takes effect."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.report import render
from planwatch.report.markdown.text import bullets, escaped, heading, table
from planwatch.report.safe import safe
from planwatch.report.view import View

from .conftest import Run, compared, comparison, plan_of, workspace

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "建设<script>alert(1)</script>国家实验室，见[链接](http://evil.example)与![图](x)，"
    "@someone 处理 #12，`code` | **粗** __强__ ~~删~~ &amp; $x$ <!-- 隐藏 --> www.evil.example。"
)


def shown(rendered: str) -> str:
    """The text that a reader sees."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", rendered)).split())


def markdown(result: object, language: str = "zh", **settings: object) -> str:
    view = View(load_messages(language), language, **settings)  # type: ignore[arg-type]
    return render(result, "markdown", view)  # type: ignore[arg-type]


TEXTS = st.text(
    st.one_of(
        st.sampled_from("#*_-+=|<>[]()!`~$&@%\\.:/ 1aw\n\t\"'{}^中。"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@example(" -")
@example(" # x")
@example("1234. x")
@example("12) x")
@example("=")
@example("0 #")
@given(TEXTS)
def test_any_text_stands_as_it_is(text: str) -> None:
    want = " ".join(safe(text).split())
    for block in (bullets([escaped(text)]), heading(2, escaped(text)), escaped(text)):
        assert shown(MARKDOWN.render(block)) == want


@given(TEXTS)
def test_any_text_keeps_to_its_cell(text: str) -> None:
    rendered = MARKDOWN.render(table(["a", "b"], [[escaped(text), "z"]]))
    cells = re.findall(r"<td>(.*?)</td>", rendered, re.DOTALL)
    assert [shown(cell) for cell in cells] == [" ".join(safe(text).split()), "z"]


def test_text_from_a_document_takes_no_effect() -> None:
    old = plan_of(f"一、任务\n{HOSTILE}\n建设大科学装置。\n", id="a")
    new = plan_of("一、任务\n建设大科学装置集群。\n", id="b")
    text = markdown(compared(old, new))
    rendered = MARKDOWN.render(text)
    for tag in ("<script", "<a ", "<img", "<code", "<del"):
        assert tag not in rendered
    assert HOSTILE in shown(rendered)
    assert not re.search(r"@\w|https?://|www\.", re.sub(r"`[^`]*`", "", text))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("limit", [None, 0])
def test_a_comparison_renders_as_tables_and_lists(language: str, limit: int | None) -> None:
    text = markdown(comparison("14", "15"), language, limit=limit)
    rendered = MARKDOWN.render(text)
    assert rendered.count("<table>") == 3
    assert "\n\n\n" not in text
    for line in text.splitlines():
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            assert len(cells) in (4, 6)
    if limit is None:
        assert len(text) < 65_000, "a comment on a pull request holds 65,536 characters"


def test_quotes_are_the_words_of_the_document() -> None:
    found = comparison("14", "15")
    text = shown(MARKDOWN.render(markdown(found, only="dropped")))
    by_id = {c.id: c for c in found.old.commitments}
    for id in found.dropped:
        assert by_id[id].normalized in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("query", ["三城一区", "昌平", "火星移民计划"])
def test_a_trace_has_a_heading_for_every_plan(language: str, query: str) -> None:
    rendered = MARKDOWN.render(markdown(pipeline.trace(workspace(), query), language))
    heads = re.findall(r"<h2>(\S+)", rendered)
    assert heads == ["2016", "14", "review", "15"]


def test_the_overview_is_one_table() -> None:
    found = pipeline.trace_all(workspace())
    rendered = MARKDOWN.render(markdown(found))
    assert rendered.count("<tr>") == len(found.lives) + 1


def test_only_what_is_for_memos_is_written_in_markdown(run: Run) -> None:
    done = run("show", "15", "--format", "markdown", "--lang", "en")
    assert done.returncode == 2
    assert "terminal, json" in done.stderr
