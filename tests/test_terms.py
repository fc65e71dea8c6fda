"""Formulations: which are found, what became of them, and what took their place."""

from __future__ import annotations

import json
from functools import cache
from itertools import product

import pytest
from jsonschema import Draft202012Validator

from planwatch import pipeline
from planwatch.errors import PlanwatchError
from planwatch.messages import load_messages
from planwatch.models import (
    Plan,
    RenameEvaluation,
    Sign,
    TermChange,
    TermsComparison,
    TermStatus,
)
from planwatch.report import render
from planwatch.report.schema import schema_text
from planwatch.report.view import View
from planwatch.terms import Ledger
from planwatch.words import Segmenter

from .conftest import GOLD, plan_of, workspace


@cache
def bundled() -> TermsComparison:
    return pipeline.terms(workspace(), "14", "15")


@cache
def changes() -> dict[str, TermChange]:
    return {c.formulation.text: c for c in bundled().changes}


def ledger(*plans: Plan) -> Ledger:
    return Ledger(plans, workspace().rules, Segmenter.of(*plans))


def plans_of(*texts: str) -> list[Plan]:
    return [plan_of(f"一、任务\n{text}\n", id=f"p{n}") for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("新质生产力", TermStatus.NEW),
        ("具身智能", TermStatus.NEW),
        ("具身智能机器人", TermStatus.NEW),
        ("卡脖子", TermStatus.GONE),
        ("揭榜挂帅", TermStatus.GONE),
        ("大科学工程", TermStatus.RETURNED),
    ],
)
def test_what_became_of_a_formulation(text: str, status: TermStatus) -> None:
    assert changes()[text].status == status


def test_fragments_are_never_listed() -> None:
    assert not {"推进科", "技创新", "新质生产", "质生产力", "市委教育科技人才"} & set(changes())


@pytest.mark.parametrize("status", [TermStatus.NEW, TermStatus.GONE])
def test_the_most_telling_come_first(status: TermStatus) -> None:
    found = [c for c in bundled().changes if c.status == status]
    assert [c.weight for c in found] == sorted((c.weight for c in found), reverse=True)
    assert all(c.formulation.signs != {Sign.STATISTICS} for c in found[:40])


def test_ordinary_phrases_come_after_set_ones() -> None:
    old, new = plans_of(
        "推进基础设施建设。", "强化政策协同、加强政策协同。发展珊瑚花园、支持珊瑚花园。"
    )
    texts = [c.formulation.text for c in ledger(old, new).compare(old, new).changes]
    assert texts.index("珊瑚花园") < texts.index("政策协同")


def test_counts_and_rates_are_those_of_the_text() -> None:
    change = changes()["卡脖子"]
    use = change.formulation.by_plan["14"]
    said = "\n".join(bundled().old.readings).count("卡脖子")
    assert use.count == said == 5
    assert all("卡脖子" in bundled().old.by_id[id].normalized for id in use.ids)
    assert change.formulation.by_plan["15"].count == 0


def test_a_phrase_cut_off_before_its_head_is_none() -> None:
    old, new = plans_of("推进建设。", "召开珊瑚花园工作会议。加强珊瑚花园工作。")
    assert [c.formulation.text for c in ledger(old, new).compare(old, new).changes] == []


@pytest.mark.parametrize(
    ("old", "new", "phrase", "successor", "basis"),
    [
        ("做强举国体制。", "健全新型举国体制。", "举国体制", "新型举国体制", "renamed"),
        ("坚持自主创新。", "实现科技自立自强。", "自主创新", "科技自立自强", "succeeded"),
        ("搞好未来科技城。", "搞活未来科学城。", "未来科技城", "未来科学城", "theme"),
    ],
)
def test_what_took_the_place_of_a_formulation(
    old: str, new: str, phrase: str, successor: str, basis: str
) -> None:
    plans = plans_of(old, new)
    (found,) = ledger(*plans).successors(phrase, "p0", "p1")
    assert (found.text, found.basis, found.beside) == (successor, basis, False)


def test_a_successor_that_the_old_plan_says_too_was_used_beside() -> None:
    plans = plans_of("坚持自主创新和科技自立自强。", "实现科技自立自强。")
    (found,) = ledger(*plans).successors("自主创新", "p0", "p1")
    assert found.beside


def test_no_rule_takes_a_formulation_for_its_own_successor() -> None:
    for renaming in workspace().rules.formulations:
        assert not set(renaming.old) & set(renaming.new), renaming
        assert len(renaming.reason) > 10


def test_renamed_concepts_are_linked_as_often_as_measured() -> None:
    found = pipeline.score(workspace(), GOLD / "renames.tsv")
    assert isinstance(found, RenameEvaluation)
    assert found.rows == 40
    assert found.linked >= 22
    assert len(found.errors) == found.steps - found.hits


def test_a_phrase_nowhere_found_offers_near_ones() -> None:
    life = pipeline.term(workspace(), "新质量生产力")
    assert not life.formulation.seen
    assert "新质生产力" in life.near


def test_a_traditional_query_is_read() -> None:
    life = pipeline.term(workspace(), "揭榜掛帥")
    assert life.formulation.text == "揭榜挂帅"
    assert life.formulation.seen == ["14", "review"]


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(PlanwatchError) as refused:
        pipeline.term(workspace(), "  ")
    assert refused.value.key == "error.empty-query"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_names_the_same_formulations(language: str) -> None:
    view = View(load_messages(language), language, 80)
    schema = Draft202012Validator(json.loads(schema_text()))
    data = json.loads(render(bundled(), "json", view))
    assert not list(schema.iter_errors(data))
    for format, text in product(("terminal", "markdown"), ("新工科", "一带一路", "全国重点实验室")):
        assert text in render(bundled(), format, view)


def test_marks_in_a_text_take_no_effect() -> None:
    old, new = plans_of("推进建设。", "推进“[red]花园[/red]”“珊瑚|花园*”建设。")
    compared = ledger(old, new).compare(old, new)
    view = View(load_messages("zh"), "zh", 80)
    assert all("[" not in c.formulation.text for c in compared.changes)
    assert render(compared, "markdown", view)
