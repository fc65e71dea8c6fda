"""The command line: arguments → settings → pipeline → report → exit code.

Everything slow is imported by the command that needs it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from planwatch import errors
from planwatch.errors import PlanwatchError
from planwatch.messages import LANGUAGES, language_of, load_messages
from planwatch.session import Session, tell
from planwatch.usage import LocalCommand, LocalGroup, localize

app = typer.Typer(
    name="planwatch",
    help="help.app",
    cls=LocalGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _complete_plan(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    try:
        return [p.id for p in find_workspace().plans if p.id.startswith(incomplete)]
    except PlanwatchError:
        return []


def _complete_from(*choices: str) -> Any:
    return lambda incomplete: [choice for choice in choices if choice.startswith(incomplete)]


def _complete_theme(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    themes = find_workspace().rules.themes.values()
    names = [name for theme in themes for name in (theme.id, theme.zh)]
    return [name for name in names if name.startswith(incomplete)]


def _complete_pinned(incomplete: str) -> list[str]:
    from planwatch.workspace import find_workspace

    try:
        pins = find_workspace().pins
    except PlanwatchError:
        return []
    ids = dict.fromkeys(text.id for pin in pins for text in (pin.old, pin.new))
    return [id for id in ids if id.startswith(incomplete)]


_DOCUMENT_FORMATS = ("terminal", "json", "markdown")
_LEVELS = ("theme", "commitment")
_SECTIONS = ("dropped", "appeared", "linked", "continued", "changed", "split", "merged", "moved")
_VERDICTS = ("missed", "unclear", "not_reported", "not_comparable", "met", "exceeded")
_TERMS = ("new", "returned", "gone", "risen", "fallen")
_Plan = {"autocompletion": _complete_plan, "show_default": False}
Old = Annotated[str, typer.Argument(help="help.old", **_Plan)]
New = Annotated[str, typer.Argument(help="help.new", **_Plan)]
Format = Annotated[
    str,
    typer.Option("--format", help="help.format", autocompletion=_complete_from("terminal", "json")),
]
DocumentFormat = Annotated[
    str,
    typer.Option(
        "--format", help="help.document-format", autocompletion=_complete_from(*_DOCUMENT_FORMATS)
    ),
]
Lang = Annotated[
    str, typer.Option("--lang", help="help.lang", autocompletion=_complete_from(*LANGUAGES))
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="help.output")]


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


@app.command(cls=LocalCommand, help="help.diff", epilog="help.diff.epilog")
def diff(
    old: Old,
    new: New,
    format: DocumentFormat = "terminal",
    only: Annotated[
        str, typer.Option("--only", help="help.only", autocompletion=_complete_from(*_SECTIONS))
    ] = "",
    chapter: Annotated[str, typer.Option("--chapter", help="help.chapter")] = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    theme: Annotated[
        str, typer.Option("--theme", help="help.theme", autocompletion=_complete_theme)
    ] = "",
    level: Annotated[
        str, typer.Option("--level", help="help.level", autocompletion=_complete_from(*_LEVELS))
    ] = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="help.exit-code")] = False,
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output, formats=_DOCUMENT_FORMATS)
    session.choose("--only", only, ("", *_SECTIONS))
    session.choose("--script", script, ("mainland", "source"))
    session.choose("--level", level, ("", *_LEVELS))
    if format == "json" and (only or chapter or theme or level or limit is not None):
        session.note("filters.json")
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
        accuracy=session.workspace().rules.accuracy,
    )
    session.warn(comparison.pins)
    if exit_code and any(not change.unchanged for change in comparison.changes):
        raise typer.Exit(errors.EXIT_CHANGED)


@app.command(cls=LocalCommand, help="help.show")
def show(
    plan: Annotated[str, typer.Argument(help="help.plan", **_Plan)],
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


@app.command(cls=LocalCommand, help="help.explain")
def explain(
    old: Annotated[str, typer.Argument(help="help.explain-old", **_Plan)],
    new: Annotated[str, typer.Argument(help="help.explain-new", **_Plan)],
    format: Format = "terminal",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output)
    found = pipeline.explain(session.workspace(), old, new)
    session.emit(found)
    session.warn(found.pins)


@app.command(cls=LocalCommand, help="help.trace", epilog="help.trace.epilog")
def trace(
    query: Annotated[
        str, typer.Argument(help="help.query", show_default=False, autocompletion=_complete_theme)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="help.all")] = False,
    format: DocumentFormat = "terminal",
    limit: Annotated[int | None, typer.Option("--limit", help="help.trace-limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output, formats=_DOCUMENT_FORMATS)
    session.choose("--script", script, ("mainland", "source"))
    if everything == bool(query):
        raise PlanwatchError("error.trace-query")
    workspace = session.workspace()
    found = pipeline.trace_all(workspace) if everything else pipeline.trace(workspace, query)
    session.emit(found, limit=limit, source_script=script == "source")
    session.warn(getattr(found, "pins", ()))


@app.command(cls=LocalCommand, help="help.targets", epilog="help.targets.epilog")
def targets(
    old: Annotated[str, typer.Argument(help="help.old", **_Plan)] = "",
    new: Annotated[str, typer.Argument(help="help.new", **_Plan)] = "",
    only: Annotated[
        str, typer.Option("--only", help="help.verdict", autocompletion=_complete_from(*_VERDICTS))
    ] = "",
    format: DocumentFormat = "terminal",
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output, formats=_DOCUMENT_FORMATS)
    session.choose("--only", only, ("", *_VERDICTS))
    session.choose("--script", script, ("mainland", "source"))
    if bool(old) != bool(new):
        raise PlanwatchError("error.targets-plans")
    if format == "json" and only:
        session.note("filters.json")
    found = pipeline.targets(session.workspace(), old, new)
    session.emit(found, only=only, source_script=script == "source")


@app.command(cls=LocalCommand, help="help.terms", epilog="help.terms.epilog")
def terms(
    first: Annotated[str, typer.Argument(help="help.terms.first", **_Plan)],
    new: Annotated[str, typer.Argument(help="help.terms.new", **_Plan)] = "",
    format: DocumentFormat = "terminal",
    only: Annotated[
        str, typer.Option("--only", help="help.terms.only", autocompletion=_complete_from(*_TERMS))
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", help="help.terms.limit", min=0)] = None,
    script: Annotated[str, typer.Option("--script", help="help.script")] = "mainland",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output, formats=_DOCUMENT_FORMATS)
    session.choose("--only", only, ("", *_TERMS))
    session.choose("--script", script, ("mainland", "source"))
    if format == "json" and (only or limit is not None):
        session.note("filters.json")
    workspace = session.workspace()
    found = pipeline.terms(workspace, first, new) if new else pipeline.term(workspace, first)
    session.emit(found, only=only, limit=limit, source_script=script == "source")


@app.command(cls=LocalCommand, help="help.plans")
def plans(format: Format = "terminal", output: Output = None, lang: Lang = "") -> None:
    from planwatch.report.view import Catalogue

    session = Session(format=format, lang=lang, output=output)
    workspace = session.workspace()
    session.emit(Catalogue(str(workspace.root or ""), workspace.plans))


@app.command(cls=LocalCommand, help="help.schema")
def schema(output: Output = None, lang: Lang = "") -> None:
    from planwatch.report.schema import schema_text

    Session(lang=lang, output=output).write(schema_text())


@app.command("eval", cls=LocalCommand, help="help.eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="help.gold", show_default=False)],
    errors: Annotated[int, typer.Option("--errors", help="help.errors", min=0)] = 10,
    format: Format = "terminal",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import pipeline

    session = Session(format=format, lang=lang, output=output)
    session.emit(pipeline.score(session.workspace(), gold), errors=errors)


@app.command(cls=LocalCommand, help="help.fit")
def fit(
    gold: Annotated[list[Path], typer.Argument(help="help.golds", show_default=False)],
    write: Annotated[bool, typer.Option("--write", help="help.write")] = False,
    format: Format = "terminal",
    output: Output = None,
    lang: Lang = "",
) -> None:
    from planwatch import fitting

    session = Session(format=format, lang=lang, output=output)
    session.note("fit.wait")
    session.emit(fitting.fit(session.workspace(), gold, write=write))


pin = typer.Typer(
    cls=LocalGroup,
    help="help.pin",
    epilog="help.pin.epilog",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(pin, name="pin")
_Pinned = {"autocompletion": _complete_pinned, "show_default": False}
PinOld = Annotated[str, typer.Argument(help="help.pin-old", **_Plan)]
PinNew = Annotated[str, typer.Argument(help="help.pin-new", **_Plan)]
Reason = Annotated[str, typer.Option("--reason", help="help.reason", show_default=False)]
_RELATIONS = ("continued", "changed")
As = typer.Option("--as", help="help.as", autocompletion=_complete_from(*_RELATIONS))


def _decide(decision: str, old: str, new: str, reason: str, relation: str, lang: str) -> None:
    from planwatch import pinning
    from planwatch.models import Decision, Relation

    session = Session(lang=lang)
    session.choose("--as", relation, ("", *_RELATIONS))
    named = Relation(relation) if relation else None
    kept = pinning.pin(
        session.workspace(), Decision(decision), old, new, reason=reason, relation=named
    )
    session.note("pin.kept", old=kept.old, new=kept.new, path="seeds/pins.yaml")
    session.warn([kept])


@pin.command("accept", cls=LocalCommand, help="help.pin-accept")
def pin_accept(
    old: PinOld,
    new: PinNew,
    reason: Reason,
    relation: Annotated[str, As] = "",
    lang: Lang = "",
) -> None:
    _decide("accept", old, new, reason, relation, lang)


@pin.command("reject", cls=LocalCommand, help="help.pin-reject")
def pin_reject(old: PinOld, new: PinNew, reason: Reason, lang: Lang = "") -> None:
    _decide("reject", old, new, reason, "", lang)


@pin.command("relabel", cls=LocalCommand, help="help.pin-relabel")
def pin_relabel(
    old: PinOld,
    new: PinNew,
    reason: Reason,
    relation: Annotated[str, As],
    lang: Lang = "",
) -> None:
    if not relation:
        raise PlanwatchError("error.choice", option="--as", value="", allowed="continued, changed")
    _decide("relabel", old, new, reason, relation, lang)


@pin.command("list", cls=LocalCommand, help="help.pin-list")
def pin_list(format: Format = "terminal", output: Output = None, lang: Lang = "") -> None:
    from planwatch import pinning

    session = Session(format=format, lang=lang, output=output)
    session.emit(pinning.pins_of(session.workspace()))


@pin.command("remove", cls=LocalCommand, help="help.pin-remove")
def pin_remove(
    old: Annotated[str, typer.Argument(help="help.pin-old", **_Pinned)],
    new: Annotated[str, typer.Argument(help="help.pin-new", **_Pinned)],
    lang: Lang = "",
) -> None:
    from planwatch import pinning

    session = Session(lang=lang)
    gone = pinning.unpin(session.workspace(), old, new)
    session.note("pin.removed", old=gone.old.id, new=gone.new.id)


@app.command(cls=LocalCommand, help="help.init")
def init(
    folder: Annotated[Path, typer.Argument(help="help.folder", show_default=False)] = Path(),
    lang: Lang = "",
) -> None:
    from planwatch.workspace import create_workspace

    session = Session(lang=lang)
    session.note("init.done", root=create_workspace(folder))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no fault shows a traceback."""
    # A short process with few reference cycles: collecting less often saves a tenth of it.
    gc.set_threshold(200_000, 20, 20)
    given = sys.argv[1:] if arguments is None else arguments
    _use_utf8()
    messages = load_messages(_language(given))
    command = typer.main.get_command(app)
    localize(command, messages)
    try:
        code = command.main(given, prog_name="planwatch", standalone_mode=False, obj=messages)
        sys.stdout.flush()
    except PlanwatchError as error:
        code = _refuse(messages, messages[error.key].format(**error.values))
    except _USAGE as error:
        code = _refuse(messages, _usage_fault(messages, error))
    except (KeyboardInterrupt, typer.Abort):
        tell(messages["interrupted"])
        code = errors.EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; without this Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = errors.EXIT_OK
    sys.exit(code if isinstance(code, int) else errors.EXIT_OK)


_USAGE: type[Exception] = typer.BadParameter.__mro__[2]
"""Typer's base class of everything that is wrong with arguments."""


def _usage_fault(messages: Mapping[str, str], error: Any) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "planwatch"
    return messages["error.usage"].format(message=error.format_message(), command=path)


def _refuse(messages: Mapping[str, str], text: str) -> int:
    tell(messages["error.prefix"] + text)
    return errors.EXIT_CANNOT


def _language(arguments: list[str]) -> str:
    """The language asked for by `--lang`, wherever it stands, else that of the locale."""
    for index, argument in enumerate(arguments):
        if argument == "--lang" and arguments[index + 1 : index + 2]:
            found = arguments[index + 1]
        elif argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
        else:
            continue
        if found in LANGUAGES:
            return found
    return language_of(os.environ)


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
