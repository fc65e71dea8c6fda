"""Commands on single documents and the folder they are in: add, plans, show, init."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planwatch.cli.options import PLAN, Format, Lang, Output, complete_from, complete_plan
from planwatch.cli.root import app
from planwatch.errors import PlanwatchError
from planwatch.session import Session
from planwatch.usage import LocalCommand


@app.command(cls=LocalCommand, help="help.plans")
def plans(format: Format = "", output: Output = None, lang: Lang = "") -> None:
    from planwatch.report.view import Catalogue

    session = Session("plans", format, lang=lang, output=output)
    workspace = session.workspace()
    session.emit(Catalogue(str(workspace.root or ""), workspace.plans))


@app.command(cls=LocalCommand, help="help.show")
def show(
    plan: Annotated[str, typer.Argument(help="help.plan", **PLAN)],
    commitment: Annotated[str, typer.Argument(help="help.commitment", show_default=False)] = "",
    format: Format = "",
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    unparsed: Annotated[bool, typer.Option("--unparsed", help="help.unparsed")] = False,
    untagged: Annotated[bool, typer.Option("--untagged", help="help.untagged")] = False,
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("show", format, lang=lang, output=output)
    session.choose("--script", script, ("mainland", "source"))
    found = pipeline.load_plan(session.workspace(), plan)
    session.emit(
        found,
        commitment=pipeline.commitment_id(found, commitment) if commitment else "",
        source_script=script == "source",
        unparsed=unparsed,
        untagged=untagged,
        reasons=session.reasons(),
        themes=session.themes(),
    )


_KINDS = ("scheme", "plan", "review", "briefing")
_Other = {"autocompletion": complete_plan}


@app.command(cls=LocalCommand, help="help.add", epilog="help.add.epilog")
def add(
    file: Annotated[Path, typer.Argument(help="help.file", show_default=False)],
    id: Annotated[str | None, typer.Option("--id", help="field.id")] = None,
    title: Annotated[str | None, typer.Option("--title", help="field.title")] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="field.kind", autocompletion=complete_from(*_KINDS)),
    ] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="field.issuer")] = None,
    number: Annotated[str | None, typer.Option("--number", help="field.number")] = None,
    date: Annotated[str | None, typer.Option("--date", help="field.date")] = None,
    effective: Annotated[str | None, typer.Option("--effective", help="field.effective")] = None,
    validity: Annotated[str | None, typer.Option("--validity", help="field.validity")] = None,
    period: Annotated[str | None, typer.Option("--period", help="field.period")] = None,
    predecessor: Annotated[
        str | None, typer.Option("--predecessor", help="field.predecessor", **_Other)
    ] = None,
    reviews: Annotated[
        str | None, typer.Option("--reviews", help="field.reviews", **_Other)
    ] = None,
    variant_of: Annotated[
        str | None, typer.Option("--variant-of", help="field.variant_of", **_Other)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="help.yes")] = False,
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import adding
    from planwatch.cli.prompts import confirmed
    from planwatch.models import Addition

    session = Session("add", format, lang=lang, output=output)
    options = {name: value for name, value in locals().items() if name in adding.FIELDS}
    given = {name: value for name, value in options.items() if value is not None}
    if kind is not None:
        session.choose("--kind", kind, _KINDS)
    workspace = adding.workspace_here()
    session.note("add.workspace", root=workspace.root)
    found = adding.examine(workspace, file, given)
    if not isinstance(found, Addition):
        if not yes and not sys.stdin.isatty():
            raise PlanwatchError("error.add-unconfirmed", path=str(file))
        found = adding.keep(found if yes else confirmed(found, session.messages))
    session.emit(found)
    if found.assumed:
        session.note("add.assumed")
    if found.open and found.added:
        session.note("add.open", fields=session.listed("field", found.open))


@app.command(cls=LocalCommand, help="help.init")
def init(
    folder: Annotated[Path, typer.Argument(help="help.folder", show_default=False)] = Path(),
    lang: Lang = "",
) -> None:
    from planwatch.workspace import create_workspace

    session = Session(lang=lang)
    session.note("init.done", root=create_workspace(folder))
