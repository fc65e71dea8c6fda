"""The command line: arguments → settings → pipeline → report → exit code.

One module per kind of work; everything slow is imported by the command that needs it.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Mapping
from copy import copy
from typing import Any

import typer

from planwatch import errors
from planwatch.cli import (  # noqa: F401 (their commands)
    checking,
    comparing,
    documents,
    keeping,
    measuring,
    pins,
    reporting,
    surveying,
)
from planwatch.cli.faults import USAGE, help_wanted, usage_fault
from planwatch.cli.root import app
from planwatch.errors import PlanwatchError
from planwatch.messages import LANGUAGES, language_of, load_messages
from planwatch.session import forsake, tell
from planwatch.usage import ArgumentsError, localize


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no fault shows a traceback."""
    # A short process with few reference cycles: collecting less often saves a tenth of it.
    # At its end all memory goes at once, and need not be searched first.
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)
    given = sys.argv[1:] if arguments is None else arguments
    _use_utf8()
    messages = load_messages(_language(given))
    command, out = typer.main.get_command(_narrowed(given)), sys.stdout
    localize(command, messages)
    try:
        code = command.main(given, prog_name="planwatch", standalone_mode=False, obj=messages)
        sys.stdout.flush()
    except (USAGE, ArgumentsError) as error:
        code = _answer(messages, error)
    except PlanwatchError as error:
        code = _refuse(messages, messages[error.key].format(**error.values))
    except (KeyboardInterrupt, typer.Abort):
        tell(messages["interrupted"])
        code = errors.EXIT_INTERRUPTED
    except BrokenPipeError:
        forsake(sys.stdout)  # its reader has gone
        code = errors.EXIT_OK
    except SystemExit:
        if sys.stdout is out:
            raise
        forsake(out)  # Typer puts another in its place when the reader has gone, and leaves with 1
        code = errors.EXIT_OK
    except OSError as error:
        forsake(sys.stdout)
        code = _refuse(messages, _system_fault(messages, error))
    sys.exit(code if isinstance(code, int) else errors.EXIT_OK)


def _narrowed(arguments: list[str]) -> typer.Typer:
    """The app with the one command that the first argument names: making all of them takes as
    long as a short command. Help, completion and a misspelt name need them all."""
    found = [info for info in app.registered_commands if _name(info) in arguments[:1]]
    if not found:
        return app
    narrowed = copy(app)
    narrowed.registered_commands, narrowed.registered_groups = found, []
    return narrowed


def _name(info: Any) -> str:
    return str(info.name or info.callback.__name__)


def _answer(messages: Mapping[str, str], error: Exception) -> int:
    """A bare group of commands asks what there is, and the help page is the answer; any other
    fault of usage is refused."""
    if page := help_wanted(error):
        typer.echo(page)
        return errors.EXIT_OK
    return _refuse(messages, usage_fault(messages, error))


def _refuse(messages: Mapping[str, str], text: str) -> int:
    tell(messages["error.prefix"] + text)
    return errors.EXIT_CANNOT


def _system_fault(messages: Mapping[str, str], error: OSError) -> str:
    """What the system refuses: a full disk behind stdout, a folder that has gone, a name too long
    for it."""
    key = "error.system" if error.filename is None else "error.system-path"
    return messages[key].format(path=error.filename, why=error.strerror or type(error).__name__)


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
    """Whatever the locale says. A stream that was closed before the start leads nowhere."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
