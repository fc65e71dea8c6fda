"""Outline, sentences, kinds: what each line of a plan becomes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch.models import Kind, PlanKind

from .conftest import plan_of, workspace

PLAN = """市科技发展规划
一、总体要求
（一）指导思想
坚持创新驱动发展。
（二）发展目标
到2030年，研发投入强度达到5%。
二、重点任务
（一）支持基础研究
1.建设国家实验室。
加快建设国家实验室。支持高校参与，推动开放共享；完善运行机制。
2.培养青年人才
实施青年人才计划。
（二）优化环境
一是完善制度。健全评价机制。
二是加强服务。
"""


def test_ids_follow_the_outline() -> None:
    found = {c.id: c.normalized for c in plan_of(PLAN).commitments}
    assert found["p/2.1.1.0.1.1"] == "加快建设国家实验室。"
    assert found["p/2.1.2.0.1.1"] == "实施青年人才计划。"
    assert found["p/2.2.0.1.1.2"] == "健全评价机制。"
    assert found["p/2.2.0.2.1.1"] == "二是加强服务。"


def test_numbers_and_headings() -> None:
    by_text = {c.normalized: c for c in plan_of(PLAN).commitments}
    second = by_text["支持高校参与，推动开放共享；完善运行机制。"]
    assert second.headings == ("二、重点任务", "（一）支持基础研究", "1.建设国家实验室。")
    assert second.number == "1."
    assert second.numbers == ("二、", "（一）", "1.")
    assert by_text["一是完善制度。"].number == "一是"
    assert by_text["一是完善制度。"].body == "完善制度。"


@pytest.mark.parametrize(
    ("sentence", "kind", "comparable"),
    [
        ("坚持创新驱动发展。", Kind.CONTEXT, False),
        ("到2030年，研发投入强度达到5%。", Kind.TARGET, True),
        ("加快建设国家实验室。", Kind.CAPTION, True),
        ("支持高校参与，推动开放共享；完善运行机制。", Kind.COMMITMENT, True),
    ],
)
def test_kinds(sentence: str, kind: Kind, comparable: bool) -> None:
    found = next(c for c in plan_of(PLAN).commitments if c.normalized == sentence)
    assert (found.kind, found.comparable) == (kind, comparable)


def test_a_review_reports_results() -> None:
    text = "一、成效显著。\n建成国家实验室3家。我们将继续努力。\n"
    kinds = [c.kind for c in plan_of(text, PlanKind.REVIEW).commitments]
    assert kinds == [Kind.ACHIEVEMENT, Kind.COMMITMENT] or kinds[0] in (
        Kind.ACHIEVEMENT,
        Kind.CAPTION,
    )


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# 总体要求\n加快发展。\n## 任务\n支持创新。\n", ["总体要求", "任务"]),
        ("第一章 总则\n加快发展。\n第一节 任务\n支持创新。\n", ["第一章 总则", "第一节 任务"]),
        ("一、总则\n加快发展。\n2、任务\n支持创新。\n", ["一、总则", "2、任务"]),
        ("(一)总则\n加快发展。\n(二)任务\n支持创新。\n", ["(一)总则", "(二)任务"]),
        ("１．总则\n加快发展。\n２．任务\n支持创新。\n", ["１．总则", "２．任务"]),
    ],
)
def test_numberings(text: str, headings: list[str]) -> None:
    assert [heading.text for heading in plan_of(text).headings] == headings


def test_a_repeated_table_of_contents_is_set_aside() -> None:
    titles = ["一、总体要求", "二、重点任务", "三、保障措施"]
    body = "\n".join(f"{title}\n加快落实{title[2:]}。" for title in titles)
    found = plan_of("目录\n" + "\n".join(titles) + "\n" + body)
    assert [heading.text for heading in found.headings] == titles
    assert [unparsed.reason for unparsed in found.unparsed] == ["contents"] * 4


def test_semicolons_do_not_split_and_closing_quotes_stay() -> None:
    found = plan_of("一、任务\n完善制度；优化服务。落实“先行先试。”政策！继续推进。\n")
    texts = [c.text for c in found.commitments]
    assert texts == ["完善制度；优化服务。", "落实“先行先试。”", "政策！", "继续推进。"]


@pytest.mark.parametrize(
    "text",
    [
        "- " * 3000 + "。",
        "•" * 3000,
        "",
        "\n\n",
        "没有句号的一行",
        "一、标题",
        "。",
        "）。！？”",
        "\r\r\n",
    ],
)
def test_odd_texts_do_not_break(text: str) -> None:
    found = plan_of(text)
    assert all(found.document[c.span.start : c.span.end] == c.text for c in found.commitments)


@given(st.text(alphabet="一二三四五、（）()1.是。；！？\n\r 加快建设#-•第章节", max_size=120))
def test_any_text_is_cited_exactly(text: str) -> None:
    found = plan_of(text)
    for commitment in found.commitments:
        span = commitment.span
        assert found.document[span.start : span.end] == commitment.text
        assert len(commitment.places) == len(commitment.normalized)
        assert "\n" not in commitment.normalized
    assert len({c.id for c in found.commitments}) == len(found.commitments)


@pytest.mark.parametrize(
    "rule",
    [*workspace().rules.numberings, *workspace().rules.furniture, *workspace().rules.kinds],
    ids=lambda rule: rule.id,
)
def test_rules_fire_where_their_examples_say(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.failures() == []


MARKDOWN = """---
title: 第十个五年规划纲要
source: 某网页
----

