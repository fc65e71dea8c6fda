"""Figures inside commitments that continue: lost, gained, changed, and when nothing is said."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rich.cells import cell_len

from planwatch import pipeline
from planwatch.classify import classify
from planwatch.messages import load_messages
from planwatch.models import (
    Alignment,
    Certainty,
    Comparison,
    Force,
    Link,
    NumberFate,
    PlanKind,
    Relation,
)
from planwatch.numbers import number_changes
from planwatch.report import render
from planwatch.report.view import View

from .conftest import comparison, plan_of, workspace

LOST, GAINED, RAISED = NumberFate.LOST, NumberFate.GAINED, NumberFate.RAISED
LOWERED, REWORDED = NumberFate.LOWERED, NumberFate.REWORDED


def linked(
    old: str,
    new: str,
    *,
    relation: Relation = Relation.CONTINUED,
    certainty: Certainty = Certainty.FIRM,
    kind: PlanKind = PlanKind.PLAN,
    elsewhere: str = "推动各项工作全面落实。",
) -> Comparison:
    """Two plans whose first sentences are linked, whatever they say."""
    plans = [
        plan_of(f"一、重点任务\n\n{text}\n{rest}\n", kind_, id)
        for text, rest, kind_, id in (
            (old, "推动各项工作全面落实。", PlanKind.PLAN, "a"),
            (new, elsewhere, kind, "b"),
        )
    ]
    ends = [plan.comparable[0].id for plan in plans]
    link = Link(*ends, relation, 3.0, 0.95, certainty, Force.SAME, ())
    near = [{c.id: () for c in plan.comparable} for plan in plans]
    found = classify(*plans, Alignment((link,), *near), workspace().rules)
    return replace(found, numbers=number_changes(found))


def fates(found: Comparison) -> list[NumberFate]:
    return [number.fate for number in found.numbers]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("建设概念验证平台20家。", "建设概念验证平台。", [LOST]),
        ("建设概念验证平台。", "建设概念验证平台20家。", [GAINED]),
        ("建设概念验证平台20家。", "建设概念验证平台30家。", [RAISED]),
        ("建设概念验证平台30家。", "建设概念验证平台20家。", [LOWERED]),
        ("建设概念验证平台20家。", "建设概念验证平台20家以上。", [REWORDED]),
        ("建设概念验证平台20家。", "新建20家概念验证平台。", []),
        ("建设概念验证平台20家。", "建设概念验证平台二十家。", []),
        ("森林覆盖率达到24%。", "森林覆盖率提高到25%以上。", [RAISED]),
        ("独角兽企业数量保持世界城市首位。", "培育独角兽企业。", [LOST]),
        ("独角兽企业数量位列全球城市第三。", "独角兽企业数量位列全球城市第一。", [REWORDED]),
        # A level and a change are no two figures of one thing.
        ("人均预期寿命达到80岁。", "人均预期寿命提高1岁。", []),
        # Of several figures of one name none is said to have become another.
        (
            "建设概念验证平台20家、概念验证平台30家。",
            "建设概念验证平台25家、概念验证平台35家。",
            [],
        ),
        ("建设孵化器20家。", "建设孵化器，服务20名院士。", []),
    ],
)
def test_what_became_of_a_figure(old: str, new: str, expected: list[NumberFate]) -> None:
    assert fates(linked(old, new)) == expected


def test_a_figure_that_stands_in_another_sentence_is_not_lost() -> None:
    found = linked(
        "建设概念验证平台20家。", "建设概念验证平台。", elsewhere="支持概念验证平台20家发展。"
    )
    assert fates(found) == []


def test_an_indicator_that_is_set_elsewhere_is_not_lost() -> None:
    found = linked("森林覆盖率达到24%。", "扩大森林面积。", elsewhere="森林覆盖率达到26%。")
    assert fates(found) == []


def test_only_continued_links_are_looked_at() -> None:
    old, new = "建设概念验证平台20家。", "建设概念验证平台。"
    assert fates(linked(old, new, relation=Relation.CHANGED)) == []


def test_of_a_doubtful_link_nothing_is_said_for_sure() -> None:
    found = linked("建设孵化器20家。", "建设孵化器。", certainty=Certainty.UNCLEAR)
    assert [number.doubtful for number in found.numbers] == [True]
    assert "疑似 数字未提及" in terminal(found)


MIRRORED = {LOST: GAINED, GAINED: LOST, RAISED: LOWERED, LOWERED: RAISED, REWORDED: REWORDED}


@pytest.mark.parametrize(("old", "new"), [("14", "15"), ("2016", "14"), ("14", "review")])
def test_the_other_way_round_it_is_the_mirror(old: str, new: str) -> None:
    there, back = (comparison(*pair).numbers for pair in ((old, new), (new, old)))
    assert len(there) == len(back)
    turned = {(MIRRORED[n.fate], n.new, n.old, n.doubtful) for n in back}
    assert {(n.fate, n.old, n.new, n.doubtful) for n in there} == turned


def test_a_plan_against_itself_has_no_changed_figure() -> None:
    assert comparison("14", "14").numbers == ()


def terminal(found: Comparison, language: str = "zh", width: int = 80) -> str:
    return render(found, "terminal", View(load_messages(language), language, width, limit=0))


def test_the_numbers_of_the_seeds() -> None:
    found = comparison("14", "15").numbers
    told = [(n.fate, n.old.quantity.indicator) for n in found if n.old and n.new]
    assert told == [(REWORDED, "rd-intensity")]


def test_they_stand_beside_their_link_with_place_and_words() -> None:
    text = terminal(linked("独角兽企业数量保持世界城市首位。", "培育独角兽企业。"), width=200)
    assert "数字未提及：a:L3 一 “独角兽企业数量保持世界城市首位”" in text
    assert text.count("数字未提及：") == 1


def test_a_review_speaks_in_its_own_words() -> None:
    found = linked("建设孵化器20家。", "建设孵化器30家。", kind=PlanKind.REVIEW)
    assert fates(found) == [RAISED]
    assert "已报告：a:L3" in terminal(found)
    lost = linked("建设孵化器20家。", "建成一批孵化器。", kind=PlanKind.REVIEW)
    assert "数字未提及：a:L3" in terminal(lost)
    gained = linked("建设孵化器。", "建成孵化器30家。", kind=PlanKind.REVIEW)
    assert "报告数字：b:L3 一 “30家”（孵化器）" in terminal(gained)


def test_targets_lists_them() -> None:
    found = pipeline.targets(workspace(), "14", "15")
    assert found.numbers == comparison("14", "15").numbers
    text = render(found, "terminal", View(load_messages("zh"), "zh", width=160))
    assert "延续举措中的数字变化" in text
    assert "数字说法不同  14:L200 二/(三) 第3句" in text


def test_what_a_review_adds_is_counted_there() -> None:
    found = pipeline.targets(workspace(), "14", "review")
    text = render(found, "terminal", View(load_messages("en"), "en", width=160))
    added = sum(n.fate == GAINED for n in found.numbers)
    assert added > 10
    assert f"{added} more figures of results stand in continued commitments" in text
    assert "figure reported" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format", ["terminal", "markdown"])
def test_every_change_is_told_once(language: str, format: str) -> None:
    found = comparison("14", "review")
    view = View(load_messages(language), language, width=10_000, limit=0)
    text = render(found, format, view)
    labels = ["数字未提及", "报告数字", "已报告："] if language == "zh" else []
    labels = labels or ["figure not mentioned:", "figure reported:", "reported: 14"]
    assert sum(text.count(label) for label in labels) == len(found.numbers)


def test_json_gives_both_figures_with_their_spans() -> None:
    found = comparison("14", "15")
    document = json.loads(render(found, "json", View(load_messages("zh"), "zh")))
    reworded = document["numbers"][0]
    assert (reworded["fate"], reworded["certainty"]) == ("reworded", "firm")
    for stated in (reworded["old"], reworded["new"]):
        plan = found.old if stated["plan"] == "14" else found.new
        assert plan.document[stated["span"]["start"] : stated["span"]["end"]] == stated["quote"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_lines_fit_the_terminal(language: str) -> None:
    for pair in (("14", "15"), ("14", "review")):
        lines = terminal(comparison(*pair), language).splitlines()
        assert max(map(cell_len, lines)) <= 80
