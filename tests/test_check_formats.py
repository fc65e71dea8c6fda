"""Formats of a check: what CI reads says the same as the report, and is what it claims to be."""

# ruff: noqa: E501 (a comment is shown as it stands)
from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from inline_snapshot import snapshot
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt

from planwatch.checking import check
from planwatch.models import CheckReport, Finding, Item, Level, NotCompared
from planwatch.report.markdown.check import MARKER, MAX_SIZE
from planwatch.workspace import find_workspace

from .conftest import ROOT
from .reports import (
    FORMATS,
    SEED_EDITED,
    THEME_DROPPED,
    example,
    finding,
    place,
    report,
    rule,
    written,
)
from .runner import commands
from .workspaces import write

SCHEMAS = ROOT.parent / "shared" / "schemas"
MARKDOWN = MarkdownIt("commonmark", {"html": True})
UNREAD = NotCompared("new", "seeds/new.txt", "error.missing", {"path": "seeds/new.txt"})


def many(count: int, text: str = "某主题", quote: str = "建设冬奥场馆。") -> tuple[Finding, ...]:
    """Notes on many themes."""
    items = (Item(old=(place(quote),)),)
    return tuple(finding(number, f"{text}{number}", items=items) for number in range(count))


def results(text: str) -> list[dict[str, Any]]:
    return json.loads(text)["runs"][0]["results"]  # type: ignore[no-any-return]


# --- all formats


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_report_gives_the_same_text(format: str, language: str) -> None:
    assert written(format, example(), language) == written(format, example(), language)


@pytest.mark.parametrize("format", FORMATS)
def test_every_finding_is_told_with_rule_words_and_fingerprint(format: str) -> None:
    text = written(format, example())
    for said in (
        "seed-edited",
        "每年遴选30项，原为20项",
        "每年遴选20项。",
        "000000000002",
        "科技冬奥",
    ):
        assert said in text


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_without_findings_says_so(format: str) -> None:
    assert "Passed" in written(format, report())


@pytest.mark.parametrize("format", FORMATS)
def test_what_could_not_be_compared_never_looks_clean(format: str) -> None:
    text = written(format, report(not_compared=(UNREAD,)))
    assert "The check is incomplete" in text
    assert "assed" not in text
    assert "there is no file 'seeds/new.txt'" in text


