"""`planwatch eval` prints the figures of the reference scorer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from planwatch.errors import PlanwatchError
from planwatch.evaluate import Reference, evaluate
from planwatch.evaluate.bootstrap import interval
from planwatch.messages import load_messages
from planwatch.models import Evaluation, Interval, Miss
from planwatch.pipeline import scoring
from planwatch.report import render
from planwatch.report.json import write
from planwatch.report.view import View

from .conftest import GOLD, compared, comparison, plan_of, workspace
from .reference.score_links import score


@pytest.mark.parametrize("name", ["14-15", "2016-14", "14-review"])
def test_same_figures_as_the_reference_scorer(name: str) -> None:
    text = (GOLD / f"{name}.json").read_text("utf-8")
    reference = Reference.read(text, name)
    found = comparison(reference.old, reference.new)
    mine = evaluate(reference, found, {})
    theirs = score(json.loads(text), json.loads(write(found, View({}))))
    assert asdict(mine.lax) == theirs["lax"]
    assert asdict(mine.strict) == theirs["strict"]
    assert mine.status_accuracy == theirs["status_accuracy"]
    assert mine.gone_f1 == theirs["gone_f1"]
    assert mine.judged_units_parsed == theirs["judged_units_parsed"]
    paragraphs = theirs.get("paragraph_kept_or_gone")
    assert (asdict(mine.paragraphs) if mine.paragraphs else None) == paragraphs


@pytest.mark.parametrize(
    ("name", "lax"),
    [("14-15", 0.46), ("2016-14", 0.36), ("14-review", 0.44)],
)
def test_links_are_better_than_matching_words(name: str, lax: float) -> None:
    reference = Reference.read((GOLD / f"{name}.json").read_text("utf-8"), name)
    found = evaluate(reference, comparison(reference.old, reference.new), {})
    assert found.lax.f1 >= lax
    if found.paragraphs:
        assert found.paragraphs.balanced_accuracy >= 0.76


ANSWERS: dict[str, object] = {
    **dict.fromkeys(("old", "new", "judged_side"), "x"),
    **{key: {} for key in ("old_units", "new_units", "status")},
    **{key: [] for key in ("pairs", "judged")},
}


@pytest.mark.parametrize(
    ("fault", "fields"),
    [
        ({"pairs": [{"old": "a", "new": "b"}]}, "pairs"),
        ({"pairs": [{"old": "a", "new": "b", "grade": 3}]}, "pairs"),
        ({"status": "judged by one reader"}, "status"),
        ({"old": 14, "judged": {}}, "old, judged"),
        ({"old_units": {"a": [1, "2"]}}, "old_units"),
        ({"old_paragraphs": {"p": {"units": []}}}, "old_paragraphs"),
        ({"never_matched": "a"}, "never_matched"),
    ],
)
def test_answers_that_do_not_hold_what_they_should(fault: dict[str, object], fields: str) -> None:
    with pytest.raises(PlanwatchError) as found:
        Reference.read(json.dumps({**ANSWERS, **fault}), "x.json")
    assert (found.value.key, found.value.values["fields"]) == ("error.gold-fields", fields)


@pytest.mark.parametrize(("text", "key"), [("{", "error.gold-json"), ("[]", "error.gold-fields")])
def test_no_reference_answers(text: str, key: str) -> None:
    with pytest.raises(PlanwatchError) as fault:
        Reference.read(text, "x.json")
    assert fault.value.key == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("concept\tform14\tform15\n", "error.gold-rows"),
        ("concept\tform14\tform15\na\tb\n", "error.gold-rows"),
        ("concept\tform14\na\tb\n", "error.gold-fields"),
        ("theme_id\tname_zh\na\tb\n", "error.gold-fields"),
        ("exact_quote\tdoc\na\t14\n", "error.gold-fields"),
        ("old\tnew\tforce\na\tb\tsame\n", "error.gold-units"),
        ("old\tnew\na\tb\n", "error.gold-table"),
    ],
)
def test_a_table_that_holds_no_answers(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "gold.tsv").write_text(text, "utf-8")
    with pytest.raises(PlanwatchError) as fault:
        scoring.score(workspace(), tmp_path / "gold.tsv")
    assert fault.value.key == key


OLD = """一、任务
健全科技金融服务体系。
建设海上风电基地。
完善高速铁路网络。
"""
NEW = """一、任务
支持风险投资投早投小。
建设海上风电基地。
保护古树名木。
"""


def evaluated(
    pairs: Sequence[tuple[str, str, object]],
    scores: dict[tuple[str, str], float] | None = None,
    **more: object,
) -> Evaluation:
    """What is said of two small plans; units are called o1…, n1… in the order of their lines."""
    old, new = plan_of(OLD, id="a"), plan_of(NEW, id="b")
    units = [
        {f"{side}{n}": [c.span.start, c.span.end] for n, c in enumerate(found.commitments, 1)}
        for side, found in (("o", old), ("n", new))
    ]
    data = {
        "old": "a",
        "new": "b",
        "old_units": units[0],
        "new_units": units[1],
        "pairs": [{"old": o, "new": n, "grade": grade} for o, n, grade in pairs],
        "judged_side": "new",
        "judged": ["n1", "n2", "n3"],
        "status": {},
        **more,
    }
    return evaluate(Reference(data), compared(old, new), scores or {})


def test_a_link_that_no_reader_found_is_wrong() -> None:
    found = evaluated([])
    assert [(link.old, link.new) for link in found.wrong] == [("a/1.2.1", "b/1.2.1")]
    assert found.wrong[0].confidence > 0.9


@pytest.mark.parametrize("grade", [2, 2.5, 3, "disputed"])
def test_a_link_that_a_reader_found_is_not_wrong(grade: object) -> None:
    assert not evaluated([("o2", "n2", grade)]).wrong


def test_a_pair_that_only_one_reader_found_is_not_missed() -> None:
    assert not evaluated([("o1", "n1", "disputed")]).missed


def test_missed_pairs_say_whether_they_were_scored_the_worst_first() -> None:
    pairs = [("o3", "n3", 2), ("o1", "n1", 2), ("o1", "n3", 3), ("o3", "n1", 3)]
    scores = {("a/1.3.1", "b/1.3.1"): -4.0, ("a/1.1.1", "b/1.3.1"): -0.5}
    found = evaluated(pairs, scores).missed
    assert [(m.old[2:], m.new[2:], m.grade, m.score, m.why) for m in found] == [
        ("1.3.1", "1.1.1", 3, None, Miss.NO_CANDIDATE),
        ("1.1.1", "1.3.1", 3, -0.5, Miss.NOT_LINKED),
        ("1.1.1", "1.1.1", 2, None, Miss.NO_CANDIDATE),
        ("1.3.1", "1.3.1", 2, -4.0, Miss.NOT_LINKED),
    ]
    assert found[0].old_text == "完善高速铁路网络。"


def test_a_heading_is_no_sentence_that_was_read() -> None:
    missed = evaluated([("o0", "n1", 3)], old_units={"o0": [0, 4]}).missed
    assert [(m.old, m.old_text, m.why) for m in missed] == [("", "一、任务", Miss.NOT_PARSED)]


@cache
def scored(name: str) -> Evaluation:
    found = scoring.score(workspace(), GOLD / f"{name}.json")
    assert isinstance(found, Evaluation)
    return found


@pytest.mark.parametrize("name", ["14-15", "2016-14", "14-review"])
def test_the_errors_are_those_that_the_figures_count(name: str) -> None:
    found = scored(name)
    hits = round(found.lax.recall * found.lax.positives)
    assert len(found.missed) == found.lax.positives - hits
    # A sentence that the answers cut in two counts twice in the figures, once among the links.
    assert len(found.wrong) <= found.lax.predicted - hits
    assert len(found.wrong) >= 0.9 * (found.lax.predicted - hits)
    confidences = [link.confidence for link in found.wrong]
    assert confidences == sorted(confidences, reverse=True)
    links = {(link.old, link.new) for link in comparison(found.old, found.new).links}
    assert not links.intersection((m.old, m.new) for m in found.missed)
    assert {Miss.NOT_LINKED, Miss.NO_CANDIDATE} <= {m.why for m in found.missed}


@pytest.mark.parametrize("name", ["14-15", "2016-14", "14-review"])
def test_figures_lie_in_their_intervals(name: str) -> None:
    found = scored(name)
    pairs = [(found.lax.f1, found.intervals.lax), (found.strict.f1, found.intervals.strict)]
    if found.paragraphs:
        pairs.append((found.paragraphs.balanced_accuracy, found.intervals.paragraphs))
    for figure, within in pairs:
        assert within is not None
        assert within.low < figure < within.high
        assert within.high - within.low < 0.4


def mean(cases: Sequence[int]) -> float:
    return sum(cases) / len(cases)


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        pytest.param([], None, id="nothing to draw from"),
        pytest.param([1] * 30, Interval(1.0, 1.0), id="always the same"),
    ],
)
def test_interval(cases: list[int], expected: Interval | None) -> None:
    assert interval(cases, mean) == expected


def test_an_interval_is_about_two_standard_errors_wide_on_either_side() -> None:
    """Of 400 cases half true the standard error is 0.025."""
    found = interval([0, 1] * 200, mean)
    assert found is not None
    assert found.low == pytest.approx(0.451, abs=0.008)
    assert found.high == pytest.approx(0.549, abs=0.008)
    assert interval([0, 1] * 200, mean) == found


def test_an_undefined_score_has_no_interval() -> None:
    assert interval([0, 1], lambda _: None) is None


@pytest.mark.parametrize(("errors", "wrong", "missed"), [(0, 0, 0), (2, 2, 2)])
def test_as_many_errors_as_asked_for(errors: int, wrong: int, missed: int) -> None:
    text = render(scored("14-15"), "terminal", View(load_messages("en"), "en", errors=errors))
    assert text.count("  confidence ") == wrong
    assert text.count(" graded ") == missed
    assert ("wrong links" in text) == bool(errors)


def test_json_has_all_errors_with_both_texts() -> None:
    found = scored("14-15")
    data = json.loads(write(found, View({}, errors=0)))["errors"]
    assert (len(data["wrong"]), len(data["missed"])) == (len(found.wrong), len(found.missed))
    for error in (*data["wrong"], *data["missed"]):
        assert error["old_text"]
        assert error["new_text"]
