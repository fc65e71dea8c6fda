"""What the terminal shows, as it stands."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from inline_snapshot import snapshot
from rich.cells import cell_len
from rich.text import Text

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.pipeline import scoring
from planwatch.report import render
from planwatch.report.layout import aligned_right, padded, rendered, shortened, wrapped
from planwatch.report.safe import safe
from planwatch.report.view import View

from .conftest import GOLD, compared, comparison, plan, plan_of, workspace

OLD = """一、主要工作
持续推进国家实验室建设。
完善养老服务体系。
二、其他工作
支持青年科技人才承担重大任务。
"""
NEW = """一、重点任务
加快建设国家实验室。
研究制定碳达峰实施方案。
"""


def shown(language: str, **settings: object) -> str:
    old, new = plan_of(OLD, id="a"), plan_of(NEW, id="b")
    found = compared(old, new)
    view = View(load_messages(language), language, 80, **settings)  # type: ignore[arg-type]
    return render(found, "terminal", view)


def test_a_comparison_in_chinese() -> None:
    assert shown("zh") == snapshot("""\
a  a  53 字
b  b  31 字

a 的 3 条举措：延续 1（强化 1 · 弱化 0） · 调整 0 · 退出 2
b 的 2 条举措：延续 1（强化 1 · 弱化 0） · 调整 0 · 新增 1
主题：新增 1 · 退出 2 · 延续 1

变化  主题                          a    b  依据
新增  碳达峰碳中和与低碳技术        –    1  b:L3 一 “研究制定碳达峰实施方案”
退出  智慧养老与康复                1    –  a:L3 一 “完善养老服务体系”
退出  青年科技人才与人才计划        1    –  a:L5 二 “支持青年科技人才承担重大…”
延续  国家实验室与战略科技力量      1    1  a:L2 一 → b:L2 一

新提法：b 有、a 没有，列出最说明问题的 1 个
  碳达峰（L3 一）
  其余 1 个：planwatch terms a b --only new --limit 0

未再出现的提法：a 有、b 没有
  养老服务体系（L3 一）、青年科技人才（L5 二）

a 各章退出
  一、主要工作        1/2  █████
  二、其他工作        1/1  ██████████

退出：a 有、b 中未找到对应，2 条
  一、主要工作
    a:L3 一 第1句
      “完善养老服务体系。”
  二、其他工作
    a:L5 二 第1句
      “支持青年科技人才承担重大任务。”

新增：b 有、a 中未找到对应，1 条
  一、重点任务
    b:L3 一 第1句
      “研究制定碳达峰实施方案。”

可能对应：1 组
  延续  强化  可信度 0.99
    a:L2 一 第1句
      “持续推进国家实验室建设。”
    b:L2 一 第1句
      “加快建设国家实验室。”
    强化〔用词〕“持续推进” → “加快建设”


“未找到对应”（新增、退出、未提及、计划外）未必文中没有，更不等于没有做或取消。
看全部引文： planwatch diff a b --theme 碳达峰碳中和与低碳技术
看沿革：     planwatch trace 碳达峰碳中和与低碳技术
看依据：     planwatch explain a/1.1.1 b/1.1.1
看全文：     planwatch show b
看全部数据： planwatch diff a b --format json
""")


def test_a_comparison_in_english() -> None:
    assert shown("en", only="dropped") == snapshot("""\
a  a  53 characters
b  b  31 characters

a, 3 commitments: continued 1 (strengthened 1 · weakened 0) · changed 0 ·
    dropped 2
b, 2 commitments: continued 1 (strengthened 1 · weakened 0) · changed 0 · new 1
Themes: new 1 · dropped 2 · continued 1

Dropped: in a, no counterpart found in b, 2 in all
  一、主要工作
    a:L3 一 sentence 1
      “完善养老服务体系。”
  二、其他工作
    a:L5 二 sentence 1
      “支持青年科技人才承担重大任务。”

