"""How much of a new text stands in a listed one, in words."""

from __future__ import annotations

from collections.abc import Mapping

from planwatch.models import Likeness
from planwatch.report.safe import safe


def likeness_said(alike: Likeness, messages: Mapping[str, str]) -> str:
    """One sentence with the shares of both texts."""
    key = "add.variant" if alike.variant else "add.alike"
    return messages[key].format(
        plan=safe(alike.plan), shared=f"{alike.shared:.0%}", covered=f"{alike.covered:.0%}"
    )
