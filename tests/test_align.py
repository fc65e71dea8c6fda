"""Alignment: what must hold for any two plans, and what it finds in small ones."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planwatch.align.candidates import _MOST_MEETINGS, _telling, candidates
from planwatch.models import Force, Plan, Relation, Shape
from planwatch.words import Segmenter

from .conftest import aligner_of, compared, comparison, plan, plan_of

PAIRS = [("2016", "14"), ("14", "review"), ("14", "15"), ("15", "15news")]
CASES = sorted((Path(__file__).parent / "cases").iterdir())
MIRRORED = {
    Shape.KEPT: Shape.KEPT,
    Shape.SPLIT: Shape.MERGED,
    Shape.MERGED: Shape.SPLIT,
    Shape.APPEARED: Shape.DROPPED,
    Shape.DROPPED: Shape.APPEARED,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases(case: Path) -> None:
    old, new = (plan_of((case / f"{side}.txt").read_text("utf-8")) for side in ("old", "new"))
    expected = yaml.safe_load((case / "expected.yaml").read_text("utf-8"))
    found = compared(old, new)

    def places(ids: tuple[str, ...]) -> list[str]:
        return [id.removeprefix("p/") for id in ids]

    links = [places((link.old, link.new)) for link in found.links]
    assert links == [[str(old), str(new)] for old, new in expected["links"]]
    assert places(found.dropped) == expected.get("dropped", [])
    assert places(found.appeared) == expected.get("appeared", [])
    moved = [[*places((*c.old, *c.new)), c.moved.direction] for c in found.changes if c.moved]
    assert moved == expected.get("moved", [])
    identical = all(link.identical for link in found.links)
    assert identical == bool(expected.get("same") or not links)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_mirror(old: str, new: str) -> None:
    there, back = comparison(old, new), comparison(new, old)
    assert [(x.old, x.new, x.score, x.relation, x.certainty) for x in there.links] == sorted(
        ((x.new, x.old, x.score, x.relation, x.certainty) for x in back.links),
        key=lambda x: [plan_place(there.old, x[0]), plan_place(there.new, x[1])],
    )
    assert (there.appeared, there.dropped) == (back.dropped, back.appeared)
    assert sorted((c.shape, c.relation, c.old, c.new) for c in there.changes) == sorted(
        (MIRRORED[c.shape], c.relation, c.new, c.old) for c in back.changes
    )
    assert there.unmatched_old == back.unmatched_new


def plan_place(plan: Plan, id: str) -> int:
    return next(place for place, c in enumerate(plan.commitments) if c.id == id)


@pytest.mark.parametrize("id", ["2016", "14", "review", "15"])
def test_a_plan_and_itself_differ_in_nothing(id: str) -> None:
    found = comparison(id, id)
    assert [(link.old, link.new) for link in found.links] == [
        (c.id, c.id) for c in plan(id).comparable
    ]
    assert {link.force for link in found.links} == {Force.SAME}
    assert {(change.shape, change.force) for change in found.changes} == {(Shape.KEPT, Force.SAME)}
    assert not found.appeared
    assert not found.dropped


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_identical_text_links_to_itself_alone(old: str, new: str) -> None:
    found = comparison(old, new)
    old_texts = {c.id: c.body for c in found.old.comparable}
    new_texts = {c.id: c.body for c in found.new.comparable}
    common = set(old_texts.values()) & set(new_texts.values())
    for link in found.links:
        texts = {old_texts[link.old], new_texts[link.new]}
        assert len(texts) == 1 or not texts & common or link.force != Force.SAME
        if texts & common and len(texts) > 1:
            # More copies on one side than on the other: the surplus may link elsewhere.
            counts = [list(side.values()) for side in (old_texts, new_texts)]
            shared = (texts & common).pop()
            assert counts[0].count(shared) != counts[1].count(shared)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_partition(old: str, new: str) -> None:
    found = comparison(old, new)
    for side, unmatched, ends in (
        (found.old, found.dropped, [link.old for link in found.links]),
        (found.new, found.appeared, [link.new for link in found.links]),
    ):
        assert set(unmatched) | set(ends) == {c.id for c in side.comparable}
        assert not set(unmatched) & set(ends)
    told = [(o, n) for c in found.changes for o in c.old for n in c.new]
    assert {(link.old, link.new) for link in found.links} <= set(told)
    assert len({change.fingerprint for change in found.changes}) == len(found.changes)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_rows_add_up_to_the_score(old: str, new: str) -> None:
    for link in comparison(old, new).links:
        assert math.isclose(sum(row.weight for row in link.evidence), link.score, abs_tol=1e-9)
        assert link.confidence == round(1 / (1 + math.exp(-link.score)), 4)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_evidence_quotes_the_source(old: str, new: str) -> None:
    found = comparison(old, new)
    texts = [{c.id: c.text for c in side.commitments} for side in (found.old, found.new)]
    for link in found.links:
        for row in link.evidence:
            if row.feature in ("named", "scarcest-concept"):
                assert all(word in texts[0][link.old] for word in row.old.split("、"))
                assert all(word in texts[1][link.new] for word in row.new.split("、"))
            elif row.feature in ("ratio", "clause"):
                assert row.old in texts[0][link.old]
                assert row.new in texts[1][link.new]


def test_split_and_merged_come_from_continued_links_only() -> None:
    for old, new in PAIRS:
        for change in comparison(old, new).changes:
            if change.shape in (Shape.SPLIT, Shape.MERGED):
                assert change.relation == Relation.CONTINUED
            if change.relation == Relation.CHANGED:
                assert change.shape == Shape.KEPT


def test_an_explanation_says_what_the_comparison_says() -> None:
    found = comparison("14", "15")
    aligner = aligner_of(found.old, found.new)
    linked = {(link.old, link.new): link for link in found.links}
    for (old, new), link in list(linked.items())[:40]:
        said = aligner.explain(old, new)
        assert (said.score, said.evidence, said.linked) == (link.score, link.evidence, True)
    for id in found.dropped[:40]:
        for near in found.unmatched_old[id]:
            said = aligner.explain(id, near.id)
            assert (said.score, said.linked) == (near.score, False)


def test_words_are_cut_as_with_the_whole_dictionary() -> None:
    import jieba

    jieba.setLogLevel(60)
    texts = [c.normalized for c in plan("15").commitments]
    segmenter = Segmenter(texts)
    for text in texts:
        assert segmenter.cut(text) == list(jieba.cut(text, HMM=False))


CLAUSES = st.sampled_from(
    [
        "建设国家实验室",
        "支持青年人才",
        "完善科技金融",
        "发展人工智能",
        "推进开放合作",
        "优化营商环境",
    ]
)
SENTENCES = st.lists(CLAUSES, min_size=1, max_size=3).map(lambda parts: "，".join(parts) + "。")
PLANS = st.lists(SENTENCES, min_size=1, max_size=6).map(
    lambda lines: "一、任务\n" + "\n".join(lines)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS, PLANS)
def test_mirror_and_partition_of_any_two_plans(first: str, second: str) -> None:
    old, new = plan_of(first), plan_of(second)
    there, back = compared(old, new), compared(new, old)
    assert {(x.old, x.new, x.score) for x in there.links} == {
        (x.new, x.old, x.score) for x in back.links
    }
    assert (there.appeared, there.dropped) == (back.dropped, back.appeared)
    linked = {link.old for link in there.links}
    assert linked | set(there.dropped) == {c.id for c in old.comparable}
    assert not linked & set(there.dropped)


def test_meetings_over_common_terms_grow_with_the_length_alone() -> None:
    """However often the same words return: the rarest find candidates until the bound is met."""
    many = 2_000
    holders = {f"{n}": [(k, 1.0) for k in range(60)] for n in range(500)}
    holders["rare"] = [(0, 1.0)]
    telling = _telling(holders, holders, many)
    meetings = sum(len(holders[term]) ** 2 for term in telling)
    assert telling == {"rare"}
    assert meetings <= _MOST_MEETINGS * many
    assert _telling(holders, holders, 10 * many) == holders.keys()


def test_what_finds_candidates_does_not_depend_on_the_order() -> None:
    common = "推进科技创新平台建设"
    words = [f"{common}，发展{chr(0x4E00 + n)}{chr(0x5E00 + n)}产业。" for n in range(40)]
    old = plan_of("一、任务\n" + "\n".join(words))
    new = plan_of("一、任务\n" + "\n".join(words[::-1][:25]))
    there, back = aligner_of(old, new)._profiles, aligner_of(new, old)._profiles
    assert candidates(*there, most=3) == sorted((i, j) for j, i in candidates(*back, most=3))
