"""Hostile input does no harm, and what is refused is refused in one sentence."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from planwatch.workspace import create_workspace

from .bench.fuzz import KINDS, run
from .calling import Called, call
from .documents import docx, pdf, saved

BODY = "一、主要任务\n加快建设国家实验室。\n"
SECRET = "秘密文件的内容"
SHOW = ("show", "a.txt")
ADD = ("add", "a.txt", "--yes")
_RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Characters that could steer a terminal, hide text or turn it around."""


@dataclass(frozen=True)
class Case:
    """What is put into an empty folder, the command, and what it must answer.

    `code` 0: harmless; 2: refused with `words` in one sentence. `shown` are words that a harmless
    document still has, `hidden` those that must not come out anywhere.
    """

    id: str
    put: Callable[[], object]
    command: Sequence[str]
    code: int = 0
    words: str = ""
    shown: str = ""
    hidden: str = "SECRET"


def write(name: str, data: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)


def text(line: str) -> Callable[[], object]:
    """A plan with a line in it."""
    return lambda: write("a.txt", BODY + line + "\n")


def file(name: str, data: bytes) -> Callable[[], object]:
    return lambda: write(name, data)


def catalog(yaml: str) -> Callable[[], object]:
    """A workspace with a sound document and this catalog; SHA stands for the checksum."""

    def put() -> None:
        create_workspace(Path())
        write("seeds/a.txt", BODY)
        sha = hashlib.sha256(BODY.encode()).hexdigest()
        write("seeds/catalog.yaml", yaml.replace("SHA", sha))

    return put


def listed(fields: str = "", id: str = "a", name: str = "a.txt", title: str = "甲") -> str:
    row = f"  - {{id: {id}, title: {title}, kind: plan, file: {name}, sha256: SHA"
    return f"plans:\n{row}{', ' if fields else ''}{fields}}}\n"


def linked(link: str, target: str, *, folder: bool = False) -> Callable[[], object]:
    """A workspace in which a name of seeds/ leads out of it."""

    def put() -> None:
        catalog(listed(name="sub/a.txt" if folder else "a.txt"))()
        write("outside/a.txt", SECRET)
        path = Path("seeds") / link
        path.unlink(missing_ok=True)
        path.symlink_to(Path(target).resolve())

    return put


def seeds_elsewhere() -> None:
    create_workspace(Path("outside"))
    write("inside/a.txt", BODY)
    Path("inside/seeds").symlink_to(Path("outside/seeds").resolve())
    os.chdir("inside")


def rule(kind: str, name: str, yaml: str) -> Callable[[], object]:
    def put() -> None:
        catalog(listed())()
        write(f"rules/{kind}/{name}.yaml", yaml)

    return put


def packed(base: bytes, **parts: bytes) -> bytes:
    """A package with other parts in it; __ in a name is a slash."""
    source = zipfile.ZipFile(BytesIO(base))
    names = {name: source.read(name) for name in source.namelist()}
    names |= {name.replace("__", "/"): data for name, data in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in names.items():
            package.writestr(name, data)
    return file.getvalue()


def with_entity(declared: str) -> bytes:
    plain = docx("加快建设MARK国家实验室。")
    main = zipfile.ZipFile(BytesIO(plain)).read("word/document.xml").replace(b"MARK", b"&e;")
    declaration = f"?><!DOCTYPE x [{declared}]>".encode()
    return packed(plain, **{"word__document.xml": main.replace(b"?>", declaration, 1)})


def laughs() -> str:
    names = "abcdefghij"
    steps = (f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names))
    return f'<!ENTITY a "aaaaaaaaaa">{"".join(steps)}<!ENTITY e0 "&j;">'


def lying_about_its_size() -> bytes:
    data = bytearray(packed(docx("加快建设国家实验室。"), word__big=b"\0" * 3_000_000))
    place = data.rindex(b"word/big") - 46 + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def deep_tables() -> bytes:
    document = Document()
    table = document.add_table(1, 1)
    for _ in range(400):
        table = table.cell(0, 0).add_table(1, 1)
    return saved(document)


def protected() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([BODY.splitlines()]))))
    writer.encrypt("geheim", algorithm="RC4-128")
    return _pdf(writer)


def looping() -> bytes:
    return pdf([BODY.splitlines()]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


def scripted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([BODY.splitlines()]))))
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/Launch"),
            NameObject("/F"): TextStringObject("SECRET"),
        }
    )
    return _pdf(writer)


