"""Word, PDF and HTML: the text that a reader sees, or one sentence that says why not."""

from __future__ import annotations

import sys
import time
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from planwatch import pipeline
from planwatch.errors import PlanwatchError
from planwatch.read import docx as docx_reader
from planwatch.read import extract, foreign
from planwatch.read import pdf as pdf_reader

from .conftest import ROOT, workspace
from .documents import add_item, add_list, docx, pdf, saved

CORPUS = ROOT.parent / "shared" / "corpus"
LINE = "加快建设国家实验室体系，推动科研力量优化配置和资源共享，提升原始创新能力和水平"


def refusal(data: bytes) -> str:
    with pytest.raises(PlanwatchError) as refused:
        extract(data, "plan")
    return refused.value.key


def test_word_headings_lists_and_tables_come_in_order() -> None:
    document = Document()
    add_list(document, [("chineseCounting", "%1、"), ("decimal", "%1.%2")])
    document.add_heading("总体要求", level=1)
    document.add_paragraph("坚持创新。")
    for text, depth in (("重点任务", 0), ("建设平台", 1), ("培养人才", 1), ("保障措施", 0)):
        add_item(document, text, depth)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        ["指标", "2030年", "牵头单位落实任务。", "市科委"],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph().add_run("组织领导").bold = True
    document.add_paragraph("加强领导。")
    assert extract(saved(document), "plan.docx").split("\n") == [
        "# 总体要求",
        "坚持创新。",
        "一、重点任务",
        "一.1建设平台",
        "一.2培养人才",
        "二、保障措施",
        "| 指标 | 2030年 |",
        "牵头单位落实任务。",
        "市科委",
        "**组织领导**",
        "加强领导。",
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    document = Document()
    paragraph = document.add_paragraph("加快")._p
    for tag, text in (
        ("ins", "<w:r><w:t>建设</w:t></w:r>"),
        ("del", "<w:r><w:delText>取消</w:delText></w:r>"),
    ):
        paragraph.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1">{text}</w:{tag}>'))
    assert extract(saved(document), "plan.docx") == "加快建设"


def test_pdf_lines_become_paragraphs_without_page_furniture() -> None:
    pages = [
        ["某市规划纲要", f"{name}、重点任务", LINE, "若干项任务全面完成。", f"— {page} —"]
        for page, name in enumerate("一二三四", start=1)
    ]
    lines = extract(pdf(pages), "plan.pdf").split("\n")
    assert lines[:2] == ["一、重点任务", f"{LINE}若干项任务全面完成。"]
    assert len(lines) == 8


def test_spaced_digits_of_a_pdf_are_closed() -> None:
    text = extract(pdf([["到 2 0 3 0 年 , 投入 达到 3 . 5 % 。", LINE]]), "plan.pdf")
    assert text.startswith("到2030年,投入达到3.5%。")


def test_a_page_without_menus() -> None:
    body = "".join(f"<p>第{n}项，{LINE}。</p>" for n in "一二三四五六")
    page = (
        '<!DOCTYPE html><html><head><meta charset="gb2312"><title>规划</title></head><body>'
        f"<nav><a href=/>首页</a><a href=/a>政务公开</a></nav><article>{body}</article>"
        "<footer>主办单位：某市人民政府</footer></body></html>"
    )
    text = extract(page.encode("gbk"), "plan.html")
    assert text.split("\n") == [f"第{n}项，{LINE}。" for n in "一二三四五六"]


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[LINE]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (OLE + b"\0" * 600, "error.legacy-office"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "error.encrypted"),
        (b"{\\rtf1\\ansi text}", "error.legacy-office"),
        (packed(xl__workbook=b"<x/>"), "error.package"),
        (packed(**{"word__document.xml": b"<x/>"}), "error.broken"),
        (docx("加快建设。")[:900], "error.package"),
        (docx("加快建设。")[:-200], "error.broken"),
        (docx("", " "), "error.no-text"),
        (b"\x89PNG\r\n\x1a\n", "error.image"),
        (b"\xff\xd8\xff\xe0", "error.image"),
        (pdf([[]]), "error.scan"),
        (pdf([[LINE]])[:300], "error.broken"),
        (b"%PDF-1.4\n", "error.broken"),
        (locked_pdf(), "error.encrypted"),
        (b"<!DOCTYPE html><html><body></body></html>", "error.no-text"),
    ],
)
def test_what_holds_no_readable_text_is_refused_with_the_reason(data: bytes, key: str) -> None:
    assert refusal(data) == key


