"""Commands: their faults of usage, and their help pages in the user's language.

The columns of a page line up under wide characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from planwatch.errors import PlanwatchError
from planwatch.report import formats_of, suffixes_of, usual_of
from planwatch.report.layout import padded, rendered, wrapped

_INDENT = 2
_WIDEST_COLUMN = 28
_WIDTH = 80
_UsageError: Any = typer.BadParameter.__mro__[1]
"""Typer's class of faults of usage, which it has no public name for."""


class _Local:
    """Writes the help page of a command from the messages kept in its context, and says of every
    fault of usage which command it is about."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        for parameter in ctx.command.get_params(ctx):
            parameter._runtime_param = _AsGiven(parameter._runtime_param)
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except _UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, purpose, arguments, options and commands."""
        messages = ctx.find_root().obj or {}
        width = min(formatter.width + 2, _WIDTH)
        formatter.write(rendered(_page(ctx, messages, width), width, color=False))


class _AsGiven:
    """Takes a text as it was given, where typer would load pydantic for it: that takes a third of
    a short command's time. Whatever else there is to check goes typer's way."""

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a parameter. Raises typer's faults of usage."""
        plain = param.type_descriptor.annotation is str and not param.multiple
        if plain and param.nargs == 1 and isinstance(value, str) and value.isprintable():
            return value
        if value is None and not param.multiple and param.nargs == 1:
            return value
        param._runtime_param = self._usual
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


class ArgumentsError(PlanwatchError):
    """A fault of usage; `ctx` is that of the command."""

    def __init__(self, key: str, context: Any, **values: object) -> None:
        super().__init__(key, **values)
        self.ctx = context


class UnknownCommandError(ArgumentsError):
    """No command has this name; `possibilities` are like it."""

    def __init__(self, name: str, possibilities: Sequence[str], context: Any) -> None:
        super().__init__("error.unknown-command", context, name=name)
        self.name, self.possibilities = name, possibilities


class ExtraArgumentsError(ArgumentsError):
    """More arguments than the command takes."""

    def __init__(self, arguments: Sequence[str], context: Any) -> None:
        super().__init__("error.extra-arguments", context, arguments=arguments)
        self.arguments = tuple(arguments)


class LocalCommand(_Local, TyperCommand):
    """A command with localized help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, and refuse those that are too many."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise ExtraArgumentsError(rest, ctx)
        return rest


class LocalGroup(_Local, TyperGroup):
    """A group of commands with localized help."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the first argument names."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise UnknownCommandError(args[0], get_close_matches(args[0], self.commands, n=1), ctx)
        return super().resolve_command(ctx, args)


def localize(command: Any, messages: Mapping[str, str]) -> None:
    """Replace message keys in the help texts of a command and all below it."""
    command.help = _said(messages, command.help)
    command.epilog = _said(messages, command.epilog)
    command.short_help = _said(messages, command.short_help)
    for parameter in command.params:
        text = getattr(parameter, "help", None)
        own = f"help.{parameter.name.replace('_', '-')}"
        parameter.help = _said(messages, text if text in messages else own)
        if parameter.name == "format":
            parameter.help = _formats_said(parameter.help, command.name or "")
    for below in getattr(command, "commands", {}).values():
        localize(below, messages)


def _formats_said(text: str, command: str) -> str:
    """The formats of a command, and the suffixes of files that name one."""
    formats, suffixes = ", ".join(formats_of(command)), " ".join(suffixes_of(command))
    return text.format(formats=formats, suffixes=suffixes, usual=usual_of(command))


def _said(messages: Mapping[str, str], text: str | None) -> str | None:
    return messages.get(text, text) if text else text


def _page(ctx: Any, messages: Mapping[str, str], width: int) -> Iterator[Text]:
    command = ctx.command
    pieces = " ".join(command.collect_usage_pieces(ctx))
    usage = f"{messages['help.usage']} {ctx.command_path} {pieces}"
    yield from wrapped(Text(usage), width, indent=_INDENT, first=0)
    yield Text("")
    if command.help:
        yield from wrapped(Text(command.help), width, _INDENT)
        yield Text("")
    parameters = command.get_params(ctx)
    arguments = [_argument(p) for p in parameters if p.param_type_name == "argument"]
    options = [_option(p, messages) for p in parameters if p.param_type_name == "option"]
    below = getattr(command, "commands", {})
    commands = [(name, found.help or "") for name, found in below.items()]
    for key, rows in (("arguments", arguments), ("options", options), ("commands", commands)):
        if rows:
            yield Text(messages[f"help.{key}"])
            yield from _rows(rows, width)
            yield Text("")
    if command.epilog:
        yield from wrapped(Text(command.epilog), width, _INDENT)


def _argument(parameter: Any) -> tuple[str, str]:
    return parameter.name.upper(), parameter.help or ""


def _option(parameter: Any, messages: Mapping[str, str]) -> tuple[str, str]:
    if "--help" in parameter.opts:
        return "--help", messages["help.help"]
    metavar = "" if parameter.is_flag else f" {parameter.name.upper()}"
    return ", ".join(parameter.opts) + metavar, parameter.help or ""


def _rows(rows: list[tuple[str, str]], width: int) -> Iterator[Text]:
    column = min(_WIDEST_COLUMN, max(Text(name).cell_len for name, _ in rows) + 2)
    for name, text in rows:
        yield from wrapped(
            Text(padded(name, column - 1) + " " + text),
            width,
            indent=_INDENT + column,
            first=_INDENT,
        )
