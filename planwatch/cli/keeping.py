"""The command on what is kept between commands: cache."""

from __future__ import annotations

from typing import Annotated

import typer

from planwatch.cli.options import Lang
from planwatch.cli.root import app
from planwatch.session import Session
from planwatch.usage import LocalCommand

_MEGABYTE = 1_000_000


@app.command(cls=LocalCommand, help="help.cache", epilog="help.cache.epilog")
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="help.clear")] = False,
    lang: Lang = "",
) -> None:
    from planwatch.cache import user_cache
    from planwatch.report.safe import safe

    session = Session(lang=lang)
    found = user_cache()
    if found.folder is None:
        session.write(session.messages["cache.off"] + "\n")
        return
    key, entries = ("cache.cleared", found.clear()) if clear else ("cache.held", found.entries())
    size = sum(known.st_size for _, known in entries) / _MEGABYTE
    said = session.messages[key].format(
        folder=safe(str(found.folder)),
        count=len(entries),
        size=f"{size:.1f}",
        limit=found.limit // _MEGABYTE,
    )
    session.write(f"{said}\n")
