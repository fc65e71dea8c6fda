"""Adding: a file becomes a document of the catalog, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import signal
import sys
from pathlib import Path

import jsonschema
import pytest
from docx import Document

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import PlanInfo, PlanKind
from planwatch.read import extract
from planwatch.report.schema import schema_text
from planwatch.workspace import create_workspace, find_workspace

from .adding import TEXTS, add_all, add_second_and_die
from .calling import Called, call
from .conftest import ROOT, workspace
from .documents import add_item, add_list, docx, pdf, saved

CORPUS = ROOT.parent / "shared" / "corpus"
BODY = "一、主要任务\n加快建设国家实验室。\n完善科技金融服务体系。\n"
TRADITIONAL = "一、任務\n加快建設國家實驗室。\n支持學者參與。\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(name: str, text: str | bytes = BODY) -> Path:
    path = Path(name)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def added(*arguments: str, answers: str | None = None) -> dict[str, object]:
    options = () if answers is not None else ("--yes",)
    done = call("add", *arguments, *options, "--format", "json", answers=answers)
    assert done.code == 0, done.err
    found: dict[str, object] = json.loads(done.out)
    return found


def entry(id: str) -> PlanInfo:
    return next(info for info in find_workspace().plans if info.id == id)


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("seeds").rglob("*") if path.is_file()}


# --- what is kept


def word_file() -> bytes:
    document = Document()
    document.add_paragraph("某市数字经济发展规划（2021—2025年）")
    add_list(document, [("chineseCountingThousand", "%1、")])
    for title, text in (("总体要求", "坚持创新驱动发展。"), ("主要任务", "加快建设国家实验室。")):
        add_item(document, title, 0)
        document.add_paragraph(text)
    return saved(document)


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("a.txt", BODY.encode(), "text, utf-8"),
        ("a.txt", BODY.encode("utf-8-sig"), "text, utf-8"),
        ("a.txt", BODY.replace("\n", "\r\n").encode("gb18030"), "text, gb18030"),
        ("a.txt", BODY.encode("utf-16"), "text, utf-16-le"),
        ("a.txt", TRADITIONAL.encode("big5"), "text, big5hkscs"),
        ("a.docx", word_file(), "DOCX, python-docx"),
        ("a.pdf", pdf([BODY.splitlines()]), "PDF, pdfminer.six"),
        ("a.html", f"<html><body><article><p>{BODY}</p></article></body></html>".encode(), "HTML"),
        ("no-suffix", BODY.encode(), "text, utf-8"),
    ],
)
def test_what_is_kept_is_the_text_that_was_parsed(name: str, data: bytes, note: str) -> None:
    text = extract(data, name)
    put(name, data)
    added(name)
    info = find_workspace().plans[0]
    kept = Path(info.path).read_bytes()
    assert kept == text.encode()
    assert info.sha256 == hashlib.sha256(kept).hexdigest()
    assert info.source_file == name
    assert info.source_sha256 == hashlib.sha256(data).hexdigest()
    assert info.extraction.startswith(note)
    assert pipeline.load_plan(find_workspace(), info.id).document == text


def test_a_text_that_lies_in_seeds_stays_where_it_is() -> None:
    create_workspace(Path())
    put("seeds/2024.txt")
    added("seeds/2024.txt", "--id", "new")
    assert entry("new").path == "seeds/2024.txt"
    assert entry("new").source_file == ""
    assert sorted(files()) == ["seeds/.gitattributes", "seeds/2024.txt", "seeds/catalog.yaml"]


def test_a_text_in_another_encoding_in_seeds_is_kept_beside_it() -> None:
    create_workspace(Path())
    put("seeds/2024.txt", BODY.encode("gb18030"))
    added("seeds/2024.txt")
    assert entry("2024").path == "seeds/2024-text.txt"


def test_what_was_set_aside_is_shown() -> None:
    put("a.txt", "某市规划\n\n目录\n" + BODY + "| 指标 | 2025年 |\n")
    assert "show a --unparsed" in call("add", "a.txt", "--yes").out
    shown = call("show", "a", "--unparsed").out
    assert "title" in shown
    assert "table" in shown


def test_the_command_says_what_it_read_and_what_comes_next() -> None:
    put("a.txt", "某市数字经济发展规划（2016—2020年）\n" + BODY)
    put("b.txt", "某市数字经济发展规划（2021—2025年）\n一、任务\n支持青年科技人才承担任务。\n")
    added("a.txt")
    done = call("add", "b.txt", "--yes")
    assert "added as b: seeds/b.txt" in done.out
    assert "planwatch diff a b" in done.out
    assert "left empty: issuer, document number, date" in done.err
    assert call("diff", "a", "b").code == 0


def test_json_keeps_its_contract() -> None:
    schema = json.loads(schema_text())
    put("a.txt", NOTICE)
    for arguments in (("add", "a.txt", "--yes"), ("add", "a.txt", "--yes"), ("plans",)):
        jsonschema.validate(json.loads(call(*arguments, "--format", "json").out), schema)


# --- adding again


def test_the_same_file_again_changes_nothing() -> None:
    put("a.docx", word_file())
    assert added("a.docx")["added"] is True
    before = files()
    again = call("add", "a.docx", "--yes", "--title", "Another")
    assert again.code == 0
    assert "listed already: a" in again.out
    assert "nothing changed" in again.out
    assert files() == before


def test_the_same_text_from_another_file_changes_nothing() -> None:
    put("a.txt", BODY.encode("gb18030"))
    put("b.txt", BODY.encode("utf-16"))
    added("a.txt")
    before = files()
    assert added("b.txt")["plan"]["id"] == "a"  # type: ignore[index]
    assert files() == before


# --- the catalog


def test_comments_order_and_layout_of_the_catalog_stay() -> None:
    create_workspace(Path())
    put("seeds/z.txt")
    sha = hashlib.sha256(BODY.encode()).hexdigest()
    text = (
        "# ours\nplans:\n"
        f"- kind: plan   # the first\n  id: z\n  file: z.txt\n  sha256: {sha}\n  title: 甲\n"
        "# end\n"
    )
    put("seeds/catalog.yaml", text)
    put("a.txt", "一、任务\n支持青年科技人才。\n")
    added("a.txt")
    now = Path("seeds/catalog.yaml").read_text("utf-8")
    assert now.startswith(text)
    assert [info.id for info in find_workspace().plans] == ["z", "a"]


@pytest.mark.parametrize("text", ["plans: []\n", "plans:\n", "plans: []", "# x\r\nplans: []\r\n"])
def test_any_empty_catalog_is_added_to(text: str) -> None:
    create_workspace(Path())
    put("seeds/catalog.yaml", text)
    put("a.txt")
    added("a.txt")
    assert [info.id for info in find_workspace().plans] == ["a"]


def test_a_catalog_that_cannot_be_added_to_stays_as_it_is() -> None:
    create_workspace(Path())
    put("seeds/z.txt", "一、任务\n支持青年科技人才。\n")
    sha = hashlib.sha256(Path("seeds/z.txt").read_bytes()).hexdigest()
    row = f"{{id: z, title: 甲, kind: plan, file: z.txt, sha256: {sha}}}"
    put("seeds/catalog.yaml", f"plans: [{row}]\n")
    put("a.txt")
    before = files()
    done = call("add", "a.txt", "--yes")
    assert done.code == 2
    assert "seeds/catalog.yaml" in done.err
    assert files() == before


# --- metadata

NOTICE = """某府办规〔2021〕19号
某市人民政府办公厅关于印发某市临时救助办法的通知
各区人民政府，市政府各部门：
《某市临时救助办法》已经市人民政府同意，现印发给你们，请认真贯彻执行。
某市人民政府办公厅
2021年12月1日
某市临时救助办法
第一条 为规范临时救助工作，制定本办法。
第二条 市民政部门负责统筹开展全市临时救助工作。
第三条 本办法自印发之日起施行，有效期5年。
"""
DECREE = """某市人民政府令
第179号
《某市公园管理办法》已经2021年1月8日市政府常务会议通过，现予公布，自2021年5月1日起施行。
市 长：张三
2021年1月29日
第一条 市园林部门负责组织实施本办法。
第二条 本办法自2021年5月1日起施行。
"""
REPORT = """政 府 工 作 报 告

