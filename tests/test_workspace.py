"""Workspaces, catalogs and rules: found upwards, laid over the bundled ones, faults all at once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from planwatch.bundled import bundled
from planwatch.errors import DataError, PlanwatchError
from planwatch.rules import PatternRule, load_rules
from planwatch.store import write_text
from planwatch.workspace import create_workspace, find_workspace

from .conftest import Run, plan, workspace

TEXT = "一、任务\n建设国家实验室。\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def catalog(folder: Path, text: str) -> None:
    create_workspace(folder)
    (folder / "seeds" / "catalog.yaml").write_text(text, "utf-8")
    (folder / "seeds" / "a.txt").write_text(TEXT, "utf-8")


def entry(id: str = "a", sha: str = SHA, more: str = "") -> str:
    return f'  - {{id: "{id}", title: 甲, kind: plan, file: a.txt, sha256: "{sha}"{more}}}\n'


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(DataError) as fault:
        _ = find_workspace(folder).plans
    return [str(one) for one in fault.value.faults]


def test_found_upwards(tmp_path: Path) -> None:
    catalog(tmp_path, "plans:\n" + entry())
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_workspace(deep).root == tmp_path
    assert [info.id for info in find_workspace(deep).plans] == ["a"]


def test_all_faults_of_a_catalog_with_their_lines(tmp_path: Path) -> None:
    catalog(
        tmp_path,
        "plans:\n"
        "  - {id: a/b, title: 甲, kind: plan, file: a.txt, sha256: 1}\n"
        "  - {id: b, title: 乙, kind: poem, file: a.txt}\n"
        "  - {id: c, title: 丙, kind: plan, file: a.txt, sha256: x, colour: red}\n",
    )
    faults = faults_of(tmp_path)
    assert Counter(fault.split(":")[1] for fault in faults) == {"2": 2, "3": 2, "4": 2}
    assert all(fault.startswith("seeds/catalog.yaml:") for fault in faults)
    assert any("poem" in fault or "'scheme'" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plans:\n" + entry() + entry(), "names two plans"),
        ("plans:\n" + entry(more=", predecessor: z"), "unknown plan 'z'"),
        ("plans:\n" + entry().replace("file: a.txt", "file: ../a.txt"), "must lie in seeds/"),
        ("plans:\n" + entry() + "plans: []\n", "stands twice"),
        ("plans: [\n", "not valid YAML"),
        ("plans: !!python/object/apply:os.system [ls]\n", "YAML"),
        ("plans: &a []\nb: *a\n", "anchors"),
        ("", "is empty"),
    ],
)
def test_faults_of_a_catalog(tmp_path: Path, text: str, words: str) -> None:
    catalog(tmp_path, text)
    assert any(words in fault for fault in faults_of(tmp_path)), faults_of(tmp_path)


def test_a_changed_document_is_refused(tmp_path: Path) -> None:
    catalog(tmp_path, "plans:\n" + entry(sha="0" * 64))
    with pytest.raises(PlanwatchError) as fault:
        find_workspace(tmp_path).source("a")
    assert fault.value.key == "error.checksum"
    assert fault.value.values["found"] == SHA


def test_a_link_out_of_the_seeds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    catalog(tmp_path / "w", "plans:\n" + entry())
    (tmp_path / "secret.txt").write_text(TEXT, "utf-8")
    (tmp_path / "w" / "seeds" / "a.txt").unlink()
    (tmp_path / "w" / "seeds" / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(PlanwatchError) as fault:
        find_workspace(tmp_path / "w").source("a")
    assert fault.value.key == "error.outside"


def test_own_rules_lie_over_the_bundled_ones(tmp_path: Path) -> None:
    catalog(tmp_path, "plans:\n" + entry())
    folder = tmp_path / "rules" / "vocabulary"
    folder.mkdir(parents=True)
    (folder / "frame.yaml").write_text("id: frame\nreason: one word only\nwords: [甲]\n", "utf-8")
    rules = find_workspace(tmp_path).rules
    assert rules.words("frame") == ("甲",)
    assert rules.words("actions") == workspace().rules.words("actions")


def test_all_faults_of_rules_with_file_and_line(run: Run, tmp_path: Path) -> None:
    catalog(tmp_path, "plans:\n" + entry())
    for kind, name, text in (
        ("vocabulary", "x", "id: x\nreason: too short?\nwords: []\nother: 1\n"),
        (
            "kinds",
            "y",
            "id: y\nreason: a bad pattern\nkind: target\nwhere: sentence\norder: 1\n"
            "pattern: '('\nexamples: {fire: [a], silent: [b]}\n",
        ),
        (
            "kinds",
            "z",
            "id: z\nreason: wrong examples\nkind: target\nwhere: sentence\norder: 1\n"
            "pattern: a\nexamples: {fire: [b], silent: [a]}\n",
        ),
    ):
        folder = tmp_path / "rules" / kind
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError) as fault:
        _ = find_workspace(tmp_path).rules
    faults = [str(one) for one in fault.value.faults]
    assert sorted(f.split(": ")[0] for f in faults) == [
        "rules/kinds/y.yaml:6",
        "rules/kinds/z.yaml:1",
        "rules/kinds/z.yaml:1",
        "rules/vocabulary/x.yaml:3",
        "rules/vocabulary/x.yaml:4",
    ]
    done = run("diff", "a", "a", "--lang", "en")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert all(fault in done.stderr for fault in faults)


def test_an_unknown_kind_of_rule(tmp_path: Path) -> None:
    catalog(tmp_path, "plans:\n" + entry())
    (tmp_path / "rules" / "nonsense").mkdir(parents=True)
    (tmp_path / "rules" / "nonsense" / "a.yaml").write_text("id: a\n", "utf-8")
    with pytest.raises(DataError, match="unknown kind of rule"):
        _ = find_workspace(tmp_path).rules


def test_every_pattern_has_examples_that_it_gets_right() -> None:
    rules = [
        rule
        for by_id in workspace().rules.rules.values()
        for rule in by_id.values()
        if isinstance(rule, PatternRule)
    ]
    assert len(rules) > 20
    assert all(rule.failures() == [] for rule in rules)


def test_no_rule_quotes_a_sentence_or_names_a_commitment() -> None:
    texts = {c.normalized for id in ("2016", "14", "review", "15") for c in plan(id).comparable}
    for path in bundled("rules").glob("*/*.yaml"):
        if path.parent.name == "messages":
            continue  # the help names ids as examples
        text = path.read_text("utf-8")
        assert not re.search(r"\b(2016|14|review|15)/\d+\.\d", text), path
        assert not [sentence for sentence in texts if len(sentence) > 16 and sentence in text]


def test_rules_load_alike_in_any_order() -> None:
    assert load_rules([bundled("rules")]).rules == workspace().rules.rules


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write_text(target, "old")
    target.chmod(0o640)
    write_text(target, "new")
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    with pytest.raises(PlanwatchError):
        write_text(tmp_path / "none" / "out.txt", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
