"""Questions on a terminal: what is proposed for a document is confirmed or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from planwatch.errors import PlanwatchError
from planwatch.report.safe import safe

if TYPE_CHECKING:
    from planwatch.adding import Candidate

_ASKED = ("id", "title", "kind", "issuer", "number", "date", "period", "predecessor", "reviews")


def confirmed(candidate: Candidate, messages: Mapping[str, str]) -> Candidate:
    """The candidate as whoever adds it wants it. Raises `typer.Abort` where that is not at all."""
    from planwatch.adding import with_choices
    from planwatch.report.likeness import likeness_said

    alike = candidate.likeness
    if alike is not None and alike.variant and "variant_of" not in candidate.given:
        typer.echo(likeness_said(alike, messages), err=True)
        if not typer.confirm(
            messages["add.ask.variant"].format(plan=safe(alike.plan)), True, err=True
        ):
            candidate = with_choices(candidate, {"variant_of": ""})
    for name in _ASKED:
        related = candidate.proposed["variant_of"] and name in ("predecessor", "reviews")
        if name not in candidate.given and not related:
            candidate = _asked(messages[f"field.{name}"], candidate, name, messages)
    typer.confirm(messages["add.ask.keep"], True, abort=True, err=True)
    return candidate


def _asked(label: str, candidate: Candidate, name: str, messages: Mapping[str, str]) -> Candidate:
    """The candidate with the answer to one question; a wrong one is explained and asked again."""
    from planwatch.adding import with_choices

    proposed = safe(candidate.proposed[name])
    while True:
        answer = typer.prompt(label, proposed, err=True, show_default=bool(proposed))
        if answer == proposed:
            return candidate
        try:
            return with_choices(candidate, {name: "" if answer == "-" else answer})
        except PlanwatchError as wrong:
            typer.echo(safe(messages[wrong.key].format(**wrong.values)), err=True)
