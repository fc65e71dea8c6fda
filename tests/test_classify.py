"""Changes: shape, relation and fingerprint from links."""

from __future__ import annotations

from planwatch.classify import classify
from planwatch.models import (
    Alignment,
    Certainty,
    Comparison,
    Force,
    Link,
    Relation,
    Shape,
)

from .conftest import plan_of, workspace

OLD = plan_of("一、任务\n建设甲。\n建设乙。\n建设丙。\n建设甲。\n", id="a")
NEW = plan_of("一、任务\n推进甲。\n推进乙。\n推进丙。\n", id="b")


def link(old: int, new: int, relation: Relation = Relation.CONTINUED) -> Link:
    ends = (f"a/1.{old}.1", f"b/1.{new}.1")
    return Link(*ends, relation, 1.0, 0.7, Certainty.FIRM, Force.UNCLEAR, ())


def classified(*links: Link) -> Comparison:
    olds, news = {x.old for x in links}, {x.new for x in links}
    nearest = [
        {c.id: () for c in side.comparable if c.id not in ends}
        for side, ends in ((OLD, olds), (NEW, news))
    ]
    return classify(OLD, NEW, Alignment(links, *nearest), workspace().rules)


def shapes(*links: Link) -> list[tuple[Shape, Relation | None]]:
    return [(c.shape, c.relation) for c in classified(*links).changes if c.old and c.new]


def test_one_to_one_is_kept() -> None:
    assert shapes(link(1, 1)) == [(Shape.KEPT, Relation.CONTINUED)]


def test_one_to_many_is_split() -> None:
    assert shapes(link(1, 1), link(1, 2)) == [(Shape.SPLIT, Relation.CONTINUED)]


def test_many_to_one_is_merged() -> None:
    assert shapes(link(1, 1), link(2, 1)) == [(Shape.MERGED, Relation.CONTINUED)]


def test_changed_links_never_split_or_merge() -> None:
    found = shapes(link(1, 1, Relation.CHANGED), link(1, 2, Relation.CHANGED))
    assert found == [(Shape.KEPT, Relation.CHANGED)]


def test_a_continued_and_a_changed_link_are_told_apart() -> None:
    found = shapes(link(1, 1), link(1, 2, Relation.CHANGED))
    assert found == [(Shape.KEPT, Relation.CONTINUED), (Shape.KEPT, Relation.CHANGED)]


def test_what_is_not_linked_appeared_or_was_dropped() -> None:
    found = classified(link(1, 1))
    assert found.dropped == ("a/1.2.1", "a/1.3.1", "a/1.4.1")
    assert found.appeared == ("b/1.2.1", "b/1.3.1")
    assert (found.old_summary.continued, found.old_summary.unmatched) == (1, 3)
    assert (found.new_summary.continued, found.new_summary.unmatched) == (1, 2)


def test_equal_texts_have_fingerprints_of_their_own() -> None:
    prints = [change.fingerprint for change in classified().changes]
    assert len(set(prints)) == len(prints) == 7


def test_fingerprints_do_not_depend_on_place() -> None:
    moved = plan_of("一、其他\n完善丁。\n二、任务\n建设乙。\n", id="a")
    there = {c.fingerprint for c in classify(moved, NEW, _alone(moved), workspace().rules).changes}
    here = {c.fingerprint for c in classified().changes if c.old == ("a/1.2.1",)}
    assert here <= there


def _alone(plan: object) -> Alignment:
    return Alignment((), {c.id: () for c in plan.comparable}, {c.id: () for c in NEW.comparable})  # type: ignore[attr-defined]
