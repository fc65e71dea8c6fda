"""The alluvial: what it draws is what the overview says, and nothing more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import (
    Overview,
    Plan,
    PlanKind,
    Presence,
    ThemeLife,
    ThemeStatus,
    Transition,
    theme_status,
)
from planwatch.report.html.alluvial import FATES, caption, figure
from planwatch.report.html.flow import Column, chains, flow, spread
from planwatch.report.view import View
from planwatch.tracing import edges_of

from .conftest import plan_of, workspace

SVG = "{http://www.w3.org/2000/svg}"
C, M, A = Presence.COMMITMENT, Presence.MENTION, Presence.ABSENT


@cache
def seeds() -> Overview:
    return pipeline.trace_all(workspace())


def view(language: str = "zh") -> View:
    return View(load_messages(language), language)


@cache
def anything() -> Plan:
    return plan_of("一、任务\n建设平台。\n")


def document(id: str, kind: str = "plan", predecessor: str = "", reviews: str = "") -> Plan:
    info = replace(anything().info, id=id, kind=PlanKind(kind))
    return replace(anything(), info=replace(info, predecessor=predecessor, reviews=reviews))


PLANS = (
    document("2016", "scheme"),
    document("14", predecessor="2016"),
    document("review", "review", reviews="14"),
    document("15", "briefing", predecessor="14"),
)


def told(plans: tuple[Plan, ...], rows: list[tuple[Presence, ...]], name: str = "主题") -> Overview:
    """The overview of themes with these presences."""
    infos = {plan.info.id: plan.info for plan in plans}
    edges = edges_of(plans)

    def life(number: int, presences: tuple[Presence, ...]) -> ThemeLife:
        here = dict(zip(infos, presences, strict=True))
        steps = (
            Transition(old, new, theme_status(infos[old], infos[new], here[old], here[new]))
            for old, new in edges
        )
        return ThemeLife(f"t{number}", f"{name}{number}", "", presences, tuple(steps))

    return Overview(plans, edges, tuple(life(*entry) for entry in enumerate(rows)))


@st.composite
def overviews(draw: st.DrawFn) -> Overview:
    """Two to six documents, each a plan or a review, joined to any earlier one or to none."""
    plans = [document("p0")]
    for number in range(1, draw(st.integers(2, 6))):
        kind = draw(st.sampled_from(["plan", "review"]))
        before = draw(st.sampled_from(["", *(plan.info.id for plan in plans)]))
        key = "reviews" if kind == "review" else "predecessor"
        plans.append(document(f"p{number}", kind, **{key: before}))
    row = st.tuples(*[st.sampled_from(list(Presence))] * len(plans))
    return told(tuple(plans), draw(st.lists(row, min_size=1, max_size=30)))


def columns(overview: Overview) -> list[Column]:
    return [column for row in flow(overview).rows for column in row.columns]


@given(overviews())
def test_every_theme_is_in_one_block_of_every_column(overview: Overview) -> None:
    for column in columns(overview):
        place = [plan.info.id for plan in overview.plans].index(column.plan.id)
        expected = Counter(life.presences[place] for life in overview.lives)
        assert {block.presence: block.count for block in column.blocks} == expected


@given(overviews())
def test_every_edge_is_drawn_once_and_every_theme_is_in_one_of_its_bands(
    overview: Overview,
) -> None:
    bands = [band for row in flow(overview).rows for band in row.bands]
    edges = [(band.old.plan.id, band.new.plan.id) for band in bands]
    assert set(edges) == set(overview.edges)
    themes = Counter(
        (edge, life.id) for edge, band in zip(edges, bands, strict=True) for life in band.themes
    )
    assert themes == Counter((edge, life.id) for edge in overview.edges for life in overview.lives)


@given(overviews())
def test_a_band_tells_the_status_that_each_of_its_themes_has(overview: Overview) -> None:
    for row in flow(overview).rows:
        for band in row.bands:
            edge = (band.old.plan.id, band.new.plan.id)
            for life in band.themes:
                assert Transition(*edge, band.status) in life.transitions


@given(overviews())
def test_bands_fill_the_blocks_at_both_ends(overview: Overview) -> None:
    for row in flow(overview).rows:
        for old, new in pairwise(row.columns):
            between = [b for b in row.bands if (b.old, b.new) == (old, new)]
            leaving = sorted((b.old_top, b.height) for b in between)
            arriving = sorted((b.new_top, b.height) for b in between)
            assert filled(leaving) == [(b.top, b.height) for b in old.blocks]
            assert filled(arriving) == [(b.top, b.height) for b in new.blocks]


def filled(stretches: list[tuple[float, float]]) -> list[object]:
    """Stretches that touch, as one."""
    whole: list[list[float]] = []
    for top, height in stretches:
        if whole and top == pytest.approx(sum(whole[-1])):
            whole[-1][1] += height
        else:
            whole.append([top, height])
    return [(pytest.approx(top), pytest.approx(height)) for top, height in whole]


@given(overviews())
def test_blocks_and_columns_do_not_overlap_and_stay_in_the_picture(overview: Overview) -> None:
    drawn = flow(overview)
    boxes = [(column.x, b.top, b.height) for column in columns(overview) for b in column.blocks]
    for x, top, height in boxes:
        assert 0 < x < drawn.width
        assert 0 < top < top + height < drawn.height
    for (x, top, height), (other_x, following, _) in pairwise(sorted(boxes)):
        assert x != other_x or top + height < following


@given(st.lists(st.floats(0, 200), max_size=9).map(sorted))
def test_labels_keep_their_order_and_stand_apart(middles: list[float]) -> None:
    placed = spread(middles, 15, 200)
    assert all(below - above >= 15 - 1e-6 for above, below in pairwise(placed))
    assert all(y <= 200 for y in placed)


def test_plans_stand_in_one_line_and_the_review_apart_from_it() -> None:
    assert chains(seeds()) == [("2016", "14", "15"), ("14", "review")]
    places = {column.plan.id: column.x for column in columns(seeds())}
    assert places["2016"] < places["14"] < places["review"] < places["15"]


def test_texts_that_the_catalog_does_not_join_have_no_band() -> None:
    apart = told((document("a"), document("b")), [(C, C), (C, A)])
    assert links(apart) == []
    assert any("a、b" in sentence for sentence in caption(apart, view()))


def picture(overview: Overview, language: str = "zh") -> Element:
    """The picture for a desk."""
    found = fromstring(figure(overview, view(language))).find(f".//{SVG}svg")
    assert found is not None
    return found


def links(overview: Overview, language: str = "zh") -> list[Element]:
    return picture(overview, language).findall(f"{SVG}a")


def test_a_band_is_a_link_that_says_its_fate_its_number_and_the_first_themes() -> None:
    overview = told(PLANS, [(A, C, A, C)] * 5 + [(A, C, M, A)])
    found = {link.get("href"): link for link in links(overview)}
    new = found["#themes?2016=absent&14=commitment"]
    assert new.get("tabindex") == "0"
    assert new.get("aria-label") == (
        "新增 6 个主题（2016 → 14，没有 → 有举措），包括主题0、主题1、主题2，另有 3 个"
    )
    gone = found["#themes?14=commitment&15=absent"]
    assert gone.get("aria-label") == "未提及 1 个主题（14 → 15，有举措 → 没有），包括主题5"
    named = found["#themes?14=commitment&review=mention"]
    assert str(named.get("aria-label")).startswith("只是提及 1 个主题（14 → review")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_numbers_of_the_seeds_are_those_of_the_overview(language: str) -> None:
    counts = Counter(
        (step.old, step.new, step.status) for life in seeds().lives for step in life.transitions
    )
    drawn = Counter[tuple[str, str, ThemeStatus]]()
    for row in flow(seeds()).rows:
        for band in row.bands:
            drawn[band.old.plan.id, band.new.plan.id, band.status] += len(band.themes)
    assert drawn == counts
    named = [
        re.search(r" (\d+) ", str(link.get("aria-label"))) for link in links(seeds(), language)
    ]
    assert sum(int(match.group(1)) for match in named if match) == counts.total()


def test_the_caption_names_the_edges_and_marks_the_briefing() -> None:
    said = "".join(caption(seeds(), view()))
    assert "2016 → 14、14 → review、14 → 15〔介绍稿，非规划文本〕" in said
    assert "不等于没有做" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_themes_and_plans_do_not_act(language: str) -> None:
    evil = "<script>alert(1)</script>\"'&\x1b[31m\u202e"
    plans = (document("<b>&a"), document("x y#?", predecessor="<b>&a"))
    overview = told(plans, [(C, C), (C, A)], evil)
    text = figure(overview, view(language))
    root = fromstring(text)
    assert not root.findall(f".//{SVG}script") and not root.findall(f".//{SVG}b")
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", text)
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
    assert {link.get("href") for link in root.findall(f".//{SVG}a")} == {
        "#themes?%3Cb%3E%26a=commitment&x+y%23%3F=commitment",
        "#themes?%3Cb%3E%26a=commitment&x+y%23%3F=absent",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_figure_carries_no_style_no_script_and_every_id_once(language: str) -> None:
    root = fromstring(figure(seeds(), view(language)))
    names = {name for node in root.iter() for name in node.attrib}
    assert "style" not in names
    assert not {node.tag.rpartition("}")[2] for node in root.iter()} & {"script", "style"}
    ids = Counter(node.get("id") for node in root.iter() if node.get("id"))
    assert set(ids.values()) == {1}
    assert all(str(id).startswith(f"alluvial-{language}-") for id in ids)
    used = {fill[5:-1] for node in root.iter() if (fill := node.get("fill", "")).startswith("url(")}
    assert used <= set(ids)


def test_every_status_has_a_colour_and_a_pattern() -> None:
    assert set(FATES) == set(ThemeStatus)


def test_the_same_overview_gives_the_same_bytes() -> None:
    assert figure(seeds(), view()) == figure(seeds(), view())


def style(name: str) -> str:
    return files("planwatch.report.html").joinpath(f"{name}.css").read_text("utf-8")


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2.2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_stands_out_from_the_paper_in_light_and_in_dark() -> None:
    page, picture = (style(name) for name in ("page", "alluvial"))
    light, dark = re.findall(r"--paper: (#[0-9a-f]{6});", page)[:2]
    pairs = re.findall(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", picture)
    assert len(pairs) == 4
    for on_light, on_dark in pairs:
        assert contrast(on_light, light) >= 3
        assert contrast(on_dark, dark) >= 3
