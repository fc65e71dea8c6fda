"""The page that is handed on: complete, in both languages, and nothing in a document acts."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import sys
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from planwatch.checking import accept
from planwatch.errors import PlanwatchError
from planwatch.findings import judge
from planwatch.messages import load_messages
from planwatch.models import Decision, Dossier, Relation
from planwatch.pinning import pin
from planwatch.pipeline.finding import facts_of
from planwatch.pipeline.reporting import dossier
from planwatch.report import render
from planwatch.report.schema import schema_text
from planwatch.report.selection import Selection
from planwatch.report.view import View
from planwatch.session import Session
from planwatch.workspace import Workspace

from .calling import call
from .conftest import comparison, workspace
from .workspaces import TASKS, write_workspace

pytestmark = pytest.mark.xdist_group("html")
"""One worker makes the dossier of the seeds, once."""

ACTING = re.compile(r"^on|^style$|^src|^action$|^background$|^poster$|^data$|^srcdoc$")


class Reader(HTMLParser):
    """The elements of a page with their attributes, the text of each, and what stands where."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.blocks: dict[str, str] = {}
        self.text: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag in ("script", "style"):
            self._inside = found.get("id", tag)
            self.blocks[self._inside] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[self._inside] += data
        else:
            self.text.append(data)

    def of(self, tag: str, name: str = "") -> list[dict[str, str]]:
        """The attributes of all elements of a sort, or of those of a class."""
        return [
            found
            for each, found in self.elements
            if each == tag and (not name or name in found.get("class", "").split())
        ]

    @property
    def data(self) -> dict:
        return json.loads(self.blocks["data"])


@cache
def whole() -> Dossier:
    return dossier(workspace())


def page_of(found: Dossier, language: str = "zh") -> str:
    view = View(load_messages(language), language, accuracy=workspace().rules.accuracy)
    page = render(found, "html", view)
    assert isinstance(page, bytes)
    return page.decode("utf-8")


@cache
def seeds(language: str = "zh") -> str:
    return page_of(whole(), language)


@cache
def reader(language: str = "zh") -> Reader:
    return Reader(seeds(language))


HOSTILE = (
    "一、<script>alert(1)</script>任务\n"
    "建设国家实验室</script><img src=x onerror=alert(2)>，“引号”'\"和&amp;\u2028\u2029。\n"
    "完善科技金融服务体系]]>\u202e反\u202c--><!--{{ 7*7 }}{% raw %}。\n"
    "</blockquote></main><style>*{display:none}</style>支持企业设立研发机构。\n"
)


@cache
def hostile(root: Path) -> Reader:
    documents = {"a": HOSTILE, "b": HOSTILE.replace("建设", "加快建设") + '推进 "x" onclick=y 。\n'}
    return Reader(page_of(dossier(write_workspace(root, documents))))


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return hostile(tmp_path_factory.mktemp("hostile"))


def test_no_document_becomes_markup(hostile_page: Reader) -> None:
    tags = Counter(tag for tag, _ in hostile_page.elements)
    assert tags["script"] == 2
    assert tags["style"] == 1
    assert not tags["img"]
    assert tags["main"] == 1
    attributes = {name for _, found in hostile_page.elements for name in found}
    assert not [name for name in attributes if ACTING.match(name)]
    assert not {"onclick", "onerror"} & attributes


def test_what_a_document_says_is_shown_as_it_stands(hostile_page: Reader) -> None:
    text = "".join(hostile_page.text)
    for words in (
        "<script>alert(1)</script>任务",
        "</script><img src=x onerror=alert(2)>",
        "{{ 7*7 }}",
    ):
        assert words in text
    assert "\u202e" not in text
    assert "RIGHT-TO-LEFT OVERRIDE" in text


