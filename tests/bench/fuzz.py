"""Mutated files, catalogs, pins and rules: each is read or refused with a `PlanwatchError`.

    python -m tests.bench.fuzz [INPUTS] [SEED]

Prints how many inputs of each kind ran and how many of them were refused; anything else that is
raised, or takes longer than `SLOW` seconds of work, is printed with what it takes to see it again,
and ends the run with exit code 1.
"""

from __future__ import annotations

import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO

from planwatch import yamlfile
from planwatch.bundled import bundled
from planwatch.catalog import Catalog, _faults
from planwatch.errors import PlanwatchError
from planwatch.filenames import CATALOG
from planwatch.metadata import describe
from planwatch.models import PlanInfo, PlanKind
from planwatch.normalize import read
from planwatch.parse import parse
from planwatch.pinfile import PinFile
from planwatch.read import extract
from planwatch.rules import RULE_KINDS, RuleSet, load_rules
from planwatch.tag import Tagger
from tests.documents import docx, pdf

SLOW = 20
_INFO = PlanInfo(id="x", title="x", kind=PlanKind.PLAN, path="x", sha256="")
_PLAN = """政 府 工 作 报 告

某府办规〔2021〕19号 2021年12月1日 某市人民政府关于印发《某市规划（2021—2025年）》的通知
目录
第一章 总则
第一条 本办法自印发之日起施行，有效期5年。
一、主要任务
（一）到2025年，研发投入强度达到6%以上，新增100亿元、3.5万人，年均增长8%左右。
1.加快建设国家实验室。**强化保障** <b>推进</b> “十四五” [链接](x.jpg)
（1）一是完善制度；二是加强服务。① 支持① 1）推进
| 指标 | 2020年 | 2025年 |
——坚持创新驱动发展！建设“三城一区”？
"""
_HTML = (
    f"<!DOCTYPE html><html><head><title>t</title></head><body><article><p>{_PLAN}</p>"
    "<table><tr><td>a</td></tr></table></article></body></html>"
)
_CATALOG = f"""# c
plans:
  - id: "a"
    title: 甲
    kind: plan
    file: a.txt
    sha256: "{"0" * 64}"
    aliases: ["b"]
    date: "2021"
"""
_PINS = f"""pins:
  - decision: accept
    relation: changed
    old: "a/1.1.1"
    new: "b/1.1.1"
    old_sha256: "{"0" * 64}"
    new_sha256: "{"1" * 64}"
    date: "2024-01-01"
    reason: "same"
"""
_TOKENS = [
    *("\0", "\x1b[31m", "\u202e", "\ufeff", "\ud7ff", "\U0010ffff", "\r", "\n", "\r\n", "\t"),
    *("**", "__", "#", "<b>", "<!--", "-->", "</", "&e;", "<!DOCTYPE", "]]>", "---\n", "| --- |"),
    *(
        "一、",
        "（一）",
        "第十条 ",
        "一是",
        "(1)",
        "①",
        "。",
        "；",
        "，",
        "“",
        "》",
        "2021年",
        "5%",
        "万亿元",
    ),
    *(
        "- ",
        "? ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!python/name:os.system",
        "<<: ",
        "|\n",
        ">",
    ),
    *(
        "'",
        '"',
        "\\",
        "null",
        "~",
        "0x1",
        "1e999",
        "9" * 50,
        "(",
        ")",
        "(?P<",
        "{0}",
        "%s",
        "../",
        "/",
    ),
    *(
        "obj",
        "endobj",
        "stream",
        "endstream",
        "/Kids",
        "/Parent",
        "0 R",
        "<<",
        ">>",
        "xref",
        "trailer",
    ),
]


@dataclass(frozen=True)
class Kind:
    """Inputs of one kind: sound ones, what reads them, and how often they come."""

    name: str
    sound: Callable[[], tuple[bytes, ...]]
    read: Callable[[bytes], object]
    weight: int


@cache
def rules() -> RuleSet:
    return load_rules([bundled("rules")])


@cache
def tagger() -> Tagger:
    return Tagger(rules())


def _document(data: bytes) -> None:
    text = extract(data, "x")
    reading = read(text, rules().wording)
    plan = parse(_INFO, reading, rules())
    describe(plan, reading, rules().metadata)
    tagger().tag(plan)


def _yaml(model: type, check: yamlfile.Check | None, data: bytes) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    yamlfile.loads(text, model, CATALOG, check)


