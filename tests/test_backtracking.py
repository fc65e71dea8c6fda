"""Patterns that could take very long are refused by their structure; all others are not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planwatch.backtracking import SlowPatternError, refuse_slow
from planwatch.errors import DataError
from planwatch.rules import load_rules

from .conftest import workspace

SLOW = {
    "a repetition of a repetition": r"(a+)+$",
    "a separator that may be missing": r"^(\w+\s?)*$",
    "an item that may hold the separator": r"^[^，]{2,24}(、[^，]{2,24})*主任$",
    "alternatives that begin alike": r"(国家|国|家)+级",
    "alternatives that are the same": r"((国家|国家))+级",
    "an option of what is optional": r"((国?)?家)+级",
    "in a look-ahead": r"建设(?=(a+)+b)",
    "in a bounded repetition": r"((.{1,9},){1,11}P)",
    "a repetition of what can be empty": r"(a?){50}a{50}",
    "many repetitions in a row": r".*.*.*.*x",
    "many optional letters in a row": "a?" * 30 + "a" * 30,
    "many optional groups": "(ab)?" * 30 + "c",
    "a reference back": r"(.+)\1",
    "a count beyond all bounds": r"a{99999999999999}",
    "a very deep nesting": "(" * 900,
    "a very long pattern": "a" * 1001,
}
QUICK = {
    "a plain repetition": r"到20\d\d年[^。]*左右",
    "items with a separator": r"^[^，、]{2,24}(、[^，、]{1,24})*主任$",
    "a repetition of whole words": r"(国家|北京)+",
    "a fixed count": r"(\d{4}年)+\d{1,2}月",
    "alternatives told apart by their second character": r"(国家|国际)+级",
}


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW)
def test_refused(pattern: str) -> None:
    with pytest.raises((SlowPatternError, re.error)):
        refuse_slow(pattern)


@pytest.mark.parametrize("pattern", QUICK.values(), ids=QUICK)
def test_allowed(pattern: str) -> None:
    refuse_slow(pattern)


def test_no_bundled_rule_is_slow() -> None:
    rules = [rule for kind in workspace().rules.rules.values() for rule in kind.values()]
    assert sum(hasattr(rule, "pattern") for rule in rules) > 80
    assert {rule.id: rule.slow() for rule in rules if rule.slow()} == {}


def test_a_slow_rule_of_a_workspace_is_refused_before_it_runs(tmp_path) -> None:
    (tmp_path / "furniture").mkdir()
    examples = f"  fire: [{'a' * 60}b]\n  silent: [中]\n"
    (tmp_path / "furniture" / "slow.yaml").write_text(
        "id: slow\nzh: 慢\nen: slow\nreason: It never ends.\nscope: line\n"
        f"pattern: ^(a+)+$\nexamples:\n{examples}",
        "utf-8",
    )
    with pytest.raises(DataError) as refused:
        load_rules([tmp_path])
    assert "two ways" in str(refused.value.faults[0])
    assert str(refused.value.faults[0]).startswith(f"{tmp_path.name}/furniture/slow.yaml:")


PIECES = st.sampled_from(
    ["a", "b", "[ab]", ".", "a+", "b*", "[^a]*", "(a|b)", "(ab)?", "a?", "(a+b)*", "(a|ab)+", "$"]
)


@settings(max_examples=60, deadline=2000)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_what_is_allowed_ends_soon(pattern: str) -> None:
    try:
        refuse_slow(pattern)
    except SlowPatternError:
        return
    for text in ("a" * 60, "ab" * 30, "b" * 60, "aab" * 20):
        re.search(pattern, text + "\n")
        re.search(f"{pattern}c", text)


@pytest.mark.parametrize(
    "line", ["首页" + " > 政策" * 400 + "。", "张三" + "、李四" * 400, "- " * 400 + "x"]
)
def test_bundled_rules_end_soon_on_lines_made_to_delay_them(line: str) -> None:
    for rule in (*workspace().rules.furniture, *workspace().rules.numberings):
        assert not rule.fires(line) or rule.id == "bullet"
