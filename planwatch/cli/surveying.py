"""Commands over many documents at once: survey."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from planwatch.cli.options import Format, Lang, Output, complete_from, complete_plan, complete_theme
from planwatch.cli.root import app
from planwatch.session import Session
from planwatch.usage import LocalCommand

if TYPE_CHECKING:
    from planwatch.models import Survey, SurveyBy
    from planwatch.surveying import Step

_BY = ("theme", "term", "commitment")


@app.command(cls=LocalCommand, help="help.survey", epilog="help.survey.epilog")
def survey(
    folder: Annotated[
        Path | None, typer.Argument(help="help.survey.folder", show_default=False, readable=False)
    ] = None,
    lead: Annotated[
        str, typer.Option("--lead", help="help.survey.lead", autocompletion=complete_plan)
    ] = "",
    by: Annotated[
        str, typer.Option("--by", help="help.survey.by", autocompletion=complete_from(*_BY))
    ] = "",
    theme: Annotated[
        str, typer.Option("--theme", help="help.survey.theme", autocompletion=complete_theme)
    ] = "",
    term: Annotated[str, typer.Option("--term", help="help.survey.term")] = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.survey.limit", min=0)] = None,
    jobs: Annotated[int, typer.Option("--jobs", help="help.survey.jobs", min=0)] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", help="help.survey.scheduler")] = "",
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import surveying

    session = Session("survey", format, lang=lang, output=output)
    session.choose("--by", by, ("", *_BY))
    if session.format != "terminal" and limit is not None:
        session.note("survey.complete")
    chosen = cast("SurveyBy", by or ("term" if term else "theme"))
    asked = surveying.Asked(by=chosen, lead=lead, theme=theme, term=term)
    root = folder or session.workspace().seeds
    try:
        with _progress(session) as (step, early):
            found = surveying.survey(
                root, asked, jobs=jobs, scheduler=scheduler, progress=step, early=early
            )
    except surveying.TooFewReadError as error:
        for one in error.unread:
            session.note("survey.failed", path=one.path, why=session.told(one.key, one.values))
        raise
    session.emit(found, limit=limit)


@contextmanager
def _progress(
    session: Session,
) -> Iterator[tuple[Callable[[Step], None], Callable[[Survey], None] | None]]:
    """What tells on a terminal how far the work is, with a first result; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield (lambda _step: None), None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    from planwatch.report.survey import counts, item_name
    from planwatch.report.view import View

    view = View(session.messages, session.language)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        first = ""

        def step(now: Step) -> None:
            told = session.messages[f"survey.progress.{now.stage}"]
            bar.update(task, description=f"{told}  {first}", completed=now.done, total=now.total)

        def early(found: Survey) -> None:
            nonlocal first
            name = escape(item_name(found.items[0], view))
            first = view.say("survey.early", name=name, **counts(found.items[0], found))

        yield step, early
