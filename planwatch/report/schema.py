"""The JSON Schema of the JSON format."""

from __future__ import annotations

from pathlib import Path


def schema_text() -> str:
    """The schema as it is printed by `planwatch schema`."""
    return Path(__file__).with_name("schema.json").read_text("utf-8")