# --- a real check: the briefing on the 15th plan comes to the 14th plan


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    folder = tmp_path_factory.mktemp("briefing")
    catalog = yaml.safe_load((ROOT / "seeds" / "catalog.yaml").read_text("utf-8"))
    for name, ids in (("base", ["14"]), ("head", ["14", "15"])):
        plans = [plan for plan in catalog["plans"] if plan["id"] in ids]
        plans[0].pop("predecessor", None)
        write(folder / name, "seeds/catalog.yaml", yaml.safe_dump({"plans": plans}))
        for plan in plans:
            shutil.copy(ROOT / "seeds" / plan["file"], folder / name / "seeds")
    return check(find_workspace(folder / "head"), str(folder / "base"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_briefing_is_told_in_a_comment_with_nothing_left_out(
    briefing: CheckReport, language: str
) -> None:
    text = written("markdown", briefing, language)
    assert len(text.encode("utf-16-le")) // 2 <= MAX_SIZE
    assert len(set(re.findall(r"`([0-9a-f]{12})`$", text, re.MULTILINE))) == len(briefing.findings)
    assert "planwatch check --against" not in text


def test_regions_of_real_findings_hold_their_words(briefing: CheckReport) -> None:
    texts = {path.name: path.read_bytes().decode() for path in (ROOT / "seeds").glob("*.txt")}
    seen = 0
    for result in results(written("sarif", briefing)):
        for where in (*result["locations"], *result["relatedLocations"]):
            physical = where["physicalLocation"]
            region = physical.get("region")
            if region is not None:
                text = texts[Path(physical["artifactLocation"]["uri"]).name]
                lines = text.splitlines(keepends=True)
                before = "".join(lines[: region["startLine"] - 1])
                start = len(before) + region["startColumn"] - 1
                assert start == region["charOffset"]
                words = text[start : start + region["charLength"]]
                assert words == region["snippet"]["text"]
                seen += 1
    assert seen > 100


# --- the comment on a pull request


def test_the_comment() -> None:
    assert written("markdown", example(), "zh") == snapshot("""\
<!-- planwatch check -->

## planwatch check: 未通过：达到“错误”级的发现 1 条（退出码 1）。

**发现：错误 1 · 警告 0 · 提示 1 · 已接受 1**

- 对照本分支从 origin/main 分出之处（012345<!-- -->678901）
- 文本变化：新增 new
- 已比较：old → new
- old 的 9 条举措：延续 4 · 调整 2（疑似 1） · 退出 3
- new 的 9 条举措：延续 4 · 调整 2（疑似 1） · 新增 3

### 错误：1 项

- **seed-edited** 发现：每年遴选30项，原为20项 `000000000001`
  - **old:L3 一/(二)（基线）** “每年遴选20项。” → **old:L3 一/(二)** “每年遴选30项。” (“20项” → “30项”)
  - 由此带来的变化 1 项：
    - **theme-dropped** 发现：某主题

### 提示：1 项

<details><summary>theme-dropped 某事：1 项</summary>

- **theme-dropped** 发现：科技冬奥 `000000000002`
  - **old:L3 一/(二)** “建设冬奥场馆。”

</details>

<details><summary>已接受 1</summary>

- **theme-dropped** 发现：区块链 000000<!-- -->000003（2026-01-05 接受：并入数字经济） `000000000003`
  - **old:L3 一/(二)** “推进区块链应用。”

</details>

- 接受记录已失效，规则或文本已不存在，请从 seeds/accepted.yaml 中删除：aaaaaa<!-- -->aaaaaa（2025-01-05 接受：旧规则）

未提及只说这份文本没有写，不等于没有做。说明一条规则：planwatch rules 规则名；接受一条发现：planwatch accept 指纹 --reason 理由
""")


def test_a_comment_begins_with_its_marker_and_the_verdict() -> None:
    lines = written("markdown", example()).splitlines()
    assert lines[0] == MARKER
    assert (
        lines[2]
        == "## planwatch check: Failed: findings at the level of error or above: 1 (exit code 1)."
    )


@pytest.mark.parametrize(
    ("count", "quote"), [(3000, "建设场馆。"), (40, "𠀀" * 3000), (900, "<" * 90)]
)
def test_a_comment_keeps_to_the_size_that_the_platform_takes(count: int, quote: str) -> None:
    text = written("markdown", report(*many(count, quote=quote)))
    assert 30_000 < len(text.encode("utf-16-le")) // 2 <= MAX_SIZE
    shown = len(re.findall(r"`[0-9a-f]{12}`", text))
    left_out = re.search(r"(\d+) findings, and the lists of (\d+) others", text)
    assert left_out is not None
    assert int(left_out[1]) == count - shown
    assert int(left_out[1]) + int(left_out[2]) > 0
    assert "`planwatch check --limit 0`" in text
    assert text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize("rules", [1, 40, 400])
def test_the_tags_of_many_sections_are_counted_too(rules: int) -> None:
    named = [rule(f"rule-{'x' * 40}-{number}", Level.NOTE) for number in range(rules)]
    findings = [finding(n, "长" * 90, rule=named[n % rules]) for n in range(2000)]
    text = written("markdown", report(*findings))
    assert 20_000 < len(text.encode("utf-16-le")) // 2 <= MAX_SIZE


def test_what_is_left_out_is_the_least_important() -> None:
    error = finding(5000, "改动", rule=SEED_EDITED, items=(Item(new=(place("甲。"),)),))
    text = written("markdown", report(error, *many(3000)))
    assert text.index(f"`{5000:012x}`") < text.index("<details>")
    numbers = [int(number) for number in re.findall(r"某主题(\d+)", text)]
    assert numbers == list(range(len(numbers)))


@pytest.mark.parametrize("field", ["text", "quote"])
def test_one_finding_larger_than_a_comment_is_still_named(field: str) -> None:
    huge = "长" * MAX_SIZE
    one = finding(7, huge if field == "text" else "", items=(Item(old=(place(huge),)),))
    text = written("markdown", report(one, *many(2)))
    assert len(text) <= MAX_SIZE
    assert "**theme-dropped**" in text
    assert "`000000000007`" in text
    assert "某主题1" in text


def test_accepted_findings_are_folded_with_their_reasons() -> None:
    rendered = MARKDOWN.render(written("markdown", example()))
    folded = rendered[rendered.index("<details><summary>accepted 1") :]
    assert "并入数字经济" in folded
    assert "建设冬奥场馆" not in folded


def test_a_comment_renders_as_lists_inside_sections() -> None:
    rendered = MARKDOWN.render(written("markdown", example()))
    assert "<strong>seed-edited</strong>" in rendered
    assert "<details><summary>theme-dropped something (1)</summary>\n<ul>" in rendered


# --- annotations


def test_annotations() -> None:
    said = [command.data for command in commands(written("github", example(), "zh"))]
    assert said == snapshot(
        [
            """\
发现：错误 1 · 警告 0 · 提示 1 · 已接受 1
对照本分支从 origin/main 分出之处（012345678901）
文本变化：新增 new
已比较：old → new
old 的 9 条举措：延续 4 · 调整 2（疑似 1） · 退出 3
new 的 9 条举措：延续 4 · 调整 2（疑似 1） · 新增 3\
""",
            """\
发现：每年遴选30项，原为20项
− old:L3 一/(二)（基线） “每年遴选20项。”
+ old:L3 一/(二) “每年遴选30项。”
  “20项” → “30项”
由此带来的变化 1 项：
  theme-dropped: 发现：某主题
seed-edited 000000000001\
""",
            """\
发现：科技冬奥
− old:L3 一/(二) “建设冬奥场馆。”
theme-dropped 000000000002\
""",
        ]
    )


def test_every_line_is_one_command_that_the_runner_takes() -> None:
    text = written("github", report(*example().findings, not_compared=(UNREAD,)))
    found = commands(text)
    assert [command.name for command in found] == ["notice", "error", "error", "notice"]
    edited = found[2]
    assert edited.properties == {
        "file": "seeds/old.txt",
        "line": "3",
        "endLine": "3",
        "col": "3",
        "endColumn": "11",
        "title": "seed-edited: something",
    }
    assert edited.data.splitlines()[0] == "found: 每年遴选30项，原为20项"


def test_levels_are_those_of_the_platform() -> None:
    findings = [finding(n, level=level) for n, level in enumerate(Level)]
    names = [command.name for command in commands(written("github", report(*findings)))[1:]]
    assert names == ["error", "warning", "notice"]


def test_words_that_are_gone_are_annotated_at_the_file() -> None:
    gone = finding(1, items=(Item(old=(place("原有一句。", gone=True),)),))
    properties = commands(written("github", report(gone)))[1].properties
    assert properties["file"] == "seeds/old.txt"
    assert "line" not in properties


# --- SARIF


def test_sarif_is_valid() -> None:
    schema = SCHEMAS / "sarif-schema-2.1.0.json"
    if not schema.exists():
        pytest.skip("the official schema is not at hand")
    from jsonschema import Draft4Validator

    validator = Draft4Validator(json.loads(schema.read_text("utf-8")))
    for checked in (example(), report(), report(*many(3), not_compared=(UNREAD,))):
        for language in ("zh", "en"):
            faults = validator.iter_errors(json.loads(written("sarif", checked, language)))
            assert [fault.message for fault in faults] == []


def test_a_region_has_the_words_it_says() -> None:
    first = results(written("sarif", example()))[0]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region["endColumn"] - region["startColumn"] == len(region["snippet"]["text"])
    assert region["charLength"] == len(region["snippet"]["text"])
    assert json.loads(written("sarif", example()))["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_fingerprints_rules_and_levels_of_results() -> None:
    run = json.loads(written("sarif", example()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == ["seed-edited", "theme-dropped"]
    for one in rules:
        assert one["help"]["text"] and one["help"]["markdown"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [one["level"] for one in run["results"]] == ["error", "note", "note"]
    assert run["results"][0]["partialFingerprints"] == {"planwatch/v1": "000000000001"}


def test_accepted_findings_are_suppressed() -> None:
    suppressions = [one["suppressions"] for one in results(written("sarif", example()))]
    assert suppressions == [
        [],
        [],
        [{"kind": "external", "status": "accepted", "justification": "并入数字经济"}],
    ]


def test_paths_are_relative_and_encoded() -> None:
    odd = place("甲。", path="seeds/规划 %20#a:b.txt")
    one = results(written("sarif", report(finding(1, items=(Item(old=(odd,)),)))))[0]
    artifact = one["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "seeds/%E8%A7%84%E5%88%92%20%2520%23a%3Ab.txt"
    assert artifact["uriBaseId"] == "%SRCROOT%"


def test_words_that_are_gone_are_placed_in_the_baseline() -> None:
    related = results(written("sarif", example()))[0]["relatedLocations"]
    assert [one["physicalLocation"]["artifactLocation"]["uriBaseId"] for one in related] == [
        "BASELINE"
    ]


# --- JUnit


def suites(checked: CheckReport, **settings: object) -> dict[str, Any]:
    read = JUnitXml.fromstring(written("junit", checked, **settings).encode())
    return {suite.name: suite for suite in read}


def test_one_suite_for_each_comparison_and_one_for_the_workspace() -> None:
    found = suites(example())
    assert list(found) == ["the workspace itself", "old → new"]
    whole, pair = found.values()
    assert (whole.tests, whole.failures, whole.errors, whole.skipped) == (1, 1, 0, 0)
    assert (pair.tests, pair.failures, pair.errors, pair.skipped) == (2, 0, 0, 1)


@pytest.mark.parametrize(
    ("fail_on", "kinds"),
    [
        (Level.ERROR, [Failure, None, None]),
        (Level.WARNING, [Failure, Failure, None]),
        (Level.NOTE, [Failure, Failure, Failure]),
    ],
)
def test_failures_are_the_findings_at_or_above_the_level(fail_on: Level, kinds: list[Any]) -> None:
    findings = [finding(n, level=level) for n, level in enumerate(Level)]
    cases = list(suites(report(*findings), fail_on=fail_on)["old → new"])
    assert [type(case.result[0]) if case.result else None for case in cases] == kinds


def test_accepted_findings_are_skipped_with_the_reason() -> None:
    case = list(suites(example())["old → new"])[1]
    assert isinstance(case.result[0], Skipped)
    assert case.result[0].message.endswith("2026-01-05: 并入数字经济)")


def test_what_could_not_be_compared_is_an_error() -> None:
    whole = suites(report(not_compared=(UNREAD,)))["the workspace itself"]
    assert whole.errors == 1
    assert isinstance(next(iter(whole)).result[0], Error)


def test_no_suite_is_empty() -> None:
    for suite in suites(report()).values():
        assert suite.tests == len(list(suite)) == 1


def test_junit_is_what_jenkins_reads() -> None:
    schema = SCHEMAS / "jenkins-junit-10.xsd"
    if not schema.exists():
        pytest.skip("the schema is not at hand")
    from lxml import etree

    validator = etree.XMLSchema(etree.parse(str(schema)))
    for checked in (example(), report(), report(*many(3), not_compared=(UNREAD,))):
        document = etree.fromstring(written("junit", checked).encode())
        assert validator.validate(document), validator.error_log


def test_names_of_cases_tell_findings_of_one_rule_apart() -> None:
    cases = list(suites(report(*many(20)))["old → new"])
    assert len({(case.classname, case.name) for case in cases}) == 20
    assert {case.classname for case in cases} == {f"planwatch.{THEME_DROPPED.id}"}


def test_rules_explain_themselves_without_markup() -> None:
    odd = rule("odd", Level.NOTE, "[link](http://x.example) {text}")
    run = json.loads(written("sarif", report(finding(1, rule=odd))))["runs"][0]
    assert run["results"][0]["message"]["text"].startswith("found: \\[link\\](http")
