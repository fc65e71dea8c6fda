"""Work, counted instead of timed: the same figures on any machine, however busy.

Counted are calls of the libraries that do the work (a pair scored is one call of rapidfuzz, a
text cut one call of jieba) and the lines of planwatch that run.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import jieba
import pytest
from rapidfuzz import fuzz

import planwatch

_OWN = str(Path(planwatch.__file__).parent)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """What is done inside: `pairs` of texts that rapidfuzz compares, `cuts` of texts into words,
    `characters` in these, and how many of them the same segmenter had cut `again`."""
    found: Counter[str] = Counter()
    seen: set[tuple[int, str]] = set()

    def cut(tokenizer: Any, text: str, *more: Any, **named: Any) -> Any:
        found["cuts"] += 1
        found["characters"] += len(text)
        found["again"] += (id(tokenizer), text) in seen
        seen.add((id(tokenizer), text))
        return real_cut(tokenizer, text, *more, **named)

    def ratio(*texts: str, **named: Any) -> float:
        found["pairs"] += 1
        return real_ratio(*texts, **named)

    real_cut, real_ratio = jieba.Tokenizer.cut, fuzz.ratio
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jieba.Tokenizer, "cut", cut)
        patch.setattr(fuzz, "ratio", ratio)
        yield found


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of planwatch run, each as often as it does."""
    count = 0

    def called(frame: FrameType, event: str, argument: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(_OWN) else None

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(called)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def text_of(clauses: Sequence[str], sentences: int, seed: int) -> str:
    """A plan of so many sentences, each of three clauses; twenty to a section."""
    chance = random.Random(seed)
    lines = ["一、重点任务"]
    for number in range(sentences):
        if number % 20 == 0:
            lines.append(f"（{'一二三四五六七八九十'[number // 20 % 10]}）{chance.choice(clauses)}")
        lines.append("，".join(chance.sample(clauses, 3)) + "。")
    return "\n".join(lines) + "\n"
