"""Documents of any length, made of clauses of real ones: to measure growth on, never to judge by.

Sentences have the lengths and clauses of real ones, in another combination; a document made after
another one keeps some of its sentences, changes some, and adds others. The same seed gives the
same text everywhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planwatch import pipeline
from planwatch.models import Kind
from planwatch.workspace import find_workspace

ROOT = Path(__file__).resolve().parents[2]
_CLAUSE = re.compile(r"[^，；：。！？]+")
_MARKER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]+\s*")
_NUMERALS = "一二三四五六七八九十"
_PARAGRAPH, _SECTION, _CHAPTER = 4, 5, 6
"""Sentences of a paragraph, paragraphs of a section, sections of a chapter."""
_KEPT, _ALTERED = 0.2, 0.3
"""Shares of a later document that stand in the earlier one as they are, and with a clause changed;
the rest is new."""
_YEARS = ("2021", "2022", "2023", "2024", "2025")
_BODIES = ("江", "河", "湖", "海", "山", "原", "川", "岭", "泉", "林")


@dataclass(frozen=True)
class Stock:
    """What documents are made of: sentences as lists of clauses, and headings."""

    sentences: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """All clauses, in order."""
        return tuple(clause for sentence in self.sentences for clause in sentence)


@cache
def stock() -> Stock:
    """The clauses and headings of the bundled plans."""
    workspace = find_workspace(ROOT)
    plans = [pipeline.load_plan(workspace, info.id) for info in workspace.timeline]
    promised = [c for plan in plans for c in plan.comparable if c.kind == Kind.COMMITMENT]
    sentences = tuple(tuple(_clauses(c.body)) for c in promised)
    headings = dict.fromkeys(text for c in promised for text in c.heading_readings)
    return Stock(tuple(filter(None, sentences)), tuple(filter(None, map(_bare, headings))))


def _clauses(text: str) -> Iterator[str]:
    yield from (match.group() for match in _CLAUSE.finditer(text) if len(match.group()) > 3)


def _bare(heading: str) -> str:
    """A heading without its marker, where what is left is no sentence."""
    text = _MARKER.sub("", heading)
    return text if 4 <= len(text) <= 24 and "。" not in text else ""


def sentences(count: int, seed: str) -> list[str]:
    """`count` sentences of recombined clauses."""
    chance, made = random.Random(seed), stock()
    return [_sentence(chance, made) for _ in range(count)]


def _sentence(chance: random.Random, made: Stock) -> str:
    """A sentence that opens as a real one does and goes on with clauses of others."""
    model = chance.choice(made.sentences)
    return "，".join([model[0], *(chance.choice(made.clauses) for _ in model[1:])]) + "。"


def following(before: Sequence[str], count: int, seed: str) -> list[str]:
    """`count` sentences of a document that follows one of the sentences `before`."""
    chance, made = random.Random(seed), stock()
    found = []
    for _ in range(count):
        draw = chance.random()
        if draw < _KEPT:
            found.append(chance.choice(before))
        elif draw < _KEPT + _ALTERED:
            found.append(_altered(chance.choice(before), chance, made))
        else:
            found.append(_sentence(chance, made))
    return found


def _altered(sentence: str, chance: random.Random, made: Stock) -> str:
    clauses = sentence.rstrip("。").split("，")
    clauses[chance.randrange(len(clauses))] = chance.choice(made.clauses)
    return "，".join(clauses) + "。"


def document(body: Sequence[str], seed: str, head: Sequence[str] = ()) -> str:
    """A text of chapters, sections and paragraphs that holds these sentences, below `head`."""
    chance, headings = random.Random(f"headings {seed}"), stock().headings
    lines = list(head)
    paragraphs = [
        "".join(body[start : start + _PARAGRAPH]) for start in range(0, len(body), _PARAGRAPH)
    ]
    for place, paragraph in enumerate(paragraphs):
        section, first = divmod(place, _SECTION)
        chapter, opening = divmod(section, _CHAPTER)
        if not first and not opening:
            lines.append(f"{_numeral(chapter + 1)}、{chance.choice(headings)}")
        if not first:
            lines.append(f"（{_numeral(opening + 1)}）{chance.choice(headings)}")
        lines.append(paragraph)
    return "\n".join(lines) + "\n"


def _numeral(number: int) -> str:
    """A Chinese numeral, 1 to 99."""
    tens, ones = divmod(number % 100, 10)
    front = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return front + (_NUMERALS[ones - 1] if ones else "") or "一"


def pair(count: int, seed: str = "pair") -> tuple[str, str]:
    """Two documents of `count` sentences each, of which the second follows the first."""
    old = sentences(count, f"{seed} old")
    return document(old, f"{seed} old"), document(following(old, count, f"{seed} new"), seed)


def corpus(folder: Path, count: int, length: int = 60, seed: str = "corpus") -> Path:
    """A folder of a leading plan and `count` others that take it up, as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    lead = sentences(4 * length, f"{seed} lead")
    title = ["国家科技创新中长期规划纲要", "2020年12月20日"]
    (folder / "lead.txt").write_text(document(lead, f"{seed} lead", title), "utf-8")
    for number in range(count):
        name = f"{seed} {number}"
        body = following(lead, length, name)
        text = document(body, name, [_title(number), f"{_YEARS[number % 5]}年3月1日"])
        (folder / f"plan-{number:04}.txt").write_text(text, "utf-8")
    return folder


def _title(number: int) -> str:
    """A title of its own for each document, of a place that is none."""
    digits = f"{number:03}"
    return "".join(_BODIES[int(digit)] for digit in digits) + "省科技创新规划"
