"""One browser for all tests of a run, and the reports that they open."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .driving import NAMES, chromium, launched

REQUIRED = "PLANWATCH_REQUIRE_BROWSER"
"""With this set, a missing browser is a failure and not a reason to skip."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder go to one worker."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        missing = f"none of {', '.join(NAMES)} is installed"
        if os.environ.get(REQUIRED):
            pytest.fail(missing)
        pytest.skip(missing)
    with launched(executable) as running:
        yield running
