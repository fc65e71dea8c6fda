"""One browser for all tests of a run, and the reports that they open."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .driving import NAMES, chromium, launched
from .files import write_large, write_seeds

REQUIRED = "PLANWATCH_REQUIRE_BROWSER"
"""With this set, a missing browser is a failure and not a reason to skip."""


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
    return once(write_seeds, tmp_path_factory)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on two plans of 2,000 commitments."""
    return once(write_large, tmp_path_factory)


def once(write: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """What `write` writes; the first worker that comes here writes it for all."""
    folder = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    path = folder / f"{write.__name__}.html"
    with (folder / f"{write.__name__}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            write(path)
    return path
