"""Commands for whoever changes documents: check, rules, accept."""

from __future__ import annotations

from typing import Annotated

import typer

from planwatch import errors
from planwatch.cli.options import (
    Format,
    Lang,
    Output,
    complete_from,
    complete_rule,
)
from planwatch.cli.root import app
from planwatch.session import Session
from planwatch.usage import LocalCommand

_LEVELS = ("error", "warning", "note")


@app.command(cls=LocalCommand, help="help.check", epilog="help.check.epilog")
def check(
    against: Annotated[str, typer.Option("--against", help="help.against")] = "",
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="help.fail-on", autocompletion=complete_from(*_LEVELS))
    ] = "error",
    format: Format = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.check.limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import checking
    from planwatch.models import Level

    session = Session("check", format, lang=lang, output=output)
    session.choose("--fail-on", fail_on, _LEVELS)
    session.choose("--script", script, ("mainland", "source"))
    found = checking.check(session.workspace(), against)
    level = Level(fail_on)
    session.emit(found, limit=limit, source_script=script == "source", fail_on=level)
    if not found.complete:
        raise typer.Exit(errors.EXIT_CANNOT)
    if found.reaching(level):
        raise typer.Exit(errors.EXIT_FINDINGS)


@app.command(cls=LocalCommand, help="help.rules")
def rules(
    rule: Annotated[
        str, typer.Argument(help="help.rule", show_default=False, autocompletion=complete_rule)
    ] = "",
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import checking

    session = Session("rules", format, lang=lang, output=output)
    session.emit(checking.rules_of(session.workspace(), rule))


@app.command(cls=LocalCommand, help="help.accept", epilog="help.accept.epilog")
def accept(
    fingerprint: Annotated[str, typer.Argument(help="help.fingerprint", show_default=False)],
    reason: Annotated[str, typer.Option("--reason", help="help.accept.reason", show_default=False)],
    lang: Lang = "",
) -> None:
    from planwatch import checking
    from planwatch.report.check import message

    session = Session(lang=lang)
    found = checking.accept(session.workspace(), fingerprint, reason)
    said = message(found, session.language) if found else ""
    key = "accept.kept" if found else "accept.kept.unseen"
    session.note(key, fingerprint=fingerprint, message=said, path="seeds/accepted.yaml")
