"""Traces: what a query is taken for, and its life through the plans."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from planwatch import pipeline
from planwatch.models import Plan, Presence, ThemeStatus, Trace
from planwatch.pipeline.keeping import timeline
from planwatch.pipeline.plans import query_forms
from planwatch.tracing import trace_query

from .conftest import GOLD, Run, plan_of, workspace

LETTERS = {Presence.COMMITMENT: "C", Presence.MENTION: "M", Presence.ABSENT: "-"}
DOCUMENTS = {"2016": "d2016", "14": "d14", "review": "dreview", "15": "d15"}
EDGES = {("2016", "14"): "t_2016_14", ("14", "15"): "t_14_15", ("14", "review"): "t_14_review"}
THEMES = list(csv.DictReader(io.StringIO((GOLD / "themes.tsv").read_text("utf-8")), delimiter="\t"))


@cache
def plans() -> list[Plan]:
    return timeline(workspace())


@cache
def traced(query: str) -> Trace:
    forms = query_forms(workspace(), query)
    return trace_query(forms, plans(), workspace().rules)


def presences(trace: Trace) -> Mapping[str, str]:
    return {step.plan.info.id: LETTERS[step.presence] for step in trace.steps}


def agreement(queries: Iterator[tuple[str, Mapping[str, str]]]) -> tuple[float, float]:
    """Shares of presences (a commitment or not) and of transitions that agree with the gold."""
    present, moved = [], []
    for query, row in queries:
        found = traced(query)
        letters = presences(found)
        present += [(letters[id] == "C") == (row[key] == "C") for id, key in DOCUMENTS.items()]
        moved += [t.status == row[EDGES[t.old, t.new]] for t in found.transitions]
    return sum(present) / len(present), sum(moved) / len(moved)


def test_themes_by_name_agree_with_the_reference() -> None:
    presence, transitions = agreement((row["name_zh"], row) for row in THEMES)
    assert presence >= 0.95
    assert transitions >= 0.92


def test_themes_by_alias_agree_with_the_reference() -> None:
    aliases = ((alias, row) for row in THEMES for alias in row["aliases"].split("|"))
    presence, transitions = agreement(aliases)
    assert presence >= 0.95
    assert transitions >= 0.92


QUERIES = [
    # a place, an institution, a slogan, a technology
    ("亦庄", "theme", "economic-development-zone", "alias"),
    ("海淀区", "theme", "zhongguancun-science-city", "part"),
    ("昌平", "phrase", "", "text"),
    ("清华大学", "theme", "research-universities", "alias"),
    ("北京证券交易所", "theme", "capital-markets", "alias"),
    ("揭榜挂帅", "theme", "mission-projects", "alias"),
    ("“从0到1”", "theme", "basic-research-originality", "alias"),
    ("具身智能", "theme", "robotics-embodied-ai", "alias"),
    ("6G", "theme", "6g-satellite-internet", "alias"),
    ("长周期算总账", "theme", "venture-capital", "alias"),
    # English
    ("artificial intelligence", "theme", "artificial-intelligence", "id"),
    ("Zhongguancun Forum", "theme", "zgc-forum-brand-events", "english"),
    ("tech transfer", "theme", "technology-transfer", "english"),
    ("unicorn", "theme", "unicorns-specialised-hightech-firms", "english"),
    # Traditional, Taiwan wording, full width
    ("人工智慧", "theme", "artificial-intelligence", "alias"),
    ("揭榜掛帥", "theme", "mission-projects", "alias"),
    ("５Ｇ", "theme", "communications-5g", "alias"),
    # misspellings
    ("区快链", "theme", "blockchain", "misspelling"),
    ("artifical inteligence", "theme", "artificial-intelligence", "english"),
    # a phrase that is no theme, a false friend, one that is nowhere
    ("绿色通道", "phrase", "", "text"),
    ("朱雀三号", "phrase", "", "text"),
    ("高标准", "phrase", "", "text"),
    ("火星移民计划", "phrase", "", "nothing"),
]


@pytest.mark.parametrize(("query", "kind", "id", "by"), QUERIES)
def test_queries_of_a_policy_officer(query: str, kind: str, id: str, by: str) -> None:
    found = traced(query)
    resolution = found.resolution
    assert (resolution.kind, resolution.id, resolution.by) == (kind, id, by)
    assert [step.plan.info.id for step in found.steps] == ["2016", "14", "review", "15"]
    cited = [(s, c) for s in found.steps for c in (*s.commitments, *s.mentions)]
    assert bool(cited) == (by != "nothing")
    for step, commitment in cited:
        span = commitment.span
        assert step.plan.document[span.start : span.end] == commitment.text


def test_the_very_phrase_is_counted() -> None:
    counts = {s.plan.info.id: s.phrase_count for s in traced("具身智能").steps}
    assert counts == {"2016": 0, "14": 0, "review": 5, "15": 1}
    assert {s.plan.info.id: s.phrase_count for s in traced("人工智慧").steps}["14"] == 44


def test_a_phrase_named_only_in_a_scope_is_a_mention() -> None:
    text = "一、任务\n在海洋牧场、深海养殖等领域，发起国际合作。\n"
    found = trace_query(("海洋牧场",), [plan_of(text)], workspace().rules)
    assert found.steps[0].presence == Presence.MENTION
    assert found.steps[0].commitments == ()


def test_a_phrase_that_no_text_has_is_sought_by_its_words() -> None:
    text = "一、任务\n海洋养殖与牧场建设并重。\n推动产业发展。\n"
    found = trace_query(("海洋牧场养殖",), [plan_of(text)], workspace().rules)
    assert found.resolution.by == "words"
    assert [c.normalized[:2] for c in found.steps[0].commitments] == ["海洋"]


def test_renamed_forms_are_said() -> None:
    moves = {(t.old, t.new): t.renamed for t in traced("未来科技城").transitions}
    assert moves["2016", "14"] == ("未来科技城", "未来科学城")
    assert moves["14", "15"] is None


def test_a_return_after_a_gap_is_said() -> None:
    old, middle, new = (
        plan_of(f"一、任务\n{text}\n", id=id)
        for id, text in (("a", "发展机器人产业。"), ("b", "建设医院。"), ("c", "发展机器人产业。"))
    )
    from dataclasses import replace

    middle = replace(middle, info=replace(middle.info, predecessor="a"))
    new = replace(new, info=replace(new.info, predecessor="b"))
    found = trace_query(("机器人",), [old, middle, new], workspace().rules)
    assert [(t.status, t.returned) for t in found.transitions] == [
        (ThemeStatus.DROPPED, False),
        (ThemeStatus.APPEARED, True),
    ]


def test_a_commitment_is_followed_along_its_links() -> None:
    found = pipeline.trace(workspace(), "14/3.1.2.1")
    assert found.resolution.kind == "commitment"
    steps = {step.plan.info.id: step.commitments for step in found.steps}
    assert [c.id for c in steps["14"]] == ["14/3.1.2.1"]
    assert any("全国重点实验室" in c.normalized for c in steps["15"])
    assert pipeline.trace(workspace(), "十四五/3.1.2.1") == found


def test_the_overview_has_every_theme_once_and_agrees_with_single_traces() -> None:
    found = pipeline.trace_all(workspace())
    ids = [life.id for life in found.lives]
    assert len(ids) == len(set(ids)) >= 110
    for life in found.lives[::12]:
        single = traced(life.id)
        assert tuple(step.presence for step in single.steps) == life.presences
        assert [t.status for t in single.transitions] == [t.status for t in life.transitions]


def test_the_answer_says_what_the_query_was_taken_for(run: Run) -> None:
    said = run("trace", "人形机器人", "--lang", "zh").stdout
    assert "按主题“机器人与具身智能”回答" in said
    assert "在 2016、14、review" in said
    assert "没有叫“区快链”的主题" in run("trace", "区快链", "--lang", "zh").stdout
    assert "nowhere" not in run("trace", "火星移民", "--lang", "en").stdout


@pytest.mark.parametrize("query", ["", "  ", "“”", "——"])
def test_an_empty_query_is_refused(run: Run, query: str) -> None:
    done = run("trace", query, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") <= 2


def test_trace_without_query_or_with_both_is_refused(run: Run) -> None:
    for arguments in ([], ["国家实验室", "--all"]):
        assert run("trace", *arguments).returncode == 2


def test_an_unknown_commitment_is_refused(run: Run) -> None:
    done = run("trace", "14/99.1", "--lang", "en")
    assert done.returncode == 2
    assert "14/99.1" in done.stderr


def test_the_json_of_a_trace(run: Run) -> None:
    data = json.loads(run("trace", "国家实验室", "--format", "json").stdout)
    assert data["resolved"]["kind"] == "theme"
    assert [p["plan"] for p in data["plans"]] == ["2016", "14", "review", "15"]
    assert {(t["from"], t["to"]) for t in data["transitions"]} == set(EDGES)


def test_the_library_can_trace_after_it_has_shown_a_plan() -> None:
    """No module of the package may take the place of a function it offers."""
    import planwatch

    assert planwatch.show("15").info.id == "15"
    assert planwatch.trace("国家实验室").resolution.id
    assert all(callable(getattr(planwatch, name)) for name in planwatch.__all__)
