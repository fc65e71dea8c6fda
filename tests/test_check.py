"""What a check says of a changed workspace, who judges, and with which exit code it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from planwatch import checking
from planwatch.cli import main
from planwatch.errors import DataError, PlanwatchError
from planwatch.models import CheckReport, Finding, Level, Plan, PlanKind
from planwatch.report.schema import schema_text
from planwatch.workspace import Workspace

from .conftest import Run
from .workspaces import FINANCE, LABS, TASKS, commit_all, git, write, write_workspace

BRIEFING = {"b": PlanKind.BRIEFING}
REVIEW = {"r": PlanKind.REVIEW}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose main branch holds one plan."""
    folder = tmp_path / "repo"
    write_workspace(folder, {"a": TASKS})
    commit_all(folder)
    return folder


def check(root: Path, against: str = "") -> CheckReport:
    return checking.check(Workspace(root.resolve()), against)


def rules(report: CheckReport) -> list[str]:
    return [finding.rule.id for finding in report.findings]


def one(report: CheckReport, rule: str) -> Finding:
    (found,) = (finding for finding in report.findings if finding.rule.id == rule)
    return found


def quotes(finding: Finding) -> list[str]:
    return [place.quote for place in finding.locations]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents that are read, in order."""
    from planwatch.checking import side

    ids: list[str] = []
    original: Callable[..., Plan] = side.plan_of

    def noted(source: object, *rest: object) -> Plan:
        ids.append(source.info.id)  # type: ignore[attr-defined]
        return original(source, *rest)

    monkeypatch.setattr(side, "plan_of", noted)
    return ids


# --- what is looked at


def test_without_a_change_nothing_is_read_and_nothing_found(root: Path, read: list[str]) -> None:
    report = check(root)
    assert (report.findings, report.changed, report.complete) == ((), (), True)
    assert read == []


def test_files_that_git_does_not_know_yet_count(root: Path) -> None:
    write_workspace(root, {"a": TASKS, "b": FINANCE})
    assert git(root, "status", "--porcelain", "seeds/b.txt").startswith("??")
    report = check(root)
    assert report.changed == (("b", "added"),)
    assert rules(report) == ["theme-dropped", "seed-added"]


def test_only_the_neighbours_of_a_change_are_read(tmp_path: Path, read: list[str]) -> None:
    chain = dict.fromkeys("abcdef", TASKS)
    base = write_workspace(tmp_path / "base", chain)
    write_workspace(tmp_path / "head", chain | {"d": LABS})
    report = check(tmp_path / "head", str(base.root))
    assert [(pair.old.id, pair.new.id) for pair in report.compared] == [("c", "d"), ("d", "e")]
    assert set(read) == {"c", "d", "e"} | {"a", "b"}  # a theme came back: since when, they say


def test_earlier_plans_are_read_only_where_a_theme_came(tmp_path: Path, read: list[str]) -> None:
    chain = dict.fromkeys("abcd", TASKS)
    base = write_workspace(tmp_path / "base", chain)
    write_workspace(tmp_path / "head", chain | {"e": LABS})
    assert one(check(tmp_path / "head", str(base.root)), "theme-dropped").old == "d"
    assert set(read) == {"d", "e"}


def test_a_new_document_is_held_against_its_predecessor_and_its_successor(tmp_path: Path) -> None:
    base = write_workspace(tmp_path / "base", {"a": TASKS, "c": TASKS})
    write_workspace(tmp_path / "head", {"a": TASKS, "b": LABS, "c": TASKS})
    report = check(tmp_path / "head", str(base.root))
    pairs = [(finding.rule.id, finding.old, finding.new) for finding in report.findings]
    assert ("theme-dropped", "a", "b") in pairs
    assert ("theme-returned", "b", "c") in pairs


def test_what_is_removed_lets_its_neighbours_be_compared(tmp_path: Path) -> None:
    base = write_workspace(tmp_path / "base", {"a": TASKS, "b": LABS, "c": LABS})
    write_workspace(tmp_path / "head", {"a": TASKS, "c": LABS})
    report = check(tmp_path / "head", str(base.root))
    assert report.changed == (("b", "removed"),)
    assert {"seed-removed", "theme-dropped", "catalog-changed"} == set(rules(report))
    assert one(report, "seed-removed").locations[0].gone
    assert (one(report, "theme-dropped").old, one(report, "theme-dropped").new) == ("a", "c")


def test_a_folder_can_be_the_baseline_and_bundled_documents_cannot_be_checked(
    root: Path, tmp_path: Path
) -> None:
    report = check(root, str(root))
    assert (report.baseline.kind, report.baseline.name) == ("folder", str(root))
    with pytest.raises(PlanwatchError) as caught:
        checking.check(Workspace(None))
    assert caught.value.key == "error.check-bundled"


def test_a_workspace_that_is_new_in_the_branch_has_an_empty_baseline(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "x")
    commit_all(tmp_path)
    write_workspace(tmp_path, {"a": TASKS})
    assert rules(check(tmp_path)) == ["seed-added"]


# --- edits


def test_an_edited_sentence_is_told_once_with_both_versions(root: Path) -> None:
    write(root, "seeds/a.txt", TASKS.replace("建设国家实验室", "加快建设国家实验室"))
    report = check(root)
    assert rules(report) == ["seed-edited"]
    (item,) = report.findings[0].items
    assert [place.quote for place in item.old] == ["建设国家实验室。"]
    assert [place.quote for place in item.new] == ["加快建设国家实验室。"]
    assert [place.gone for place in (*item.old, *item.new)] == [True, False]
    assert (item.new[0].line, item.new[0].column, item.new[0].end_column) == (2, 1, 11)


@pytest.mark.parametrize(
    ("edited", "old", "new"),
    [
        (TASKS + "支持青年人才成长。\n", [], ["支持青年人才成长。"]),
        (LABS, ["完善科技金融服务体系。"], []),
        (
            "一、重点任务\n支持人才。\n",
            ["建设国家实验室。", "完善科技金融服务体系。"],
            ["支持人才。"],
        ),
        (TASKS.replace("重点任务", "主要任务"), ["一、重点任务"], ["一、主要任务"]),
    ],
)
def test_what_was_added_taken_away_or_renamed_is_quoted(
    root: Path, edited: str, old: list[str], new: list[str]
) -> None:
    write(root, "seeds/a.txt", edited)
    items = one(check(root), "seed-edited").items
    assert [place.quote for item in items for place in item.old] == old
    assert [place.quote for item in items for place in item.new] == new


@pytest.mark.parametrize("sha", ["kept", "entered"])
def test_an_edit_is_told_whether_or_not_its_checksum_was_entered(root: Path, sha: str) -> None:
    edited = TASKS.replace("建设", "筹建")
    if sha == "entered":
        write_workspace(root, {"a": edited})
    else:
        write(root, "seeds/a.txt", edited)
    assert rules(check(root)) == ["seed-edited"]


def test_a_checksum_that_does_not_fit_is_a_finding_here_and_refused_elsewhere(
    root: Path, run: Run
) -> None:
    catalog = (root / "seeds" / "catalog.yaml").read_text("utf-8")
    write(root, "seeds/catalog.yaml", re.sub("sha256: [0-9a-f]{8}", "sha256: 00000000", catalog))
    assert rules(check(root)) == ["seed-edited"]
    assert run("show", "a", cwd=root).returncode == 2
    write_workspace(root, {"a": TASKS, "b": TASKS})
    write(root, "seeds/b.txt", LABS)
    assert rules(check(root)) == ["seed-edited", "theme-dropped", "seed-added"]


def test_other_line_ends_are_no_edit_unless_the_checksum_says_so(tmp_path: Path) -> None:
    base = write_workspace(tmp_path / "base", {"a": TASKS})
    write_workspace(tmp_path / "head", {"a": TASKS.replace("\n", "\r\n")})
    assert check(tmp_path / "head", str(base.root)).changed == ()
    write(tmp_path / "head", "seeds/a.txt", TASKS)
    assert rules(check(tmp_path / "head", str(base.root))) == ["seed-edited"]


CHAIN = {"a": TASKS, "b": TASKS}


def test_what_follows_from_an_edit_stands_below_it_and_nowhere_else(tmp_path: Path) -> None:
    base = write_workspace(tmp_path / "base", CHAIN)
    write_workspace(tmp_path / "head", CHAIN | {"b": FINANCE})
    report = check(tmp_path / "head", str(base.root))
    assert rules(report) == ["seed-edited"]
    (below,) = report.findings[0].follows
    assert (below.rule.id, below.old, below.new) == ("theme-dropped", "a", "b")
    assert quotes(below) == ["建设国家实验室。"]


def test_what_was_so_before_the_edit_is_not_told_again(tmp_path: Path) -> None:
    chain = {"a": TASKS, "b": FINANCE}
    base = write_workspace(tmp_path / "base", chain)
    edits = {"a": TASKS.replace("建设国", "筹建国"), "b": FINANCE.replace("完善", "健全")}
    for id, text in edits.items():
        write_workspace(tmp_path / id, chain | {id: text})
        report = check(tmp_path / id, str(base.root))
        assert rules(report) == ["seed-edited"]
        assert report.findings[0].follows == ()


def test_a_consequence_that_is_graver_makes_the_edit_as_grave(tmp_path: Path) -> None:
    levels = {"seeds/accepted.yaml": "levels: {seed-edited: note, theme-dropped: error}\n"}
    base = write_workspace(tmp_path / "base", CHAIN, files=levels)
    write_workspace(tmp_path / "head", CHAIN | {"b": FINANCE}, files=levels)
    (finding,) = check(tmp_path / "head", str(base.root)).findings
    assert (finding.rule.id, finding.level) == ("seed-edited", Level.ERROR)


def test_a_lowered_target_is_not_told_again_as_weaker_words(tmp_path: Path) -> None:
    target = "一、发展目标\n到20{}年，每万人发明专利拥有量达到{}件。\n"
    base = write_workspace(tmp_path / "base", {"a": target.format(25, 140)})
    write_workspace(tmp_path / "head", {"a": target.format(25, 140), "b": target.format(30, 120)})
    assert rules(check(tmp_path / "head", str(base.root))) == ["target-lowered", "seed-added"]


# --- the baseline judges


RULE = """\
id: theme-dropped
reason: Nobody needs to know this.
subject: theme
states: [dropped]
level: note
title: {zh: 无, en: none}
message: {zh: 无事, en: nothing}
help: {zh: 无, en: none}
mirror: theme-appeared
examples:
  fire: [{before: {a: x}, after: {b: x}}]
  silent: [{before: {a: x}, after: {b: x}}]
