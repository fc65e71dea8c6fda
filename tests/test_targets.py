"""Targets: which outcome stands against which target, and what follows from the figures."""

from __future__ import annotations

import csv
import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from planwatch import pipeline
from planwatch.errors import PlanwatchError
from planwatch.messages import load_messages
from planwatch.models import (
    Bounds,
    Derivation,
    PlanKind,
    Quantity,
    Round,
    Span,
    TargetChain,
    TargetDirection,
    TargetReport,
    Verdict,
)
from planwatch.report import render
from planwatch.report.view import View
from planwatch.targets import follow, judge, rounds_of

from .conftest import GOLD, Run, plan_of, workspace


@cache
def report() -> TargetReport:
    return pipeline.targets(workspace())


def chain(indicator: str) -> TargetChain:
    return next(c for c in report().chains if c.indicator == indicator)


def rendered(format: str = "terminal", language: str = "zh", **settings: object) -> str:
    return render(report(), format, View(load_messages(language), language, **settings))  # type: ignore[arg-type]


def followed(target: str, outcome: str, following: str = "") -> TargetReport:
    """The report on a plan, its review and the next plan of one sentence each."""
    texts = ((target, PlanKind.PLAN), (outcome, PlanKind.REVIEW), (following, PlanKind.PLAN))
    plans = [
        plan_of(f"一、重点任务\n\n{text}\n推动各项工作全面落实。\n", kind, id)
        for id, (text, kind) in zip(("p", "r", "n"), texts, strict=True)
        if text
    ]
    rules = workspace().rules
    return follow(plans, [Round("p", "r", "n" if following else "")], rules)


def whole_quote(found: TargetChain) -> str:
    """The words of a target in its source, with some before them: names can be longer there."""
    span = found.target.quantity.span
    return report().by_plan["14"].document[span.start - 8 : span.end]


ANSWERS = list(csv.DictReader((GOLD / "target_chains.tsv").open(encoding="utf-8"), delimiter="\t"))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["metric"])
def test_the_chains_of_the_reference_answers(answer: dict[str, str]) -> None:
    (found,) = (c for c in report().chains if answer["quote14"] in whole_quote(c))
    assert found.verdict == answer["verdict"].replace(" ", "_")
    assert found.direction == answer["direction"].replace("absent", "not_in_text")
    if answer["outcome_quote"]:
        assert found.outcome is not None
        assert found.outcome.quantity.quote.endswith(answer["outcome_quote"].split("，")[-1])
    else:
        assert found.outcome is None


