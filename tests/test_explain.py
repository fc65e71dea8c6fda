"""Explanations: rows that add up, drawn as a waterfall, and why a pair is not linked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import Evidence, Explanation, Obstacle, Relation
from planwatch.report import render
from planwatch.report.view import View

from .conftest import comparison, workspace


def explained(old: str, new: str) -> Explanation:
    said = pipeline.explain(workspace(), old, new)
    assert isinstance(said, Explanation)
    return said


@pytest.fixture(scope="module")
def linked() -> Explanation:
    link = comparison("14", "15").links[0]
    return explained(link.old, link.new)


@pytest.fixture(scope="module")
def unlinked() -> Explanation:
    found = comparison("14", "15")
    old, nearest = next((id, near) for id, near in found.unmatched_old.items() if near)
    return explained(old, nearest[0].id)


def shown(explanation: Explanation, format: str = "terminal") -> str:
    return render(explanation, format, View(load_messages("en"), "en"))


def with_weights(explanation: Explanation, *weights: float) -> Explanation:
    rows = tuple(Evidence("named", "", "", weight) for weight in weights)
    return replace(explanation, evidence=rows, score=sum(weights))


def test_a_linked_pair_has_the_relation_of_its_link_and_no_obstacle(linked: Explanation) -> None:
    link = comparison("14", "15").links[0]
    assert (linked.relation, linked.obstacle) == (link.relation, None)


def test_a_pair_below_the_threshold_says_so(unlinked: Explanation) -> None:
    assert unlinked.score < unlinked.threshold
    assert (unlinked.relation, unlinked.obstacle) == (None, Obstacle.SCORE)
    assert "is below the threshold" in shown(unlinked)


def test_a_pair_above_the_threshold_yields_to_identical_text(unlinked: Explanation) -> None:
    kept_apart = replace(unlinked, score=unlinked.threshold + 1)
    assert kept_apart.obstacle == Obstacle.IDENTICAL_ELSEWHERE
    assert "word for word elsewhere" in shown(kept_apart)


@pytest.mark.parametrize("name", ["linked", "unlinked"])
def test_the_last_running_total_is_the_score(name: str, request: Any) -> None:
    explanation = request.getfixturevalue(name)
    rows = json.loads(shown(explanation, "json"))["evidence"]
    assert rows[0]["total"] == rows[0]["weight"]
    assert rows[-1]["total"] == explanation.score
    for before, row in pairwise(rows):
        assert row["total"] == pytest.approx(before["total"] + row["weight"])


def test_json_names_relation_and_obstacle(linked: Explanation, unlinked: Explanation) -> None:
    found = [json.loads(shown(each, "json")) for each in (linked, unlinked)]
    assert [each["obstacle"] for each in found] == [None, "score"]
    assert found[0]["relation"] in {relation.value for relation in Relation}
    assert found[1]["relation"] is None


def bars(explanation: Explanation) -> list[str]:
    """The bars of the rows and of the sum: what stands in a line from its first mark on."""
    lines = (re.search("[█░│].*", line) for line in shown(explanation).splitlines())
    return [found.group() for found in lines if found and "adds" not in found.string]


def test_gains_and_losses_look_different_without_colour(linked: Explanation) -> None:
    gain, loss, total = bars(with_weights(linked, 3.0, -1.0))
    assert set(gain) == {"█"}
    assert set(loss.strip("│ ")) == {"░"}
    assert set(total) == {"█"}
    assert len(gain) > len(total)


def test_a_bar_begins_where_the_one_above_ends(linked: Explanation) -> None:
    text = shown(with_weights(linked, -2.0, 3.0, 1.0))
    rows = [line for line in text.splitlines() if line.lstrip().startswith("named by both")]
    spans = [(min(places), max(places)) for row in rows if (places := _filled(row))]
    down, up, further = spans
    assert down[0] == up[0]
    assert up[1] == further[0]


def _filled(row: str) -> list[int]:
    return [place for place, char in enumerate(row) if char in "█░"]


def test_rows_that_weigh_nothing_are_drawn_all_the_same(linked: Explanation) -> None:
    assert len(bars(with_weights(linked, 0.0))) == 2
