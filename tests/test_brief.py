"""A brief: one page of prose in which every sentence is cited and nothing goes beyond the data."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from rich.cells import cell_len

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import Certainty, Comparison, Plan
from planwatch.report import render
from planwatch.report.brief.page import PAGE, Section, Sentence, blocks
from planwatch.report.brief.telling import Telling
from planwatch.report.safe import inert, safe
from planwatch.report.view import View

from .conftest import ROOT, compared, comparison, plan, plan_of, workspace
from .test_markdown import HOSTILE, MARKDOWN, TEXTS, shown

PAIRS = [("14", "15"), ("2016", "14"), ("14", "review"), ("review", "14"), ("15", "15news")]
LANGUAGES = ("zh", "en")
CITED = re.compile(r"([^\s（(；;、,→]+):L(\d+)(?:[—–]L(\d+))?")
QUOTED = re.compile(r"“([^“”]*)”")
QUOTES = str.maketrans("", "", "“”‘’")


def view(language: str, **settings: Any) -> View:
    accuracy = workspace().rules.accuracy
    return View(load_messages(language), language, accuracy=accuracy, **settings)


def brief(found: Comparison, language: str = "zh", **settings: Any) -> str:
    text = render(found, "brief", view(language, **settings))
    assert isinstance(text, str)
    return text


def size(text: str) -> int:
    return sum(map(cell_len, text.splitlines()))


def sections(text: str) -> dict[str, str]:
    """The bodies by title; the last one holds notes on the brief itself."""
    found: dict[str, str] = {}
    for number, block in enumerate(text.rstrip("\n").split("\n\n")[1:]):
        head, body = block.split("\n", 1)
        sign, title = re.split(r"、|\. ", head, maxsplit=1)
        assert sign in ("一二三四五六七"[number], str(number + 1)), "numbered without a gap"
        found[title] = body
    return found


def sentences(text: str, language: str) -> list[str]:
    """All sentences but those of the notes."""
    bodies = list(sections(text).values())[:-1]
    end = r"(?<=。)" if language == "zh" else r"(?<=\)\.) "
    return [said for body in bodies for said in re.split(end, body) if said]


def lines(found: Plan) -> dict[int, str]:
    """What stands on every line, in its mainland reading, without quotation marks."""
    said: dict[int, str] = {}
    for line, reading in (
        *((c.span.line, c.normalized) for c in found.commitments),
        *((h.span.line, h.reading) for h in found.headings),
    ):
        said[line] = said.get(line, "") + reading.translate(QUOTES)
    return said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pair", PAIRS)
def test_every_sentence_is_cited_and_every_quote_stands_there(
    pair: tuple[str, str], language: str
) -> None:
    found = comparison(*pair)
    names = {theme.name for theme in found.themes} | {theme.name_en for theme in found.themes}
    names |= {plan(id).info.title for id in ("2016", "14", "review", "15", "15news")}
    told = sentences(brief(found, language), language)
    assert len(told) >= 5
    for sentence in told:
        bare = sentence
        for name in sorted(names, key=len, reverse=True):
            bare = bare.replace(name, "")
            bare = bare.replace(re.sub(r"\s*[（(][^（）()]*[）)]$", "", name), "")
        cited = CITED.findall(bare)
        assert cited, sentence
        texts = ""
        for id, first, last in cited:
            known = lines(plan(id))
            assert int(first) in known, sentence
            assert int(last or first) in known, sentence
            texts += known[int(first)]
        for quote in QUOTED.findall(bare):
            assert quote.translate(QUOTES) in texts, (quote, sentence)


@pytest.mark.parametrize("pair", [("14", "15"), ("2016", "14"), ("14", "review")])
def test_numbers_are_those_of_the_data(pair: tuple[str, str]) -> None:
    found = comparison(*pair)
    data = json.loads(str(render(found, "json", view("zh"))))
    text = brief(found)
    reported = "review" in pair
    labels = {
        "persisted": "延续",
        "delivered": "已报告",
        "appeared": "新增",
        "unplanned": "计划外",
        "promoted": "由提及升为举措",
        "demoted": "降为提及",
        "dropped": "未提及" if pair[1] == "15" else "退出",
        "silent": "未提及",
    }
    for status, count in data["summary"]["themes"].items():
        if status in labels:
            assert f"{labels[status]}的主题{count}个" in text, status
    for side in ("old", "new"):
        counts = data["summary"][side]
        assert f"{counts['comparable']}条，" in text
        for key in ("continued", "changed", "unmatched"):
            assert re.search(rf"\D{counts[key]}条", text), key
        assert f"（以上疑似{counts['unclear']}条）" in text
    assert f"{'计划外的成果' if reported else '新增的举措'}{len(data['appeared'])}条" in text
    firm = {
        (link["old"][0], link["new"][0]): link
        for link in data["links"]
        if link["certainty"] == "firm"
    }
    told = Counter(kind for change in data["changes"] for kind in _kinds(change, firm))
    for kind, words in (
        ("stronger", "用词趋强且对应明确的"),
        ("weaker", "用词趋弱且对应明确的"),
        ("changed", "内容有调整且对应明确的"),
    ):
        assert (f"{words}{told[kind]}组" in text) == (told[kind] > 0), kind
    verdicts = Counter(chain["verdict"] for chain in data["targets"]["chains"])
    for verdict, count in verdicts.items():
        assert f"{load_messages('zh')[f'verdict.{verdict}']}{count}个" in text
    terms = Counter(term["status"] == "gone" for term in data["terms"])
    assert f"新用的提法{terms[False]}个" in text
    assert f"没有的提法{terms[True]}个" in text
    new = {term["text"] for term in data["terms"] if term["status"] != "gone"}
    renamed = [
        term
        for term in data["terms"]
        if term["status"] == "gone"
        and any(n["basis"] == "renamed" and n["text"] in new for n in term["replaced_by"])
    ]
    assert f"改称{len(renamed)}处" in text


def _kinds(change: dict[str, Any], firm: dict[tuple[str, str], Any]) -> set[str]:
    """Under which of the three a change is counted, if at all."""
    links = [firm[o, n] for o in change["old"] for n in change["new"] if (o, n) in firm]
    if change["relation"] == "changed":
        return {"changed"} if links else set()
    return {change["force"] for link in links if link["force"] == change["force"]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pair", PAIRS)
def test_it_fits_the_page(pair: tuple[str, str], language: str) -> None:
    text = brief(comparison(*pair), language)
    assert size(text) <= PAGE[language]
    assert len(brief(comparison(*pair), language, limit=1)) <= len(text)


CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize(
    "names",
    [
        ("2016-十三五规划纲要.md", "2021-十四五规划纲要.md"),
        ("hailar_2018_gb18030.txt", "hailar_2019_gb18030.txt"),
    ],
)
def test_large_plans_fit_the_page_too(names: tuple[str, str]) -> None:
    old, new = (str(CORPUS / name) for name in names)
    found = pipeline.compare(workspace(), old, new)
    for language in LANGUAGES:
        text = brief(found, language)
        assert size(text) <= PAGE[language]
        assert all(CITED.search(said) for said in sentences(text, language))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 400), st.integers(0, 9)), max_size=20),
    st.sampled_from(LANGUAGES),
)
def test_lists_are_filled_as_far_as_they_fit(
    lists: list[tuple[int, int, int]], language: str
) -> None:
    told = [
        Sentence("theme.persisted", {}, ["事" * length] * count, count + more, "most")
        for count, length, more in lists
    ]
    telling = Telling(comparison("15", "15news"), view(language))
    text = "\n".join(blocks("", [Section("某", told)], telling))
    assert size(text) <= max(PAGE[language], size(_bare(told, telling)))
    for sentence in told:
        counted = f"{sentence.total}个" if language == "zh" else f"({sentence.total}"
        assert counted in text


def _bare(told: list[Sentence], telling: Telling) -> str:
    return "\n".join(
        blocks(
            "", [Section("某", [replace(one, entries=one.entries[:0]) for one in told])], telling
        )
    )


def test_nothing_doubtful_is_told_as_firm() -> None:
    found = comparison("14", "15")
    doubtful = replace(
        found,
        links=tuple(replace(link, certainty=Certainty.UNCLEAR) for link in found.links),
        numbers=tuple(replace(number, doubtful=True) for number in found.numbers),
        targets=None,
    )
    text = brief(doubtful)
    assert "对应明确" not in text
    assert "延续举措中另有数字变化1处：疑似 由“研发经费" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_did_not_occur_is_not_told(language: str) -> None:
    text = brief(comparison("15", "15news"), language)
    titles = list(sections(text))
    missing = ("新增", "未提及") if language == "zh" else ("New", "Not mentioned")
    assert titles
    assert not set(titles) & set(missing)
    assert not re.search(r"(?<!\d)0[条个组处]|\b0 [a-z]|\((0)[;)]", text)


def test_a_short_text_is_silent_and_gives_nothing_up() -> None:
    text = brief(comparison("14", "15"))
    assert "介绍稿，非规划文本" in text
    assert "未提及不等于取消" in text
    assert "退出" not in text
    assert brief(comparison("2016", "14")).count("退出的主题") == 1


def test_a_review_speaks_in_its_own_words_whichever_comes_first() -> None:
    there, back = brief(comparison("14", "review")), brief(comparison("review", "14"))
    titles = ["总体情况", "已报告", "计划外", "未提及", "目标与成果", "提法变化", "说明"]
    assert list(sections(there)) == list(sections(back)) == titles
    for title in titles[:4]:
        assert sections(there)[title] == sections(back)[title]
    assert not re.search("延续|新增|取消|上期|本期", there)


def test_files_outside_the_catalogue_are_cited_as_the_earlier_and_the_later_text() -> None:
    old = plan_of(
        "一、任务\n建设大科学装置。\n支持企业牵头组建创新联合体。\n", id="某市规划旧稿二稿.txt"
    )
    new = plan_of(
        "一、任务\n加快建设大科学装置。\n建设人才公寓一万套。\n", id="某市规划新稿二稿.txt"
    )
    text = brief(compared(old, new))
    assert "上期为《某市规划旧稿二稿.txt》" in text
    cited = {id for id, _, _ in CITED.findall(sections(text)["总体情况"])}
    assert cited == {"上期", "本期"}
    assert "这两份文本未测过准确度" in text


@example("R&D、COVID-19、C++、5%、#1")
@given(TEXTS)
def test_any_text_stands_as_it_is_in_markdown_too(text: str) -> None:
    want = " ".join(safe(text).split())
    assert shown(MARKDOWN.render("“" + inert(text) + "”")) == " ".join(f"“{want}”".split())


def test_text_without_markup_is_not_touched() -> None:
    for text in ("R&D经费投入强度保持在6%左右", "COVID-19", "2021–2025年", "A < B", "三、（二）"):
        assert inert(text) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_from_a_document_takes_no_effect(language: str) -> None:
    evil = "\x1b[31m" + HOSTILE.rstrip("。")
    old = plan_of(
        f"一、任务\n“{evil}”建设大科学装置。\n提高基础研究经费占比至“{evil}”17%。\n", id="a"
    )
    new = plan_of("一、任务\n建设大科学装置集群。\n", id="b")
    named = replace(old, info=replace(old.info, title=evil, period=evil))
    text = brief(compared(named, new), language)
    assert "\x1b" not in text
    rendered = MARKDOWN.render(text)
    for tag in ("<script", "<a ", "<img", "<code", "<del", "<strong", "<em"):
        assert tag not in rendered
    assert not re.search(r"@\w|https?://|www\.", text)


def test_in_chinese() -> None:
    assert brief(comparison("14", "15")) == snapshot()


def test_in_english() -> None:
    assert brief(comparison("14", "15"), "en") == snapshot()