@pytest.mark.parametrize(
    ("target", "outcome", "verdict"),
    [
        ("研发投入强度达到3%左右。", "研发投入强度达到3%左右。", Verdict.MET),
        ("研发投入强度达到3%左右。", "研发投入强度达到3.2%。", Verdict.MET),
        ("研发投入强度达到3%左右。", "研发投入强度达到3.5%。", Verdict.EXCEEDED),
        ("研发投入强度达到3%左右。", "研发投入强度达到2.4%。", Verdict.MISSED),
        ("研发投入强度达到3%左右。", "研发投入强度超过3%。", Verdict.UNCLEAR),
        ("研发投入强度达到3%以上。", "研发投入强度达到3%。", Verdict.MET),
        ("研发投入强度超过3%。", "研发投入强度达到3%。", Verdict.UNCLEAR),
        ("研发投入强度超过3%。", "研发投入强度达到3.1%。", Verdict.EXCEEDED),
        ("研发投入强度超过3%。", "研发投入强度超过3%。", Verdict.MET),
        ("研发投入强度达到3%以上。", "研发投入强度保持在3%左右。", Verdict.UNCLEAR),
        ("技术合同成交额超过8000亿元。", "技术合同成交额7900亿元。", Verdict.MISSED),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率4.9%。", Verdict.EXCEEDED),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.8%。", Verdict.MISSED),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.5%。", Verdict.MET),
        ("独角兽企业数量保持世界城市首位。", "独角兽企业数量位列全球城市第三。", Verdict.MISSED),
        ("独角兽企业数量保持世界城市首位。", "独角兽企业数量居世界城市首位。", Verdict.MET),
        (
            "独角兽企业数量保持世界城市首位。",
            "独角兽企业数量115家，居全国首位。",
            Verdict.NOT_COMPARABLE,
        ),
        ("森林覆盖率达到45%。", "森林覆盖率稳步提高。", Verdict.NOT_COMPARABLE),
        ("森林覆盖率达到45%。", "绿化面积增加。", Verdict.NOT_REPORTED),
        ("万人发明专利拥有量达到300件。", "高价值发明专利拥有量达到90件。", Verdict.NOT_REPORTED),
        (
            "数字经济增加值年均增速保持在7.5%左右。",
            "2024年，数字经济增加值突破2.2万亿元，较2020年增长20%。",
            Verdict.MISSED,
        ),
        (
            "技术合同成交额年均增速8%左右。",
            "2024年，技术合同成交额从2020年6000亿元提高到9000亿元。",
            Verdict.EXCEEDED,
        ),
    ],
)
def test_the_verdict_of_an_outcome(target: str, outcome: str, verdict: Verdict) -> None:
    (found,) = followed(target, outcome).chains
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("target", "following", "direction"),
    [
        ("研发投入强度保持在6%左右。", "研发投入强度达到6%以上。", TargetDirection.RAISED),
        ("研发投入强度保持在6%左右。", "研发经费投入强度保持在6%左右。", TargetDirection.KEPT),
        ("研发投入强度达到3%。", "研发投入强度达到2.8%。", TargetDirection.LOWERED),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率控制在5%以内。", TargetDirection.RAISED),
        (
            "独角兽企业数量位列全球城市第三。",
            "独角兽企业数量保持世界城市首位。",
            TargetDirection.RAISED,
        ),
        ("研发投入强度达到3%。", "森林覆盖率达到45%。", TargetDirection.NOT_IN_TEXT),
    ],
)
def test_the_direction_of_the_next_target(
    target: str, following: str, direction: TargetDirection
) -> None:
    first = followed(target, "绿化面积增加。", following).chains[0]
    assert first.direction == direction


def test_an_outcome_that_no_target_names_is_told_apart() -> None:
    found = followed("森林覆盖率达到45%。", "万人发明专利拥有量达到300件。")
    assert [stated.quantity.indicator for stated in found.unplanned] == ["patents"]
    assert [c.verdict for c in found.chains] == [Verdict.NOT_REPORTED]


def test_figures_of_no_known_indicator_are_kept_and_not_judged() -> None:
    found = followed("建设概念验证平台46家。", "建成标杆孵化器30家。")
    assert found.chains == ()
    assert [s.quantity.value for s in found.other] == [46, 30]


def quantity(comparator: str = "~") -> Quantity:
    return Quantity("", Span(0, 0, 1), "", comparator, 0.0, "%", "", "target")


ENDS = st.integers(min_value=-50, max_value=50)
INTERVALS = st.tuples(ENDS, ENDS).map(lambda ends: Bounds(float(min(ends)), float(max(ends))))


def members(one: Bounds) -> set[float]:
    """Points of an interval on a grid of quarters."""
    steps = int((one.high - one.low) * 4)
    return {one.low + step / 4 for step in range(steps)} or {one.low}


@given(INTERVALS, INTERVALS)
def test_a_verdict_holds_for_every_value_that_the_words_allow(
    reported: Bounds, promised: Bounds
) -> None:
    verdict = judge(quantity(), Derivation(reported, promised, "%"))
    is_, asked = members(reported), members(promised)
    if verdict == Verdict.MET:
        assert is_ <= asked
    elif verdict == Verdict.EXCEEDED:
        assert min(is_) > max(asked)
    elif verdict == Verdict.MISSED:
        assert max(is_) < min(asked)
    else:
        assert is_ & asked
    turned = {Verdict.EXCEEDED: Verdict.MISSED, Verdict.MISSED: Verdict.EXCEEDED}
    opposite = judge(quantity(), Derivation(reported, promised, "%"), down=True)
    assert opposite == turned.get(verdict, verdict)