def _rule(data: bytes) -> None:
    """The first byte chooses the kind; a rule is loaded and tried on its own examples."""
    kinds = sorted(RULE_KINDS)
    model = RULE_KINDS[kinds[data[0] % len(kinds)]]
    text = data[1:].decode("utf-8", "replace")
    yamlfile.loads(text, model, "rule.yaml").failures()


@cache
def _rule_files() -> tuple[bytes, ...]:
    kinds = sorted(RULE_KINDS)
    files = [
        path for path in sorted(bundled("rules").glob("*/*.yaml")) if path.stat().st_size < 3_000
    ]
    named = [path for path in files if path.parent.name in kinds]
    return tuple(bytes([kinds.index(path.parent.name)]) + path.read_bytes() for path in named)


@cache
def _word_parts() -> tuple[bytes, ...]:
    package = zipfile.ZipFile(BytesIO(docx(*_PLAN.splitlines())))
    return tuple(bytes([n]) + package.read(name) for n, name in enumerate(_PARTS))


def _word(data: bytes) -> None:
    """The first byte chooses the part of a sound package that the rest takes the place of."""
    package = zipfile.ZipFile(BytesIO(docx(*_PLAN.splitlines())))
    parts = {name: package.read(name) for name in package.namelist()}
    parts[_PARTS[data[0] % len(_PARTS)]] = data[1:]
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, part in parts.items():
            written.writestr(name, part)
    _document(file.getvalue())


_PARTS = (
    *("word/document.xml", "word/numbering.xml", "word/styles.xml"),
    *("word/_rels/document.xml.rels", "[Content_Types].xml", "_rels/.rels"),
)


@cache
def _texts() -> tuple[bytes, ...]:
    encodings = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be")
    return tuple(_PLAN.encode(encoding) for encoding in encodings)


KINDS = (
    Kind("text", _texts, _document, 18),
    Kind("catalog", lambda: (_CATALOG.encode(),), partial(_yaml, Catalog, _faults), 32),
    Kind("pins", lambda: (_PINS.encode(),), partial(_yaml, PinFile, None), 14),
    Kind("rules", _rule_files, _rule, 26),
    Kind("html", lambda: (_HTML.encode(), _HTML.encode("gb18030")), _document, 4),
    Kind("docx", cache(lambda: (docx(*_PLAN.splitlines()),)), _document, 2),
    Kind("docx parts", _word_parts, _word, 2),
    Kind("pdf", cache(lambda: (pdf([_PLAN.splitlines()[:12]] * 2),)), _document, 2),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with a few changes: bytes, stretches, tokens; cut off, doubled or put elsewhere."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(changed) + 1)
        to = min(len(changed), at + chance.choice((1, 1, 2, 4, 16, 200)))
        match chance.randrange(7):
            case 0:
                changed[at:to] = chance.randbytes(to - at)
            case 1:
                del changed[at:to]
            case 2:
                changed[at:at] = chance.choice(_TOKENS).encode("utf-8") * chance.choice(
                    (1, 1, 3, 40)
                )
            case 3:
                changed[at:at] = changed[at:to] * chance.choice((1, 2, 30))
            case 4:
                there = chance.randrange(len(changed) + 1)
                changed[there:there] = changed[at:to]
            case 5 if to > at:
                changed[at] ^= 1 << chance.randrange(8)
            case 6 if chance.random() < 0.2:
                del changed[at:]
    return bytes(changed) or b"x"


def run(inputs: int, seed: int, report: Callable[[str], object] = print) -> Counter[str]:
    """Read that many mutated inputs; how many of each kind ran, and of which none went well."""
    chance = random.Random(seed)
    ran: Counter[str] = Counter()
    weights = [kind.weight for kind in KINDS]
    for number in range(inputs):
        kind = chance.choices(KINDS, weights)[0]
        data = mutated(chance.choice(kind.sound()), chance)
        started = time.process_time()
        ran[kind.name] += 1
        try:
            kind.read(data)
        except PlanwatchError:
            ran[f"{kind.name} refused"] += 1
        except Exception as fault:
            ran["faults"] += 1
            report(f"{kind.name} #{number} of seed {seed}: {fault!r}\n{data!r}")
        taken = time.process_time() - started
        if taken > SLOW:
            ran["slow"] += 1
            report(f"{kind.name} #{number} of seed {seed}: {taken:.0f} s\n{data!r}")
    return ran


def main() -> int:
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    ran = run(inputs, seed)
    print(f"{inputs} inputs, seed {seed}: {dict(sorted(ran.items()))}")
    return int(bool(ran["faults"] or ran["slow"]))


if __name__ == "__main__":
    sys.exit(main())
