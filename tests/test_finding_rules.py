"""Rules of findings: each fires on its examples, has a mirror or a waiver, and knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from planwatch import checking
from planwatch.bundled import bundled
from planwatch.checks import SUBJECTS, FindingRule, Scene, load_finding_rules
from planwatch.errors import DataError
from planwatch.models import Level

from .workspaces import write, write_workspace

RULES = load_finding_rules([bundled("rules")])
SCORED = ("theme", "force", "move")


def scenes(fire: bool) -> Iterator[object]:
    for rule in RULES.values():
        chosen = rule.examples.fire if fire else rule.examples.silent
        for number, scene in enumerate(chosen):
            yield pytest.param(rule.id, scene, id=f"{rule.id}-{number}")


def fired(scene: Scene, folder: Path) -> set[str]:
    before = scene.kinds if scene.kinds_before is None else scene.kinds_before
    write_workspace(folder / "base", scene.before, before, scene.files_before)
    head = write_workspace(
        folder / "head", scene.after, scene.kinds, scene.files_after, scene.alone
    )
    report = checking.check(head, str(folder / "base"))
    return {finding.rule.id for finding in report.findings}


@pytest.mark.parametrize(("rule", "scene"), list(scenes(fire=True)))
def test_a_rule_fires_where_its_examples_say_so(rule: str, scene: Scene, tmp_path: Path) -> None:
    assert rule in fired(scene, tmp_path)


@pytest.mark.parametrize(("rule", "scene"), list(scenes(fire=False)))
def test_a_rule_is_silent_where_its_examples_say_so(
    rule: str, scene: Scene, tmp_path: Path
) -> None:
    assert rule not in fired(scene, tmp_path)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_has_a_mirror_or_a_written_waiver(rule: FindingRule) -> None:
    if rule.mirror:
        assert RULES[rule.mirror].mirror == rule.id
        assert RULES[rule.mirror].subject in (rule.subject, "result", "verdict")
    else:
        assert len(rule.waiver) > 20


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_rests_on_scores_is_never_an_error(rule: FindingRule) -> None:
    assert rule.level != Level.ERROR or rule.subject not in SCORED


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_both_languages_say_the_same(rule: FindingRule) -> None:
    def fields(text: str) -> set[str]:
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        return {name.removesuffix("_en") for name in names}

    assert fields(rule.message.zh) == fields(rule.message.en)
    for said in (rule.title, rule.message, rule.help):
        assert re.search(r"[\u4e00-\u9fff]", said.zh)
        assert not re.search(r"[\u4e00-\u9fff]", said.en)


def test_ids_are_kebab_case_and_every_state_that_is_told_has_one_rule() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", id) for id in RULES)
    told = [(rule.subject, state) for rule in RULES.values() for state in rule.states]
    known = {(subject, state) for subject, (states, _) in SUBJECTS.items() for state in states}
    assert sorted(told) == sorted(known)


RULE = (bundled("rules") / "findings" / "seed-added.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("states: [added]", "states: [burnt]", "'burnt' is no state of seed"),
        ("{title}", "{title.__class__}", "is no value of this subject"),
        ("{title}", "{title!r}", "is no value of this subject"),
        ("{title}", "{title:>99999999}", "is no value of this subject"),
        ("{title}", "{theme}", "allowed are plan, title, path, count"),
        ("{title}", "{title", "rules/findings/seed-added.yaml"),
        ("mirror: seed-removed", "mirror: seed-burnt", "is no rule whose mirror is 'seed-added'"),
        ("mirror: seed-removed", "", "either a mirror or a waiver"),
        ("subject: seed", "subject: seeds", "Input should be 'theme'"),
        ("level: note", "level: fatal", "Input should be 'error', 'warning' or 'note'"),
        ("states: [added]", "states: [added, edited]", "tells of seed edited already"),
    ],
)
def test_a_broken_rule_is_refused_with_file_and_reason(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in RULE
    write(tmp_path, "rules/findings/seed-added.yaml", RULE.replace(old, new))
    with pytest.raises(DataError) as caught:
        load_finding_rules([bundled("rules"), tmp_path / "rules"])
    assert fault in str(caught.value)
    assert "rules/findings/seed-" in str(caught.value)
