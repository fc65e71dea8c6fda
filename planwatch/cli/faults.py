"""What is wrong with arguments, in one sentence of the user's language.

Typer's exceptions carry English messages; what they are about is told here from their class and
the parameter they name. The classes are known by their names, since Typer keeps them to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import typer

from planwatch.report.safe import safe

USAGE: type[Exception] = typer.BadParameter.__mro__[2]
"""Typer's base class of everything that is wrong with arguments."""


def usage_fault(messages: Mapping[str, str], error: Any) -> str:
    """The sentence about a fault of usage, and the command whose help says more."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "planwatch"
    tell = next((_FAULTS[c.__name__] for c in type(error).__mro__ if c.__name__ in _FAULTS), None)
    message = tell(messages, error) if tell else messages["error.arguments"]
    return messages["error.usage"].format(message=message, command=path)


def help_wanted(error: Any) -> str:
    """The help page, where a group of commands was called without any; else nothing."""
    wanted = type(error).__name__ == "NoArgsIsHelpError"
    return str(error.ctx.command.get_help(error.ctx)) if wanted else ""


def _missing(messages: Mapping[str, str], error: Any) -> str:
    option = error.param.param_type_name == "option"
    key = "error.missing-option" if option else "error.missing-argument"
    return messages[key].format(name=_name(error.param), help=error.param.help)


def _unknown_option(messages: Mapping[str, str], error: Any) -> str:
    said = messages["error.unknown-option"].format(option=safe(error.option_name))
    return said + _nearest(messages, error.possibilities or ())


def _misused_option(messages: Mapping[str, str], error: Any) -> str:
    parameters = error.ctx.command.get_params(error.ctx) if error.ctx else ()
    flag = any(p.is_flag for p in parameters if error.option_name in p.opts)
    key = "error.option-flag" if flag else "error.option-value"
    return messages[key].format(option=safe(error.option_name))


def _bad_value(messages: Mapping[str, str], error: Any) -> str:
    least = getattr(error.param, "min", None)
    key = "error.bad-value" if least is None else "error.bad-number"
    return messages[key].format(name=_name(error.param), least=least)


def _unknown_command(messages: Mapping[str, str], error: Any) -> str:
    said = messages["error.unknown-command"].format(name=safe(error.name))
    return said + _nearest(messages, error.possibilities)


def _too_many(messages: Mapping[str, str], error: Any) -> str:
    listed = messages["list.separator"].join(map(safe, error.arguments))
    return messages["error.extra-arguments"].format(arguments=listed)


_FAULTS: Mapping[str, Callable[[Mapping[str, str], Any], str]] = {
    "MissingParameter": _missing,
    "NoSuchOption": _unknown_option,
    "BadOptionUsage": _misused_option,
    "BadParameter": _bad_value,
    "UnknownCommandError": _unknown_command,
    "ExtraArgumentsError": _too_many,
}


def _nearest(messages: Mapping[str, str], names: Sequence[str]) -> str:
    """What may have been meant, as the end of a sentence."""
    if not names:
        return ""
    return messages["error.nearest"].format(names=messages["list.separator"].join(names))


def _name(parameter: Any) -> str:
    """A parameter as the help page writes it."""
    is_option = parameter.param_type_name == "option"
    return str(max(parameter.opts, key=len) if is_option else parameter.name.upper())
