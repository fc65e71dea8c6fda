"""Moved commitments: one change with its change of rank, never dropped plus appeared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planwatch.messages import load_messages
from planwatch.models import Change, Direction, Move, PlanKind, Rank
from planwatch.report import render
from planwatch.report.view import View

from .conftest import compared, comparison, plan_of

TASKS = (
    "建设海上风电基地。",
    "推进灌区现代化改造。",
    "完善高速铁路网络。",
    "健全科技金融服务体系。",
    "培育种业领军企业。",
    "实施古树名木保护工程。",
    "开展全民健身活动。",
    "优化社区托育服务。",
)
NUMBERS = "一二三四五六七八九十"
FORWARD, BACK = Direction.FORWARD, Direction.BACK


def text_of(tasks: Sequence[str], mark: str = "{}、任务\n") -> str:
    """A plan with one part for every task; a newline separates sentences of one part."""
    return "".join(f"{mark.format(n)}{task}\n" for n, task in zip(NUMBERS, tasks, strict=False))


def changes(old: str, new: str, kind: PlanKind = PlanKind.PLAN) -> tuple[Change, ...]:
    return compared(plan_of(old, id="a"), plan_of(new, kind, id="b")).changes


def moves(old: str, new: str, kind: PlanKind = PlanKind.PLAN) -> dict[str, Move]:
    """What moved, by the number of its part in the old plan."""
    found = changes(old, new, kind)
    return {c.old[0].split("/")[1].split(".")[0]: c.moved for c in found if c.moved}


def placed(order: str) -> list[str]:
    """Tasks by number, in another order."""
    return [TASKS[int(number)] for number in order]


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        pytest.param("01234567", "01234567", {}, id="the same order"),
        pytest.param("01234567", "10325476", {}, id="neighbours exchanged"),
        pytest.param(
            "01234567", "70123456", {"8": Move(Rank(8, 8), Rank(1, 8), FORWARD)}, id="last is first"
        ),
        pytest.param(
            "01234567", "12345670", {"1": Move(Rank(1, 8), Rank(8, 8), BACK)}, id="first is last"
        ),
        pytest.param("012345", "301245", {"4": Move(Rank(4, 6), Rank(1, 6), FORWARD)}, id="half"),
        pytest.param("01234567", "20134567", {}, id="a quarter is not clear"),
        pytest.param("0123", "3012", {}, id="too few parts"),
        pytest.param("01234", "4012", {}, id="too few parts on one side"),
        pytest.param("234567", "012347", {}, id="parts before it were taken in or left out"),
    ],
)
def test_rank(old: str, new: str, moved: dict[str, Move]) -> None:
    assert moves(text_of(placed(old)), text_of(placed(new))) == moved


def test_a_moved_commitment_is_one_change() -> None:
    found = compared(plan_of(text_of(TASKS), id="a"), plan_of(text_of(placed("70123456")), id="b"))
    assert (found.dropped, found.appeared) == ((), ())
    assert [(c.old, c.new) for c in found.changes if c.moved] == [(("a/8.1.1",), ("b/1.1.1",))]


def test_new_parts_before_it_move_nothing() -> None:
    """Six of twelve parts are new: every old one stands later, none was overtaken."""
    first = ["发展会展业。", "修缮文化遗产。", "治理湖泊。", "保护鸟类。", "增设公厕。"]
    assert not moves(text_of(placed("01234")), text_of([*first, *placed("01234")]))


def test_tasks_of_a_briefing_are_counted_straight_through() -> None:
    old = text_of(TASKS)
    openings = [f"{NUMBERS[n]}是{TASKS[task]}" for n, task in enumerate((7, 0, 1, 2, 3, 4, 5, 6))]
    new = "一、情况\n" + "\n".join(openings[:5]) + "\n二、展望\n" + "\n".join(openings[5:]) + "\n"
    assert moves(old, new, PlanKind.BRIEFING)["8"].old == Rank(8, 8)
    assert moves(old, new, PlanKind.BRIEFING)["8"].new == Rank(1, 8)


def test_a_part_that_is_most_of_the_plan_has_no_rank() -> None:
    """The last of eight chapters, but it begins before the middle of the text."""
    long = "\n".join([TASKS[7], *(f"完善第{n}类制度。" for n in "甲乙丙丁戊己庚辛")])
    old, new = text_of([*TASKS[:7], long]), text_of(placed("70123456"))
    assert any(c.old == ("a/8.1.1",) and c.new == ("b/1.1.1",) for c in changes(old, new))
    assert not moves(old, new)


def test_the_order_of_a_review_says_nothing() -> None:
    assert not moves(text_of(TASKS), text_of(placed("70123456")), PlanKind.REVIEW)


def test_targets_do_not_move() -> None:
    target = "到2030年，风电装机容量达到500万千瓦。"
    old = text_of([*TASKS[:7], target])
    new = text_of([target, *TASKS[:7]])
    found = changes(old, new)
    assert any(c.old == ("a/8.1.1",) and c.new == ("b/1.1.1",) for c in found)
    assert not any(c.moved for c in found)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(TASKS), st.permutations(TASKS), st.integers(4, 8), st.integers(4, 8))
def test_mirror(first: list[str], second: list[str], some: int, others: int) -> None:
    old, new = text_of(first[:some]), text_of(second[:others])
    turned = {FORWARD: BACK, BACK: FORWARD}
    there = {(c.old[0], c.new[0]): c.moved for c in changes(old, new) if c.moved}
    back = {
        (c.new[0].replace("b/", "a/"), c.old[0].replace("a/", "b/")): Move(
            c.moved.new, c.moved.old, turned[c.moved.direction]
        )
        for c in changes(new, old)
        if c.moved
    }
    assert there == back


@pytest.mark.parametrize(("old", "new"), [("2016", "14"), ("14", "15"), ("2016", "15")])
def test_mirror_of_the_seeds(old: str, new: str) -> None:
    there = {(c.old, c.new): c.moved for c in comparison(old, new).changes if c.moved}
    back = {(c.new, c.old): c.moved for c in comparison(new, old).changes if c.moved}
    assert there.keys() == back.keys()
    for pair, move in there.items():
        assert (move.old, move.new) == (back[pair].new, back[pair].old)
        assert move.direction != back[pair].direction


@pytest.mark.parametrize(
    ("format", "language", "said"),
    [
        ("terminal", "zh", "延续 前移（第 8/8 部分 → 第 1/8 部分）"),
        ("terminal", "en", "continued moved forward (part 8 of 8 → part 1 of 8)"),
        ("markdown", "zh", "延续 前移（第 8/8 部分 → 第 1/8 部分）"),
    ],
)
def test_reports_say_it(format: str, language: str, said: str) -> None:
    old, new = plan_of(text_of(TASKS), id="a"), plan_of(text_of(placed("70123456")), id="b")
    view = View(load_messages(language), language)
    assert said in render(compared(old, new), format, view)
    turned = render(compared(new, old), format, view)
    assert {"zh": "后移（第 1/8 部分 → 第 8/8 部分）", "en": "moved back"}[language] in turned


def test_only_moved() -> None:
    old, new = plan_of(text_of(TASKS), id="a"), plan_of(text_of(placed("70123456")), id="b")
    text = render(compared(old, new), "terminal", View(load_messages("zh"), only="moved"))
    assert "优化社区托育服务" in text
    assert "海上风电" not in text
