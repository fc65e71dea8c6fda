"""Marked wordings: which words two texts do not share."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch.report.wording import Piece, marked, marked_groups


def shown(pieces: tuple[Piece, ...]) -> str:
    """The pieces with what changed in brackets."""
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


CASES = {
    "a word is put in": ("建设实验室。", "建设国家实验室。", "建设实验室。", "建设[国家]实验室。"),
    "a word is exchanged": ("提升服务能力", "提高服务能力", "[提升]服务能力", "[提高]服务能力"),
    "a number differs as a whole": (
        "到2025年达到6%左右",
        "到2030年达到6.5%左右",
        "[到2025年]达到[6%]左右",
        "[到2030年]达到[6.5%]左右",
    ),
    "one shared character in a row of others is chance": (
        "科技金融",
        "科学精神",
        "[科技金融]",
        "[科学精神]",
    ),
    "a clause that only moved is shared": (
        "加强基础研究，建设国家实验室",
        "建设国家实验室，加强基础研究",
        "加强基础研究，建设国家实验室",
        "建设国家实验室，加强基础研究",
    ),
    "nothing is shared": ("量子", "芯片", "[量子]", "[芯片]"),
    "one side is empty": ("", "芯片", "", "[芯片]"),
}


@pytest.mark.parametrize(("old", "new", "old_shown", "new_shown"), CASES.values(), ids=CASES)
def test_what_the_other_wording_lacks_is_marked(
    old: str, new: str, old_shown: str, new_shown: str
) -> None:
    olds, news = marked(old, new)
    assert (shown(olds), shown(news)) == (old_shown, new_shown)


TEXTS = st.text(alphabet="建设国家实验室，25.%AI𠀀", max_size=40)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_and_both_directions_agree(old: str, new: str) -> None:
    olds, news = marked(old, new)
    assert ("".join(p.text for p in olds), "".join(p.text for p in news)) == (old, new)
    assert all(a.changed != b.changed for side in (olds, news) for a, b in pairwise(side))


@given(TEXTS)
def test_the_same_wording_has_no_changed_words(text: str) -> None:
    assert not any(piece.changed for side in marked(text, text) for piece in side if len(text) > 1)


def test_among_several_wordings_changed_is_what_none_of_the_other_side_has() -> None:
    olds, news = marked_groups(
        ["建设国家实验室。", "培养青年人才。"], ["建设实验室，培养人才队伍。"]
    )
    assert [shown(pieces) for pieces in olds] == ["建设[国家]实验室。", "培养[青年]人才。"]
    assert [shown(pieces) for pieces in news] == ["建设实验室，培养人才[队伍]。"]


@given(TEXTS, TEXTS)
def test_a_group_of_one_on_either_side_is_a_pair(old: str, new: str) -> None:
    olds, news = marked_groups([old], [new])
    assert (olds[0], news[0]) == marked(old, new)
