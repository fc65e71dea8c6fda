"""The alluvial of themes through the plans, as one SVG element and as a figure with its legend.

Built as a tree and serialized, so text of documents is escaped by the serializer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from rich.cells import cell_len

from planwatch.models import Overview, PlanInfo, PlanKind, Presence, ThemeStatus
from planwatch.report.html.flow import BLOCK, Band, Block, Column, Flow, Row, flow, spread
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
_APART, _THIN = 15.0, 24.0
"""Least distance of two labels, and the height under which a band's label gives way on a phone."""
_MANY = 5
"""Plans from which on the picture keeps its width and scrolls."""
_HEAD_CELLS, _HALF_CELL = 16, 8.5
"""Cells shown of a plan's id, and half the width of one on a phone."""


def figure(overview: Overview, view: View) -> str:
    """The picture with its legend and caption, and a place for the band that a reader chooses, as
    one HTML element."""
    whole = Element("figure", {"class": "alluvial-figure"})
    drawn = flow(overview)
    frame = SubElement(whole, "div", {"class": "alluvial-frame"})
    frame.append(_picture(drawn, overview, view))
    text = SubElement(whole, "figcaption")
    text.append(_legend(drawn, view))
    for sentence in caption(overview, view):
        SubElement(text, "p").text = sentence
    chosen = SubElement(
        whole, "p", {"class": "alluvial-chosen", "role": "status", "tabindex": "-1", "hidden": ""}
    )
    SubElement(chosen, "span")
    SubElement(chosen, "a", {"href": "#themes"}).text = view.say("alluvial.all")
    return tostring(whole, encoding="unicode", short_empty_elements=False)


def alluvial(overview: Overview, view: View) -> str:
    """The picture alone, as one SVG element."""
    picture = _picture(flow(overview), overview, view)
    return tostring(picture, encoding="unicode", short_empty_elements=False)


def caption(overview: Overview, view: View) -> Iterator[str]:
    """What the picture shows, and what it does not say, sentence by sentence."""
    infos = {plan.info.id: plan.info for plan in overview.plans}
    comma = view.say("list.separator")
    edges = [" → ".join(_called(infos[id], view) for id in edge) for edge in overview.edges]
    joined = {id for edge in overview.edges for id in edge}
    lone = [_called(info, view) for id, info in infos.items() if id not in joined]
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


def _picture(drawn: Flow, overview: Overview, view: View) -> Element:
    prefix = f"alluvial-{view.language}"
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
    svg.append(_patterns(prefix))
    for row in drawn.rows:
        _draw(row, svg, drawn.width, view)
    return svg


def _draw(row: Row, svg: Element, width: float, view: View) -> None:
    """Bands first, the thick ones undermost; then the blocks; words on top of them."""
    for band in sorted(row.bands, key=lambda band: -band.height):
        svg.append(_band(band, view))
    for number, column in enumerate(row.columns):
        svg.append(_column(column, last=0 < number == len(row.columns) - 1))
        svg.extend(_head(column, width, view))
    for column in row.columns[:-1]:
        leaving = [band for band in row.bands if band.old is column]
        svg.extend(_labels(leaving, column, view))


def _band(band: Band, view: View) -> Element:
    fate = _kind(band)
    link = Element(
        "a",
        {
            "class": f"alluvial-band alluvial-{fate}",
            "href": fragment(band),
            "tabindex": "0",
            "aria-label": (said := name(band, view)),
            "data-fate": told(band, view),
        },
    )
    SubElement(link, "title").text = said
    outline = _outline(band)
    SubElement(link, "path", {"class": "alluvial-reach", "d": outline})
    SubElement(link, "path", {"class": "alluvial-tint", "d": outline})
    if fate in _HATCHES:
        fill = f"url(#alluvial-{view.language}-{fate})"
        SubElement(link, "path", {"class": "alluvial-hatch", "d": outline, "fill": fill})
    return link


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


def _head(column: Column, width: float, view: View) -> Iterator[Element]:
    """The name of a plan and its kind over its column, moved inwards where it is long."""
    called = shortened(safe(column.plan.id), _HEAD_CELLS)
    half = cell_len(called) * _HALF_CELL
    x = min(max(column.x + BLOCK / 2, half), width - half)
    name = Element("text", _at(x, column.top - 26, "alluvial-plan"))
    name.text = called
    yield name
    kind = Element("text", _at(x, column.top - 10, "alluvial-kind"))
    kind.text = view.say(f"plan-kind.{column.plan.kind.value}")
    yield kind


def _box(block: Block, x: float) -> dict[str, str]:
    return {
        "class": f"alluvial-block alluvial-{block.presence.value}",
        "x": _n(x),
        "y": _n(block.top),
        "width": _n(BLOCK),
        "height": _n(block.height),
    }


def _labels(bands: Sequence[Band], column: Column, view: View) -> Iterator[Element]:
    """The fates of the bands that leave a column, beside it and in their order."""
    told = [band for band in bands if band.status != ThemeStatus.NONE]
    middles = [band.old_top + band.height / 2 for band in told]
    bottom = max((block.top + block.height for block in column.blocks), default=0.0)
    for band, middle, y in zip(told, middles, spread(middles, _APART, bottom), strict=True):
        thin = " alluvial-thin" if band.height < _THIN else ""
        left = column.x + BLOCK
        group = Element("g", {"class": f"alluvial-label{thin}", "aria-hidden": "true"})
        if abs(y - middle) > band.height / 2:
            lead = f"M{_n(left)} {_n(middle)}L{_n(left + 9)} {_n(y)}"
            SubElement(group, "path", {"class": "alluvial-lead", "d": lead})
        text = SubElement(group, "text", _at(left + 11, y + 4, "alluvial-fate"))
        word = SubElement(text, "tspan", {"class": "alluvial-word"})
        word.text = f"{_fate(band, view)} "
        SubElement(text, "tspan").text = str(len(band.themes))
        yield group


def _patterns(prefix: str) -> Element:
    defs = Element("defs")
    for fate, lines in _HATCHES.items():
        pattern = SubElement(
            defs,
            "pattern",
            {
                "id": f"{prefix}-{fate}",
                "width": str(_TILE),
                "height": str(_TILE),
                "patternUnits": "userSpaceOnUse",
            },
        )
        SubElement(pattern, "path", {"class": f"alluvial-line alluvial-{fate}", "d": lines})
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
    for fate, label in entries:
        item = SubElement(legend, "li")
        item.append(_swatch(fate, view))
        SubElement(item, "span").text = label
    for presence, mark in MARKS.items():
        item = SubElement(legend, "li")
        SubElement(item, "span").text = f"{mark} {view.say(f'alluvial.mark.{presence.value}')}"
    return legend


def _swatch(fate: str, view: View) -> Element:
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
        fill = f"url(#alluvial-{view.language}-{fate})"
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


def _called(info: PlanInfo, view: View) -> str:
    """The id of a plan; of a briefing that it is one."""
    genre = view.say("genre.briefing") if info.kind == PlanKind.BRIEFING else ""
    return safe(info.id) + genre


def _at(x: float, y: float, classes: str) -> dict[str, str]:
    return {"class": classes, "x": _n(x), "y": _n(y)}


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