@given(INTERVALS)
def test_what_was_promised_is_met(one: Bounds) -> None:
    assert judge(quantity(), Derivation(one, one, "%")) == Verdict.MET


def test_rounds_follow_the_catalog() -> None:
    assert rounds_of(report().plans) == (Round("2016", "", "14"), Round("14", "review", "15"))


def test_two_plans_bring_the_review_between_them() -> None:
    both = pipeline.targets(workspace(), "14", "15")
    assert both.chains == report().chains
    alone = pipeline.targets(workspace(), "14", "review")
    assert {c.direction for c in alone.chains} == {None}
    assert [c.verdict for c in alone.chains] == [c.verdict for c in both.chains]


def test_without_a_review_there_is_no_verdict() -> None:
    found = followed("研发投入强度达到3%。", "森林覆盖率稳步提高。")
    assert found.chains[0].verdict == Verdict.NOT_REPORTED
    rounds = [Round("p", "", "")]
    bare = follow(found.plans, rounds, workspace().rules)
    assert bare.chains[0].verdict is None


def test_the_arithmetic_is_shown() -> None:
    english = rendered(language="en", width=160)
    assert "1.4^(1/5) − 1 = 7.0 %/yr, 6.2–7.7 % given rounding, against 7.5–8.5 %" in english
    assert "推算：1.4^(1/5) − 1 = 7.0%/年，计入取整为 6.2–7.7%，目标 7.5–8.5%" in rendered()
    assert "第3位，目标 第1位" in rendered()
    assert "9865亿元，目标 > 8000亿元 (+23%)" in rendered()


def test_what_was_missed_comes_first_with_three_citations() -> None:
    blocks = rendered(width=160).split("\n\n")
    assert blocks[1].startswith("未完成")
    (kept,) = (b for b in blocks if b.startswith("完成  研发经费"))
    for place in ("14:L200", "review:L8", "15:L7"):
        assert place in kept
    assert "力争到“十五五”末研发经费支出占地区生产总值比重达到6%以上" in kept
    assert "下期目标（2030，提高）" in kept


def test_the_picture_of_a_table_is_named_with_its_line() -> None:
    assert [(id, u.span.line) for id, u in report().unreadable] == [("14", 210)]
    assert "14:L210 只有图片，无法读取" in rendered()
    assert "14:L210 only a picture" in rendered(language="en")


def test_a_target_without_any_year_says_so() -> None:
    found = followed("森林覆盖率达到45%。", "森林覆盖率达到46%。")
    text = render(found, "terminal", View(load_messages("zh"), "zh"))
    assert "目标（年份未注明）" in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 80, 160])
def test_lines_fit_the_terminal(language: str, width: int) -> None:
    lines = rendered(language=language, width=width).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_one_verdict_can_be_chosen() -> None:
    missed = rendered(only="missed")
    assert "独角兽企业数量" in missed
    assert "\n超额完成  " not in missed
    assert rendered("markdown", only="missed").count("| **未完成** |") == 2


def test_the_source_script_quotes_the_source() -> None:
    assert "獨角獸企業數量保持世界城市首位" in rendered(source_script=True, width=160)
    assert "還原" not in rendered(source_script=True)


def test_markdown_holds_every_chain() -> None:
    text = rendered("markdown", "en")
    assert text.count("\n| **") == len(report().chains)
    assert "R&amp;D" in text