def test_entities_of_a_package_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    plain = zipfile.ZipFile(BytesIO(docx("加快MARK建设。")))
    parts = {name: plain.read(name) for name in plain.namelist()}
    main = parts["word/document.xml"].replace(b"MARK", b"&j;")
    parts["word/document.xml"] = main.replace(b"?>", b"?>" + bomb, 1)
    try:
        assert len(extract(packed(**parts), "plan.docx")) < 100
    except PlanwatchError as refused:
        assert refused.key == "error.broken"


def test_sizes_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "MAX_UNPACKED", 1_000)
    assert refusal(docx("加快建设。")) == "error.unpacked"
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 1)
    assert refusal(pdf([[LINE], [LINE]])) == "error.pages"
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 9)
    monkeypatch.setattr(pdf_reader, "MAX_UNPACKED", 100)
    assert refusal(pdf([[LINE]])) == "error.unpacked"
    monkeypatch.setattr(pdf_reader, "MAX_UNPACKED", 10_000)


@pytest.mark.parametrize("data", [pdf([[LINE]]), docx("加快建设。"), b"<html><p>plan</p>"])
def test_a_file_that_keeps_its_library_busy_is_given_up(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    def busy(*_: object, **__: object) -> None:
        time.sleep(1)

    monkeypatch.setattr(foreign, "MAX_SECONDS", 0.01)
    monkeypatch.setattr("pypdf.PdfReader", busy)
    monkeypatch.setattr("docx.Document", busy)
    monkeypatch.setattr("trafilatura.extract", busy)
    assert refusal(data) == "error.slow"


def test_a_stream_that_swells_a_thousandfold_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[LINE]]))))
    swollen = StreamObject()
    swollen.set_data(b" " * 150_000_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(swollen.flate_encode())
    file = BytesIO()
    writer.write(file)
    assert len(file.getvalue()) < 1_000_000
    assert refusal(file.getvalue()) in ("error.broken", "error.unpacked")


@pytest.mark.parametrize(
    ("module", "data", "extra"),
    [
        ("docx", docx("加快建设。"), "docx"),
        ("pypdf", pdf([[LINE]]), "pdf"),
        ("trafilatura", b"<html><body><p>x</p></body></html>", "html"),
    ],
)
def test_a_missing_extra_is_named(
    module: str, data: bytes, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PlanwatchError) as refused:
        extract(data, "plan")
    assert (refused.value.key, refused.value.values["extra"]) == ("error.extra", extra)


SOUND = [docx("加快建设国家实验室。"), pdf([[LINE]]), b"<html><body><p>x</p></body></html>", OLE]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=4),
    st.floats(0, 1),
)
def test_no_bytes_end_in_anything_but_text_or_a_refusal(
    data: bytes, edits: list[tuple[float, bytes]], kept: float
) -> None:
    changed = bytearray(data)
    for place, patch in edits:
        at = int(place * len(changed))
        changed[at : at + len(patch)] = patch
    for candidate in (bytes(changed), bytes(changed[: int(kept * len(changed))])):
        with suppress(PlanwatchError):
            assert extract(candidate, "plan").strip()


@given(st.binary(max_size=200))
def test_no_plain_bytes_end_in_anything_but_text_or_a_refusal(data: bytes) -> None:
    with suppress(PlanwatchError):
        assert extract(data, "plan").strip()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real documents are not here")
@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("2016-十三五规划纲要.md", [20, 80, 237]),
        ("2021-十四五规划纲要.md", [19, 65, 192]),
        ("2025年北京市政府工作报告.docx", [2, 11]),
        ("congress19_utf16.txt", [12]),
        ("yunnan_10th_fyp.pdf", [8, 26, 77]),
    ],
)
def test_outlines_of_real_documents(name: str, levels: list[int]) -> None:
    ranks = [
        heading.rank for heading in pipeline.load_plan(workspace(), str(CORPUS / name)).headings
    ]
    assert [ranks.count(rank) for rank in sorted(set(ranks))] == levels


def test_show_reads_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(docx("一、重点任务", "加快建设国家实验室。"))
    (sentence,) = pipeline.load_plan(workspace(), str(path)).commitments
    assert sentence.headings == ("一、重点任务",)
