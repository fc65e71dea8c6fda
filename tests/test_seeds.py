"""The five seeds are read as a careful reader counts them."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from planwatch.models import Kind
from planwatch.read import decode

from .conftest import GOLD, plan, workspace

SEEDS = ("2016", "14", "review", "15", "15news")
UNITS = json.loads((GOLD / "units.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("id", "levels"),
    [
        ("2016", [4, 8, 18]),
        ("14", [11, 47]),
        ("review", [7]),
        ("15", [2]),
        ("15news", []),
    ],
)
def test_headings_of_every_level_once(id: str, levels: list[int]) -> None:
    counts = Counter(heading.rank for heading in plan(id).headings)
    assert [counts[rank] for rank in sorted(counts)] == levels
    assert len({heading.span for heading in plan(id).headings}) == sum(levels)


def test_the_briefing_has_six_and_three_enumerated_tasks() -> None:
    openings = [c.number for c in plan("15").commitments if c.number and c.lead]
    assert openings == ["一是", "二是", "三是", "四是", "五是", "六是", "一是", "二是", "三是"]


@pytest.mark.parametrize("id", SEEDS)
def test_every_span_cites_its_text_exactly(id: str) -> None:
    source = workspace().source(id)
    document = decode(source.data, source.info.path)
    lines = document.split("\n")
    for commitment in plan(id).commitments:
        span = commitment.span
        assert document[span.start : span.end] == commitment.text
        assert lines[span.line - 1].strip().startswith(commitment.text[:10]) or (
            commitment.text[:10] in lines[span.line - 1]
        )


@pytest.mark.parametrize("id", SEEDS)
def test_ids_name_one_sentence_each(id: str) -> None:
    ids = [commitment.id for commitment in plan(id).commitments]
    assert len(set(ids)) == len(ids)
    assert all(found.startswith(f"{id}/") for found in ids)


def test_sentences_of_the_reference_answers_lie_in_commitments() -> None:
    lost = []
    for unit, (id, start, end) in UNITS.items():
        spans = [(c.span.start, c.span.end) for c in plan(id).commitments]
        overlaps = (min(end, last) - max(start, first) for first, last in spans)
        if not any(overlap >= 0.5 * (end - start) for overlap in overlaps):
            lost.append((unit, id, start))
    assert len(lost) <= 0.02 * len(UNITS)
    for _, id, start in lost:
        assert any(u.span.start <= start < u.span.end and u.reason for u in plan(id).unparsed)


@pytest.mark.parametrize("id", SEEDS)
def test_no_text_is_lost(id: str) -> None:
    found = plan(id)
    covered = bytearray(len(found.document))
    for span in (
        *(c.span for c in found.commitments),
        *(h.span for h in found.headings),
        *(u.span for u in found.unparsed),
    ):
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    lost = "".join(char for char, here in zip(found.document, covered, strict=True) if not here)
    assert set(lost) <= set(" \t\r\n\u3000\xa0•·#")


def test_the_news_page_carries_the_briefing() -> None:
    briefing = [c.body for c in plan("15").commitments]
    page = [c.body for c in plan("15news").commitments]
    assert len(briefing) == 56
    alike = [text for text in briefing if text in page]
    assert len(alike) == 53
    others = [c for c in plan("15news").commitments if c.body not in briefing]
    reworded = [c for c in others if c.kind != Kind.CONTEXT]
    assert len(reworded) <= 3


def test_a_sentence_cut_by_a_paragraph_break_is_one() -> None:
    joined = [c for c in plan("review").commitments if "\n" in c.text]
    assert len(joined) == 1
    assert "\n" not in joined[0].normalized


def test_what_is_set_aside_says_why() -> None:
    rules = {rule.id for rule in workspace().rules.furniture} | {"title", "fragment", "contents"}
    for id in SEEDS:
        assert {unparsed.reason for unparsed in plan(id).unparsed} <= rules
    reasons = Counter(unparsed.reason for unparsed in plan("14").unparsed)
    assert reasons["contents"] >= 58
    assert reasons["picture"] == 1