——2019年3月4日在某某区第十五届人民代表大会第三次会议上

某某区人民政府代区长  李四
各位代表：
一、2018年工作回顾
建成两个产业园区。
二、2019年工作安排
加快建设产业园区。
"""
OUTLINE = """某省国民经济和社会发展
第十个五年计划纲要
（2001年2月16日某省第九
届人民代表大会第四次会议通过）
第一章 发展目标
加快发展高新技术产业。
"""
RECORD = """政務公開 > 政策文件
  1. [發文機構] 某市科學技術委員會
  2. [實施日期] 2021-01-01
  3. [成文日期] 2021-11-03
  4. [廢止日期] 2025-12-31
某市科學技術委員會關於印發《某市“十四五”時期科技創新規劃》的通知
一、主要任務
加快建設國家實驗室，支持學者參與國際合作。
"""
REVIEW = "某市“十三五”规划实施情况总结\n一、主要成效\n建成三个国家重点实验室。\n"
SCHEME = "某市推进数字政府建设行动方案（2023—2025年）\n一、任务\n建设政务云平台。\n"
BRIEFING = "某市召开新闻发布会介绍“十五五”规划\n下面作介绍。\n推动产业集聚发展。\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            NOTICE,
            {
                "title": "某市临时救助办法",
                "title_by": "source",
                "issuer": "某市人民政府办公厅",
                "number": "某府办规〔2021〕19号",
                "date": "2021-12-01",
                "effective": "印发之日",
                "validity": "5年",
                "kind": "plan",
            },
        ),
        (
            DECREE,
            {
                "title": "某市公园管理办法",
                "issuer": "某市人民政府",
                "number": "某市人民政府令第179号",
                "date": "2021-01-29",
                "effective": "2021-05-01",
                "validity": "",
            },
        ),
        (
            REPORT,
            {
                "title": "政府工作报告",
                "issuer": "某某区人民政府",
                "date": "2019-03-04",
                "period": "2019",
                "kind": "plan",
            },
        ),
        (
            OUTLINE,
            {
                "title": "某省国民经济和社会发展第十个五年计划纲要",
                "issuer": "某省人民代表大会",
                "date": "2001-02-16",
                "period": "2001–2005",
            },
        ),
        (
            RECORD,
            {
                "title": "某市“十四五”时期科技创新规划",
                "issuer": "某市科学技术委员会",
                "date": "2021-11-03",
                "effective": "2021-01-01",
                "validity": "至2025-12-31",
                "period": "2021–2025",
                "language": "zh-Hant",
            },
        ),
        (REVIEW, {"kind": "review", "period": "2016–2020"}),
        (SCHEME, {"kind": "scheme", "period": "2023–2025"}),
        (BRIEFING, {"kind": "briefing", "title_by": "editor", "period": "2026–2030"}),
    ],
)
def test_what_a_text_says_of_itself(text: str, said: dict[str, str]) -> None:
    put("a.txt", text)
    found = added("a.txt")["plan"]
    assert {name: found[name] for name in said} == said  # type: ignore[index]


def test_yes_never_fails_for_what_is_not_said() -> None:
    put("a.txt", "我们要坚持不懈，努力奋斗。推动产业集聚发展，支持企业创新。\n完善机制。\n")
    done = call("add", "a.txt", "--yes")
    assert done.code == 0
    assert entry("a").title == "我们要坚持不懈，努力奋斗。推动产业集聚发展，支持企业创新。"
    assert entry("a").title_by == "editor"
    assert "nothing tells the kind" in done.err
    for word in ("issuer", "document number", "date", "period", "predecessor"):
        assert word in done.err


def test_metadata_is_evidence_not_guesswork() -> None:
    """No field is filled from the running text of a plan."""
    texts = {id: workspace().source(id) for id in ("2016", "review", "15")}
    for source in texts.values():
        said = pipeline.describe_text(extract(source.data, "x"), source.info, workspace().rules)
        assert said.number == said.effective == said.validity == said.date == ""


# --- relatives


def test_a_news_page_is_offered_as_a_version_of_the_briefing() -> None:
    for name in ("000_c27516ac83028819.txt", "001_f46f832e10b195d0.txt"):
        put(name, (ROOT / "seeds" / name).read_bytes())
    added("000_c27516ac83028819.txt", "--id", "15", "--kind", "briefing")
    found = added("001_f46f832e10b195d0.txt", "--id", "15news")
    assert found["plan"]["variant_of"] == "15"  # type: ignore[index]
    assert found["plan"]["predecessor"] == ""  # type: ignore[index]
    assert found["likeness"]["shared"] > 0.9  # type: ignore[index]


def test_different_plans_are_no_versions_of_one_text() -> None:
    ws = workspace()
    for info in ws.plans:
        others = [other for other in ws.plans if other.id != info.id]
        source = ws.source(info.id)
        alike = pipeline.nearest_text(ws, extract(source.data, info.path), others)
        expected = {"15": "15news", "15news": "15"}.get(info.id)
        assert (alike.plan if alike else None) == expected
        assert alike is None or alike.variant


def test_an_excerpt_is_named_and_no_version() -> None:
    lines = [f"推进第{n}项工程建设，支持企业{n * 7}参与。\n" for n in range(60)]
    whole = "一、任务\n" + "".join(lines)
    put("whole.txt", whole)
    put("part.txt", "\n".join(whole.splitlines()[:12]) + "\n")
    added("whole.txt")
    found = added("part.txt")
    assert found["plan"]["variant_of"] == ""  # type: ignore[index]
    assert found["likeness"]["variant"] is False  # type: ignore[index]
    assert found["likeness"]["covered"] < 0.3  # type: ignore[index]


def test_the_predecessor_is_the_last_of_the_series() -> None:
    for year in (2017, 2018, 2019, 2020):
        done = "".join(f"投资{year * n}万元改造第{year % 50 + n}小区。\n" for n in range(1, 20))
        put(f"{year}.txt", REPORT.replace("2019年", f"{year}年") + done)
    other = REPORT.replace("某某区", "别的县").replace("2019年", "2018年").replace("园区", "集群")
    put("other.txt", other)
    for name in ("2017", "2018", "other", "2020"):
        added(f"{name}.txt")
    assert added("2019.txt")["plan"]["predecessor"] == "2018"  # type: ignore[index]
    assert entry("2020").predecessor == "2018"
    assert entry("other").predecessor == ""


def test_a_review_is_of_the_plan_of_its_period_and_issuer() -> None:
    put("plan.txt", "某市人民政府\n某市“十三五”规划\n一、任务\n建设三个国家重点实验室。\n")
    put("review.txt", "某市人民政府\n" + REVIEW)
    added("plan.txt")
    assert added("review.txt")["plan"]["reviews"] == "plan"  # type: ignore[index]


# --- flags and questions


def test_flags_win() -> None:
    put("old.txt", "某市规划（2016—2020年）\n" + BODY)
    put("a.txt", NOTICE)
    added("old.txt", "--id", "13")
    found = added(
        *("a.txt", "--id", "14", "--title", " A \n title ", "--kind", "scheme"),
        *("--issuer", "", "--period", "2021–2025", "--predecessor", "13"),
    )["plan"]
    expected = {
        **{"id": "14", "title": "A title", "title_by": "editor", "kind": "scheme", "issuer": ""},
        **{"period": "2021–2025", "predecessor": "13", "number": "某府办规〔2021〕19号"},
    }
    assert {name: found[name] for name in expected} == expected  # type: ignore[index]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--id", "a b"], "id 'a b'"),
        (["--id", "../x"], "id '../x'"),
        (["--id", ""], "id ''"),
        (["--id", "x" * 41], "1 to 40"),
        (["--kind", "poem"], "scheme, plan"),
        (["--title", "  "], "--title"),
        (["--predecessor", "none"], "'none'"),
        (["--variant-of", "none"], "'none'"),
        ([], "--yes"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    options: list[str], words: str
) -> None:
    put("a.txt")
    done = call("add", "a.txt", *options, *(["--yes"] if options else []))
    assert done.code == 2
    assert words in done.err
    assert not Path("seeds").exists()


def test_a_taken_id_is_refused() -> None:
    put("a.txt")
    put("b.txt", "一、任务\n支持青年科技人才。\n")
    added("a.txt")
    before = files()
    assert "taken" in call("add", "b.txt", "--id", "a", "--yes").err
    assert files() == before
    assert added("b.txt")["plan"]["id"] == "b"  # type: ignore[index]
    Path("more").mkdir()
    put("more/b.txt", "一、任务\n建设产业园区。\n")
    assert added("more/b.txt")["plan"]["id"] == "b-2"  # type: ignore[index]


def test_questions_take_what_is_proposed_or_typed() -> None:
    put("a.txt", NOTICE)
    answers = "bad id\n14\n\nscheme\n\n-\n\n2021–2025\n\n\ny\n"
    done = call("add", "a.txt", answers=answers)
    assert done.code == 0, done.err
    assert "the id 'bad id' cannot be used" in done.err
    found = entry("14")
    assert found.title == "某市临时救助办法"
    assert found.title_by == "source"
    assert (found.kind, found.period, found.number) == (PlanKind.SCHEME, "2021–2025", "")
    assert found.issuer == "某市人民政府办公厅"


def test_a_version_can_be_declined_and_all_of_it_called_off() -> None:
    put("a.txt", BODY * 3)
    put("b.txt", BODY * 3 + "另行推进一项。\n")
    added("a.txt")
    done = call("add", "b.txt", answers="n\n" + "\n" * 9 + "y\n")
    assert done.code == 0, done.err
    assert "100% of the shorter" in done.err
    assert entry("b").variant_of == ""
    put("c.txt", "一、任务\n支持青年科技人才。\n")
    before = files()
    assert call("add", "c.txt", answers="\n" * 9 + "n\n").code == 130
    assert files() == before


# --- whole or not at all


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
        ("scan.pdf", pdf([[]]), "OCR"),
        ("cut.docx", word_file()[:-200], "damaged"),
        ("cut.pdf", pdf([BODY.splitlines()])[:60], "damaged"),
        ("large.txt", b"a" * 20_000_001, "20,000,000"),
        ("long.txt", "国".encode() * 1_000_001, "1,000,000"),
        ("list.txt", "某市\n某省\n".encode(), "no commitment"),
        ("empty.txt", b"", "empty"),
        ("tags.docx", docx("<html><body>加快建设国家实验室。", "完善机制。"), "read back"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    name: str, data: bytes, words: str
) -> None:
    put(name, data)
    done = call("add", name, "--yes")
    assert done.code == 2
    assert name in done.err
    assert words in done.err
    assert "Traceback" not in done.err
    assert not Path("seeds").exists()


def test_another_file_of_the_name_is_never_written_over() -> None:
    create_workspace(Path())
    for name in ("seeds/a.txt", "seeds/a-text.txt"):
        put(name, "theirs")
    put("a.txt")
    before = files()
    done = call("add", "a.txt", "--yes")
    assert done.code == 2
    assert "seeds/a.txt" in done.err
    assert files() == before


def test_nothing_is_written_through_a_link_out_of_seeds() -> None:
    create_workspace(Path())
    put("a.txt")
    put("theirs", "theirs")
    for name in ("a.txt", "a-text.txt"):
        (Path("seeds") / name).symlink_to(Path("theirs").resolve())
    assert call("add", "a.txt", "--yes").code == 2
    assert Path("theirs").read_text() == "theirs"


def test_a_catalog_that_is_a_link_out_of_seeds_is_not_written_to() -> None:
    create_workspace(Path())
    put("theirs.yaml", Path("seeds/catalog.yaml").read_bytes())
    Path("seeds/catalog.yaml").unlink()
    Path("seeds/catalog.yaml").symlink_to(Path("theirs.yaml").resolve())
    put("a.txt")
    before = Path("theirs.yaml").read_bytes()
    done = call("add", "a.txt", "--yes")
    assert done.code == 2
    assert "seeds/catalog.yaml" in done.err
    assert Path("theirs.yaml").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_moment_there_is_the_old_catalog_or_the_new_one(tmp_path: Path) -> None:
    """A process kills itself at the first, second, … thing it does with a file of seeds/."""
    for name, text in TEXTS.items():
        put(f"{name}.txt", text)
    create_workspace(tmp_path)
    add_all((str(tmp_path), ["first"]))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        codes = pool.apply(add_second_and_die, (str(tmp_path), 24))
    outcomes = set()
    for number, code in enumerate(codes, start=1):
        ws = find_workspace(tmp_path / str(number))
        ids = [info.id for info in ws.plans]
        assert ids in (["first"], ["first", "second"])
        assert all(ws.source(id).data.decode() == TEXTS[id] for id in ids)
        outcomes.add((len(ids), code))
    assert outcomes == {(1, -signal.SIGKILL), (2, -signal.SIGKILL), (2, 0)}
    assert {len(find_workspace(tmp_path / str(number)).plans) for number in (1, 24)} == {1, 2}
    add_all((str(tmp_path / "5"), ["second"]))
    assert [info.id for info in find_workspace(tmp_path / "5").plans] == ["first", "second"]


def test_two_at_once_lose_no_entry(tmp_path: Path) -> None:
    names = [f"d{n}" for n in range(10)]
    for n, name in enumerate(names):
        put(f"{name}.txt", f"一、任务\n推进第{n}项工程，支持{n * 37}家企业。\n")
    jobs = [(str(tmp_path), names[:5]), (str(tmp_path), names[5:])]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(add_all, jobs)
    assert sorted(info.id for info in find_workspace().plans) == names
    hidden = {path.name for path in Path("seeds").iterdir() if path.name.startswith(".")}
    assert hidden == {".gitattributes"}


# --- the real documents


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real documents are not here")
def test_every_real_document_is_added_without_hand_work() -> None:
    paths = [path for path in sorted(CORPUS.iterdir()) if path.name != "README.md"]
    assert len(paths) == 10
    for path in paths:
        assert added(str(path))["comparable"]
    found = {Path(info.source_file).stem: info for info in find_workspace().plans}
    assert found["hailar_2019_gb18030"].predecessor == "hailar_2018_gb18030"
    assert found["2021-十四五规划纲要"].predecessor == "2016-十三五规划纲要"
    assert found["29_广州市临时救助实施细则_穗府办规2021-19号"].number == "穗府办规〔2021〕19号"
    assert all(call("show", info.id, "--unparsed").code == 0 for info in found.values())


def test_messages_name_every_field() -> None:
    from planwatch.adding import FIELDS

    for language in ("zh", "en"):
        messages = load_messages(language)
        assert all(f"field.{name}" in messages for name in FIELDS)


def test_a_refusal_is_one_sentence() -> None:
    def sentences(done: Called) -> int:
        return len([line for line in done.err.splitlines() if line.startswith("error")])

    put("a.pdf", pdf([[]]))
    assert sentences(call("add", "a.pdf", "--yes")) == 1
