"""Where the data that came with planwatch is, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """The folder `rules` or `seeds` that came with planwatch."""
    package = Path(__file__).resolve().parent
    shipped = package / "data" / name
    return shipped if shipped.is_dir() else package.parent / name
