"""The report in a browser: what a reader does with it, on a screen, a phone and paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from .driving import opened

PHONE = {"width": 360, "height": 740}
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
    expect(page.locator("#found")).not_to_have_text(before)


def test_search_leaves_the_cards_that_hold_all_words(page: Page) -> None:
    every = cards(page)
    search(page, "区块链 底层")
    found = page.locator(".card:not([hidden])")
    assert 0 < found.count() < every
    for text in found.all_text_contents():
        assert "区块链" in text and "底层" in text
    assert str(found.count()) in str(page.locator("#found").text_content())
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".card[hidden]")).to_have_count(0)


def test_filters_narrow_by_status_theme_and_chapter(page: Page) -> None:
    every = cards(page)
    choose(page, "status", "weaker")
    weaker = cards(page)
    assert 0 < weaker < every
    assert page.locator(".card:not([hidden]) .weaker").count() == weaker
    choose(page, "status", "dropped")
    choose(page, "theme", "blockchain")
    themes = page.locator(".card:not([hidden])").evaluate_all("all => all.map(c => c.dataset.t)")
    assert 0 < len(themes) < every
    assert all("blockchain" in of.split() for of in themes)


def test_a_band_is_reached_and_chosen_by_keyboard(page: Page) -> None:
    page.locator("#themes .cite, #themes a").first.focus()
    band = page.locator("a.alluvial-band:visible").first
    band.focus()
    page.keyboard.press("Tab")
    focused = page.locator("a.alluvial-band:focus")
    expect(focused).to_have_count(1)
    outline = focused.locator(".alluvial-reach").evaluate("path => getComputedStyle(path).stroke")
    assert outline != "rgba(0, 0, 0, 0)"
    count = int(re.findall(r" (\d+) 个主题", str(focused.get_attribute("aria-label")))[0])
    page.keyboard.press("Enter")
    expect(page.locator(".matrix tbody tr:visible")).to_have_count(count)
    expect(page.locator(".alluvial-chosen:visible")).to_contain_text(f"{count} 个主题")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".matrix tbody tr[hidden]")).to_have_count(0)


def test_the_bands_of_an_edge_choose_every_theme_once(page: Page) -> None:
    rows = page.locator(".matrix tbody tr").count()
    links = page.locator(".zh a.alluvial-band[href*='15=']").all()
    total = 0
    for link in links:
        page.evaluate("hash => { location.hash = hash }", link.get_attribute("href"))
        expect(link).to_have_attribute("aria-current", "true")
        total += page.locator(".matrix tbody tr:not([hidden])").count()
    assert total == rows


def test_the_language_is_switched_by_keyboard(page: Page) -> None:
    page.locator("#lang-zh").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("#themes-title .en")).to_be_visible()
    expect(page.locator(".zh:visible")).to_have_count(0)
    assert "continued" in str(page.locator("a.alluvial-band:visible").first.text_content())
    assert not re.search(r"[\u4e00-\u9fff]", page.title())


def test_a_citation_leads_to_the_lit_line_of_the_full_text(page: Page) -> None:
    link = page.locator(".card:visible .cite").first
    place = str(link.get_attribute("href"))
    link.click()
    lit = page.locator(".sentence.lit")
    expect(lit).to_be_visible()
    expect(lit).to_be_in_viewport()
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
        expect(page.locator(seen)).to_be_in_viewport()
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
    with opened(browser, seeds, viewport=DESK, color_scheme=scheme) as (page, _):
        page.check(f"#lang-{language}")
        page.locator("details.why").first.evaluate("why => { why.open = true }")
        rules = {"resultTypes": ["violations"]}
        found = Axe().run(page, options=rules).response["violations"]
    grave = {
        f["id"]: [n["html"][:200] for n in f["nodes"][:3]] for f in found if f["impact"] in GRAVE
    }
    assert grave == {}


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
        picture = page.locator("svg.alluvial:visible").first
        scale = picture.evaluate("svg => svg.getScreenCTM().a")
        sizes = picture.locator("text:visible").evaluate_all(
            "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
        )
        assert min(sizes) * scale >= 10


def test_print_fits_a4_and_holds_the_picture_and_the_quotes(browser: Browser, seeds: Path) -> None:
    with opened(browser, seeds) as (page, _):
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sizes = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in paper.pages}
    assert sizes in ({(595, 842)}, {(596, 842)})
    text = "".join(p.extract_text() for p in paper.pages)
    assert "未提及 91" in text
    assert "建设“中国百万慢病人群队列”大数据平台" in text


def test_without_scripts_everything_can_be_read(browser: Browser, seeds: Path) -> None:
    with opened(browser, seeds, java_script_enabled=False, viewport=DESK) as (page, complaints):
        expect(page.locator("svg.alluvial:visible").first).to_be_visible()
        expect(page.locator(".matrix")).to_be_visible()
        expect(page.locator(".card:visible").first).to_be_visible()
        page.locator("label", has_text="English").click()
        expect(page.locator("#themes-title .en")).to_be_visible()
        expect(page.locator("form.filters")).not_to_be_visible()
        assert complaints.said == []


def test_two_thousand_commitments_a_side_open_and_are_filtered(
    browser: Browser, large: Path
) -> None:
    with opened(browser, large, viewport=DESK) as (page, complaints):
        assert cards(page) >= 3000
        page.evaluate(
            "window.changes = 0; new MutationObserver(found => { changes += found.length })"
            ".observe(document.body, {subtree: true, childList: true, attributes: true})"
        )
        search(page, "区块链")
        found = cards(page)
        assert 300 <= found < 1000
        work = page.evaluate("changes")
        assert work <= 2 * page.locator(".card").count()
        assert (complaints.said, complaints.asked) == ([], [])
