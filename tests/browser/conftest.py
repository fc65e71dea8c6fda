"""One browser for all tests of a run, and the reports that they open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .driving import NAMES, chromium, launched
from .files import write_large, write_seeds

REQUIRED = "PLANWATCH_REQUIRE_BROWSER"
"""With this set, a missing browser is a failure and not a reason to skip."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder go to one worker."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.outside)


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


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the bundled documents."""
    return write_seeds(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on two plans of 2,000 commitments."""
    return write_large(tmp_path_factory.mktemp("large"))
