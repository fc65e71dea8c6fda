"""Arguments and options that several commands take, and what completes them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from planwatch.errors import PlanwatchError
from planwatch.messages import LANGUAGES
from planwatch.report import formats_of


def complete_plan(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    try:
        return [p.id for p in find_workspace().plans if p.id.startswith(incomplete)]
    except PlanwatchError:
        return []


def complete_from(*choices: str) -> Any:
    return lambda incomplete: [choice for choice in choices if choice.startswith(incomplete)]


def complete_theme(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    themes = find_workspace().rules.themes.values()
    names = [name for theme in themes for name in (theme.id, theme.zh)]
    return [name for name in names if name.startswith(incomplete)]


def complete_pinned(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    try:
        pins = find_workspace().pins
    except PlanwatchError:
        return []
    ids = dict.fromkeys(text.id for pin in pins for text in (pin.old, pin.new))
    return [id for id in ids if id.startswith(incomplete)]


def complete_rule(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    try:
        return [id for id in find_workspace().finding_rules if id.startswith(incomplete)]
    except PlanwatchError:
        return []


def complete_format(ctx: typer.Context, incomplete: str) -> list[str]:
    return [name for name in formats_of(ctx.info_name or "") if name.startswith(incomplete)]


PLAN = {"autocompletion": complete_plan, "show_default": False}
Old = Annotated[str, typer.Argument(help="help.old", **PLAN)]
New = Annotated[str, typer.Argument(help="help.new", **PLAN)]
Format = Annotated[
    str,
    typer.Option(
        "--format", help="help.format", autocompletion=complete_format, show_default=False
    ),
]
Lang = Annotated[
    str, typer.Option("--lang", help="help.lang", autocompletion=complete_from(*LANGUAGES))
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="help.output", readable=False)]
