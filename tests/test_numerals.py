"""Numerals: what they are worth, and what is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十七", 37),
        ("一百零八", 108),
        ("两千零五", 2005),
        ("一万五千", 15_000),
        ("二百五", 250),
        ("三万六", 36_000),
        ("十二亿三千万", 1_230_000_000),
        ("2.5万亿", 2_500_000_000_000),
        ("1.49万亿", 1_490_000_000_000),
        ("1,234", 1234),
        ("３６０", 360),
        ("三千余万", 30_000_000),
        ("二〇二五", 2025),
        ("三点一四", Fraction("3.14")),
        ("三分之二", Fraction(2, 3)),
        ("一又二分之一", Fraction(3, 2)),
        ("1/6", Fraction(1, 6)),
        ("负五", -5),
        ("貳佰", 200),
        ("兩萬", 20_000),
        ("三打", 36),
    ],
)
def test_a_numeral_has_its_value(text: str, value: int | Fraction) -> None:
    assert numerals.parse(text) == value


@pytest.mark.parametrize(
    "text", ["", "北京", "一定", "一系列", "四川", "三城一区", "半导体", "百分点"]
)
def test_words_are_no_numeral(text: str) -> None:
    assert numerals.parse(text) is None


def test_numerals_of_a_sentence_stand_in_order_with_their_places() -> None:
    text = "建成8只总规模千亿元的基金，投出240余亿元"
    found = list(numerals.find(text))
    assert [n.value for n in found] == [8, 1000 * 10**8, 240 * 10**8]
    assert [text[n.start : n.end] for n in found] == ["8", "千亿", "240余亿"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("20-30家", [20, 30]),
        ("——9个", [9]),
        ("一点两小时", [1, 2]),
        ("400亿千瓦时", [400 * 10**8]),
        ("三点二五", [Fraction("3.25")]),
        ("为-5度", [-5]),
    ],
)
def test_signs_and_units_are_no_part_of_a_numeral(text: str, values: list[int | Fraction]) -> None:
    assert [number.value for number in numerals.find(text)] == values


@given(
    st.text(
        alphabet="零一二三四五六七八九十百千万亿兆两半点分之又负余多0123456789.,%/^e- 成",
        max_size=24,
    )
)
def test_any_row_of_signs_is_read_without_a_fault(text: str) -> None:
    for number in numerals.find(text):
        assert 0 <= number.start < number.end <= len(text)


@given(st.integers(min_value=0, max_value=10**15))
def test_arabic_figures_are_worth_what_they_say(value: int) -> None:
    assert numerals.parse(str(value)) == value
    assert numerals.parse(f"{value:,}") == value
