"""Mainland wording: only for Traditional documents, and never out of step with the source."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch.models import Reading
from planwatch.normalize import fold_width, is_traditional, read

from .conftest import GOLD, plan, workspace

WORDING = workspace().rules.wording
ROWS = [
    (source, reading, int(count))
    for source, reading, count in csv.reader(
        (GOLD / "terms_tw.tsv").read_text("utf-8").splitlines()[1:], delimiter="\t"
    )
]


def reading_of(text: str) -> str:
    """The reading of a short Traditional text (long enough a text is needed to tell)."""
    padding = "國務院關於發展規劃的實施與監測評議。"
    found = read(padding + text, WORDING)
    assert found.converted
    return found.of(len(padding), len(padding) + len(text))


@pytest.mark.parametrize(
    ("source", "reading"),
    [(example.source, example.reading) for rule in WORDING for example in rule.examples],
)
def test_wording_examples(source: str, reading: str) -> None:
    assert reading_of(source) == fold_width(reading)


@pytest.mark.parametrize("text", [text for rule in WORDING for text in rule.unchanged])
def test_what_the_wording_leaves_alone(text: str) -> None:
    characters_only = read("國務院關於發展規劃。" + text, ())
    assert reading_of(text) == characters_only.of(10, 10 + len(text))


def test_every_word_of_the_reference_list_is_right_in_context() -> None:
    document, places = plan("14").document, _places(plan("14").document)
    reading = read(document, WORDING)
    wrong = []
    for source, expected, start in places:
        before = reading.of(max(0, start - 4), start + len(source) + 4)
        if expected not in before:
            wrong.append((source, expected, before))
    assert len(places) >= sum(count for _, _, count in ROWS)
    assert wrong == []


def _places(document: str) -> list[tuple[str, str, int]]:
    """Where the rows stand, the longest first, as their counts were made."""
    rows = sorted(ROWS, key=lambda row: -len(row[0]))
    found, position = [], 0
    while position < len(document):
        row = next((r for r in rows if document.startswith(r[0], position)), None)
        if row is None:
            position += 1
            continue
        # The list counts 支援 apart from 對口支援, which stays.
        if document[position - 2 : position] != "對口":
            found.append((row[0], row[1], position))
        position += len(row[0])
    return found


@pytest.mark.parametrize("id", ["2016", "review", "15", "15news"])
def test_simplified_documents_keep_their_characters(id: str) -> None:
    found = plan(id)
    assert not found.converted
    for commitment in found.commitments:
        pairs = zip(commitment.places, commitment.normalized, strict=True)
        for place, char in pairs:
            assert char in (commitment.text[place], fold_width(commitment.text[place]), " ") or (
                char in "，：；！？（）"
            )


def test_a_quote_leads_back_to_the_source() -> None:
    words = {"人工智能": "人工智慧", "算法": "演算法", "集成电路": "積體電路"}
    for reading, source in words.items():
        found = next(c for c in plan("14").commitments if reading in c.normalized)
        start = found.normalized.index(reading)
        assert found.quote(start, start + len(reading)) == source


@given(st.text(alphabet="國网網路智慧人工，,()（） \n一1aA：:", max_size=60))
def test_offsets_never_decrease_and_stay_inside(text: str) -> None:
    reading: Reading = read(text, WORDING)
    assert len(reading.offsets) == len(reading.text)
    assert list(reading.offsets) == sorted(reading.offsets)
    assert all(0 <= offset < len(text) for offset in reading.offsets)


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold_width(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＩ＋５Ｇ", "AI+5G"),
        ("建设,优化", "建设，优化"),
        ("1,000家", "1,000家"),
        ("http://a.cn", "http://a.cn"),
        ("目标:到2025年", "目标：到2025年"),
        ("(一)", "（一）"),
    ],
)
def test_width(text: str, folded: str) -> None:
    assert fold_width(text) == folded


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("國家實驗室體系建設", True),
        ("国家实验室体系建设", False),
        ("plain English", False),
        ("", False),
        ("国家级新区的乾隆书画与体系化布局的各项工作安排要求", False),
    ],
)
def test_detection(text: str, traditional: bool) -> None:
    assert is_traditional(text) is traditional
