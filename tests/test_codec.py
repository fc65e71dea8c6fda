"""Nouns as bytes and back: the same noun, or none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch.codec import DecodeError, decode, encode
from planwatch.models import (
    Accuracy,
    Commitment,
    Comparison,
    Evidence,
    Move,
    Plan,
    PlanInfo,
    PlanKind,
    Span,
)

from .conftest import comparison, plan, workspace

IDS = ("2016", "14", "review", "15", "15news")


@pytest.mark.parametrize("id", IDS)
def test_a_plan_comes_back_as_it_was(id: str) -> None:
    assert decode(Plan, encode(Plan, plan(id))) == plan(id)


@pytest.mark.parametrize("pair", [("14", "15"), ("2016", "14"), ("14", "review"), ("15", "15news")])
def test_a_comparison_comes_back_around_the_plans_that_are_known(pair: tuple[str, str]) -> None:
    found = comparison(*pair)
    assert found.targets is not None
    known = [found.old, found.new, *found.targets.plans]
    again = decode(Comparison, encode(Comparison, found, known), known)
    assert again == found
    assert again.old is found.old
    assert list(again.unmatched_old) == list(found.unmatched_old)


def test_the_catalog_and_the_figures_come_back_as_they_were() -> None:
    plans = workspace().plans
    assert decode(tuple[PlanInfo, ...], encode(tuple[PlanInfo, ...], plans)) == plans
    accuracy = workspace().rules.accuracy
    assert decode(Accuracy, encode(Accuracy, accuracy)) == accuracy


@pytest.mark.parametrize("weight", [1, 1.0, -0.0, 1e-300, 0.1 + 0.2])
def test_numbers_keep_their_type_and_every_digit(weight: float) -> None:
    again = decode(Evidence, encode(Evidence, Evidence("ratio", "a", "b", weight)))
    assert repr(again.weight) == repr(weight)


@given(st.text(), st.text())
def test_any_text_comes_back(old: str, new: str) -> None:
    evidence = Evidence("ratio", old, new, 0.5)
    assert decode(Evidence, encode(Evidence, evidence)) == evidence


@given(st.lists(st.integers(-5, 300)).map(tuple) | st.builds(range, st.integers(0, 9)))
def test_any_places_come_back(places: Sequence[int]) -> None:
    (commitment,) = [c for c in plan("15").commitments if c.id == "15/1.1.1.1"]
    odd = replace(commitment, places=places)
    assert decode(Commitment, encode(Commitment, odd)) == odd


def test_a_plan_that_is_not_known_is_not_written() -> None:
    with pytest.raises(TypeError, match="not among the known"):
        encode(Comparison, comparison("14", "15"), [plan("2016")])


WRONG: dict[str, tuple[type, Any]] = {
    "nothing": (Span, None),
    "a number": (Span, 3),
    "an object": (Span, {"start": 1}),
    "too few fields": (Span, [1, 2]),
    "too many fields": (Span, [1, 2, 3, 4]),
    "a text for a number": (Span, [1, 2, "3"]),
    "yes for a number": (Span, [1, 2, True]),
    "nothing for a number": (Span, [1, 2, None]),
    "a fraction for a whole number": (Span, [1, 2, 3.5]),
    "an unknown kind": (PlanInfo, ["a", "a", "law", "a", "a", [], "editor", *[""] * 13]),
    "an unknown word": (PlanInfo, ["a", "a", "plan", "a", "a", [], "nobody", *[""] * 13]),
    "a number among texts": (PlanInfo, ["a", "a", "plan", "a", "a", [1], "editor", *[""] * 13]),
    "a list in the place of an object": (Move, [[1, 2], [[], 2], "back"]),
    "a plan that is not there": (Comparison, [7, 8, *[[]] * 13]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_has_another_shape_is_no_noun(name: str) -> None:
    kind, value = WRONG[name]
    with pytest.raises(DecodeError):
        decode(kind, json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"", b"[", b"\xff", b"[" * 100_000, b"NaN", b'["\\ud800"'])
def test_what_is_no_json_is_no_noun(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(Span, data)


@pytest.mark.parametrize(
    "runs",
    [[0, 10**12, 10**12], [0, 10**12, 0, -(10**12), 0], [0, -1], [0, 5, 4], [0, 5.0], [0, 2, 1, 2]],
)
def test_places_that_cannot_be_are_refused(runs: list[float]) -> None:
    (commitment,) = [c for c in plan("15").commitments if c.id == "15/1.1.1.1"]
    fields = json.loads(encode(Commitment, commitment))
    fields[11] = runs
    with pytest.raises(DecodeError):
        decode(Commitment, json.dumps(fields).encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)


@given(JSON)
def test_of_any_json_only_a_noun_becomes_one(value: Any) -> None:
    try:
        info = decode(PlanInfo, json.dumps(value).encode("utf-8", "surrogatepass"))
    except DecodeError:
        return
    assert isinstance(info.kind, PlanKind)
