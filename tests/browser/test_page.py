"""The report in a browser: what a reader does with it, on a screen, a phone and paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from .driving import in_view, opened, until

pytestmark = pytest.mark.outside
SHOWN = "of => [...document.querySelectorAll(of)].filter(one => one.checkVisibility()).length"
PHONE = {"width": 360, "height": 740}
MORE = (
    ".group:nth-of-type(n+2), .card:nth-of-type(n+3), .matrix tbody tr:nth-child(n+9),"
    " #theme-places li:nth-child(n+4), .text p:nth-child(n+9)"
)
"""What is like the entries before it; the engine needs minutes for all of them."""
SAMPLE = """more => {
  document.querySelectorAll(more).forEach(one => one.remove());
  document.querySelectorAll("details").forEach(one => { one.open = true });
}"""
PAPER = {"width": 688, "height": 1000}
"""Between the margins of A4."""
WHITE = "rgb(255, 255, 255)"
DESK = {"width": 1600, "height": 1000}
GRAVE = {"serious", "critical"}


@pytest.fixture
def page(browser: Browser, seeds: Path) -> Iterator[Page]:
    """The report on a desk, of which nothing may be complained."""
    with opened(browser, seeds, viewport=DESK) as (shown, complaints):
        yield shown
        assert (complaints.said, complaints.asked) == ([], [])


def cards(page: Page) -> int:
    return page.locator(".card:not([hidden])").count()


def search(page: Page, words: str) -> None:
    changing(page, lambda: page.get_by_label("搜索").fill(words))


def choose(page: Page, filter: str, value: str) -> None:
    changing(page, lambda: page.select_option(f"#{filter}", value))


def changing(page: Page, act: Callable[[], object]) -> None:
    """Do what changes the number of cards that are shown, and wait until it has."""
    before = str(page.locator("#found").text_content())
    act()
    now = page.locator("#found")
    until(page, lambda: now.text_content() != before, "another number of cards")


def test_search_leaves_the_cards_that_hold_all_words(page: Page) -> None:
    every = cards(page)
    search(page, "区块链 底层")
    found = page.locator(".card:not([hidden])")
    assert 0 < found.count() < every
    for text in found.all_text_contents():
        assert "区块链" in text and "底层" in text
    assert str(found.count()) in str(page.locator("#found").text_content())
    page.get_by_role("button", name="清除").click()
    until(page, lambda: cards(page) == every, "all cards are back")


def test_filters_narrow_by_status_theme_and_chapter(page: Page) -> None:
    every = cards(page)
    choose(page, "status", "weaker")
    weaker = cards(page)
    assert 0 < weaker < every
    assert page.locator(".card[data-s~=weaker]:not([hidden])").count() == weaker
    choose(page, "status", "dropped")
    choose(page, "theme", "blockchain")
    themes = page.locator(".card:not([hidden])").evaluate_all("all => all.map(c => c.dataset.t)")
    assert 0 < len(themes) < every
    assert all("blockchain" in of.split() for of in themes)


def test_a_band_is_reached_and_chosen_by_keyboard(page: Page) -> None:
    page.locator(".zh a.alluvial-band").first.focus()
    page.keyboard.press("Tab")
    focused = page.locator("a.alluvial-band:focus")
    assert focused.count() == 1
    outline = focused.locator(".alluvial-reach").evaluate("path => getComputedStyle(path).stroke")
    assert outline != "rgba(0, 0, 0, 0)"
    count = int(re.findall(r" (\d+) 个主题", str(focused.get_attribute("aria-label")))[0])
    page.keyboard.press("Enter")
    rows, left_out = page.locator(".matrix tbody tr"), page.locator(".matrix tbody tr[hidden]")
    until(page, lambda: rows.count() - left_out.count() == count, f"{count} themes are left")
    assert f"{count} 个主题" in page.locator(".alluvial-chosen:focus").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, lambda: left_out.count() == 0, "all themes are back")


def test_the_bands_of_an_edge_choose_every_theme_once(page: Page) -> None:
    rows = page.locator(".matrix tbody tr").count()
    links = page.locator(".zh .alluvial-wide a[href*='15=']").all()
    total = 0
    for link in links:
        page.evaluate("hash => { location.hash = hash }", link.get_attribute("href"))
        until(page, lambda: link.get_attribute("aria-current"), "the band is marked")  # noqa: B023
        total += page.locator(".matrix tbody tr:not([hidden])").count()
    assert total == rows


def test_the_language_is_switched_by_keyboard(page: Page) -> None:
    page.locator("#lang-zh").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#themes-title .en").is_visible()
    assert page.evaluate(SHOWN, ".zh") == 0
    assert "continued" in str(page.locator(".en a.alluvial-band").first.text_content())
    assert not re.search(r"[\u4e00-\u9fff]", page.title())


def test_a_citation_leads_to_the_lit_line_of_the_full_text(page: Page) -> None:
    link = page.locator(".card:visible .cite").first
    place = str(link.get_attribute("href"))
    link.click()
    lit = page.locator(".sentence.lit")
    until(page, lambda: in_view(lit), "the line is lit and on the screen")
    assert f"#{lit.get_attribute('id')}" == place


@pytest.mark.parametrize(
    ("fragment", "seen"),
    [
        ("#theme=quantum", "#theme-places"),
        ("#themes?14=commitment&15=absent", ".zh .alluvial-chosen"),
        ("#14-15", "[id='14-15']"),
    ],
)
def test_a_deep_link_shows_its_place(
    browser: Browser, seeds: Path, fragment: str, seen: str
) -> None:
    with opened(browser, seeds, fragment, viewport=DESK) as (page, complaints):
        until(page, lambda: in_view(page.locator(seen)), f"{seen} is on the screen")
        assert complaints.said == []


@pytest.mark.parametrize("fragment", ["#%E4", "#50%", "#themes?14=nonsense", "#theme=no-such"])
def test_a_broken_deep_link_breaks_nothing(browser: Browser, seeds: Path, fragment: str) -> None:
    with opened(browser, seeds, fragment, viewport=DESK) as (page, complaints):
        search(page, "区块链")
        assert cards(page) > 0
        assert complaints.said == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_accessibility_engine_finds_nothing_serious(
    browser: Browser, seeds: Path, scheme: str, language: str
) -> None:
    with opened(browser, seeds, "#theme=quantum", viewport=DESK, color_scheme=scheme) as (page, _):
        page.check(f"#lang-{language}")
        page.evaluate(SAMPLE, MORE)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE]
    assert grave == []


def test_dark_mode_follows_the_system_and_the_switch(browser: Browser, seeds: Path) -> None:
    def paper(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    with opened(browser, seeds, color_scheme="light") as (page, _):
        light = paper(page)
        page.check("#look-dark")
        dark = paper(page)
    with opened(browser, seeds, color_scheme="dark") as (page, _):
        assert paper(page) == dark != light
        page.check("#look-light")
        assert paper(page) == light


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_the_page_is_wider_than_a_phone(
    browser: Browser, seeds: Path, language: str
) -> None:
    with opened(browser, seeds, viewport=PHONE) as (page, complaints):
        page.check(f"#lang-{language}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert complaints.said == []


def test_the_picture_is_legible_on_a_phone(browser: Browser, seeds: Path) -> None:
    with opened(browser, seeds, viewport=PHONE) as (page, _):
        picture = page.locator(".zh .alluvial-narrow svg")
        scale = picture.evaluate("svg => svg.getScreenCTM().a")
        sizes = picture.locator("text").evaluate_all(
            "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
        )
        assert min(sizes) * scale >= 11
        assert page.evaluate(SHOWN, ".alluvial-wide") == 0


def test_paper_is_a4_and_holds_the_picture(browser: Browser, seeds: Path) -> None:
    with opened(browser, seeds) as (page, _):
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sizes = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in paper.pages}
    assert sizes in ({(595, 842)}, {(596, 842)})
    assert any("未提及91" in printed(sheet) for sheet in paper.pages[:4])


def printed(sheet: PageObject) -> str:
    return re.sub(r"\s", "", normalize("NFKC", sheet.extract_text()))


def test_paper_shows_all_that_is_told_and_nothing_to_press(browser: Browser, seeds: Path) -> None:
    with opened(browser, seeds, viewport=PAPER, color_scheme="dark") as (page, _):
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == WHITE
        assert page.evaluate(SHOWN, "button, input, select") == 0
        assert page.evaluate(SHOWN, ".list") == page.locator(".list").count()


def test_without_scripts_everything_can_be_read(browser: Browser, seeds: Path) -> None:
    with opened(browser, seeds, java_script_enabled=False, viewport=DESK) as (page, complaints):
        for part in (".zh svg.alluvial", ".matrix", ".card"):
            assert page.locator(part).first.is_visible()
        page.locator("label", has_text="English").click()
        assert page.locator("#themes-title .en").is_visible()
        assert not page.locator("form.filters").is_visible()
        assert complaints.said == []


def test_two_thousand_commitments_a_side_open_and_are_filtered(
    browser: Browser, large: Path
) -> None:
    with opened(browser, large, viewport=DESK) as (page, complaints):
        assert cards(page) >= 2500
        page.evaluate(
            "window.changes = 0; new MutationObserver(found => { changes += found.length })"
            ".observe(document.body, {subtree: true, childList: true, attributes: true})"
        )
        search(page, "区块链")
        found = cards(page)
        assert 200 <= found < 1000
        work = page.evaluate("changes")
        assert work <= 2 * page.locator(".card").count()
        assert (complaints.said, complaints.asked) == ([], [])
