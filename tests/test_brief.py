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
from rich.text import Text

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import Certainty, Comparison, Plan
from planwatch.report import render
from planwatch.report.brief.page import PAGE, Section, Sentence, blocks
from planwatch.report.brief.telling import Telling
from planwatch.report.layout import wrapped
from planwatch.report.safe import inert, safe
from planwatch.report.view import View

from .conftest import ROOT, compared, comparison, plan, plan_of, workspace
from .test_markdown import HOSTILE, MARKDOWN, TEXTS, shown

PAIRS = [("14", "15"), ("2016", "14"), ("14", "review"), ("review", "14"), ("15", "15news")]
LANGUAGES = ("zh", "en")
CITED = re.compile(r"([^\s（(；;、，,→]+):L(\d+)(?:[—–]L(\d+))?")
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
    assert re.search(rf"只见于..的提法{terms[True]}个", text)
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
    assert "延续举措中另有数字变化1处：疑似由“研发经费" in text


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
    for title in titles[:6]:
        totals = [re.findall(r"\d+[条个组处]", sections(text)[title]) for text in (there, back)]
        assert totals[0] == totals[1]
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
    for text in (
        "R&D经费投入强度保持在6%左右",
        "COVID-19",
        "2021–2025年",
        "A < B",
        "三、（二）",
        "a_2018_b.txt",
    ):
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


def folded(text: str) -> str:
    """Lines short enough to be read here."""
    folds = (fold.plain for said in text.splitlines() for fold in wrapped(Text(said), 90))
    return "\n".join(folds)


def test_in_chinese() -> None:
    assert folded(brief(comparison("14", "15"))) == snapshot("""\
《北京市“十四五”时期国际科技创新中心建设规划》与《“十五五”科技创新工作介绍》〔介绍稿，非规
划文本〕对照摘要

一、总体情况
上期为《北京市“十四五”时期国际科技创新中心建设规划》（出处记作14，2021—2025年，33,434字，
14:L198—L564）；本期为《“十五五”科技创新工作介绍》（出处记作15，介绍稿，非规划文本，2026年
1月，2,799字，15:L2—L13）；本期篇幅为上期的8%，未提及不等于取消。上期可对照的举措575条，延
续37条、调整120条（以上疑似21条）、未提及418条；本期可对照的举措53条，延续24条、调整25条
（以上疑似1条）、新增4条（14:L198—L564；15:L2—L13）。

二、延续与调整
延续的主题67个，举措最多的是：关键核心技术攻关（14:L348 六/（一）→15:L3 一是）；基础研究布
局与原始创新（14:L246 四/（一）→15:L3 一是）。用词趋强且对应明确的7组，依据最充分的是：国
际大科学计划和大科学工程由“主动发起或参与”改为“发起”（14:L486 九/（二）→15:L8 六是）。用词
趋弱且对应明确的1组：青年科技人才与人才计划未再写“北京学者”、“智源学者”、“科技新星计划”
（14:L454 八/（二）→15:L13 三是）。内容有调整且对应明确的44组，依据最充分的是：全国（国
家）重点实验室体系重组（14:L220 三/（一）→15:L3 一是）。

三、新增
新增的主题7个，举措最多的是：教育科技人才一体发展（15:L6 四是）。由提及升为举措的主题1个：
合成生物与生物制造（14:L512 十/（一）→15:L4 二是）。新增的举措4条（15:L4 二是、15:L6 四
是、15:L12 二是、15:L13 三是）。

四、未提及
未提及的主题91个，举措最多的是：区块链（14:L286 四/（五））。降为提及的主题8个，举措最多的
是：人才评价与科研评价改革（14:L522 十/（二）→15:L6 四是）。

五、目标与成果
上期有指标名称的目标10个，按总结《聚力打造世界主要科学中心和创新高地 彰显科技强国首都担
当》所报，未完成2个、不明1个、未报告2个、不可比1个、完成1个、超额完成3个；本期的相应目标提
高1个、文中没有9个（14:L200—L204）。未完成：目标为“基础研究经费占全社会研发经费比重达到17%
左右”（14:L200 二/（三））；总结报告“基础研究经费比重16%左右”（review:L8）。

六、提法变化
改称10处，较突出的是：“国家重点实验室”改称“全国重点实验室”（14:L200 二/（三）→15:L3 一
是）。本期新用的提法161个，较突出的是：“新工科”（15:L6 四是）；“央地协同”（15:L2 一）。只
见于上期的提法1529个，较突出的是：“一带一路”（14:L174 一/（二））。

七、说明
本摘要由程序按既定规则生成，引用前请核对原文；出处依次为文本、行号（L）和章节编号，全部条
目见planwatch diff 14 15。未提及、新增只说明没有找到对应，不等于没有做或已取消。判定对应的
查准率81%、查全率53%（有的对应未能找出，无对应的条数可能偏多），对用词强弱的判断有86%与评
判者相同（答案由两位读者在语言模型协助下作出，未经政策部门核对）。上期的引文据繁体网页还
原。\
""")


