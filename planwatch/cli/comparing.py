"""Commands that compare plans: diff, explain, trace, terms, targets."""

from __future__ import annotations

from typing import Annotated

import typer

from planwatch import errors
from planwatch.cli.options import (
    PLAN,
    Format,
    Lang,
    New,
    Old,
    Output,
    complete_from,
    complete_theme,
)
from planwatch.cli.root import app
from planwatch.errors import PlanwatchError
from planwatch.session import Session
from planwatch.usage import LocalCommand

_LEVELS = ("theme", "commitment")
_SECTIONS = (
    *("dropped", "appeared", "linked", "continued", "changed", "split", "merged", "moved"),
    *("strengthened", "weakened"),
)
_TERMS = ("new", "returned", "gone", "risen", "fallen")
_VERDICTS = ("missed", "unclear", "not_reported", "not_comparable", "met", "exceeded")


@app.command(cls=LocalCommand, help="help.diff", epilog="help.diff.epilog")
def diff(
    old: Old,
    new: New,
    format: Format = "",
    only: Annotated[
        str, typer.Option("--only", help="help.only", autocompletion=complete_from(*_SECTIONS))
    ] = "",
    chapter: Annotated[str, typer.Option("--chapter", help="help.chapter")] = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    theme: Annotated[
        str, typer.Option("--theme", help="help.theme", autocompletion=complete_theme)
    ] = "",
    level: Annotated[
        str, typer.Option("--level", help="help.level", autocompletion=complete_from(*_LEVELS))
    ] = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="help.exit-code")] = False,
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("diff", format, lang=lang, output=output)
    session.choose("--only", only, ("", *_SECTIONS))
    session.choose("--script", script, ("mainland", "source"))
    session.choose("--level", level, ("", *_LEVELS))
    if session.format == "json" and (only or chapter or theme or level or limit is not None):
        session.note("filters.json")
    if session.format == "brief" and (only or chapter or theme or level):
        session.note("filters.brief")
    theme_id = pipeline.theme_of(session.workspace(), theme) if theme else ""
    comparison = pipeline.compare(session.workspace(), old, new)
    session.emit(
        comparison,
        only=only,
        chapter=chapter,
        theme=theme_id,
        level=level,
        limit=limit,
        source_script=script == "source",
        accuracy=pipeline.accuracy(session.workspace()),
    )
    session.warn(comparison.pins)
    if exit_code and any(not change.unchanged for change in comparison.changes):
        raise typer.Exit(errors.EXIT_CHANGED)


@app.command(cls=LocalCommand, help="help.explain")
def explain(
    old: Annotated[str, typer.Argument(help="help.explain-old", **PLAN)],
    new: Annotated[str, typer.Argument(help="help.explain-new", **PLAN)],
    format: Format = "",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("explain", format, lang=lang, output=output)
    found = pipeline.explain(session.workspace(), old, new)
    session.emit(found)
    session.warn(found.pins)


@app.command(cls=LocalCommand, help="help.trace", epilog="help.trace.epilog")
def trace(
    query: Annotated[
        str, typer.Argument(help="help.query", show_default=False, autocompletion=complete_theme)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="help.all")] = False,
    format: Format = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.trace-limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("trace", format, lang=lang, output=output)
    session.choose("--script", script, ("mainland", "source"))
    if everything == bool(query):
        raise PlanwatchError("error.trace-query")
    workspace = session.workspace()
    found = pipeline.trace_all(workspace) if everything else pipeline.trace(workspace, query)
    session.emit(found, limit=limit, source_script=script == "source")
    session.warn(getattr(found, "pins", ()))


@app.command(cls=LocalCommand, help="help.terms", epilog="help.terms.epilog")
def terms(
    first: Annotated[str, typer.Argument(help="help.terms.first", **PLAN)],
    new: Annotated[str, typer.Argument(help="help.terms.new", **PLAN)] = "",
    format: Format = "",
    only: Annotated[
        str, typer.Option("--only", help="help.terms.only", autocompletion=complete_from(*_TERMS))
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.terms.limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("terms", format, lang=lang, output=output)
    session.choose("--only", only, ("", *_TERMS))
    session.choose("--script", script, ("mainland", "source"))
    if session.format == "json" and (only or limit is not None):
        session.note("filters.json")
    workspace = session.workspace()
    found = pipeline.terms(workspace, first, new) if new else pipeline.term(workspace, first)
    session.emit(found, only=only, limit=limit, source_script=script == "source")


@app.command(cls=LocalCommand, help="help.targets", epilog="help.targets.epilog")
def targets(
    old: Annotated[str, typer.Argument(help="help.old", **PLAN)] = "",
    new: Annotated[str, typer.Argument(help="help.new", **PLAN)] = "",
    only: Annotated[
        str, typer.Option("--only", help="help.verdict", autocompletion=complete_from(*_VERDICTS))
    ] = "",
    format: Format = "",
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session("targets", format, lang=lang, output=output)
    session.choose("--only", only, ("", *_VERDICTS))
    session.choose("--script", script, ("mainland", "source"))
    if bool(old) != bool(new):
        raise PlanwatchError("error.targets-plans")
    if session.format == "json" and only:
        session.note("filters.json")
    found = pipeline.targets(session.workspace(), old, new)
    session.emit(found, only=only, source_script=script == "source")