def swollen() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([BODY.splitlines()]))))
    stream = StreamObject()
    stream.set_data(b" " * 150_000_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return _pdf(writer)


def _pdf(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def page(inside: str) -> bytes:
    paragraphs = "<p>加快建设国家实验室，支持高校和企业参与，完善开放共享机制。</p>" * 3
    return f"<html><body><article>{paragraphs}{inside}</article></body></html>".encode()


LAB = "加快建设国家实验室"
TEXTS = [
    Case("a closing script tag", text("推进</script><script>alert(1)</script>建设。"), SHOW, shown=LAB),
    Case("Rich markup", text("推进[bold red]产业[/] [link=file:///x]建设[/link]。"), SHOW, shown="[bold red]"),
    Case("broken Rich markup", text("推进[/]产业[[建设。"), SHOW, shown="[/]产业"),
    Case("colours", text("推进\x1b[31m产业\x1b[0m建设。"), SHOW, shown="产业"),
    Case("clearing the screen", text("推进\x1b[2J\x1b[H产业。"), SHOW, shown="产业"),
    Case("a link by OSC 8", text("推进\x1b]8;;http://x\x07产业\x1b]8;;\x07。"), SHOW, shown="产业"),
    Case("the clipboard by OSC 52", text("推进\x1b]52;c;cm0=\x1b\\产业。"), SHOW, shown="产业"),
    Case("eight-bit controls", text("推进\x9b31m\x9d0;x\x9c产业。"), SHOW, shown="产业"),
    Case("backspace and bell", text("推进产业\b\b\a建设。"), SHOW, shown="建设"),
    Case("a return over the line", text("推进产业\r隐藏\r\n"), SHOW, shown=LAB),
    Case("text turned around", text("推进\u202e业产\u202c建设。"), SHOW, shown="RIGHT-TO-LEFT"),
    Case("isolated text", text("推进\u2067产业\u2069建设。"), SHOW, shown="ISOLATE"),
    Case("invisible characters", text("推进\u200b产\ufeff业\u2060。"), SHOW, shown=LAB),
    Case("tags of Unicode", text("推进\U000e0041\U000e0042产业。"), SHOW, shown=LAB),
    Case("braces of a format", text("推进{path.count}产业{0}%s建设。"), SHOW, shown="{path.count}"),
    Case("steering what was set aside", text("\n\x1b[31m题名\x1b[0m\n"), (*SHOW, "--unparsed")),
    Case("steering a comparison", text("推进\x1b[31m[red]产业\u202e。"), ("diff", "a.txt", "a.txt")),
    Case("HTML in Markdown", text("推进<img src=x onerror=alert(1)>。"), ("diff", "a.txt", "a.txt", "--format", "markdown"), hidden="<img"),
    Case("JSON that a page holds", text("推进\u2028产业\x1b。"), (*SHOW, "--format", "json"), shown="\\u2028"),
    Case("a head of YAML that explodes", lambda: write("a.txt", "---\na: &a [x]\nb: [*a, *a]\n---\n" + BODY), ADD, shown=LAB[:0]),
    Case("a head that names a class", lambda: write("a.txt", "---\ntitle: !!python/name:os.system\n---\n" + BODY), ADD),
    Case("a title that steers", lambda: write("a.txt", "某市\x1b[31m[red]发展规划\n" + BODY), ADD, shown="发展规划"),
    Case("a title turned around", lambda: write("a.txt", "某市\u202e发展规划\n" + BODY), ADD),
    Case("a line of names without end", text("aa、" * 3_000), SHOW, shown=LAB),
    Case("a number without end", text("1" * 100_000), SHOW, shown=LAB),
    Case("a number too large", text("投资" + "9" * 1_000 + "亿元。"), SHOW, shown=LAB),
    Case("brackets without end", text("（" * 100_000), SHOW, shown=LAB),
    Case("a sentence without end", text("建设，\n" * 5_000), SHOW, shown=LAB),
    Case("emphasis without end", text("**a" * 30_000), SHOW, shown=LAB),
    Case("tags without end", text("<!--" * 30_000), SHOW, shown=LAB),
    Case("a zero byte", text("推进\0产业。"), SHOW, 2, "a.txt"),
    Case("half a character", file("a.txt", b"\xff\xfe\x00\xd8" + BODY.encode("utf-16-le")), SHOW, 2, "encoding"),
]  # fmt: skip
FILES = [
    Case("a name that steers", lambda: write("\x1b[31m.txt", BODY), ("add", "\x1b[31m.txt", "--yes")),
    Case("a name turned around", lambda: write("\u202etxt.exe", BODY), ("add", "\u202etxt.exe", "--yes")),
    Case("a name with braces", lambda: write("{path}{0}.txt", b""), ("add", "{path}{0}.txt", "--yes"), 2, "{path}{0}.txt"),
    Case("a name like an option", lambda: write("--yes.txt", BODY), ("add", "./--yes.txt", "--yes"), shown="yes"),
    Case("a name that leads up", lambda: write("...txt", BODY), ("add", "...txt", "--yes")),
    Case("a name that is no character", lambda: write("a\udcff.txt", BODY) if sys.platform == "linux" else text("")(), ("add", "a\udcff.txt", "--yes") if sys.platform == "linux" else ADD),
    Case("an id that leads up", text(""), (*ADD, "--id", "../../x"), 2, "id"),
    Case("an id that steers", text(""), (*ADD, "--id", "a\x1b[31m"), 2, "id"),
    Case("a title that breaks YAML", text(""), (*ADD, "--title", '"}\n  - {id: x'), shown="a.txt"),
    Case("a folder", lambda: Path("a.txt").mkdir(), ADD, 2, "folder"),
    Case("a device without end", text(""), ("add", "/dev/zero", "--yes"), 2, "/dev/zero"),
    Case("entities that explode", file("a.txt", with_entity(laughs())), ADD, 2, "damaged"),
    Case("an entity from a file", file("a.txt", with_entity('<!ENTITY e SYSTEM "outside/a.txt">')), SHOW, 2, "damaged"),
    Case("a package that explodes", file("a.txt", packed(docx("加快建设。"), word__media__x=b"\0" * 110_000_000)), ADD, 2, "unpacked"),
    Case("a package that lies", file("a.txt", lying_about_its_size()), SHOW, shown=LAB),
    Case("a package of many parts", file("a.txt", packed(docx("加快建设。"), **{f"x{n}": b"" for n in range(5_001)})), ADD, 2, "unpacked"),
    Case("a part that leads up", file("a.txt", packed(docx(f"{LAB}。"), **{"..__..__evil.txt": b"x"})), SHOW, shown=LAB),
    Case("tables in tables", file("a.txt", deep_tables()), ADD, 2, "a.txt"),
    Case("half a package", file("a.txt", docx("加快建设。")[:-100]), ADD, 2, "damaged"),
    Case("an archive", file("a.txt", b"PK\x03\x04" + b"x" * 99), ADD, 2, "archive"),
    Case("an old Word file", file("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999), ADD, 2, ".docx"),
    Case("an encrypted Word file", file("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")), ADD, 2, "password"),
    Case("an encrypted PDF", file("a.txt", protected()), ADD, 2, "password"),
    Case("pages that lead in a ring", file("a.txt", looping()), ADD, 2, "a.txt"),
    Case("a PDF that starts a program", file("a.txt", scripted()), SHOW, shown=LAB),
    Case("a PDF that explodes", file("a.txt", swollen()), ADD, 2, "a.txt"),
    Case("half a PDF", file("a.txt", pdf([[LAB]])[:50]), ADD, 2, "a.txt"),
    Case("a page with a script", file("a.txt", page("<script>SECRET</script>")), SHOW, shown=LAB),
    Case("a page with a frame", file("a.txt", page('<iframe src="file:///etc/passwd"></iframe>')), SHOW, shown=LAB, hidden="root:"),
    Case("a page without end", file("a.txt", page("<div>" * 30_000)), SHOW, shown=""),
    Case("a picture", file("a.txt", b"\x89PNG\r\n\x1a\n" + b"x" * 99), ADD, 2, "picture"),
]  # fmt: skip
CATALOGS = [
    Case("a path that leads up", catalog(listed(name="../outside/a.txt")), ("show", "a"), 2, "must lie in seeds/"),
    Case("an absolute path", catalog(listed(name="/etc/passwd")), ("show", "a"), 2, "must lie in seeds/", hidden="root:"),
    Case("a path of Windows", catalog(listed(name="'..\\outside\\a.txt'")), ("show", "a"), 2, "must lie in seeds/"),
    Case("a path that leads up later", catalog(listed(name="x/../../outside/a.txt")), ("show", "a"), 2, "must lie in seeds/"),
    Case("a link out of seeds", linked("a.txt", "outside/a.txt"), ("show", "a"), 2, "seeds/a.txt", hidden=SECRET),
    Case("a folder that is a link", linked("sub", "outside", folder=True), ("show", "a"), 2, "seeds/sub/a.txt", hidden=SECRET),
    Case("a link to a device", linked("a.txt", "/dev/zero"), ("show", "a"), 2, "seeds/a.txt"),
    Case("a pipe", lambda: (catalog(listed())(), Path("seeds/a.txt").unlink(), os.mkfifo("seeds/a.txt")), ("show", "a"), 2, "seeds/a.txt"),
    Case("a folder as a file", lambda: (catalog(listed(name="sub"))(), Path("seeds/sub").mkdir()), ("show", "a"), 2, "folder"),
    Case("a catalog that is a link", linked("catalog.yaml", "outside/a.txt"), ("plans",), 2, "seeds/catalog.yaml", hidden=SECRET),
    Case("seeds that are a link", seeds_elsewhere, ("add", "a.txt", "--yes"), 2, "seeds/catalog.yaml"),
    Case("pins that are a link", linked("pins.yaml", "outside/a.txt"), ("diff", "a", "a"), 2, "seeds/", hidden=SECRET),
    Case("aliases that explode", catalog("a: &a [x]\nb: &b [*a, *a]\nplans: [*b, *b]\n"), ("plans",), 2, "aliases"),
    Case("an alias of itself", catalog("plans: &a [*a]\n"), ("plans",), 2, "catalog.yaml:1"),
    Case("a key that stands twice", catalog(listed("kind: review")), ("plans",), 2, "stands twice"),
    Case("a key that is a list", catalog("plans:\n  - ? [id]\n    : a\n"), ("plans",), 2, "catalog.yaml:2"),
    Case("a list that stands twice", catalog(listed() + "plans: []\n"), ("plans",), 2, "stands twice"),
    Case("a merge of keys", catalog("x: {id: a}\nplans:\n  - {<<: {id: a}}\n"), ("plans",), 2, "catalog.yaml"),
    Case("an object of Python", catalog("plans: !!python/object/apply:os.system [touch evil]\n"), ("plans",), 2, "catalog.yaml:1"),
    Case("nesting without end", catalog("plans: " + "[" * 50_000), ("plans",), 2, "catalog.yaml"),
    Case("a catalog that is too long", catalog("#" * 4_000_001), ("plans",), 2, "larger"),
    Case("a catalog that is no text", lambda: (create_workspace(Path()), write("seeds/catalog.yaml", b"\xff\xfe\0")), ("plans",), 2, "UTF-8"),
    Case("an id that steers", catalog(listed(id='"a\\e[31m"')), ("plans",), shown="甲"),
    Case("a title that steers", catalog(listed(title='"甲\\e]8;;x\\a\\u202e[red]"')), ("plans",), shown="[red]"),
    Case("an issuer that steers", catalog(listed('issuer: "\\e[2J\\r乙"')), ("show", "a"), shown=LAB),
    Case("a fault that steers", catalog(listed('"\\e[31mx": 1')), ("plans",), 2, "unknown field"),
    Case("a plan that follows itself", catalog(listed("predecessor: a")), ("trace", "国家实验室")),
    Case("a rule that is no regular expression", rule("kinds", "x", "id: x\nreason: a bad pattern\nkind: target\nwhere: sentence\norder: 1\npattern: '('\nexamples: {fire: [a], silent: [b]}\n"), ("show", "a"), 2, "rules/kinds/x.yaml:6"),
    Case("a rule that repeats too often", rule("kinds", "x", "id: x\nreason: repeats too often\nkind: target\nwhere: sentence\norder: 1\npattern: 'a{9999999999}'\nexamples: {fire: [a], silent: [b]}\n"), ("show", "a"), 2, "rules/kinds/x.yaml:6"),
    Case("a rule without end", rule("vocabulary", "x", "id: x\nreason: no such rule\nwords: &a [*a]\n"), ("show", "a"), 2, "rules/vocabulary/x.yaml"),
    Case("a rule with a format", rule("metadata", "x", "id: x\nreason: fills in too much\nfield: title\nwhere: head\norder: 1\npattern: '(?P<v>a)'\nvalue: '{v.__class__}{v:>999999999}'\nexamples: {fire: {a: '{v.__class__}{v:>999999999}'}, silent: [b]}\n"), ("show", "a")),
]  # fmt: skip
CASES = [*TEXTS, *FILES, *CATALOGS]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and names of other systems")
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_hostile_input_does_no_harm(case: Case, tmp_path: Path) -> None:
    case.put()
    started = time.monotonic()
    done = call(*case.command)
    assert time.monotonic() - started < 60
    assert done.code == case.code, done.err
    _says_nothing_it_should_not(case, done)
    if case.code == 2:
        _explains_itself(case, done)
    else:
        assert case.shown in done.out
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert not Path("evil").exists()


def _says_nothing_it_should_not(case: Case, done: Called) -> None:
    for said in (done.out, done.err):
        assert not _RAW.search(said), repr(said)
        assert case.hidden not in said
        assert "Traceback" not in said


def _explains_itself(case: Case, done: Called) -> None:
    assert done.out == ""
    lines = done.err.splitlines()
    errors = [line for line in lines if line.startswith("error")]
    assert len(errors) == 1
    assert case.words in done.err


def test_mutated_files_are_read_or_refused() -> None:
    """A short run; `python -m tests.bench.fuzz` makes a long one."""
    faults: list[str] = []
    ran = run(250, 5, faults.append)
    assert faults == []
    assert sum(ran[kind.name] for kind in KINDS) == 250


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 35
    assert len({(case.id, case.command) for case in CASES}) == len(CASES)
