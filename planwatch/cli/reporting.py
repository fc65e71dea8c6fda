"""Reports that people hand on: report."""

from __future__ import annotations

from typing import Annotated

import typer

from planwatch.cli.options import PLAN, Format, Lang, Output
from planwatch.cli.root import app
from planwatch.session import Session
from planwatch.usage import LocalCommand


@app.command(cls=LocalCommand, help="help.report", epilog="help.report.epilog")
def report(
    plans: Annotated[list[str] | None, typer.Argument(help="help.report.plans", **PLAN)] = None,
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("report", format, lang=lang, output=output)
    workspace = session.workspace()
    found = pipeline.dossier(workspace, plans or [])
    session.emit(found, accuracy=pipeline.accuracy(workspace))
    for comparison in found.comparisons:
        session.warn(comparison.pins)
