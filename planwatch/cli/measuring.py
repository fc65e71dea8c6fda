"""Commands that measure planwatch itself: eval, fit, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planwatch.cli.options import Format, Lang, Output
from planwatch.cli.root import app
from planwatch.session import Session
from planwatch.usage import LocalCommand


@app.command(cls=LocalCommand, help="help.schema")
def schema(output: Output = None, lang: Lang = "") -> None:
    from planwatch.report.schema import schema_text

    Session(lang=lang, output=output).write(schema_text())


@app.command("eval", cls=LocalCommand, help="help.eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="help.gold", show_default=False)],
    errors: Annotated[int, typer.Option("--errors", help="help.errors", min=0)] = 10,
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch.pipeline import scoring

    session = Session("eval", format, lang=lang, output=output)
    session.emit(scoring.score(session.workspace(), gold), errors=errors)


@app.command(cls=LocalCommand, help="help.fit")
def fit(
    gold: Annotated[list[Path], typer.Argument(help="help.golds", show_default=False)],
    write: Annotated[bool, typer.Option("--write", help="help.write")] = False,
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import fitting

    session = Session("fit", format, lang=lang, output=output)
    session.note("fit.wait")
    session.emit(fitting.fit(session.workspace(), gold, write=write))
