"""What a figure measures, in the sentence's own words: the noun phrase before or after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planwatch.quantities.figures import Figure
from planwatch.rules import MeasuresRule

_PART = re.compile(r"[，。；：！？]")
_END = re.compile(r"[，。；：、！？（]|(?<![高中初平同])等(?!级)")
_ASIDE = re.compile(r"（[^）]*）")
_SENTENCE = re.compile(r"[。；！？]")
_MOMENT = (
    r"[到至较比在]?(?:20\d\d年|“?十[一二三四五六七八九]五”?|上年|去年|同期)(?:末|底|期间|时期|以来)?"
    r"|[一二三四五]年来|目前|全年|今年|年内|当年"
)
_CARRIES = re.compile(r"^[，、]*(?:其中|稳?居(?!民)|位居|位列|是|较|比(?!重|例)|同比|蝉联)")
_SHARE = re.compile(r"占(?![比用地])(?P<whole>[^占，。；、]{1,14}?)的?$")
_RATIO = re.compile(r"(?:比重|比例|占比|份额|率)$")
_HEAD = re.compile(r"^(?:以及|其中|包括|和|与|及|的|了|、|并|使|将|把|为|对|是|于|等|如|即|以)+")
_TAIL = re.compile(r"(?:的|等|为|了|和|与|及|、|(?<!占)比)+$")
_FROM = re.compile(r"(?:从(?![业事教])|(?<![自理来])由).*$")
_JOINT = re.compile(r"分别|均|各|合计|共计")
_NO_WORD = r"(?![性业率量数者区化型度费额员房])"
"""After a verb these make a noun of it (覆盖率, 服务业, 保障性住房)."""
_NOT_A_NAME = re.compile(
    r"^(?:数量|占比|总数|总量|投资|规模|比重|企业|.年)$|[“《][^”》]*$|^[^“《]*[”》]|[\d“]$|的比$|的比[^例重]"
    r"|^更|^[较比]|[较比].+[高低快慢]$"
)
_THINGS_OF_VALUE = ("%", "%/年", "个百分点", "元", "美元", "倍", "年", "位")
_LONGEST = 24
_REACH = 120
"""Characters before a figure among which its name is sought: a sentence can be of any length."""


class Metrics:
    """Names what is measured by the words that the rules put between a name and its figure."""

    def __init__(self, rule: MeasuresRule) -> None:
        def either(*groups: Sequence[str]) -> str:
            words = {word for group in groups for word in group}
            return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))

        hedges = either(*rule.before.values())
        opens = f"(?:{either(rule.opens, rule.rises, rule.falls)}){_NO_WORD}"
        between = either(rule.adverbs, rule.reaches, rule.rises, rule.falls)
        self._lead = re.compile(rf"^(?:{_MOMENT}|{either(rule.adverbs)}|{opens})+")
        self._trail = re.compile(rf"(?:{hedges}|{between}|各|均|共|{_MOMENT})+$")
        self._change = re.compile(
            rf"(?:(?P<rise>{either(rule.rises)})|{either(rule.falls)})了?(?:{hedges})*$"
        )
        self._verb = re.compile(f"(?:{either(rule.predicates)}){_NO_WORD}")

    def change(self, before: str) -> str:
        """Whether the words before a figure say that it tells by how much something rises or
        falls: rise, fall, or "" where it tells how much there is."""
        match = self._change.search(before[-_LONGEST:])
        return "" if match is None else "rise" if match["rise"] else "fall"

    def own(self, text: str, figures: Sequence[Figure]) -> list[str | None]:
        """The noun phrase beside each figure that tells what it measures; "" where the words there
        are no name, None where there are none and it measures what was named before it."""
        return [self._beside(text, figures, index) for index in range(len(figures))]

    def of(self, text: str, figures: Sequence[Figure]) -> list[str]:
        """The names of what the figures of a sentence measure, "" where none is found."""
        names: list[str] = []
        subject = ""
        for index, (figure, own) in enumerate(zip(figures, self.own(text, figures), strict=True)):
            if index and _apart(text, figures[index - 1], figure):
                subject = ""
            subject = subject if own is None else own
            whole = self._whole(_before(text, figures, index)) if figure.unit == "%" else ""
            names.append(f"{subject}占{whole}比重" if subject and whole else subject)
        return names

    def _beside(self, text: str, figures: Sequence[Figure], index: int) -> str | None:
        figure, before = figures[index], _before(text, figures, index)
        after = self._thing(_after(text, figures, index)) if figure.counted else None
        graded = text[figure.end - 1] == "级"
        if after and (graded or figure.unit not in _THINGS_OF_VALUE):
            return after
        if _CARRIES.match(before):
            return None
        if figure.unit == "%" and self._whole(before):
            before = before[: before.rindex("占")]
        subject = self._subject(before)
        return after if subject is None and figure.unit != "%" else subject

    def _whole(self, before: str) -> str:
        """Of what a share is a share: 全国 in 占全国的28.2%."""
        share = _SHARE.search(self._bare(before))
        return share["whole"] if share and not _RATIO.search(share["whole"]) else ""

    def _bare(self, words: str) -> str:
        return self._trail.sub("", words)

    def _subject(self, words: str) -> str | None:
        """The noun phrase that ends where the words to a figure begin."""
        found = _ASIDE.sub("", words).rpartition("（")[2]
        found = _TAIL.sub("", self._bare(_TAIL.sub("", _FROM.sub("", self._bare(found)))))
        pieces = [piece for piece in self._verb.split(found) if len(piece) > 1]
        found = pieces[-1] if pieces else ""
        if not _JOINT.search(words):
            found = found.rpartition("、")[2]
        found = self._lead.sub("", _HEAD.sub("", self._lead.sub("", _HEAD.sub("", found))))
        if len(found) > _LONGEST:
            found = re.split("[、的]", found)[-1]
        return _named(found)

    def _thing(self, words: str) -> str | None:
        """The noun phrase that follows a figure and its measure word."""
        verb = self._verb.search(words)
        found = words[: verb.start()] if verb else words
        return _named(_TAIL.sub("", _HEAD.sub("", self._bare(found))))


def _before(text: str, figures: Sequence[Figure], index: int) -> str:
    """The words from the last figure or the start of the clause up to a figure."""
    at = figures[index].at
    start = max((m.end() for m in _PART.finditer(text, 0, at)), default=0)
    start = max([start, at - _REACH, *(f.end for f in figures[:index] if f.end <= at)])
    return text[start:at].lstrip("、")


def _after(text: str, figures: Sequence[Figure], index: int) -> str:
    """The words from a figure to the end of its item or the next figure."""
    end = figures[index].end
    match = _END.search(text, end)
    stop = match.start() if match else len(text)
    following = (f.start for f in figures if f.at > end and text[f.end - 1] != "级")
    return text[end : min([stop, *following])]


def _apart(text: str, one: Figure, other: Figure) -> bool:
    """Whether a full stop or semicolon stands between two figures."""
    return _SENTENCE.search(text, one.end, max(one.end, other.at)) is not None


def _named(words: str) -> str | None:
    """The words where they can name what is measured, else "": better none than rubbish; None
    where there are no words."""
    if len(words) < 2:
        return None
    return words if len(words) <= _LONGEST and not _NOT_A_NAME.search(words) else ""
