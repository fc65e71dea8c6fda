"""A headless browser for the tests and the screenshots, and what it complains of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, sync_playwright

PATIENCE = 15_000
"""Milliseconds after which what a page should do has not happened."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where Chromium is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """A browser that ends with the block."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable)
        yield browser
        browser.close()


@dataclass
class Complaints:
    """What a page complained of, and what it asked for beside its own file."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def until(page: Page, happens: Callable[[], object], what: str) -> None:
    """Wait until something happens; fail with `what` where it does not.

    The driver's own expectations describe the whole page when they fail, which takes minutes here.
    """
    last = monotonic() + PATIENCE / 1000
    while not happens():
        assert monotonic() < last, f"did not happen: {what}"
        page.wait_for_timeout(30)


def in_view(found: Locator) -> bool:
    """Whether one element is on the screen, at least in part."""
    return found.count() == 1 and bool(
        found.evaluate(
            "one => { const box = one.getBoundingClientRect();"
            " return box.height > 0 && box.bottom > 0 && box.top < innerHeight }"
        )
    )


@contextmanager
def opened(
    browser: Browser, path: Path, fragment: str = "", **settings: Any
) -> Iterator[tuple[Page, Complaints]]:
    """The page of a file in a context of its own.

    `settings` are those of a browser context (viewport, color_scheme, java_script_enabled, …).
    A violation of the page's policy is an error on the console.
    """
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    page, found = context.new_page(), Complaints()
    page.on("console", lambda line: found.said.append(f"{line.type}: {line.text}"))
    page.on("pageerror", lambda error: found.said.append(f"uncaught: {error}"))
    page.on("request", lambda request: found.asked.append(request.url))
    page.goto(path.as_uri() + fragment)
    found.asked = [url for url in found.asked if urlsplit(url).path != path.as_posix()]
    yield page, found
    context.close()
