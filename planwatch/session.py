"""One command: its language, its workspace, and where its answer goes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from planwatch.errors import PlanwatchError
from planwatch.messages import LANGUAGES, language_of, load_messages
from planwatch.report.safe import safe

if TYPE_CHECKING:
    from planwatch.models import PairPin
    from planwatch.report import Result
    from planwatch.workspace import Workspace

_NARROWEST = 40
_USUAL = (80, 24)
"""Columns and lines where nothing says how large the terminal is."""


class Session:
    """One command: its language, its workspace, and in which format its answer goes where."""

    def __init__(
        self,
        command: str = "",
        format: str = "",
        lang: str = "",
        output: Path | None = None,
    ) -> None:
        self.language = lang or language_of(os.environ)
        self.output = output
        self.choose("--lang", self.language, LANGUAGES)
        self.messages = load_messages(self.language)
        self._workspace: Workspace | None = None
        self.format = self._format(command, format)

    def _format(self, command: str, given: str) -> str:
        """The format asked for: by `--format`, else by the suffix of the output file. One that is
        no text for a terminal, or that lacks its libraries, is refused before any work is done."""
        from planwatch.report import FORMATS, format_of, formats_of, usual_of, writer

        if given:
            self.choose("--format", given, formats_of(command))
        elif self.output and command:
            given = format_of(self.output, command)
        chosen = given or usual_of(command)
        if FORMATS[chosen].binary and self.output is None and sys.stdout.isatty():
            raise PlanwatchError("error.binary-terminal", format=chosen, command=command)
        if FORMATS[chosen].extra:
            writer(chosen)
        return chosen

    def choose(self, option: str, value: str, allowed: tuple[str, ...]) -> None:
        """Refuse a value that an option does not take."""
        if value not in allowed:
            listed = ", ".join(choice for choice in allowed if choice)
            raise PlanwatchError("error.choice", option=option, value=value, allowed=listed)

    def workspace(self) -> Workspace:
        """The workspace in use, named once on stderr."""
        from planwatch.workspace import find_workspace

        if self._workspace is None:
            self._workspace = find_workspace()
            root = self._workspace.root
            self.note("workspace.own" if root else "workspace.bundled", root=root or "")
        return self._workspace

    def reasons(self) -> Mapping[str, str]:
        """Why text can be set aside, in words."""
        known = {
            key.removeprefix("unparsed."): text
            for key, text in self.messages.items()
            if key.startswith("unparsed.")
        }
        furniture = self.workspace().rules.furniture
        return known | {rule.id: getattr(rule, self.language) for rule in furniture}

    def themes(self) -> Mapping[str, str]:
        """The names of themes by id."""
        rules = self.workspace().rules.themes
        return {id: getattr(rule, self.language) for id, rule in rules.items()}

    def listed(self, prefix: str, names: Iterable[str]) -> str:
        """The words for some names, one after the other."""
        words = (self.messages[f"{prefix}.{name}"] for name in names)
        return self.messages["list.separator"].join(words)

    def note(self, key: str, **values: object) -> None:
        """A message on stderr."""
        tell(self.messages[key].format(**values))

    def told(self, key: str, values: Mapping[str, object]) -> str:
        """A message with its values."""
        return self.messages[key].format(**values)

    def warn(self, pins: Iterable[PairPin]) -> None:
        """Name on stderr the decisions that no longer change anything."""
        for pin in pins:
            if not pin.effective:
                said = self.messages[f"pin.decision.{pin.pin.decision.value}"]
                old, new = pin.pin.old.id, pin.pin.new.id
                self.note("pin.idle", decision=said, old=old, new=new)

    def emit(self, result: Result, **settings: Any) -> None:
        """Write a result in the format asked for."""
        from planwatch.report import render
        from planwatch.report.view import View

        width = max(_NARROWEST, shutil.get_terminal_size(_USUAL).columns)
        settings["date"] = self._date()
        view = View(self.messages, self.language, width, self._color(), **settings)
        self.write(render(result, self.format, view))

    def _date(self) -> str:
        """The day, for formats that name it."""
        from planwatch.decision import today
        from planwatch.report import FORMATS

        return today(os.environ) if FORMATS[self.format].dated else ""

    def write(self, text: str | bytes) -> None:
        """Write text to the file asked for, a pager or stdout; bytes to the file or a pipe."""
        if self.output is not None:
            from planwatch.store import write_bytes

            write_bytes(self.output, text if isinstance(text, bytes) else text.encode("utf-8"))
            self.note("written", path=self.output)
        elif isinstance(text, bytes):
            sys.stdout.buffer.write(text)
            sys.stdout.flush()
        elif sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size(_USUAL).lines:
            import pydoc

            os.environ.setdefault("LESS", "FRX")
            pydoc.pager(text)
        else:
            sys.stdout.write(text)
            sys.stdout.flush()

    def _color(self) -> bool:
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return self.output is None and sys.stdout.isatty() and not plain


def tell(text: str) -> None:
    """Write a message to stderr; nothing in it can steer the terminal. Where nobody can read it,
    the command goes on without."""
    try:
        sys.stderr.write("".join(f"{safe(line)}\n" for line in text.split("\n")))
        sys.stderr.flush()
    except OSError:
        forsake(sys.stderr)


def forsake(stream: TextIO) -> None:
    """Send what is left of a stream nowhere; else Python would complain when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
