"""Commands on single documents and the folder they are in: plans, show, init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planwatch.cli.options import PLAN, Format, Lang, Output
from planwatch.cli.root import app
from planwatch.session import Session
from planwatch.usage import LocalCommand


@app.command(cls=LocalCommand, help="help.plans")
def plans(format: Format = "terminal", output: Output = None, lang: Lang = "") -> None:
    from planwatch.report.view import Catalogue

    session = Session(format=format, lang=lang, output=output)
    workspace = session.workspace()
    session.emit(Catalogue(str(workspace.root or ""), workspace.plans))


@app.command(cls=LocalCommand, help="help.show")
def show(
    plan: Annotated[str, typer.Argument(help="help.plan", **PLAN)],
    commitment: Annotated[str, typer.Argument(help="help.commitment", show_default=False)] = "",
    format: Format = "terminal",
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    unparsed: Annotated[bool, typer.Option("--unparsed", help="help.unparsed")] = False,
    untagged: Annotated[bool, typer.Option("--untagged", help="help.untagged")] = False,
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output)
    session.choose("--script", script, ("mainland", "source"))
    found = pipeline.load_plan(session.workspace(), plan)
    session.emit(
        found,
        commitment=pipeline.commitment_id(found, commitment) if commitment else "",
        source_script=script == "source",
        unparsed=unparsed,
        untagged=untagged,
        reasons=session.reasons(),
    )


@app.command(cls=LocalCommand, help="help.init")
def init(
    folder: Annotated[Path, typer.Argument(help="help.folder", show_default=False)] = Path(),
    lang: Lang = "",
) -> None:
    from planwatch.workspace import create_workspace

    session = Session(lang=lang)
    session.note("init.done", root=create_workspace(folder))
