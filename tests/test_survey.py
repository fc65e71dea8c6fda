"""Surveys: who takes up what a leading document says, since when, in which words."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planwatch.report.schema import schema_text

from .calling import call
from .documents import docx
from .plans import EAST, LEAD, OLD, TEXTS, UNDATED, WEST, write_plans
from .workspaces import write_workspace


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANWATCH_CACHE", str(tmp_path_factory.mktemp("cache") / "kept"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_plans(tmp_path / "plans", TEXTS)


def asked(folder: Path, *options: str) -> Any:
    done = call("survey", str(folder), "--format", "json", *options)
    assert done.code == 0, done.err
    document = json.loads(done.out)
    Draft202012Validator(json.loads(schema_text())).validate(document)
    return document


def item(document: Any, id: str) -> Any:
    return next(item for item in document["items"] if item["id"] == id)


def told(item: Any) -> list[tuple[str, str]]:
    return [(u["document"].removesuffix(".txt"), u["presence"]) for u in item["uptakes"]]


def test_a_theme_is_followed_from_the_earliest_document_on(folder: Path) -> None:
    found = asked(folder, "--lead", "lead.txt", "--theme", "人工智能")
    theme = found["items"][0]
    assert told(theme) == [("east", "commitment"), ("west", "commitment")]
    assert (theme["commitment"], theme["mention"], theme["absent"]) == (2, 0, 2)
    assert theme["since"] == "east.txt"
    west = theme["uptakes"][1]
    assert west["strength"]["word"] == "加快建设"
    assert len(west["commitments"]) == 1
    assert west["cited"]["span"]["line"] == 4
    assert "人工智能" in west["cited"]["clause"]
    text = (folder / "west.txt").read_text("utf-8")
    span = west["cited"]["span"]
    assert text[span["start"] : span["end"]] == west["cited"]["text"]


def test_what_an_older_document_holds_is_marked_as_older(folder: Path) -> None:
    found = asked(folder, "--lead", "lead.txt", "--theme", "国家实验室")
    assert told(found["items"][0]) == [("old", "commitment")]
    assert found["items"][0]["earlier"] == 1
    shown = call("survey", str(folder), "--lead", "lead.txt", "--theme", "国家实验室").out
    assert "2019-05-04 (earlier)  old.txt" in shown


def test_words_are_found_where_the_leading_document_lacks_them(folder: Path) -> None:
    found = asked(folder, "--lead", "west.txt", "--term", "新质生产力")
    assert found["by"] == "term"
    assert not found["linked"]
    assert found["items"][0]["lead"] is None
    assert told(found["items"][0]) == [
        ("lead", "commitment"),
        ("east", "commitment"),
        ("undated", "commitment"),
    ]
    assert found["items"][0]["since"] == "lead.txt"


def test_who_took_it_up_since_when_how_strongly_in_which_words(folder: Path) -> None:
    done = call("survey", str(folder), "--lead", "lead.txt", "--term", "新质生产力")
    lines = [line.strip() for line in done.out.splitlines()]
    assert "2024-06-01  east.txt  东江省人工智能行动计划" in lines
    assert "said 1× · commitments 1 · strongest verb 发展 (rung 5)" in lines
    assert "east.txt:L4 一 “因地制宜发展新质生产力”" in lines
    assert "no date  undated.txt  南湖省促进办法" in lines
    assert "Nothing on it in the text of 2: old.txt, west.txt" in lines


def test_links_are_those_of_diff(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(folder, "--lead", "lead.txt", "--by", "commitment")
    links = {
        (u["link"]["lead"], u["link"]["own"], u["link"]["relation"], u["link"]["confidence"])
        for one in found["items"]
        for u in one["uptakes"]
        if u["document"] == "west.txt"
    }
    monkeypatch.chdir(folder)
    diff = json.loads(call("diff", "lead.txt", "west.txt", "--format", "json").out)
    best: dict[str, tuple[str, str, str, float]] = {}
    for link in diff["links"]:
        row = (link["old"][0], link["new"][0], link["relation"], link["confidence"])
        best[row[0]] = max(best.get(row[0], row), row, key=lambda row: row[3])
    assert links
    assert links == set(best.values())


def test_commitments_without_counterparts_are_listed_too(folder: Path) -> None:
    found = asked(folder, "--lead", "lead.txt", "--by", "commitment")
    assert len(found["items"]) == 3
    assert [len(one["uptakes"]) for one in found["items"]] == sorted(
        (len(one["uptakes"]) for one in found["items"]), reverse=True
    )


def test_only_the_commitments_on_a_theme_or_with_words(folder: Path) -> None:
    for filter in (("--theme", "国家实验室"), ("--term", "国家实验室体系")):
        found = asked(folder, "--lead", "lead.txt", "--by", "commitment", *filter)
        assert [one["name"] for one in found["items"]] == ["加快建设国家实验室体系。"]


def test_formulations_of_the_leading_document(folder: Path) -> None:
    found = asked(folder, "--lead", "lead.txt", "--by", "term")
    assert told(item(found, "新质生产力")) == [
        ("east", "commitment"),
        ("undated", "commitment"),
    ]


def test_without_a_catalog_the_earliest_document_leads(folder: Path) -> None:
    found = asked(folder)
    assert (found["lead"], found["lead_by"]) == ("old.txt", "earliest")


def test_in_a_catalog_the_one_that_most_follow_leads(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"a": LEAD, "b": OLD, "c": WEST})
    catalog = tmp_path / "seeds" / "catalog.yaml"
    text = catalog.read_text("utf-8")
    catalog.write_text(text.replace("predecessor: b", "predecessor: a"), "utf-8")
    found = asked(tmp_path)
    assert found["lead_by"] == "catalog"
    assert found["lead"] == "a"
    assert asked(tmp_path / "seeds") == {**found, "folder": str(tmp_path / "seeds")}


def test_the_leading_document_can_lie_elsewhere(folder: Path, tmp_path: Path) -> None:
    lead = tmp_path / "outline.docx"
    lead.write_bytes(docx(*LEAD.splitlines()))
    found = asked(folder, "--lead", str(lead))
    assert found["lead_by"] == "named"
    assert len(found["documents"]) == len(TEXTS) + 1


def test_dates_that_are_not_in_the_text_say_so(tmp_path: Path) -> None:
    body = "一、主要任务\n推进新质生产力发展。\n"
    texts = {"lead": LEAD, "2023年工作报告": body, "规划": f"甲省规划（2021—2025年）\n{body}"}
    found = asked(write_plans(tmp_path / "plans", texts), "--lead", "lead.txt")
    when = {d["plan"]["id"]: (d["when"], d["dated_by"]) for d in found["documents"]}
    assert when["2023年工作报告.txt"] == ("2023", "name")
    assert when["规划.txt"] == ("2021", "period")
    shown = call("survey", str(tmp_path / "plans"), "--lead", "lead.txt", "--term", "新质生产力")
    assert "2023 (by the name of the file)" in shown.out


def test_what_cannot_be_read_is_named_with_its_reason(folder: Path) -> None:
    (folder / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "outside.txt").symlink_to("/etc/hostname")
    (folder / ".hidden").write_text("hidden")
    options = ("--lead", "lead.txt", "--jobs", "1")
    found = asked(folder, *options)
    reasons = {one["path"]: one["reason"] for one in found["unread"]}
    assert reasons == {
        "scan.png": "error.image",
        "empty.txt": "error.empty",
        "outside.txt": "error.outside-folder",
    }
    shown = call("survey", str(folder), *options).out
    assert "could not be read 3" in shown
    assert "Not read: scan.png: " in shown
    rows = call("survey", str(folder), *options, "--format", "csv").out
    assert rows.count("not read") == 3


def test_too_large_a_document_is_told_in_figures(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planwatch.workspace.MAX_BYTES", 400)
    (folder / "large.txt").write_text("大" * 300, "utf-8")
    assert "large.txt' has 900 bytes" in call("survey", str(folder), "--lead", "lead.txt").out


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        ([], (), "holds no documents"),
        (["lead"], (), "there are 1, and 0 that cannot be read"),
        (["lead", "east"], ("--lead", "nobody"), "No document 'nobody'"),
        (["undated", "undated2"], (), "name the leading one with --lead"),
        (["lead", "east"], ("--theme", "人工智能", "--by", "term"), "does not go with"),
        (["lead", "east"], ("--theme", "人工只能"), "人工"),
        (["lead", "east"], ("--by", "everything"), "--by"),
        (["lead", "east"], ("--by", "commitment", "--term", "月球"), "no commitment on '月球'"),
        (["lead", "east"], ("--term", "？！"), "error"),
    ],
)
def test_where_nothing_can_be_answered(
    tmp_path: Path, names: list[str], options: tuple[str, ...], said: str
) -> None:
    texts = {name: TEXTS.get(name, UNDATED) for name in names}
    done = call("survey", str(write_plans(tmp_path / "plans", texts)), *options)
    if "人工只能" in options:  # a slip of the pen is forgiven
        assert done.code == 0
        return
    assert done.code == 2
    assert said in done.err
    assert not done.out


def test_reasons_stand_on_stderr_where_nothing_can_be_answered(tmp_path: Path) -> None:
    done = call("survey", str(write_plans(tmp_path / "plans", {"lead": LEAD, "empty": ""})))
    assert done.code == 2
    assert "Not read: empty.txt: " in done.err
    assert call("survey", str(tmp_path / "nowhere")).code == 2


def test_versions_of_one_text_are_pointed_out_and_counted_once(tmp_path: Path) -> None:
    longer = LEAD + "推动长三角一体化发展，支持绿色低碳转型，提高公共服务水平。\n" * 3
    texts = {"lead": OLD, "first": longer, "second": f"网站首页\n{longer}记者采访\n", "west": WEST}
    folder = write_plans(tmp_path / "plans", texts)
    found = asked(folder, "--lead", "lead.txt", "--theme", "人工智能")
    assert [(pair["one"], pair["other"]) for pair in found["same_text"]] == [
        ("first.txt", "second.txt")
    ]
    assert found["items"][0]["commitment"] == 2
    assert "are versions of one text" in call("survey", str(folder)).out


NAMES = ["[red]a[red]", "=cmd", "\x1b[31mrot", "::error::x", "a\u202eb"]


@pytest.mark.parametrize("format", ["terminal", "json", "csv"])
def test_hostile_names_and_texts_take_no_effect(tmp_path: Path, format: str) -> None:
    folder = write_plans(tmp_path / "plans", {"lead": LEAD})
    for name in NAMES:
        (folder / f"{name}.txt").write_text(f"{name}\n{UNDATED}发展{name}产业。\n", "utf-8")
    options = ("--lead", "lead.txt", "--term", "新质生产力", "--jobs", "1", "--format", format)
    done = call("survey", str(folder), *options)
    assert done.code == 0, done.err
    for sign in ("\x1b", "\u202e", "\n::error", ",=cmd"):
        assert sign not in done.out + done.err
    assert "[red]a[red]" in done.out


def test_names_that_are_no_text_are_written_out(tmp_path: Path) -> None:
    folder = write_plans(tmp_path / "plans", {"lead": LEAD})
    (folder / os.fsdecode(b"\xff.txt")).write_text(EAST, "utf-8")
    found = asked(folder, "--lead", "lead.txt")
    assert "\\udcff.txt" in [d["plan"]["id"] for d in found["documents"]]
