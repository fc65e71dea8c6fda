"""Formulations: which are found, what became of them, and what took their place."""

from __future__ import annotations

from functools import cache

import pytest

from planwatch import pipeline
from planwatch.models import RenameEvaluation, TermChange, TermStatus

from .conftest import GOLD, workspace


@cache
def changes() -> dict[str, TermChange]:
    return {c.formulation.text: c for c in pipeline.terms(workspace(), "14", "15").changes}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("新质生产力", TermStatus.NEW),
        ("具身智能", TermStatus.NEW),
        ("卡脖子", TermStatus.GONE),
        ("揭榜挂帅", TermStatus.GONE),
        ("大科学工程", TermStatus.RETURNED),
    ],
)
def test_what_became_of_a_formulation(text: str, status: TermStatus) -> None:
    assert changes()[text].status == status


def test_fragments_are_never_listed() -> None:
    assert not {"推进科", "技创新", "新质生产", "质生产力"} & set(changes())


def test_four_in_five_renamed_concepts_are_linked() -> None:
    found = pipeline.score(workspace(), GOLD / "renames.tsv")
    assert isinstance(found, RenameEvaluation)
    assert found.linked >= 0.8 * found.rows
    assert found.rows == 40


def test_a_phrase_nowhere_found_offers_near_ones() -> None:
    life = pipeline.term(workspace(), "新质量生产力")
    assert not life.formulation.seen
    assert "新质生产力" in life.near