<!-- 2026-03-01 来源：某社 -->
> 某社3月1日电

**第十个五年规划纲要**

<details>
<summary>目录</summary>

- 第一篇　发展环境
  - 第一章　工业
  - 第二章　农业

<details>

---

## 第一篇　发展环境
我国发展环境面临深刻变化。
### 第一章　工业
加快<b>制造业</b>升级，推动**数字化**改造。<br/>
| 指标 | 2030年 |
|---|---|
| 研发投入强度 | 3% |
![](images/1.jpg)
### 第二章　农业
**水利设施**
实施<a href="x">灌区</a>改造。
"""


def test_a_markdown_outline_reads_as_its_page_shows() -> None:
    found = plan_of(MARKDOWN)
    headings = ["第一篇　发展环境", "第一章　工业", "第二章　农业", "水利设施"]
    assert [heading.text for heading in found.headings] == headings
    assert [c.normalized for c in found.commitments] == [
        "我国发展环境面临深刻变化。",
        "加快制造业升级，推动数字化改造。",
        "实施灌区改造。",
    ]
    assert found.commitments[1].text == "加快<b>制造业</b>升级，推动**数字化**改造。"
    assert found.commitments[2].headings == (headings[0], headings[2], headings[3])


def test_what_a_page_has_beside_its_text_is_set_aside_with_the_reason() -> None:
    found = plan_of(MARKDOWN)
    reasons = Counter(unparsed.reason for unparsed in found.unparsed)
    assert reasons == {
        "front-matter": 4,
        "markup": 3,
        "title": 2,
        "contents": 4,
        "rule": 2,
        "table-row": 2,
        "picture": 1,
    }


@pytest.mark.parametrize(
    "text",
    [
        "---\n加快建设国家实验室。\n---\n",
        "研发投入强度<3%的企业和>5%的企业都要提高投入。\n",
        "支持a*b*c型结构研究。\n",
    ],
)
def test_what_only_looks_like_markup_is_text(text: str) -> None:
    (sentence,) = plan_of(text).commitments
    assert sentence.normalized == text.strip("-\n").replace("-", "")


REPORT = """政 府 工 作 报 告
——2026年1月15日在市人民代表大会上
各位代表：
现在，我代表市人民政府向大会报告工作。
一、2025年工作回顾
一年来，主要做了以下工作。
全年实施重点项目47个，完成投资46.9亿元。
我们也清醒地看到，发展不充分的问题依然存在。
二、2026年工作安排
2026年是规划开局之年。
今年工作的总体要求是：坚持稳中求进工作总基调。
今年发展主要预期目标是：地区生产总值增长5%左右。
为实现上述目标，重点抓好以下八个方面工作。
（一）加快产业升级
实施制造业改造工程。
让我们同心协力，为美好明天而努力奋斗！
"""


def test_a_work_report_looks_back_and_ahead() -> None:
    kinds = [c.kind.value for c in plan_of(REPORT).commitments]
    assert kinds == [
        *("context", "context", "achievement", "context"),
        *("context", "context", "target", "context", "commitment", "context"),
    ]


REGULATION = """第一章 总则
第一条 为规范管理，制定本办法。
第二条　本办法适用于本市。
国家机关应当执行本办法。
有下列情形之一的，不予批准：
（一）申请事项属于非紧急情况；
（二）隐瞒家庭收入。
第三条 市民政部门负责组织实施。
"""


def test_paragraphs_and_items_belong_to_their_article() -> None:
    numbers = {c.normalized[:6]: c.numbers for c in plan_of(REGULATION).commitments}
    assert numbers["第一条为规范"] == ("第一章", "第一条")
    assert numbers["国家机关应当"] == ("第一章", "第二条")
    assert numbers["（二）隐瞒家"] == ("第一章", "第二条", "（二）")
    assert numbers["第三条市民政"] == ("第一章", "第三条")


def test_items_below_items() -> None:
    text = (
        "1.任务\n（1）创新\n①制度\n建立机制。\n1）实施人才计划，支持人才。\n（2）开放\n扩大开放。\n"
    )
    numbers = {c.body: c.numbers for c in plan_of(text).commitments}
    assert numbers["建立机制。"] == ("1.", "（1）", "①")
    assert numbers["实施人才计划，支持人才。"] == ("1.", "（1）", "1）")
    assert numbers["扩大开放。"] == ("1.", "（2）")


@pytest.mark.parametrize("line", ["建设" * 1_500, "建设，\n" * 1_500, "1" * 5_000, "5%" * 2_000])
def test_what_is_too_long_for_a_sentence_is_set_aside(line: str) -> None:
    found = plan_of(f"一、任务\n推进建设。\n{line}\n\n完善机制。\n")
    assert [c.text for c in found.commitments if len(c.text) < 100][:1] == ["推进建设。"]
    assert "endless" in {item.reason for item in found.unparsed}
    assert max(len(c.text) for c in found.commitments) <= 2_000