"""


def test_rules_of_the_branch_do_not_judge_the_branch(root: Path) -> None:
    write_workspace(root, {"a": TASKS, "b": FINANCE})
    write(root, "rules/findings/theme-dropped.yaml", RULE)
    report = check(root)
    assert one(report, "theme-dropped").level == Level.WARNING
    assert one(report, "rules-changed").level == Level.WARNING
    commit_all(root)
    write_workspace(root, {"a": TASKS, "b": FINANCE, "c": LABS})
    assert one(check(root), "theme-dropped").level == Level.NOTE


def accept_all(root: Path, report: CheckReport) -> None:
    for finding in report.findings:
        checking.accept(Workspace(root.resolve()), finding.fingerprint, "known")


def test_an_acceptance_counts_once_it_is_in_the_baseline(root: Path) -> None:
    git(root, "switch", "-qc", "work")
    write(root, "seeds/a.txt", LABS)
    accept_all(root, check(root))
    commit_all(root)
    assert rules(check(root)) == ["seed-edited", "accepted-changed"]
    git(root, "switch", "-q", "main")
    git(root, "checkout", "-q", "work", "--", "seeds/accepted.yaml")
    commit_all(root)
    git(root, "switch", "-q", "work")
    git(root, "merge", "-q", "main")
    report = check(root)
    assert report.findings == ()
    assert [
        (found.rule.id, found.accepted.reason) for found in report.accepted if found.accepted
    ] == [("seed-edited", "known")]


def test_pins_of_the_branch_do_not_judge_the_branch(tmp_path: Path) -> None:
    from planwatch import pinning
    from planwatch.models import Decision

    weak = {"a": "一、任务\n建设北京城市图书馆。\n", "b": "一、任务\n探索建设北京城市图书馆。\n"}
    base = write_workspace(tmp_path / "base", {"a": weak["a"]})
    head = write_workspace(tmp_path / "head", weak)
    assert "commitment-weakened" in rules(check(tmp_path / "head", str(base.root)))
    pinning.pin(head, Decision.REJECT, "a/1.1.1", "b/1.1.1", reason="none of ours")
    report = check(tmp_path / "head", str(base.root))
    assert {"commitment-weakened", "pins-changed"} <= set(rules(report))
    pins = (tmp_path / "head" / "seeds" / "pins.yaml").read_text("utf-8")
    write(tmp_path / "base", "seeds/pins.yaml", pins)
    report = check(tmp_path / "head", str(base.root))
    assert not {"commitment-weakened", "pins-changed"} & set(rules(report))


def test_levels_are_those_of_the_baseline_and_a_briefing_yields_notes(tmp_path: Path) -> None:
    levels = {"seeds/accepted.yaml": "levels:\n  theme-dropped: error\n"}
    base = write_workspace(tmp_path / "base", {"a": TASKS}, files=levels)
    write_workspace(tmp_path / "head", {"a": TASKS, "b": FINANCE}, files=levels)
    report = check(tmp_path / "head", str(base.root))
    assert one(report, "theme-dropped").level == Level.ERROR
    write_workspace(tmp_path / "head", {"a": TASKS, "b": FINANCE}, BRIEFING)
    report = check(tmp_path / "head", str(base.root))
    assert {finding.level for finding in report.findings} == {Level.NOTE}
    write(tmp_path / "head", "seeds/accepted.yaml", "levels: {}\n")
    write_workspace(tmp_path / "head", {"a": TASKS, "b": FINANCE})
    report = check(tmp_path / "head", str(base.root))
    assert one(report, "theme-dropped").level == Level.ERROR


@pytest.mark.parametrize("path", ["seeds/pins.yaml", "seeds/accepted.yaml", "rules/themes/x.yaml"])
def test_a_broken_file_is_refused_on_either_side(root: Path, path: str) -> None:
    write(root, path, "pins: [\n")
    with pytest.raises(DataError) as caught:
        check(root)
    assert all(fault.path == path for fault in caught.value.faults)
    commit_all(root)
    (root / path).unlink()
    write_workspace(root, {"a": TASKS, "b": FINANCE})
    with pytest.raises(DataError) as caught:
        check(root)
    assert all(fault.path == f"main:{path}" for fault in caught.value.faults)


# --- what cannot be read


FURNITURE = "".join(f"[发文字号]某政发〔2020〕{number}号\n" for number in range(1, 30))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "error.empty"),
        ("目录\n", "error.nothing-comparable"),
        ("\0\1\2", "error.binary"),
        ("%PDF-1.4\nx", "error.broken"),
        (FURNITURE + TASKS, "error.degraded"),
    ],
)
def test_an_empty_or_degraded_parse_is_never_clean(root: Path, text: str, key: str) -> None:
    write_workspace(root, {"a": TASKS, "b": text})
    report = check(root)
    assert [(one.plan, one.key) for one in report.not_compared] == [("b", key)]
    assert not report.complete
    assert report.compared == ()
    assert ("parse-degraded" in rules(report)) == (key == "error.degraded")


def test_a_degraded_parse_that_was_accepted_is_compared(root: Path) -> None:
    write_workspace(root, {"a": TASKS, "b": FURNITURE + FINANCE})
    fingerprint = one(check(root), "parse-degraded").fingerprint
    write_workspace(root, {"a": TASKS})
    checking.accept(Workspace(root.resolve()), fingerprint, "a short notice under a long head")
    commit_all(root)
    write_workspace(root, {"a": TASKS, "b": FURNITURE + FINANCE})
    report = check(root)
    assert report.complete
    assert rules(report) == ["theme-dropped", "seed-added"]


def test_a_listed_document_without_a_file_or_outside_is_never_clean(root: Path) -> None:
    (root / "seeds" / "a.txt").unlink()
    assert [one.key for one in check(root).not_compared] == ["error.missing"]
    (root / "seeds" / "a.txt").symlink_to("/etc/hostname")
    assert [one.key for one in check(root).not_compared] == ["error.outside"]


def test_a_decision_about_words_that_are_gone_does_not_stop_the_check(tmp_path: Path) -> None:
    from planwatch import pinning
    from planwatch.models import Decision

    base = write_workspace(tmp_path / "base", {"a": LABS, "b": FINANCE})
    pinning.pin(base, Decision.REJECT, "a/1.1.1", "b/1.1.1", reason="unlike")
    pins = {"seeds/pins.yaml": (tmp_path / "base" / "seeds" / "pins.yaml").read_text("utf-8")}
    edited = LABS.replace("建设", "筹建")
    write_workspace(tmp_path / "head", {"a": edited, "b": FINANCE}, files=pins)
    report = check(tmp_path / "head", str(base.root))
    assert report.complete
    assert rules(report) == ["pin-gone", "seed-edited"]


# --- fingerprints


LIST = "一、任务\n一是建设国家实验室。\n二是支持青年人才成长。\n三是建设国家实验室。\n"
VARIANTS = {
    "re-ordered": "一、任务\n一是支持青年人才成长。\n二是建设国家实验室。\n三是建设国家实验室。\n",
    "moved": "前言\n\n一、总论\n完善科技金融服务体系。\n二、任务\n" + LIST.partition("\n")[2],
    "re-wrapped": LIST.replace("\n", "\r\n"),
    "unnumbered": re.sub("[一二三]是", "", LIST),
}


def dropped(tmp_path: Path, text: str, name: str) -> dict[str, str]:
    base = write_workspace(tmp_path / name / "base", {"a": text})
    write_workspace(tmp_path / name / "head", {"a": text, "b": FINANCE})
    findings = check(tmp_path / name / "head", str(base.root)).findings
    return {f.theme: f.fingerprint for f in findings if f.rule.id == "theme-dropped"}


@pytest.mark.parametrize("name", VARIANTS)
def test_fingerprints_survive_order_places_and_layout(tmp_path: Path, name: str) -> None:
    found = dropped(tmp_path, LIST, "before")
    assert len(found) >= 2
    assert all(re.fullmatch("[0-9a-f]{12}", fingerprint) for fingerprint in found.values())
    assert found.items() <= dropped(tmp_path, VARIANTS[name], name).items()


def test_fingerprints_differ_where_words_kind_or_direction_do(tmp_path: Path) -> None:
    texts = (TASKS, TASKS.replace("建设", "筹建"))
    found = []
    for number, (before, after) in enumerate((texts, texts[::-1])):
        base = write_workspace(tmp_path / f"{number}b", {"a": before})
        write_workspace(tmp_path / f"{number}h", {"a": after})
        found.append(one(check(tmp_path / f"{number}h", str(base.root)), "seed-edited").fingerprint)
    base = write_workspace(tmp_path / "b", {"a": TASKS, "b": TASKS})
    write_workspace(tmp_path / "h", {"a": texts[1], "b": texts[1]})
    report = check(tmp_path / "h", str(base.root))
    found += [finding.fingerprint for finding in report.findings]
    assert len(found) == 4
    assert len(set(found)) == 3  # the edit of a is the same one again, that of b is another


def test_exchanging_the_sides_exchanges_the_rules(tmp_path: Path) -> None:
    mirrors = {"theme-dropped": "theme-appeared", "theme-demoted": "theme-promoted"}
    mirrors |= {"commitment-weakened": "commitment-strengthened"}
    mirrors |= {new: old for old, new in mirrors.items()}
    texts = {
        "x": TASKS + "建设北京城市图书馆。\n",
        "y": "一、任务\n探索建设北京城市图书馆。\n支持青年人才。\n在国家实验室等领域推进改革。\n",
    }

    def told(old: str, new: str) -> Iterator[tuple[str, str, frozenset[str]]]:
        base = write_workspace(tmp_path / old / "base", {old: texts[old]})
        write_workspace(tmp_path / old / "head", {old: texts[old], new: texts[new]})
        for finding in check(tmp_path / old / "head", str(base.root)).findings:
            if finding.rule.id in mirrors:
                yield finding.rule.id, finding.theme, frozenset(quotes(finding))

    forth = {(mirrors[rule], theme, words) for rule, theme, words in told("x", "y")}
    assert len(forth) >= 4
    assert forth == set(told("y", "x"))


# --- the command line


@pytest.fixture
def command(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command in the repository: exit code, stdout, stderr."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        captured = capsys.readouterr()
        return int(caught.value.code or 0), captured.out, captured.err

    return run


Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("documents", "kinds", "options", "code"),
    [
        ({"a": TASKS}, {}, [], 0),
        ({"a": TASKS}, {}, ["--fail-on", "note"], 0),
        ({"a": TASKS, "b": FINANCE}, {}, [], 0),
        ({"a": TASKS, "b": FINANCE}, {}, ["--fail-on", "warning"], 1),
        ({"a": TASKS, "b": FINANCE}, BRIEFING, ["--fail-on", "warning"], 0),
        ({"a": TASKS, "b": FINANCE}, BRIEFING, ["--fail-on", "note"], 1),
        ({"a": LABS}, {}, [], 1),
        ({"a": TASKS, "b": "目录\n"}, {}, [], 2),
        ({"a": LABS, "b": "目录\n"}, {}, [], 2),
    ],
)
def test_exit_codes(
    root: Path,
    command: Command,
    documents: dict[str, str],
    kinds: dict[str, PlanKind],
    options: list[str],
    code: int,
) -> None:
    write_workspace(root, documents, kinds)
    for format in ("terminal", "json"):
        assert command("check", "--format", format, *options)[0] == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--against", "nosuch"], "neither a git revision nor a folder"),
        (["check", "--fail-on", "fatal"], "error, warning, note"),
        (["check", "--format", "yaml"], "terminal, json"),
        (["rules", "nosuch"], "there is no rule 'nosuch'"),
        (["accept", "xyz", "--reason", "x"], "is no fingerprint"),
        (["accept", "0123456789ab", "--reason", " "], "the reason must be text"),
        (["accept", "0123456789ab"], "--reason"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    command: Command, arguments: list[str], words: str
) -> None:
    code, out, err = command(*arguments, "--lang", "en")
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_the_report_says_what_where_and_in_which_words(root: Path, command: Command) -> None:
    write(root, "seeds/a.txt", TASKS.replace("建设国家实验室", "筹建国家实验室"))
    code, out, _ = command("check", "--lang", "zh")
    assert code == 1
    head, *lines = out.splitlines()
    assert re.fullmatch("对照本分支从 main 分出之处（[0-9a-f]{12}）", head)
    assert [re.sub("[0-9a-f]{12}", "…", line) for line in lines] == [
        "文本变化：改动 a",
        "",
        "发现：错误 1 · 警告 0 · 提示 0",
        "",
        "错误  a（seeds/a.txt）的内容与基线或目录登记的校验和不符，1 处。  seed-edited",
        "    …",
        "  a:L2 一（基线）  “建设国家实验室。”",
        "  → a:L2 一  “筹建国家实验室。”",
        "",
        "未通过：达到“错误”级的发现 1 条（退出码 1）。",
        "说明一条规则：planwatch rules 规则名；接受一条发现：planwatch accept 指纹",
        "--reason 理由",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_fits_and_nothing_steers_the_terminal(
    root: Path, command: Command, language: str
) -> None:
    from rich.cells import cell_len

    hostile = (
        "建设\x1b[31m国家\u202e实验室[red]\x07<script>支持青年人才成长并且把这一句写得很长很长。"
    )
    write_workspace(root, {"a": TASKS, "b": FINANCE + hostile + "\n"})
    _, out, err = command("check", "--lang", language, "--limit", "0")
    assert "L3" in out
    assert not {"\x1b", "\u202e", "\x07"} & set(out + err)
    assert max(map(cell_len, out.splitlines())) <= 80


VALIDATOR = Draft202012Validator(json.loads(schema_text()))


def test_json_keeps_to_its_schema_and_does_not_depend_on_the_language(
    root: Path, command: Command
) -> None:
    target = "一、目标\n到2025年，每万人发明专利拥有量达到140件。\n"
    result = "一、成效\n2025年，每万人发明专利拥有量达到120件。\n"
    files = {"seeds/pins.yaml": "pins: []\n"}
    write_workspace(root, {"a": LABS + target, "r": result, "b": FINANCE}, REVIEW, files)
    texts = {command("check", "--format", "json", "--lang", lang)[1] for lang in ("zh", "en")}
    assert len(texts) == 1
    document = json.loads(texts.pop())
    assert not list(VALIDATOR.iter_errors(document))
    found = {finding["rule"] for finding in document["findings"]}
    assert {"seed-edited", "target-missed", "theme-unreported", "pins-changed"} <= found
    assert not list(VALIDATOR.iter_errors(json.loads(command("rules", "--format", "json")[1])))


def test_spans_and_columns_lead_back_to_the_words(root: Path) -> None:
    text = "\ufeff一、任务\r\n　　😀建设国家实验室，\r\n支持青年人才成长。完善服务体系。\r\n"
    write_workspace(root, {"a": TASKS, "b": text})
    document = text.removeprefix("\ufeff")
    lines = re.split("\r\n", document)
    places = [p for finding in check(root).findings for p in finding.locations if p.plan == "b"]
    for place in (place for place in places if place.span):
        assert place.span is not None
        assert document[place.span.start : place.span.end] == place.quote
        assert place.quote.startswith(lines[place.line - 1][place.column - 1 :][:3])
        assert place.quote.endswith(lines[place.end_line - 1][: place.end_column - 1][-3:])


def test_the_same_input_gives_the_same_bytes(root: Path, run: Run) -> None:
    write_workspace(root, {"a": TASKS + LIST, "b": FINANCE, "c": LIST + FINANCE})
    outputs = {
        run(
            "check", "--format", format, "--lang", "zh", cwd=root, env={"PYTHONHASHSEED": seed}
        ).stdout
        for format in ("json", "terminal")
        for seed in ("1", "2")
    }
    assert len(outputs) == 2


def test_rules_are_listed_and_explained(command: Command) -> None:
    listed = command("rules", "--lang", "en")[1]
    assert re.search(r"^theme-dropped +warning +Theme no longer in the text$", listed, re.MULTILINE)
    explained = " ".join(command("rules", "theme-dropped", "--lang", "en")[1].split())
    assert "does not mean that nothing was done" in explained
    assert "Mirror: theme-appeared" in explained
    waived = " ".join(command("rules", "seed-edited", "--lang", "en")[1].split())
    assert "No mirror: An edit and its reversal are both edits." in waived


def test_a_finding_is_graver_or_less_grave() -> None:
    levels = [Level.ERROR, Level.WARNING, Level.NOTE]
    reach = [[one.reaches(other) for other in levels] for one in levels]
    assert reach == [[True, True, True], [False, True, True], [False, False, True]]


def test_a_report_knows_its_counts(root: Path) -> None:
    write_workspace(root, {"a": LABS, "b": FINANCE})
    report = check(root)
    assert sum(report.counts.values()) == len(report.findings)
    assert report.reaching(Level.NOTE) == report.findings
    assert replace(report, findings=()).reaching(Level.NOTE) == ()
