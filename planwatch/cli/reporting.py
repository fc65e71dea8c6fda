"""Reports that people hand on: report."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from planwatch.cli.options import PLAN, REPORT_FORMATS, Lang, Output, complete_from
from planwatch.cli.root import app
from planwatch.errors import PlanwatchError
from planwatch.session import Session
from planwatch.usage import LocalCommand


@app.command(cls=LocalCommand, help="help.report", epilog="help.report.epilog")
def report(
    plans: Annotated[list[str] | None, typer.Argument(help="help.report.plans", **PLAN)] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format", help="help.report.format", autocompletion=complete_from(*REPORT_FORMATS)
        ),
    ] = "html",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output, formats=REPORT_FORMATS)
    if format == "html" and output is None and sys.stdout.isatty():
        raise PlanwatchError("error.report-terminal")
    workspace = session.workspace()
    found = pipeline.dossier(workspace, plans or [])
    session.emit(found, accuracy=workspace.rules.accuracy)
    for comparison in found.comparisons:
        session.warn(comparison.pins)
