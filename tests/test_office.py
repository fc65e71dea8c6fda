"""The table of revisions as Word file, Excel book and csv: what is in it, and that it is inert."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from planwatch.messages import load_messages
from planwatch.models import Comparison, Shape
from planwatch.report import render
from planwatch.report.rows import parts
from planwatch.report.view import View

from .conftest import compared, comparison, plan_of, workspace

MARK = "［据繁体网页还原］"
Texts = tuple[tuple[str, ...], tuple[str, ...]]


def view(language: str = "zh", **settings: Any) -> View:
    accuracy = workspace().rules.accuracy
    return View(load_messages(language), language, accuracy=accuracy, date="2026-01-31", **settings)


@cache
def written(format: str, old: str = "14", new: str = "15", **settings: Any) -> Any:
    return render(comparison(old, new), format, view(**settings))


def book(data: bytes, *, rich: bool = False) -> Any:
    return load_workbook(BytesIO(data), rich_text=rich)


def records(sheet: Any) -> list[dict[str, Any]]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def csv_records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def sentences(cell: str | None) -> tuple[str, ...]:
    """The words in a cell without their numbers."""
    return tuple(re.sub(r"^（\d+）", "", line) for line in (cell or "").splitlines())


def changes(found: Comparison) -> Counter[Texts]:
    """The texts of all changes in the JSON; 14 is told in its mainland reading."""
    data = json.loads(render(found, "json", view()))
    said: dict[str, str] = {}
    for side in data["plans"].values():
        reading = side["plan"]["id"] == "14"
        for one in side["commitments"]:
            said[one["id"]] = one["normalized"] + MARK if reading else one["text"]
    return Counter(
        (tuple(said[id] for id in change["old"]), tuple(said[id] for id in change["new"]))
        for change in data["changes"]
    )


def word_rows(data: bytes) -> Iterator[tuple[str, Texts, list[str]]]:
    """The rows of all tables of a Word file: number, texts of both sides, and the other cells."""
    for table in Document(BytesIO(data)).tables:
        heads, *rows = ([cell.text for cell in row.cells] for row in table.rows)
        for row in rows:
            if not row[0].isdigit():
                continue
            cells = dict(zip(heads, row, strict=True))
            old, new = (sentences(cells.get(head)) for head in ("上期表述", "本期表述"))
            yield row[0], (old, new), [cells.get("变化", ""), cells["出处"]]


def test_the_rows_are_the_changes_of_the_json() -> None:
    wanted = changes(comparison("14", "15"))
    word = list(word_rows(written("docx")))
    excel = records(book(written("xlsx"))["对照表"])
    separated = csv_records(written("csv"))
    assert Counter(texts for _, texts, _ in word) == wanted
    for rows in (excel, separated):
        assert Counter((sentences(r["上期表述"]), sentences(r["本期表述"])) for r in rows) == wanted
    numbers = [str(number) for number in range(1, wanted.total() + 1)]
    assert [number for number, _, _ in word] == numbers
    assert [row["序号"] for row in separated] == numbers


def test_identical_sentences_are_rows_too_and_say_so() -> None:
    rows = csv_records(written("csv", "15", "15news"))
    assert Counter((sentences(r["上期表述"]), sentences(r["本期表述"])) for r in rows) == changes(
        comparison("15", "15news")
    )
    same = [row for row in rows if row["依据"] == "文字相同"]
    assert len(same) > 40
    assert {row["变化"] for row in same} == {"延续"}


def test_linked_rows_come_first_by_the_old_text_then_the_new_then_the_unmentioned() -> None:
    found = comparison("14", "15")
    shown = parts(found, view(limit=0))
    assert [part.shape for part in shown] == [Shape.KEPT, Shape.APPEARED, Shape.DROPPED]
    for part in shown:
        plan = found.new if part.shape == Shape.APPEARED else found.old
        order = {id: place for place, id in enumerate(plan.by_id)}
        firsts = [min(order[w.id] for w in (row.old or row.new)) for row in part.rows]
        assert firsts == sorted(firsts)
        chapters = [chapter for chapter, _ in part.chapters()]
        assert len(chapters) == len(set(chapters))


def test_words_without_a_counterpart_are_underlined() -> None:
    old = plan_of("一、任务\n加快建设量子信息实验室，开放仪器设备。\n", id="old")
    new = plan_of("一、任务\n加快建设量子信息国家实验室，开放仪器设备。\n", id="new")
    found = compared(old, new)
    assert len(found.changes) == 1
    table = Document(BytesIO(render(found, "docx", view()))).tables[0]
    runs = [run for cell in table.rows[-1].cells for p in cell.paragraphs for run in p.runs]
    assert [run.text for run in runs if run.underline] == ["国家"]
    sheet = book(render(found, "xlsx", view()), rich=True)["对照表"]
    cell = sheet["C2"].value
    assert isinstance(cell, CellRichText)
    blocks = [block for block in cell if isinstance(block, TextBlock)]
    assert [block.text for block in blocks if block.font.u] == ["国家"]


def test_a_word_file_is_landscape_with_its_head_on_every_page() -> None:
    file = Document(BytesIO(written("docx")))
    section = file.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert len(file.tables) == 3
    for table in file.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert sum(column.width for column in table.columns) <= section.page_width
    fonts = file.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "修订对照表"), ("en", "Table of revisions")]
)
def test_the_head_names_plans_day_version_and_accuracy(language: str, title: str) -> None:
    data = render(comparison("14", "15"), "docx", view(language, only="appeared"))
    lines = [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs]
    assert lines[0] == title
    text = "\n".join(lines)
    for said in (
        "国际科技创新中心建设规划",
        "planwatch 0.",
        "2026-01-31",
        "81%",
        "--only appeared",
    ):
        assert said in text
    about = book(render(comparison("14", "15"), "xlsx", view(language))).worksheets[0]
    cells = "\n".join(str(row[0]) for row in about.iter_rows(values_only=True))
    assert title in cells
    assert "2026-01-31" in cells
    assert "81%" in cells


def test_the_book_has_its_sheets_with_fixed_heads_filters_and_numbers() -> None:
    found = book(written("xlsx"))
    assert found.sheetnames == ["说明", "主题", "对照表", "目标", "提法"]
    for sheet in found.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert (
            sheet.auto_filter.ref
            == f"A1:{sheet.cell(1, sheet.max_column).coordinate[:-1]}" + str(sheet.max_row)
        )
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
    themes = records(found["主题"])
    assert len(themes) == len(comparison("14", "15").themes)
    assert all(isinstance(row["上期条数"], int) for row in themes)
    linked = [row for row in records(found["对照表"]) if row["可信度"] is not None]
    assert all(0 < row["可信度"] <= 0.99 for row in linked)
    targets = {row["指标"]: row for row in records(found["目标"])}
    money = targets["技术合同成交额"]
    assert (money["目标数值"], money["目标单位"], money["结论"]) == (8e11, "元", "超额完成")
    terms = records(found["提法"])
    assert len(terms) == len(comparison("14", "15").terms)
    assert all(isinstance(row["上期每万字次数"], int | float) for row in terms)


@pytest.mark.parametrize(
    "settings", [{"only": "appeared"}, {"chapter": "保障措施"}, {"theme": "blockchain"}]
)
def test_filters_hold_in_every_format(settings: dict[str, Any]) -> None:
    rows = csv_records(written("csv", **settings))
    assert 0 < len(rows) < 40
    assert len(list(word_rows(written("docx", **settings)))) == len(rows)
    found = book(written("xlsx", **settings))
    assert found.sheetnames == ["说明", "对照表"]
    assert found["对照表"].max_row == len(rows) + 1


def test_a_limit_bounds_each_part_and_a_level_chooses_the_sheets() -> None:
    rows = csv_records(written("csv", limit=3))
    assert Counter(row["变化"] for row in rows)["未提及"] == 3
    themes = csv_records(written("csv", level="theme"))
    assert {"主题", "上期条数"} <= set(themes[0])
    assert book(written("xlsx", level="theme")).sheetnames == ["说明", "主题", "目标", "提法"]
    assert book(written("xlsx", level="commitment")).sheetnames == ["说明", "对照表"]
    table = Document(BytesIO(written("docx", level="theme"))).tables[0]
    assert table.rows[0].cells[0].text == "主题"


def test_the_source_is_quoted_where_it_is_asked_for() -> None:
    rows = csv_records(written("csv", source_script=True))
    text = "\n".join(row["上期表述"] + row["上期章节"] for row in rows)
    assert MARK not in text
    assert "國際科技創新中心" in text


def test_nothing_fits_is_said() -> None:
    data = written("docx", chapter="没有这样的章节")
    assert "没有符合条件的条目。" in [p.text for p in Document(BytesIO(data)).paragraphs]
    assert csv_records(written("csv", chapter="没有这样的章节")) == []


HOSTILE = (
    "=cmd|'/C calc'!A0建设实验室",
    "@SUM(1+1)*2推进改革",
    "+86建设平台",
    "-1建设园区",
    '＝HYPERLINK("http://e.example")支持企业',
    "http://e.example/a?b=1&c=<d>建设中心",
    "_x0041_建设]]>基地<w:br/>&amp;",
    "建设\x07\x1b[31m\u202e实验区\ufffe",
)
FORMULAS = tuple("=+-@\t\r＝＋－＠")


def hostile() -> Comparison:
    old = plan_of("一、=任务\n" + "".join(f"{line}。\n" for line in HOSTILE), id="=old")
    new = plan_of("一、+任务\n" + "".join(f"{line}项目。\n" for line in HOSTILE), id="@new")
    return compared(old, new)


def test_no_text_of_a_document_acts_in_a_book() -> None:
    found = book(render(hostile(), "xlsx", view()))
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    text = "\n".join(str(cell.value) for cell in cells)
    assert "=cmd|'/C calc'!A0建设实验室。" in text
    assert "_x0041_建设]]>基地<w:br/>&amp;。" in text
    assert "_x0041_建设]]>基地<w:br/>&amp;项目。" in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_no_text_of_a_document_acts_in_a_word_file() -> None:
    data = render(hostile(), "docx", view())
    text = "\n".join(str(texts) for _, texts, _ in word_rows(data))
    assert "_x0041_建设]]>基地<w:br/>&amp;。" in text
    with zipfile.ZipFile(BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
        assert "<w:hyperlink" not in body
        assert not [name for name in package.namelist() if "vba" in name.lower()]


def test_no_text_of_a_document_is_a_formula_in_csv() -> None:
    rows = csv_records(render(hostile(), "csv", view()))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(FORMULAS)]
    assert "'=cmd|'/C calc'!A0建设实验室。" in cells


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_is_asked_for_is_as_harmless_as_the_text(format: str) -> None:
    data = render(hostile(), format, view(chapter="\x07\ud800<"))
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts_of = [package.read(name) for name in package.namelist()]
    assert any("--chapter ␇&lt;U+D800&gt;&lt;".encode() in part for part in parts_of)


def test_a_text_longer_than_a_cell_is_cut_and_marked() -> None:
    plan = plan_of("一、任务\n建设实验室。\n", id="old")
    found = compared(plan, plan_of("一、任务\n培养农业技术人员。\n", id="new"))
    endless = "建设𠀀" * 12_000
    longer = tuple(replace(c, text=endless, normalized=endless) for c in found.old.commitments)
    found = replace(found, old=replace(found.old, commitments=longer))
    cells = [row["上期表述"] for row in records(book(render(found, "xlsx", view()))["对照表"])]
    cut = next(cell for cell in cells if cell and len(cell) > 1000)
    assert cut.endswith("…")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert endless in render(found, "csv", view())


def members(data: bytes) -> Iterable[tuple[str, tuple[int, ...]]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [(info.filename, info.date_time) for info in package.infolist()]


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_members_of_a_package_have_one_time_and_the_properties_the_day(format: str) -> None:
    assert {time for _, time in members(written(format))} == {(1980, 1, 1, 0, 0, 0)}
    with zipfile.ZipFile(BytesIO(written(format))) as package:
        core = package.read("docProps/core.xml").decode()
    times = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)
    assert times
    assert set(times) == {"2026-01-31T00:00:00Z"}
