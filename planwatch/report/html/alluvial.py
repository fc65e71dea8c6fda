"""The alluvial of themes through the plans: a figure with SVG pictures, legend and caption.

Built as a tree and serialized, so text of documents is escaped by the serializer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from rich.cells import cell_len

from planwatch.models import Overview, PlanInfo, PlanKind, Presence, ThemeStatus
from planwatch.report.cite import described, named
from planwatch.report.html.flow import (
    BLOCK,
    NARROW,
    WIDE,
    Band,
    Block,
    Column,
    Flow,
    Frame,
    Row,
    flow,
    spread,
)
from planwatch.report.layout import shortened
from planwatch.report.safe import safe
from planwatch.report.themes import MARKS, short_name, status_label
from planwatch.report.view import View

FATES = {
    ThemeStatus.PERSISTED: "kept",
    ThemeStatus.DELIVERED: "kept",
    ThemeStatus.APPEARED: "gained",
    ThemeStatus.UNPLANNED: "gained",
    ThemeStatus.PROMOTED: "raised",
    ThemeStatus.DEMOTED: "lowered",
    ThemeStatus.DROPPED: "lost",
    ThemeStatus.SILENT: "lost",
    ThemeStatus.NONE: "none",
}
"""Classes that give a band its colour and pattern."""
_TILE = 6
"""Side of a pattern's tile."""
_HATCHES = {
    "gained": "M-1 7 7 -1M-1 1 1 -1M5 7 7 5",
    "lost": "M-1 -1 7 7M5 -1 7 1M-1 5 1 7",
    "raised": "M3 0V6",
    "lowered": "M0 3H6",
}
"""Lines of the patterns in a tile; what is kept is plain, what never was a commitment empty."""
_NAMED = 3
"""Themes named for a screen reader before it says how many more there are."""
_APART = 15.0
"""Least distance of two labels; on a phone, the least height of a band that has one."""
_MANY = 5
"""Plans from which on the picture keeps its width and scrolls."""
_HALF_CELL = 4.6
"""Half the width of a character of a plan's id, where it is wide."""


def figure(overview: Overview, view: View) -> str:
    """The picture with its legend and caption, and a place for the band that a reader chooses, as
    one HTML element. The picture is there twice, for a desk and for a phone; a style sheet shows
    one of them."""
    whole = Element("figure", {"class": "alluvial-figure"})
    for frame in (WIDE, NARROW):
        box = SubElement(whole, "div", {"class": f"alluvial-frame alluvial-{frame.name}"})
        box.append(_picture(overview, frame, view))
    text = SubElement(whole, "figcaption")
    text.append(_legend(flow(overview), view))
    for sentence in caption(overview, view):
        SubElement(text, "p").text = sentence
    whole.append(_chosen(view))
    return tostring(whole, encoding="unicode", short_empty_elements=False)


def _chosen(view: View) -> Element:
    """Where the script says which band is chosen, with the way back."""
    attributes = {"class": "alluvial-chosen", "role": "status", "tabindex": "-1", "hidden": ""}
    chosen = Element("p", attributes)
    SubElement(chosen, "span")
    SubElement(chosen, "a", {"href": "#themes"}).text = view.say("alluvial.all")
    return chosen


def caption(overview: Overview, view: View) -> Iterator[str]:
    """What the picture shows, and what it does not say, sentence by sentence."""
    infos = {plan.info.id: plan.info for plan in overview.plans}
    comma = view.say("list.separator")
    edges = [" → ".join(named(infos[id], view) for id in edge) for edge in overview.edges]
    joined = {id for edge in overview.edges for id in edge}
    lone = [named(info, view) for id, info in infos.items() if id not in joined]
    yield view.say("alluvial.columns", count=len(overview.lives))
    if edges:
        yield view.say("alluvial.bands", edges=comma.join(edges))
    if lone:
        yield view.say("alluvial.lone", plans=comma.join(lone))
    if any(info.kind == PlanKind.REVIEW for info in infos.values()):
        yield view.say("alluvial.review")
    yield view.say("alluvial.absence")


def fragment(band: Band) -> str:
    """The address of a band's themes within the page: the presences that they have."""
    presences = {band.old.plan.id: band.before.value, band.new.plan.id: band.after.value}
    return f"#themes?{urlencode(presences)}"


def name(band: Band, view: View) -> str:
    """A band in words: its fate, how many themes, between which plans, and the first of them."""
    names = [short_name(theme.name, theme.name_en, view) for theme in band.themes]
    listed = view.say("list.separator").join(names[:_NAMED])
    more = len(names) - _NAMED
    themes = view.say("alluvial.more", names=listed, count=more) if more > 0 else listed
    return view.say("alluvial.named", band=told(band, view), themes=themes)


