"""The command group that everything hangs on."""

from __future__ import annotations

from typing import Annotated

import typer

from planwatch.usage import LocalGroup

app = typer.Typer(
    name="planwatch",
    help="help.app",
    cls=LocalGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"planwatch {version('planwatch')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="help.version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass
