"""Lines of a document: where they are, what marker opens them, what is set aside.

Markers are sought in the source text, before any width is folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planwatch.models import Reading
from planwatch.rules import FurnitureRule, NumberingRule, RuleSet

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HASHES = re.compile(r"^(#{1,6})\s+")
_BOLD = re.compile(r"^(\*\*|__|<b>|<strong>)[^*_<>]+(\*\*|__|</b>|</strong>)$")
_FENCE = re.compile(r"^(-{3,}|\.{3})\s*$")
_FIELD = re.compile(r"^([\w.-]+:(\s.*)?|\s.*|-\s.*|#.*)?$")
"""A line of a YAML head: a field, the continuation of one, a list item, a comment."""
_LONGEST_HEAD = 60
_PAGE_LEADER = re.compile(r"(?<![\s.．…·])[\s.．…·]+\d*$|(?<!\d)\d+$")
"""Tried only where a run of dots or digits begins: a long one inside a line costs no square."""
SENTENCE_END = re.compile(r"[。！？][”’」』》）)\]]*$|[!?]$")
"""How a finished line ends."""
_MOST_BULLETS = 4
"""Bullets in a row that are dropped; a longer row is text."""
_FEWEST_CONTENTS_LINES = 3
_REPEATED_SHARE = 0.7
"""Share of a run of headings that must come again for it to be a table of contents."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed marker: the rule that found it, the marker, and where the text after it starts."""

    rule: NumberingRule
    number: str
    text_start: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its surrounding white space.

    `number` counts from 1, `start` and `end` are code points of the document. `text` is the
    source, `reading` the mainland wording. `hashes` is the depth of a Markdown heading.
    `bold` says that the whole line is set in bold type, `blank_before` that an empty line
    stands above. `reason` says why the line is set aside, if it is.
    """

    number: int
    start: int
    end: int
    text: str
    reading: str
    marker: Marker | None
    hashes: int
    blank_before: bool
    bold: bool = False
    reason: str = ""

    @property
    def is_heading_like(self) -> bool:
        """Whether a heading's marker opens the line."""
        return self.hashes > 0 or (self.marker is not None and self.marker.rule.style == "heading")


def lines_of(reading: Reading, rules: RuleSet) -> list[Line]:
    """The lines that hold text, in order, furniture and tables of contents marked."""
    lines = list(_raw_lines(reading, rules.numberings))
    return _without_contents(_without_furniture(lines, rules.furniture))


def _raw_lines(reading: Reading, numberings: Sequence[NumberingRule]) -> Iterator[Line]:
    blank = False
    head = _front_matter(reading.document)
    for number, match in enumerate(_LINE.finditer(reading.document), start=1):
        start, end = _stripped(reading.document, *match.span())
        if start >= end:
            blank = True
            continue
        yield _line(reading, number, (start, end), numberings, head=head, blank=blank)
        blank = False


def _line(
    reading: Reading,
    number: int,
    place: tuple[int, int],
    numberings: Sequence[NumberingRule],
    *,
    head: int,
    blank: bool,
) -> Line:
    """The line at `place`; up to `head` stands the document's YAML head."""
    document = reading.document
    bold = _BOLD.match(document[slice(*place)]) is not None
    start, end = reading.trimmed(*place)
    if start == end or place[0] < head:
        reason = "front-matter" if place[0] < head else "markup"
        return Line(number, *place, document[slice(*place)], "", None, 0, blank, reason=reason)
    start, hashes = _after_hashes(document, start, end)
    start, marker = _marker(document, start, end, numberings)
    text = document[start:end]
    return Line(number, start, end, text, reading.of(start, end), marker, hashes, blank, bold)


def _front_matter(document: str) -> int:
    """Where the YAML head of a Markdown document ends; 0 where it has none."""
    lines = document.split("\n", _LONGEST_HEAD)[:_LONGEST_HEAD]
    if not _FENCE.match(lines[0]):
        return 0
    end = len(lines[0]) + 1
    for line in lines[1:]:
        end += len(line) + 1
        if _FENCE.match(line):
            return end
        if not _FIELD.match(line.rstrip()):
            return 0
    return 0


def _stripped(document: str, start: int, end: int) -> tuple[int, int]:
    text = document[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _after_hashes(document: str, start: int, end: int) -> tuple[int, int]:
    found = _HASHES.match(document[start:end])
    return (start + found.end(), len(found.group(1))) if found else (start, 0)


def _marker(
    document: str, start: int, end: int, numberings: Sequence[NumberingRule]
) -> tuple[int, Marker | None]:
    """The marker at `start`; bullets are dropped and what stands behind them looked at."""
    bullet: Marker | None = None
    for _ in range(_MOST_BULLETS):
        found = _first_marker(document, start, end, numberings)
        if found is None or found.rule.style != "bullet":
            return start, found or bullet
        start = found.text_start
        bullet = found
    return start, bullet


def _first_marker(
    document: str, start: int, end: int, numberings: Sequence[NumberingRule]
) -> Marker | None:
    text = document[start:end]
    for rule in numberings:
        if found := rule.regex.search(text):
            number = "" if rule.style == "bullet" else found.group("number")
            return Marker(rule, number, start + found.end("number"))
    return None


def _without_furniture(lines: list[Line], rules: Sequence[FurnitureRule]) -> list[Line]:
    marked: list[Line] = []
    onward = ""
    onwards = {rule.id for rule in rules if rule.scope == "onward"}
    last_heading = max((i for i, line in enumerate(lines) if line.is_heading_like), default=-1)
    front = True
    for index, line in enumerate(lines):
        tail = index > last_heading
        reason = onward or line.reason or _furniture(line, rules, front=front, tail=tail)
        if reason in onwards:
            onward = reason
        front = front and not (line.is_heading_like or SENTENCE_END.search(line.text))
        marked.append(replace(line, reason=reason) if reason else line)
    return marked


def _furniture(line: Line, rules: Sequence[FurnitureRule], *, front: bool, tail: bool) -> str:
    allowed = {"line": True, "front": front, "onward": tail}
    for rule in rules:
        if allowed[rule.scope] and rule.fires(line.reading):
            return rule.id
    return ""


def _without_contents(lines: list[Line]) -> list[Line]:
    """Mark runs of headings that all come again further down: tables of contents."""
    marked = list(lines)
    lasts = {_title(line): index for index, line in enumerate(lines) if line.is_heading_like}
    for first, last in _runs_of_headings(lines):
        again = [line for line in lines[first:last] if lasts.get(_title(line), -1) >= last]
        if len(again) >= max(_FEWEST_CONTENTS_LINES, _REPEATED_SHARE * (last - first)):
            for index in range(first, last):
                marked[index] = replace(lines[index], reason="contents")
    return marked


def _runs_of_headings(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Stretches of headings without text between, cut where a title comes a second time."""
    first = 0
    seen: set[str] = set()
    for index, line in enumerate(lines):
        title = _title(line)
        if line.is_heading_like and not line.reason and title not in seen:
            seen.add(title)
            continue
        yield first, index
        starts_here = line.is_heading_like and not line.reason
        first, seen = (index, {title}) if starts_here else (index + 1, set())
    yield first, len(lines)


def _title(line: Line) -> str:
    """A heading without the leader dots and page number of a table of contents."""
    return _PAGE_LEADER.sub("", line.reading)
