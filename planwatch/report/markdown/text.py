"""Pieces of Markdown; text from documents is escaped, so that nothing in it takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planwatch.models import Commitment, Plan
from planwatch.report.cite import citation, quote
from planwatch.report.safe import escaped as escaped  # noqa: PLC0414 (one of the pieces)
from planwatch.report.safe import safe
from planwatch.report.view import View


def heading(level: int, text: str) -> str:
    """A heading of `text` that is escaped already."""
    return "#" * level + " " + text


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {item}" for item in items)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are escaped already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def cited(plan: Plan, commitment: Commitment, view: View) -> str:
    """A citation in bold and the whole quote."""
    where = escaped(citation(plan, commitment, view))
    return f"**{where}** {escaped(quote(plan, commitment, view))}"


def code(text: str) -> str:
    """`text` as code, in more backticks than stand in it."""
    shown = safe(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if "`" in (shown[:1], shown[-1:]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