def test_in_english() -> None:
    assert folded(brief(comparison("14", "15"), "en")) == snapshot("""\
Brief: 北京市“十四五”时期国际科技创新中心建设规划 and “十五五”科技创新工作介绍 [a
briefing, not the plan's text]

1. Overview
The earlier text is 北京市“十四五”时期国际科技创新中心建设规划 (14, 2021–2025, 33,434
characters, 14:L198–L564); the later text is “十五五”科技创新工作介绍 (15, a briefing, not
the plan's text, 2026-01, 2,799 characters, 15:L2–L13); the later text is 8% as long as
the earlier text, and not mentioned does not mean given up. Of 575 commitments in the
earlier text, 37 continued, 120 changed (of these 21 doubtful), 418 not mentioned; of 53
commitments in the later text, 24 continued, 25 changed (of these 1 doubtful), 4 new
(14:L198–L564; 15:L2–L13).

2. Continued and changed
Themes in both texts (67; largest): Tackling key and core (chokepoint) technologies
(14:L348 六/(一) → 15:L3 一是). Stronger wording in firm matches (7; surest):
International big-science programmes, “主动发起或参与” became “发起” (14:L486 九/(二) →
15:L8 六是). Weaker wording in firm matches (1): Young talent and talent programmes, no
longer with “北京学者”, “智源学者”, “科技新星计划” (14:L454 八/(二) → 15:L13 三是).
Altered content in firm matches (44; surest): National key laboratories and their
reorganisation (14:L220 三/(一) → 15:L3 一是).

3. New
New themes (7; largest): Integrated development of education, S&T and talent (15:L6 四是).
Themes only named before (1): Synthetic biology and biomanufacturing (14:L512 十/(一) →
15:L4 二是). New commitments: 4 (15:L4 二是, 15:L6 四是, 15:L12 二是, 15:L13 三是).

4. Not mentioned
Themes not mentioned (91; largest): Blockchain (14:L286 四/(五)). Themes only named now
(8; largest): Talent and research evaluation reform (14:L522 十/(二) → 15:L6 四是).

5. Targets and outcomes
Of 10 targets of the earlier text with a named indicator, by the review 聚力打造世界主要科
学中心和创新高地 彰显科技强国首都担当: 2 missed, 1 unclear, 2 not reported, 1 not
comparable, 1 met, 3 exceeded; in the later text: 1 raised, 9 not in text (14:L200–L204).
Basic research as share of R&D spending, missed: the target was “基础研究经费占全社会研发
经费比重达到17%左右” (14:L200 二/(三)); the review reports “基础研究经费比重16%左右”
(review:L8).

6. Formulations
Renamed (10; most telling): “国家重点实验室” is now “全国重点实验室” (14:L200 二/(三) →
15:L3 一是). Formulations only in the later text (161; most telling): “新工科” (15:L6 四
是). Formulations only in the earlier text (1529; most telling): “一带一路” (14:L174 一/
(二)).

7. Notes
Made by a program from fixed rules; check the source before citing. Citations: text, line
(L), headings. All entries: planwatch diff 14 15. Not mentioned, new: no counterpart was
found, never not done or cancelled. Matches have precision 81% and recall 53% (misses
swell the unmatched counts); 86% of calls of stronger or weaker wording are right (answers
by readers with language-model assistance, not checked by policy officials). Quotes from
the earlier text: mainland reading of a Traditional web page.\
""")