def told(band: Band, view: View) -> str:
    """The fate of a band, how many themes it holds, and between which plans."""
    old, new = band.old.plan, band.new.plan
    return view.say(
        "alluvial.band",
        fate=_fate(band, view),
        count=len(band.themes),
        old=safe(old.id),
        new=safe(new.id),
        before=_presence(band.before, old, view),
        after=_presence(band.after, new, view),
    )


def _picture(overview: Overview, frame: Frame, view: View) -> Element:
    drawn = flow(overview, frame)
    prefix = f"alluvial-{view.language}-{frame.name}"
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "alluvial alluvial-many" if len(overview.plans) >= _MANY else "alluvial",
            "viewBox": f"0 0 {_n(drawn.width)} {_n(drawn.height)}",
            "width": _n(drawn.width),
            "height": _n(drawn.height),
            "role": "group",
            "aria-labelledby": f"{prefix}-title",
            "aria-describedby": f"{prefix}-desc",
        },
    )
    SubElement(svg, "title", {"id": f"{prefix}-title"}).text = view.say("alluvial.title")
    SubElement(svg, "desc", {"id": f"{prefix}-desc"}).text = " ".join(caption(overview, view))
    svg.append(_patterns(prefix, _HATCHES))
    writer = _Writer(prefix, frame, drawn.width, view)
    for row in drawn.rows:
        svg.extend(writer.row(row))
    return svg


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the rows of one picture; ids in it begin with `prefix`."""

    prefix: str
    frame: Frame
    width: float
    view: View

    def row(self, row: Row) -> Iterator[Element]:
        """Bands first, the thick ones undermost; then the blocks; words on top of them."""
        for band in sorted(row.bands, key=lambda band: -band.height):
            yield self._band(band)
        for number, column in enumerate(row.columns):
            yield _column(column, last=0 < number == len(row.columns) - 1)
            yield from self._head(column)
        for column in row.columns[:-1]:
            leaving = [band for band in row.bands if band.old is column]
            yield from self._labels(leaving, column)

    def _band(self, band: Band) -> Element:
        fate = _kind(band)
        link = Element(
            "a",
            {
                "class": f"alluvial-band alluvial-{fate}",
                "href": fragment(band),
                "tabindex": "0",
                "aria-label": (said := name(band, self.view)),
                "data-fate": told(band, self.view),
            },
        )
        SubElement(link, "title").text = said
        outline = _outline(band)
        SubElement(link, "path", {"class": "alluvial-reach", "d": outline})
        SubElement(link, "path", {"class": "alluvial-tint", "d": outline})
        if fate in _HATCHES:
            fill = f"url(#{self.prefix}-{fate})"
            SubElement(link, "path", {"class": "alluvial-hatch", "d": outline, "fill": fill})
        return link

    def _head(self, column: Column) -> Iterator[Element]:
        """The name of a plan over its column, moved inwards where it is long; what it is."""
        called = shortened(safe(column.plan.id), self.frame.cells)
        half = cell_len(called) * _HALF_CELL
        x = min(max(column.x + BLOCK / 2, half), self.width - half)
        title = Element(
            "text", _at(x, column.top - (26 if self.frame.words else 10), "alluvial-plan")
        )
        title.text = called
        yield title
        if not self.frame.words:
            return
        kind = Element("text", _at(x, column.top - 10, "alluvial-kind"))
        kind.text = described(column.plan, self.view)
        yield kind

    def _labels(self, bands: Sequence[Band], column: Column) -> Iterator[Element]:
        """The fates of the bands that leave a column, beside it and in their order."""
        told = [band for band in bands if band.status != ThemeStatus.NONE]
        if not self.frame.words:
            told = [band for band in told if band.height >= _APART]
        middles = [band.old_top + band.height / 2 for band in told]
        bottom = max((block.top + block.height for block in column.blocks), default=0.0)
        for band, middle, y in zip(told, middles, spread(middles, _APART, bottom), strict=True):
            yield self._label(band, middle, y)

    def _label(self, band: Band, middle: float, y: float) -> Element:
        """A label at `y`, with a line to the band where that is not its `middle`."""
        left = band.old.x + BLOCK
        group = Element("g", {"class": "alluvial-label", "aria-hidden": "true"})
        if abs(y - middle) > band.height / 2:
            lead = f"M{_n(left)} {_n(middle)}L{_n(left + 9)} {_n(y)}"
            SubElement(group, "path", {"class": "alluvial-lead", "d": lead})
        text = SubElement(
            group, "text", _at(left + (11 if self.frame.words else 5), y + 4, "alluvial-fate")
        )
        word = f"{_fate(band, self.view)} " if self.frame.words else ""
        text.text = f"{word}{len(band.themes)}"
        return group


def _outline(band: Band) -> str:
    left, right = band.old.x + BLOCK, band.new.x
    middle, height = (left + right) / 2, band.height
    one, other = band.old_top, band.new_top
    there = f"C{_n(middle)} {_n(one)} {_n(middle)} {_n(other)} {_n(right)} {_n(other)}"
    back = (
        f"C{_n(middle)} {_n(other + height)} {_n(middle)} {_n(one + height)}"
        f" {_n(left)} {_n(one + height)}"
    )
    return f"M{_n(left)} {_n(one)}{there}V{_n(other + height)}{back}Z"


def _column(column: Column, *, last: bool) -> Element:
    """The blocks of a plan, and how many themes each holds, on the outer side."""
    group = Element("g", {"class": "alluvial-column"})
    for block in column.blocks:
        SubElement(group, "rect", _box(block, column.x))
    middles = [block.middle for block in column.blocks]
    bottom = max((block.top + block.height for block in column.blocks), default=0.0)
    x = column.x + BLOCK + 5 if last else column.x - 5
    side = "alluvial-after" if last else "alluvial-before"
    for block, y in zip(column.blocks, spread(middles, _APART, bottom), strict=True):
        label = SubElement(group, "text", _at(x, y + 4, f"alluvial-count {side}"))
        label.text = f"{MARKS[block.presence]} {block.count}"
    return group


def _box(block: Block, x: float) -> dict[str, str]:
    return {
        "class": f"alluvial-block alluvial-{block.presence.value}",
        "x": _n(x),
        "y": _n(block.top),
        "width": _n(BLOCK),
        "height": _n(block.height),
    }


def _patterns(prefix: str, fates: Iterable[str]) -> Element:
    defs = Element("defs")
    side = str(_TILE)
    for fate in fates:
        attributes = {"id": f"{prefix}-{fate}", "width": side, "height": side}
        pattern = SubElement(defs, "pattern", attributes | {"patternUnits": "userSpaceOnUse"})
        lines = {"class": f"alluvial-line alluvial-{fate}", "d": _HATCHES[fate]}
        SubElement(pattern, "path", lines)
    return defs


def _legend(drawn: Flow, view: View) -> Element:
    """Every fate in the picture with its colour and pattern, and every mark of a presence."""
    legend = Element("ul", {"class": "alluvial-legend"})
    bands = [band for row in drawn.rows for band in row.bands]
    order = list(FATES)
    entries = dict.fromkeys(
        (_kind(band), _fate(band, view))
        for band in sorted(bands, key=lambda band: order.index(band.status))
    )
    for number, (fate, label) in enumerate(entries):
        item = SubElement(legend, "li")
        item.append(_swatch(fate, number, view))
        SubElement(item, "span").text = label
    for presence, mark in MARKS.items():
        item = SubElement(legend, "li")
        SubElement(item, "span").text = f"{mark} {view.say(f'alluvial.mark.{presence.value}')}"
    return legend


def _swatch(fate: str, number: int, view: View) -> Element:
    box = {"x": "1", "y": "1", "width": "26", "height": "14"}
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"alluvial alluvial-swatch alluvial-band alluvial-{fate}",
            "viewBox": "0 0 28 16",
            "width": "28",
            "height": "16",
            "aria-hidden": "true",
        },
    )
    SubElement(svg, "rect", {"class": "alluvial-tint", **box})
    if fate in _HATCHES:
        prefix = f"alluvial-{view.language}-key{number}"
        svg.append(_patterns(prefix, [fate]))
        fill = f"url(#{prefix}-{fate})"
        SubElement(svg, "rect", {"class": "alluvial-hatch", "fill": fill, **box})
    return svg


def _only_named(band: Band) -> bool:
    """Whether a review names what it does not report; "not mentioned" would be said wrongly."""
    return band.status == ThemeStatus.SILENT and band.after == Presence.MENTION


def _kind(band: Band) -> str:
    return "lowered" if _only_named(band) else FATES[band.status]


def _fate(band: Band, view: View) -> str:
    if _only_named(band):
        return view.say("alluvial.presence.mention")
    return status_label(band.status, band.old.plan, band.new.plan, view)


def _presence(presence: Presence, plan: PlanInfo, view: View) -> str:
    results = presence == Presence.COMMITMENT and plan.kind == PlanKind.REVIEW
    return view.say(f"alluvial.presence.{'results' if results else presence.value}")


def _at(x: float, y: float, classes: str) -> dict[str, str]:
    return {"class": classes, "x": _n(x), "y": _n(y)}


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
