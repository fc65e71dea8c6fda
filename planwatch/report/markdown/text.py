"""Pieces of Markdown; text from documents is escaped, so that nothing in it takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planwatch.models import Commitment, Plan
from planwatch.report.cite import citation, quote
from planwatch.report.safe import safe
from planwatch.report.view import View

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARK = re.compile(r"[\\`*_\[\]|~$#]|^[+=/-]")
"""What marks text up, anywhere or where a line begins, and where /commands do."""
_NUMBERING = re.compile(r"^(\d+)([.)])")
_ACTIVE = re.compile(
    r"(?<=[@#])(?=\w)"  # mentions, addresses, issues
    r"|(?<=[!%])(?=\d)"  # merge requests and milestones of GitLab
    r"|(?<=[A-Za-z]-)(?=\d)"  # GH-12 and what a tracker makes of such
    r"|(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)|(?<=[Mm][Aa][Ii][Ll][Tt][Oo])(?=:)|(?<=[Xx][Mm][Pp][Pp])(?=:)"
    r"|(?<=:)(?=[\w+-]+:)"  # :tada:
    r"|(?<=(?<![0-9A-Za-z])[0-9a-f])(?=[0-9a-f]{6,39}(?![0-9A-Za-z]))"  # commits
)
"""Where a mention, a reference, a bare link or an emoji would begin to act."""
_BREAK = "<!-- -->"


def escaped(text: str) -> str:
    """`text` on one line, as it stands when rendered: no markup, link, mention or HTML."""
    inert = _ACTIVE.sub("\0", safe(text).strip()).translate(_ENTITIES)
    marked = _NUMBERING.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", inert))
    return marked.replace("\0", _BREAK)


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
