"""Quantities: what measures the plan's object, on whose side, when; and what is no figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planwatch.evaluate import QuantityReference
from planwatch.models import Plan, PlanKind, Quantity, QuantityEvaluation
from planwatch.pipeline import scoring

from .conftest import GOLD, plan, plan_of, workspace

SEEDS = ("2016", "14", "review", "15")


def quantities(text: str, kind: PlanKind = PlanKind.PLAN) -> list[Quantity]:
    found = plan_of(f"一、重点任务\n\n{text}\n推动各项工作全面落实。\n", kind)
    return [q for c in found.commitments for q in c.quantities]


def stated(found: Plan) -> Iterator[Quantity]:
    return (q for c in found.commitments for q in c.quantities)


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("研发经费投入强度保持在6%左右。", "~", 6, "%"),
        ("力争研发经费投入强度达到3.2%以上。", ">=", 3.2, "%"),
        ("技术合同成交额超过8000亿元。", ">", 8e11, "元"),
        ("高技术产业增加值突破1.2万亿元。", ">", 1.2e12, "元"),
        ("数字经济增加值年均增速保持在7.5%左右。", "~", 7.5, "%/年"),
        ("城镇调查失业率控制在5.5%以内。", "<=", 5.5, "%"),
        ("独角兽企业数量保持世界城市首位。", "rank", 1, "位"),
        ("科研投入占全市近三成。", "~", 30, "%"),
        ("占用不到全市4%的土地。", "<=", 4, "%"),
        ("累计支持千余项重点项目。", ">", 1000, "项"),
        ("设立总规模千亿元级政府投资基金。", "~", 1e11, "元"),
        ("投出金额240余亿元。", ">", 2.4e10, "元"),
        ("培育概念验证平台46家。", "=", 46, "家"),
        ("十六个分园均有特色园区。", "=", 16, "个"),
        ("建设百兆瓦级虚拟电厂。", "~", 100, "兆瓦"),
        ("外调绿电规模达到400亿千瓦时。", "=", 4e10, "千瓦时"),
        ("孕产妇死亡率降低到18/10万。", "=", 18, "/10万"),
        ("新增污水处理能力30万吨/日。", "=", 3e5, "吨/日"),
        ("劳动年龄人口平均受教育年限提高到11.3年。", "=", 11.3, "年"),
        ("每千人口注册护士数达到3.8人。", "=", 3.8, "人"),
        ("细颗粒物年均浓度32微克/立方米左右。", "~", 32, "微克/立方米"),
        ("选派上千名科技特派员。", ">", 1000, "名"),
        ("技术合同成交额突破了1万亿元。", ">", 1e12, "元"),
        ("科技馆至少有20座。", ">=", 20, "座"),
        ("失业率不大于5%。", "<=", 5, "%"),
        ("入园儿童大于等于2万人。", ">=", 2e4, "人"),
        ("解决十几万人的饮水困难。", ">", 1e5, "人"),
    ],
)
def test_a_figure_with_its_hedge_value_and_unit(
    text: str, comparator: str, value: float, unit: str
) -> None:
    (found,) = quantities(text)
    assert (found.comparator, found.unit) == (comparator, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "加快“三城一区”主平台建设。",
        "推进三城一区融合发展。",
        "开展5G和6G关键技术攻关。",
        "构建“123”创新格局。",
        "聚焦四大领域加强攻关。",
        "推动共建一带一路科技合作。",
        "到2025年9月30日完成修订。",
        "第十四届全国人民代表大会提出要求。",
        "落实京政发〔2021〕21号文件要求。",
        "完善“两区”政策体系。",
        "坚持一张蓝图绘到底。",
        "《北京市促进条例（2022年修订）》加快落实。",
        "建设半导体产业基地。",
        "进一步统一各方思想认识。",
        "坚持百花齐放、百家争鸣的方针。",
        "打造15分钟便民生活圈。",
        "产值连续24个月保持增长。",
    ],
)
def test_names_dates_ordinals_and_document_numbers_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("培育孵化器20—30家。", 20, 30, "家"),
        ("新增电力装机160～300万千瓦。", 1.6e6, 3e6, "千瓦"),
        ("科研投入年均增速达到5%至6%。", 5, 6, "%/年"),
        ("引进人才8000到1万名。", 8000, 10_000, "名"),
        ("建设50－100家智库。", 50, 100, "家"),
        ("智库数量保持在20和30家之间。", 20, 30, "家"),
    ],
)
def test_a_range_has_two_ends(text: str, low: float, high: float, unit: str) -> None:
    one, other = quantities(text)
    assert (one.comparator, one.value, one.unit) == (">=", low, unit)
    assert (other.comparator, other.value, other.unit) == ("<=", high, unit)
    assert one.metric == other.metric


def test_what_is_no_range() -> None:
    assert quantities("实现“从0到1”的突破。") == []
    assert quantities("落实行动方案（2021-2023年）。") == []


def test_a_rise_has_a_start_and_an_outcome() -> None:
    text = "技术合同成交额从2020年6316.2亿元提高到2024年的9865亿元，稳居全国第一。"
    start, end, rank = quantities(text, PlanKind.REVIEW)
    assert (start.role, start.value, start.year) == ("baseline", 6316.2e8, "2020")
    assert (end.role, end.value, end.year) == ("outcome", 9865e8, "2024")
    assert (rank.comparator, rank.value, rank.scope) == ("rank", 1, "national")
    assert {start.indicator, end.indicator, rank.indicator} == {"technology-contracts"}


def test_growth_counts_against_its_base_year() -> None:
    text = "2025年企业总收入突破10万亿元，是2020年的1.4倍。"
    level, growth = quantities(text, PlanKind.REVIEW)
    assert (level.comparator, level.value) == (">", 1e13)
    assert (growth.comparator, growth.value, growth.unit) == ("growth", 1.4, "倍")
    assert (growth.base, growth.year, growth.step) == ("2020", "2025", 0.1)


def test_doubling_is_a_multiple_of_two() -> None:
    _, doubled = quantities("每万人口高价值发明专利拥有量159.8件，较2020年翻番。", PlanKind.REVIEW)
    assert (doubled.value, doubled.unit, doubled.base) == (2, "倍", "2020")
    assert doubled.indicator == "high-value-patents"


def test_a_patent_is_not_a_patent_of_high_value() -> None:
    (plain,) = quantities("万人发明专利拥有量达到300件。")
    assert plain.indicator == "patents"


def test_the_year_in_a_title_is_that_of_the_ranking_alone() -> None:
    (rank,) = quantities("北京在《全球创新指数2023》报告中位列全球第四。", PlanKind.REVIEW)
    assert rank.year == "2023"
    (count,) = quantities("按照《2019年行动方案》建成12家平台。", PlanKind.REVIEW)
    assert count.year != "2019"


def test_what_a_plan_looks_back_on_is_not_of_its_own_period() -> None:
    backward = [q for q in stated(plan("14")) if q.role == "baseline"]
    assert backward
    assert not [q for q in backward if "2025" in q.year]


def test_a_period_that_began_in_a_year_is_no_year() -> None:
    (share,) = quantities("2021年以来，国家科技奖奖项占全国近三成。", PlanKind.REVIEW)
    assert (share.year, share.dated) == ("2021年以来", True)


def test_how_long_a_rank_was_held_belongs_to_its_ranking() -> None:
    text = "全球创业生态系统指数中位列世界城市第三，连续两年位居中国营商环境评价第一。"
    of = {(q.unit, q.value): q.indicator for q in quantities(text, PlanKind.REVIEW)}
    assert of == {("位", 3.0): "startup-ecosystem", ("年", 2.0): "", ("位", 1.0): ""}


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("培育概念验证平台46家。", ["概念验证平台"]),
        ("新建保障性住房200万套。", ["保障性住房"]),
        ("推动建成46座新能源汽车换电站。", ["新能源汽车换电站"]),
        ("适龄儿童入园率均达到93%。", ["适龄儿童入园率"]),
        ("力争规模化供水工程覆盖率超90%。", ["规模化供水工程覆盖率"]),
        ("数字贸易规模突破1.3万亿元，增长9.8%。", ["数字贸易规模"] * 2),
        ("工业机器人产量增长31%，占全国的44%。", ["工业机器人产量", "工业机器人产量占全国比重"]),
        ("信访总量和立案数量分别下降5%、7%。", ["信访总量和立案数量"] * 2),
        ("新增博士点57个、硕士点106个。", ["博士点", "硕士点"]),
        ("改造老旧管线（含燃气）1000公里。", ["老旧管线"]),
        ("支持超1万家工业企业开展技术改造。", ["工业企业"]),
        ("设立50亿元创业投资基金。", ["创业投资基金"]),
        ("补贴标准从每人每月202元提高到270元。", ["补贴标准"] * 2),
    ],
)
def test_a_metric_is_the_noun_phrase_that_is_measured(text: str, metrics: list[str]) -> None:
    assert [found.metric for found in quantities(text)] == metrics


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("森林覆盖率达到24.1%。", ""),
        ("森林覆盖率提高到24.1%。", ""),
        ("人均预期寿命提高1岁。", "rise"),
        ("单位GDP用水量下降16%左右。", "fall"),
        ("居民消费价格涨幅2%左右。", ""),
        ("城镇新增就业26万人。", ""),
    ],
)
def test_a_change_is_told_from_a_level(text: str, change: str) -> None:
    (found,) = quantities(text)
    assert found.change == change


def test_each_takes_its_own_figure_in_turn() -> None:
    text = "单位GDP能源消耗和二氧化碳排放分别降低13.5%、18%。"
    assert [(q.indicator, q.value, q.change) for q in quantities(text)] == [
        ("energy-intensity", 13.5, "fall"),
        ("carbon-intensity", 18.0, "fall"),
    ]


def test_a_figure_after_that_of_an_indicator_is_its_own_only_without_a_subject() -> None:
    text = "城镇调查失业率4.1%，青年创业成功率4.5%。"
    assert [q.indicator for q in quantities(text)] == ["unemployment", ""]


@pytest.mark.parametrize(
    ("indicator", "text", "fires"),
    [
        (indicator.id, text, fires)
        for indicator in workspace().rules.indicators.values()
        for fires, texts in ((True, indicator.examples.fire), (False, indicator.examples.silent))
        for text in texts
    ],
)
def test_an_indicator_is_what_its_examples_say(indicator: str, text: str, fires: bool) -> None:
    found = [q.indicator for q in quantities(text)]
    assert found, "an example holds a figure"
    assert (indicator in found) is fires


def test_the_name_is_sought_near_by_however_long_a_sentence_is() -> None:
    (found,) = quantities("达到" * 900 + "5%。")
    assert (found.value, found.metric) == (5, "")


def test_a_nameless_figure_has_no_metric() -> None:
    (nameless,) = quantities("已有29个进入科研状态。", PlanKind.REVIEW)
    assert nameless.metric == ""


def test_a_target_without_a_year_is_due_at_the_end_of_the_plan() -> None:
    targets = [q for q in stated(plan("14")) if q.role == "target"]
    assert targets
    assert {(q.year, q.dated) for q in targets} == {("2025", False)}
    (briefing,) = [q for q in stated(plan("15")) if q.role == "target"]
    assert (briefing.year, briefing.dated) == ("2030", True)


@pytest.mark.parametrize("id", SEEDS)
def test_quotes_of_the_seeds_stand_in_the_document(id: str) -> None:
    found = plan(id)
    for quantity in stated(found):
        assert quantity.quote
        assert found.document[quantity.span.start : quantity.span.end] == quantity.quote
        assert found.document.count("\n", 0, quantity.span.start) + 1 == quantity.span.line


PIECES = st.sampled_from(
    ["研發經費投入強度", "达到", "從2020年", "3.2%", "左右", "，", "、", "九成", "超", "千億元",
     "提升至", "12家", "“", "”", "位列全球第三", "翻番", "较", "(", ")", "  ", "\t", "三城一區"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=14))
def test_quotes_of_any_text_stand_in_the_document(pieces: list[str]) -> None:
    found = plan_of("一、任務\n\n加快推進" + "".join(pieces) + "建設。\n落實各項工作任務。\n")
    for quantity in stated(found):
        assert found.document[quantity.span.start : quantity.span.end] == quantity.quote


def test_the_figures_of_the_reference_answers_are_found() -> None:
    found = scoring.score(workspace(), GOLD / "quantities.tsv")
    assert isinstance(found, QuantityEvaluation)
    assert found.quantities == 70
    assert found.value_and_role >= 0.95
    assert found.comparator_too >= 0.95


def test_a_figure_that_is_not_in_the_text_counts_as_not_found() -> None:
    row = {"doc": "15", "exact_quote": "力争", "comparator": "~", "value": "77", "unit": "%"}
    reference = QuantityReference([{**row, "role": "target"}])
    found = scoring.score_quantities(workspace(), reference)
    assert found.value_and_role == 0
    assert len(found.errors) == 1