def test_a_block_of_data_cannot_end_or_act(hostile_page: Reader, tmp_path: Path) -> None:
    block = hostile_page.blocks["data"]
    assert not re.search("[<>&\u2028\u2029]", block)
    assert any("<img" in row[3] for link in hostile_page.data["links"] for row in link[4])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_asks_for_nothing(language: str) -> None:
    for tag, found in reader(language).elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base"), tag
        assert not [name for name in found if ACTING.match(name)], (tag, found)
        assert found.get("href", "#").startswith("#"), found
    assert "url(" not in reader(language).blocks["style"]
    assert "@import" not in reader(language).blocks["style"]
    script = reader(language).blocks["script"]
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(", script
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_policy_names_the_two_blocks_and_nothing_else(language: str) -> None:
    (policy,) = [f["content"] for f in reader(language).of("meta") if f.get("http-equiv")]
    blocks = reader(language).blocks
    rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'{checksum(blocks['style'])}'",
        "script-src": f"'{checksum(blocks['script'])}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    head = seeds(language)
    assert head.index("Content-Security-Policy") < head.index("<style>") < head.index("<script")


def checksum(block: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert seeds() == page_of(dossier(workspace()))


# --- what it says ------------------------------------------------------------------------------

LISTS = {
    "dropped": lambda change: change["shape"] == "dropped",
    "appeared": lambda change: change["shape"] == "appeared",
    "weaker": lambda change: change["force"] == "weaker",
    "stronger": lambda change: change["force"] == "stronger",
}


def test_it_tells_every_change_of_the_json_once() -> None:
    document = json.loads(render(whole(), "json", View(load_messages("en"), "en")))
    cards = reader().of("article", "card")
    expected = Counter()
    for pair in document["comparisons"]:
        ids = "-".join(pair["plans"][side]["plan"]["id"] for side in ("old", "new"))
        for change in pair["changes"]:
            kind = next((name for name, fits in LISTS.items() if fits(change)), change["relation"])
            expected[f"{ids}-{change['fingerprint']}", kind] += 1
    assert Counter((card["id"], card["data-s"].split()[0]) for card in cards) == expected
    assert len(reader().of("tr")) >= len(document["overview"]["themes"])
    assert len(reader().data["links"]) == sum(len(p["links"]) for p in document["comparisons"])


def test_the_counts_are_those_of_the_terminal() -> None:
    words = "".join(reader().text)
    said = render(comparison("14", "15"), "terminal", View(load_messages("zh"), width=200))
    for line in str(said).splitlines()[:9]:
        if " 条举措：" in line or line.startswith("主题："):
            assert line in words


def test_the_json_keeps_to_its_schema() -> None:
    document = json.loads(render(whole(), "json", View(load_messages("zh"))))
    Draft202012Validator(json.loads(schema_text())).validate(document)


def test_every_quote_is_cited_and_every_citation_leads_to_its_sentence() -> None:
    page = reader()
    ids = Counter(found["id"] for _, found in page.elements if "id" in found)
    assert not [id for id, times in ids.items() if times > 1]
    links = [found["href"][1:].partition("?")[0] for found in page.of("a")]
    assert not [link for link in links if link not in ids]
    assert seeds().count("<blockquote") == len(re.findall(r'<figcaption><a class="cite"', seeds()))


def test_the_full_texts_are_there_word_for_word() -> None:
    text = "".join(reader().text)
    squeezed = re.sub(r"\s", "", text)
    for plan in whole().plans:
        sentences = [*plan.commitments[:5], *plan.commitments[-5:]]
        for commitment in sentences:
            assert re.sub(r"\s", "", commitment.text) in squeezed


def test_every_link_has_its_waterfall() -> None:
    data = reader().data
    numbers = [n for d in reader().of("details", "why") for n in d["data-links"].split()]
    assert sorted(map(int, numbers)) == list(range(len(data["links"])))
    for old, new, score, sure, rows in data["links"]:
        assert "/" in old
        assert "/" in new
        assert round(sum(row[1] for row in rows), 4) == pytest.approx(score, abs=1e-4)
        assert 0 < float(sure) <= 0.99


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_message_is_left_as_its_key_or_with_a_placeholder(language: str) -> None:
    text = "".join(reader(language).text)
    assert not re.search(r"\b(report|label|theme|note|foot|verdict|targets)\.[a-z]+\b", text)
    assert not re.search(r"\{[a-z_]+\}", text)


def test_both_languages_stand_in_one_page_and_the_choice_is_only_where_it_begins() -> None:
    zh, en = seeds("zh"), seeds("en")
    assert '<html lang="zh-Hans"' in zh
    assert '<html lang="en"' in en
    assert reader("zh").data == reader("en").data
    spans = {code: reader("zh").of("span", code) for code in ("zh", "en")}
    assert len(spans["zh"]) == len(spans["en"]) > 1000
    assert {found["lang"] for found in spans["en"]} == {"en"}
    chosen = {found.get("id") for found in reader("en").of("input") if "checked" in found}
    assert "lang-en" in chosen
    assert "lang-zh" not in chosen


def test_a_review_and_a_briefing_are_told_in_their_own_words() -> None:
    page = seeds()
    review = page[page.index('id="14-review"') : page.index('id="14-15"')]
    briefing = page[page.index('id="14-15"') : page.index('id="method"')]
    assert "已报告" in review
    assert "计划外" in review
    assert "退出" not in review + briefing
    assert "取消" not in re.sub("“未提及”不等于取消", "", briefing.split("<blockquote")[0])
    for id in ("14-15-title", "themes-title"):
        assert id in page
    headings = re.findall(r"<h[1-4][^>]*>.*?</h[1-4]>", page, re.DOTALL)
    assert all("〔介绍稿，非规划文本〕" in one for one in headings if "14 → 15" in one)


def test_a_traditional_source_is_quoted_in_its_reading_and_shown_in_its_script() -> None:
    page = seeds()
    assert page.count("［据繁体网页还原］") > 500
    assert 'lang="zh-Hant"' in page
    assert "國際科技創新中心" in page
    quoted = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)
    assert not any("國" in one or "創" in one for one in quoted)


def test_method_accuracy_and_limits_are_those_of_the_terminal() -> None:
    text = "".join(reader("en").text)
    view = View(load_messages("en"), "en", width=10_000, accuracy=workspace().rules.accuracy)
    said = str(render(comparison("14", "15"), "terminal", view))
    notes = [line for line in said.splitlines() if "precision" in line or "hint" in line]
    assert notes
    for note in notes:
        assert note.strip() in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_moved_in_the_order_of_the_plan_says_from_where_to_where(language: str) -> None:
    view = View(load_messages(language), language)
    moved = [c for c in comparison("2016", "14").changes if c.moved and c.old and c.new]
    assert moved
    text = "".join(reader(language).text)
    for change in moved:
        assert Selection(comparison("2016", "14"), view).move(change) in text


def test_what_a_reviewer_decided_is_marked(tmp_path: Path) -> None:
    labs = "一、重点任务\n建设国家实验室。\n"
    own = write_workspace(tmp_path, {"a": TASKS, "b": labs})
    (found,) = [
        finding
        for comparison in dossier(own).comparisons
        for finding in judge(facts_of(comparison, own.rules, []), own.finding_rules, own.accepted)
        if finding.rule.id == "theme-dropped"
    ]
    accept(own, found.fingerprint, "另有专项规划")
    ids = [plan.comparable[0].id for plan in dossier(own).plans]
    pin(own, Decision.RELABEL, *ids, reason="同一任务", relation=Relation.CHANGED)
    decided = dossier(Workspace(tmp_path))
    page = Reader(page_of(decided))
    marks = {found["data-s"] for found in page.of("article", "card")}
    assert any("accepted" in one.split() and "dropped" in one.split() for one in marks)
    assert any("reviewed" in one.split() for one in marks)
    text = "".join(page.text)
    assert "另有专项规划" in text
    assert "同一任务" in text
    assert text.count("［已接受］") >= 2
    values = {found["value"] for found in page.of("option")}
    assert {"accepted", "reviewed"} <= values


# --- whom it can be read by -----------------------------------------------------------------------


def test_headings_are_in_order_and_everything_has_a_label() -> None:
    page = reader()
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    labelled = {found["for"] for found in page.of("label") if "for" in found}
    assert {found["id"] for found in page.of("select")} <= labelled
    assert {found["id"] for found in page.of("input") if found["type"] == "search"} <= labelled
    ids = {found["id"] for _, found in page.elements if "id" in found}
    named = [found["aria-labelledby"] for _, found in page.elements if "aria-labelledby" in found]
    assert set(named) <= ids
    for tag in ("main", "nav", "header", "footer"):
        assert len(page.of(tag)) == 1, tag
    assert all("scope" in found for found in page.of("th"))


def test_without_its_script_everything_is_there() -> None:
    page = re.sub(r"<script.*?</script>", "", seeds(), flags=re.DOTALL)
    for change in whole().comparisons[-1].changes[:50]:
        assert f'id="14-15-{change.fingerprint}"' in page
    assert "hidden" not in {name for found in reader().of("article") for name in found}


# --- the command --------------------------------------------------------------------------------


def test_the_command_writes_the_page_and_the_suffix_names_the_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workspace(tmp_path, {"a": TASKS, "b": TASKS + "支持企业设立研发机构。\n"})
    monkeypatch.chdir(tmp_path)
    assert call("report", "-o", "report.html").code == 0
    assert Path("report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert call("report", "b", "a", "-o", "report.json").code == 0
    plans = json.loads(Path("report.json").read_text("utf-8"))["overview"]["plans"]
    assert plans == ["a", "b"]


def test_files_outside_the_catalog_follow_each_other_as_they_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, more in (("新 规划.txt", "支持企业设立研发机构。\n"), ("old.txt", "")):
        Path(name).write_text(TASKS + more, "utf-8")
    assert call("report", "old.txt", "新 规划.txt", "-o", "r.html").code == 0
    page = Reader(Path("r.html").read_text("utf-8"))
    ids = {found["id"] for _, found in page.elements if "id" in found}
    cited = [found["href"][1:] for found in page.of("a", "cite")]
    assert cited
    assert set(cited) <= ids
    assert not [id for id in ids if re.search(r"\s", id)]
    assert [c["data-s"] for c in page.of("article", "card") if "appeared" in c["data-s"]]


def test_one_text_is_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_workspace(tmp_path, {"a": TASKS, "b": TASKS})
    monkeypatch.chdir(tmp_path)
    for given in (["a"], ["a", "a"]):
        done = call("report", *given, "-o", "r.html")
        assert done.code == 2
        assert "at least two" in done.err
    assert not Path("r.html").exists()


def test_a_terminal_shows_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(PlanwatchError) as refused:
        Session("report")
    assert refused.value.key == "error.binary-terminal"
    assert Session("report", output=Path("report.html")).format == "html"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith(("planwatch.report.html", "jinja2")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(PlanwatchError) as missing:
        render(whole(), "html", View(load_messages("en"), "en"))
    assert missing.value.key == "error.format-extra"
    assert missing.value.values == {"format": "html", "extra": "report"}


def test_no_two_comparisons_share_a_place(tmp_path: Path) -> None:
    own = write_workspace(tmp_path, {"a": TASKS, "b-c": TASKS, "a-b": TASKS, "c": TASKS})
    page = Reader(page_of(dossier(own)))
    ids = Counter(found["id"] for _, found in page.elements if "id" in found)
    assert not [id for id, times in ids.items() if times > 1]
    assert {"a-b%2Dc", "a%2Db-c"} <= ids.keys()
