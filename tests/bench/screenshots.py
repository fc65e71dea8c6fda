"""Make the pictures of the READMEs: the terminal report and the page, as a browser shows them.

usage: python -m tests.bench.screenshots [--only NAME …]

Writes .github/screenshots/*.png. Needs chromium, the extra `dev` and a font with Chinese in it.
"""

from __future__ import annotations

import argparse
import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from PIL import Image
from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from planwatch.store import write_bytes
from tests.browser.driving import chromium, launched, opened
from tests.browser.files import write_seeds

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ROOT / ".github" / "screenshots"
LARGEST = 250_000
"""Bytes that a picture may have."""
COLOURS = 48
"""Of the palette; text on paper needs no more."""
COLUMNS, LINES = 100, 40
"""Of the terminal."""
WINDOW = {"width": 1100, "height": 860}
"""Of the browser."""
TERMINAL = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>
@font-face {
  font-family: narrow;
  src: local("DejaVu Sans Mono");
  size-adjust: 83%;
  unicode-range: U+B7, U+D7, U+2013-201D, U+2026, U+2192;
}
body { margin: 0; background: #1f2127; color: #d8dee9; width: max-content; }
pre { margin: 0; padding: 16px 20px; font: 15px/1.4 narrow, "Noto Sans Mono CJK SC", monospace; }
</style><pre>{code}</pre>"""
"""A font of which a Chinese character is as wide as two others, as in a terminal, apart from marks
of which it takes the width to be that of Chinese ones."""


def main() -> int:
    """Make the pictures, or those that are asked for."""
    names = _names()
    executable = chromium()
    if executable is None:
        print("screenshots: chromium is missing (apt-get install chromium)", file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder, launched(executable) as browser:
        report = Path(folder) / "report.html"
        write_seeds(report)
        for name in names:
            write_bytes(SHOWN / f"{name}.png", _small(PICTURES[name](browser, report)))
    return 0


def _names() -> list[str]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(PICTURES), default=list(PICTURES))
    return list(parser.parse_args().only)


def _terminal(language: str) -> Callable[[Browser, Path], bytes]:
    """The head of `planwatch diff 14 15`, as a terminal shows it."""

    def shot(browser: Browser, _: Path) -> bytes:
        command = f"planwatch diff 14 15 --lang {language}"
        lines = typed(command).splitlines()[:LINES]
        shown = Text.from_ansi("\n".join([f"\x1b[1m$ {command}\x1b[0m", "", *lines]))
        page = browser.new_page(device_scale_factor=1.5)
        page.set_content(TERMINAL.replace("{code}", _html(shown)))
        picture = page.locator("pre").screenshot()
        page.close()
        return picture

    return shot


def typed(command: str) -> str:
    """What a command writes to a terminal of our size, escape sequences included."""
    near, far = pty.openpty()
    size = {"COLUMNS": str(COLUMNS), "LINES": "100000", "TERM": "xterm-256color", "PAGER": "cat"}
    arguments = [sys.executable, "-m", *command.split()]
    with subprocess.Popen(
        arguments, cwd=ROOT, env={**os.environ, **size}, stdout=far, stderr=subprocess.DEVNULL
    ):
        os.close(far)
        return b"".join(_chunks(near)).decode().replace("\r\n", "\n")


def _chunks(near: int) -> Iterator[bytes]:
    """What arrives at our end, until the other one is closed (which is an error on Linux)."""
    with suppress(OSError), open(near, "rb", buffering=0) as end:
        while chunk := end.read(65536):
            yield chunk


def _html(shown: Text) -> str:
    console = Console(record=True, file=io.StringIO(), width=COLUMNS + 1, force_terminal=True)
    console.print(shown, soft_wrap=True)
    return console.export_html(code_format="{code}", inline_styles=True, theme=SVG_EXPORT_THEME)


def _small(picture: bytes) -> bytes:
    """The picture with a palette. Raises `ValueError` where it is still too large."""
    sink = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        flat = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(sink, "PNG", optimize=True)
    if len(sink.getvalue()) > LARGEST:
        raise ValueError(f"a picture of {len(sink.getvalue())} bytes; {LARGEST} are allowed")
    return sink.getvalue()


def _themes(language: str) -> Callable[[Browser, Path], bytes]:
    """The picture of themes in the report."""

    def shot(browser: Browser, report: Path) -> bytes:
        with _page(browser, report, language, "light") as page:
            picture = page.locator(f".{language} .alluvial-wide")
            picture.evaluate("picture => picture.scrollIntoView()")
            return page.screenshot(clip=picture.bounding_box())

    return shot


def _quotes(language: str) -> Callable[[Browser, Path], bytes]:
    """The commitments of the report that go on in weaker words, in the dark."""

    def shot(browser: Browser, report: Path) -> bytes:
        with _page(browser, report, language, "dark") as page:
            page.select_option("#status", "weaker")
            page.wait_for_timeout(500)
            page.locator("[id='14-15']").evaluate("section => section.scrollIntoView()")
            return page.screenshot()

    return shot


@contextmanager
def _page(browser: Browser, report: Path, language: str, scheme: str) -> Iterator[Page]:
    settings = {"viewport": WINDOW, "color_scheme": scheme, "device_scale_factor": 1.25}
    with opened(browser, report, **settings) as (page, _):
        page.check(f"#lang-{language}")
        yield page


PICTURES: Mapping[str, Callable[[Browser, Path], bytes]] = MappingProxyType(
    {
        "terminal-zh": _terminal("zh"),
        "terminal-en": _terminal("en"),
        "themes-zh": _themes("zh"),
        "themes-en": _themes("en"),
        "quotes-zh": _quotes("zh"),
        "quotes-en": _quotes("en"),
    }
)


if __name__ == "__main__":
    sys.exit(main())