No counterpart found (new, dropped, not mentioned, unplanned): the text may word
it otherwise; it never means not done or cancelled.
all citations:  planwatch diff a b --theme carbon-neutrality
its life:       planwatch trace carbon-neutrality
the evidence:   planwatch explain a/1.1.1 b/1.1.1
the whole text: planwatch show b
all data:       planwatch diff a b --format json
""")


RESULTS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "a comparison": (lambda: comparison("14", "15"), {}),
    "what was dropped": (lambda: comparison("14", "review"), {"only": "dropped", "limit": 20}),
    "what was split": (lambda: comparison("2016", "14"), {"only": "split"}),
    "a chapter": (lambda: comparison("14", "15"), {"chapter": "三", "source_script": True}),
    "themes": (lambda: comparison("14", "15"), {"level": "theme"}),
    "some themes": (lambda: comparison("14", "review"), {"level": "theme", "limit": 3}),
    "a theme": (lambda: comparison("14", "15"), {"theme": "winter-olympics"}),
    "a theme of both": (lambda: comparison("2016", "14"), {"theme": "three-cities-one-zone"}),
    "a plan": (lambda: plan("15"), {}),
    "what was set aside": (lambda: plan("14"), {"unparsed": True}),
    "what is under no theme": (lambda: plan("review"), {"untagged": True}),
    "a sentence": (lambda: plan("14"), {"commitment": "14/3.1.2.1"}),
    "the nearest": (lambda: pipeline.explain(workspace(), "14/3.1.2.1", "15"), {}),
    "a link": (lambda: pipeline.explain(workspace(), "14/3.1.2.1", "15/1.1.1.3"), {}),
    "a theme's life": (lambda: pipeline.trace(workspace(), "三城一区"), {}),
    "a phrase's life": (lambda: pipeline.trace(workspace(), "昌平"), {"limit": 0}),
    "an unknown phrase": (lambda: pipeline.trace(workspace(), "火星移民计划"), {}),
    "a commitment's life": (lambda: pipeline.trace(workspace(), "14/3.1.2.1"), {}),
    "all themes": (lambda: pipeline.trace_all(workspace()), {}),
    "formulations of two plans": (lambda: pipeline.terms(workspace(), "14", "15"), {}),
    "all new formulations": (
        lambda: pipeline.terms(workspace(), "14", "15"),
        {"only": "new", "limit": 0},
    ),
    "life of a formulation": (lambda: pipeline.term(workspace(), "揭榜挂帅"), {"limit": 0}),
    "formulation nowhere found": (lambda: pipeline.term(workspace(), "新质量生产力"), {}),
    "scores of renames": (lambda: scoring.score(workspace(), GOLD / "renames.tsv"), {}),
    "scores of links": (lambda: scoring.score(workspace(), GOLD / "14-15.json"), {}),
    "scores of themes": (lambda: scoring.score(workspace(), GOLD / "themes.tsv"), {}),
}


@pytest.mark.parametrize("name", RESULTS)
def test_lines_fit_the_terminal(name: str) -> None:
    find, settings = RESULTS[name]
    result = find()
    for language, width in product(("zh", "en"), (80, 160)):
        view = View(
            load_messages(language),
            language,
            width,
            accuracy=workspace().rules.accuracy,
            **settings,
        )
        text = render(result, "terminal", view)
        assert text.strip()
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_changed_words_are_highlighted_in_colour_only() -> None:
    coloured = shown("zh", color=True)
    assert "\x1b[" in coloured
    assert "\x1b[" not in shown("zh")


@pytest.mark.parametrize("width", [20, 33, 80])
@pytest.mark.parametrize(
    "text",
    [
        "加快建设国家实验室，完善“三城一区”统筹联动机制（含中关村），探索new models。" * 3,
        "“" + "一" * 50 + "。”",
        "word " * 30,
    ],
)
def test_wrapping(text: str, width: int) -> None:
    lines = [line.plain for line in wrapped(Text(text), width, indent=4, first=0)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line.strip()[0] in "，。）”" for line in lines)


def test_columns_count_cells() -> None:
    assert padded("延续", 6) == "延续  "
    assert aligned_right("延续", 6) == "  延续"
    assert shortened("一二三四", 6) == "一二…"
    assert cell_len(shortened("一二三四", 5)) <= 5


def test_control_characters_become_visible() -> None:
    assert safe("a\x1b[31m\u202eb\u200bc\nd") == snapshot(
        "a␛[31m<RIGHT-TO-LEFT OVERRIDE>b<ZERO WIDTH SPACE>c d"
    )
    assert rendered([Text("[bold]x[/bold]")], 80, color=True).count("[bold]") == 1