def test_json_does_not_depend_on_the_language() -> None:
    zh, en = (rendered("json", language) for language in ("zh", "en"))
    assert zh == en
    found = json.loads(zh)
    income = next(c for c in found["chains"] if c["indicator"] == "zone-income")
    assert income["verdict"] == "unclear"
    assert income["derivation"].startswith("1.4^(1/5) − 1 = 7.0 %/yr")
    for item in (income["target"], income["outcome"]):
        document = report().by_plan[item["plan"]].document
        assert document[item["span"]["start"] : item["span"]["end"]] == item["quote"]
    assert len(found["quantities"]) == len(report().stated)


def test_text_of_a_document_cannot_steer_the_terminal() -> None:
    found = followed(
        "独角兽企业数量\x1b[31m[bold]保持世界城市首位。", "独角兽企业数量[/bold]很多。"
    )
    text = render(found, "terminal", View(load_messages("zh"), "zh", color=False))
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["targets", "14"], "targets takes no text"),
        (["targets", "--only", "kept"], "--only"),
        (["targets", "14", "1789"], "1789"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    run: Run, arguments: list[str], said: str
) -> None:
    done = run(*arguments, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_an_unknown_plan_is_refused() -> None:
    with pytest.raises(PlanwatchError):
        pipeline.targets(workspace(), "14", "1789")


def test_a_range_is_one_target() -> None:
    (found,) = followed("森林覆盖率达到40%—45%。", "森林覆盖率达到43%。").chains
    assert found.verdict == Verdict.MET
    (missed,) = followed("森林覆盖率达到40%—45%。", "森林覆盖率达到39%。").chains
    assert missed.verdict == Verdict.MISSED


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        ("单位GDP能耗降低15%。", Verdict.EXCEEDED),
        ("单位GDP能耗降低12%。", Verdict.MISSED),
        ("单位GDP能耗达到0.4吨标准煤。", Verdict.NOT_COMPARABLE),
    ],
)
def test_the_more_falls_what_is_to_fall_the_better(outcome: str, verdict: Verdict) -> None:
    (found,) = followed("单位GDP能耗降低13.5%以上。", outcome).chains
    assert found.verdict == verdict


@pytest.mark.parametrize("format", ["terminal", "markdown"])
def test_a_comparison_tells_the_verdicts_and_what_was_missed(format: str) -> None:
    view = View(load_messages("zh"), "zh", width=200)
    text = render(pipeline.compare(workspace(), "14", "15"), format, view)
    assert "未完成 2；不明 1；未报告 2；不可比 1；完成 1；超额完成 3。下期目标：提高 1；" in text
    for place in ("14:L202 二/(三) 第5句", "review:L8 第2句", "15:L7 一/五是 第2句"):
        assert place in text.replace("\\(", "(").replace("\\)", ")")
    assert "planwatch targets 14 15" in text
    assert "每万名就业人员中研发人员数" not in text.partition("planwatch targets 14 15")[0]


def test_a_review_brings_the_same_targets_from_either_side() -> None:
    there, back = (pipeline.compare(workspace(), *p) for p in (("14", "review"), ("review", "14")))
    assert there.targets is not None
    assert back.targets is not None
    assert there.targets.chains == back.targets.chains
    assert {c.direction for c in there.targets.chains} == {None}


@pytest.mark.parametrize(
    ("query", "indicators"),
    [
        ("独角兽企业", ["unicorns"]),
        ("14/2.3.2.5", ["highly-cited"]),
        ("全社会研发经费支出", ["rd-intensity"]),
        ("三城一区", []),
    ],
)
def test_a_trace_tells_the_targets_of_its_commitments(query: str, indicators: list[str]) -> None:
    found = pipeline.trace(workspace(), query)
    assert found.targets is not None
    assert [c.indicator for c in found.targets.chains] == indicators
    for format in ("terminal", "markdown"):
        text = render(found, format, View(load_messages("en"), "en"))
        assert ("Targets in figures" in text) is bool(indicators)
