"""Formulations: which are found, what became of them, and what took their place."""

from __future__ import annotations

import json
import re
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
from planwatch.pipeline import scoring
from planwatch.report import render
from planwatch.report.schema import schema_text
from planwatch.report.terms import families
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


@pytest.mark.parametrize(
    ("old", "new", "phrase", "successor", "basis"),
    [
        # a zone or a programme is made of a name
        (
            "发展特色珊瑚产业集群。",
            "建设特色珊瑚产业集群示范区。",
            "特色珊瑚产业集群",
            "特色珊瑚产业集群示范区",
            "form",
        ),
        # the first characters of the words, from the first to the last
        ("设立珊瑚证券交易所。", "做强“珊交所”。", "珊瑚证券交易所", "珊交所", "form"),
        # words that grade, and nouns for the same sort of thing
        (
            "实施珊瑚养殖行动计划。",
            "实施珊瑚养殖专项计划。",
            "珊瑚养殖行动计划",
            "珊瑚养殖专项计划",
            "wording",
        ),
    ],
)
def test_forms_of_the_same_are_found_by_their_words(
    old: str, new: str, phrase: str, successor: str, basis: str
) -> None:
    plans = plans_of(old, new)
    found = ledger(*plans).successors(phrase, "p0", "p1")
    assert [(one.text, one.basis) for one in found] == [(successor, basis)]


@pytest.mark.parametrize(
    ("old", "new", "phrase"),
    [
        ("发展绿色珊瑚金融。", "发展数字珊瑚金融。", "绿色珊瑚金融"),
        ("建设珊瑚研究中心。", "设立珊瑚研究基金。", "珊瑚研究中心"),
        ("发展珊瑚养殖。", "建设珊瑚养殖中心。", "珊瑚养殖"),
    ],
)
def test_what_differs_in_content_is_no_successor(old: str, new: str, phrase: str) -> None:
    plans = plans_of(old, new)
    assert ledger(*plans).successors(phrase, "p0", "p1") == ()


def test_one_step_at_most_leads_from_one_thing_to_another() -> None:
    plans = plans_of("推进简政放权。", "实现高效办成一件事。")
    rules = workspace().rules
    steps = {(o, n) for r in rules.formulations for o in r.old for n in r.new}
    assert {("简政放权", "放管服"), ("放管服", "高效办成一件事")} <= steps
    assert ledger(*plans).successors("简政放权", "p0", "p1") == ()


def test_quotation_marks_make_no_formulation_new_or_gone() -> None:
    old, new = plans_of("深化“放管服”改革。", "深化放管服改革。")
    found = {c.formulation.text: c for c in ledger(old, new).compare(old, new).changes}
    assert found["放管服改革"].status == TermStatus.STEADY
    assert found["放管服改革"].formulation.by_plan["p0"].ids


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("推动建设国际珊瑚组织总部聚集中心。", "国际珊瑚组织总部聚集中心"),
        ("实施“珊瑚花园”专项计划。", "珊瑚花园专项计划"),
        ("突破关键环节，加快打造珊瑚养殖示范区。", "珊瑚养殖示范区"),
    ],
)
def test_a_name_said_once_is_known_by_its_last_noun(text: str, name: str) -> None:
    plan = plans_of(text)[0]
    assert name in ledger(plan).phrases


@pytest.mark.parametrize("text", ["统筹建立工作机制。", "加快推进创新中心。", "完善管理机制。"])
def test_ordinary_words_make_no_name(text: str) -> None:
    plan = plans_of(text)[0]
    assert ledger(plan).phrases == []


def test_a_phrase_is_listed_with_those_inside_it() -> None:
    new = [c for c in bundled().changes if c.status == TermStatus.NEW]
    grouped = {
        head.formulation.text: [c.formulation.text for c in below]
        for head, below in families(new, "15")
    }
    assert "具身智能机器人" in grouped["具身智能"]
    assert sum(1 + len(below) for below in grouped.values()) == len(new)


@pytest.mark.parametrize("format", ["terminal", "markdown"])
def test_the_rest_is_counted_and_can_be_seen(format: str) -> None:
    new = [c.formulation.text for c in bundled().changes if c.status == TermStatus.NEW]
    view = View(load_messages("zh"), "zh", 80, only="new", limit=3)
    short = render(bundled(), format, view)
    rest = len(new) - sum(text in short for text in new)
    assert re.search(r"其余 \d+ 个：planwatch terms 14 15 --only new --limit 0", short)
    assert rest > 50
    whole = render(bundled(), format, View(load_messages("zh"), "zh", 80, only="new", limit=0))
    assert "其余" not in whole


def test_terms_and_trace_point_to_each_other() -> None:
    view = View(load_messages("zh"), "zh", 80)
    life = render(pipeline.term(workspace(), "新质生产力"), "terminal", view)
    assert "planwatch trace 新质生产力" in life
    for query, told in (("新质生产力", True), ("研发经费", False)):
        traced = render(pipeline.trace(workspace(), query), "terminal", view)
        assert (f"planwatch terms {query}" in traced) == told


def test_a_successor_that_the_old_plan_says_too_was_used_beside() -> None:
    plans = plans_of("坚持自主创新和科技自立自强。", "实现科技自立自强。")
    (found,) = ledger(*plans).successors("自主创新", "p0", "p1")
    assert found.beside


def test_no_rule_takes_a_formulation_for_its_own_successor() -> None:
    for renaming in workspace().rules.formulations:
        assert not set(renaming.old) & set(renaming.new), renaming
        assert re.search(r"\b(19|20)\d\d\b", renaming.reason), renaming


def test_each_step_of_the_rules_is_told_once_and_none_leads_back() -> None:
    steps = [
        (old, new)
        for renaming in workspace().rules.formulations
        for old in renaming.old
        for new in renaming.new
    ]
    assert len(steps) == len(set(steps))
    assert not {(new, old) for old, new in steps} & set(steps)


def test_renamed_concepts_are_linked_as_often_as_measured() -> None:
    found = scoring.score(workspace(), GOLD / "renames.tsv")
    assert isinstance(found, RenameEvaluation)
    assert found.rows == 40
    assert found.linked >= 27
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
