"""The page of a brief: sentences, and as many entries of each list as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from planwatch.report.brief.telling import Telling
from planwatch.report.view import capital

PAGE = {"zh": 2400, "en": 3000}
"""Cells (a Chinese character is two) of text that a page of A4 holds in ordinary type."""
MOST = 5
"""Entries of a list where there is room for them."""

_TURNS = ("", "most")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message with its values and, where it has a list, the entries that can be named.

    `total` counts the whole list, of which `entries` are the first in the order that the message
    `brief.order.…` names; without an order they are sentences of their own.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    entries: Sequence[str] = ()
    total: int = 0
    order: str = ""

    def told(self, shown: int, telling: Telling) -> str:
        """The sentence with its first `shown` entries."""
        listed = self._listed(shown, telling) if self.entries else ""
        return capital(telling.say(self.key, **self.values, count=self.total, listed=listed))

    def _listed(self, shown: int, telling: Telling) -> str:
        if not self.order:
            return telling.say("sentences").join(self.entries[:shown])
        items = telling.view.say("foot.separator").join(self.entries[:shown])
        if not items:
            return telling.say("listed.none")
        if shown == self.total:
            return telling.say("listed.all", items=items)
        return telling.say("listed.first", order=telling.say(f"order.{self.order}"), items=items)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    sentences: Sequence[Sentence]


def blocks(title: str, sections: Sequence[Section], telling: Telling) -> list[str]:
    """The title and the sections that have something to say, numbered; every list gets one entry,
    then a second one, and so on, as long as they fit the page."""
    filled = [section for section in sections if section.sentences]
    heads = [
        telling.say("heading", number=number, title=section.title)
        for number, section in zip(telling.numerals, filled, strict=False)
    ]
    sentences = [sentence for section in filled for sentence in section.sentences]
    room = PAGE[telling.view.language] - sum(map(cell_len, [title, *heads]))
    told = iter(_fitted(sentences, room, telling))
    bodies = [
        telling.say("sentences").join(filter(None, (next(told) for _ in section.sentences)))
        for section in filled
    ]
    return [title, *(f"{head}\n{body}" for head, body in zip(heads, bodies, strict=True))]


def _fitted(sentences: Sequence[Sentence], room: int, telling: Telling) -> list[str]:
    told = [sentence.told(0, telling) for sentence in sentences]
    room -= sum(map(cell_len, told)) + len(told) * cell_len(telling.say("sentences"))
    most = min(telling.view.limit or MOST, MOST)
    turns = sorted(range(len(sentences)), key=lambda place: _turn(sentences[place]))
    for shown in range(1, most + 1):
        for place in turns:
            sentence = sentences[place]
            if len(sentence.entries) < shown:
                continue
            longer = sentence.told(shown, telling)
            more = cell_len(longer) - cell_len(told[place])
            if more <= room:
                told[place] = longer
                room -= more
    return told


def _turn(sentence: Sentence) -> int:
    """Whose turn it is to name one more entry: targets, then themes, then all else."""
    return _TURNS.index(sentence.order) if sentence.order in _TURNS else len(_TURNS)
