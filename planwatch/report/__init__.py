"""Reports: one module per format, each a pure function from a result to text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from planwatch.errors import PlanwatchError

if TYPE_CHECKING:
    from planwatch.models import (
        Addition,
        CheckReport,
        Comparison,
        Dossier,
        Evaluation,
        Explanation,
        FitReport,
        ForceEvaluation,
        Nearest,
        Overview,
        PinList,
        Plan,
        QuantityEvaluation,
        RenameEvaluation,
        RuleList,
        Survey,
        TargetReport,
        TermLife,
        TermsComparison,
        ThemeEvaluation,
        Trace,
    )
    from planwatch.report.view import Catalogue, View

    Result = (
        Comparison
        | Plan
        | Explanation
        | Nearest
        | Evaluation
        | Catalogue
        | Trace
        | Overview
        | Dossier
        | ThemeEvaluation
        | FitReport
        | QuantityEvaluation
        | ForceEvaluation
        | RenameEvaluation
        | TargetReport
        | TermLife
        | TermsComparison
        | PinList
        | CheckReport
        | RuleList
        | Addition
        | Survey
    )

_DOCUMENTS = ("diff", "trace", "terms", "targets")


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write results.

    `module` has `write(result, view)`, which returns text, or bytes where the format is `binary`;
    it is imported only when it is asked for. `commands` are those whose results it takes; where
    none are named, it takes every result. `suffix` is that of the files that it is usual in.
    `extra` is the extra of planwatch that brings the libraries it needs; "" where it needs none.
    `dated` says that it names the day on which it is made.
    """

    module: str
    commands: tuple[str, ...] = ()
    suffix: str = ""
    binary: bool = False
    extra: str = ""
    dated: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "terminal": Format("planwatch.report.terminal"),
        "json": Format("planwatch.report.json", suffix=".json"),
        "markdown": Format("planwatch.report.markdown", (*_DOCUMENTS, "check"), ".md"),
        "docx": Format(
            "planwatch.report.docx", ("diff",), ".docx", binary=True, extra="docx", dated=True
        ),
        "xlsx": Format(
            "planwatch.report.xlsx", ("diff",), ".xlsx", binary=True, extra="xlsx", dated=True
        ),
        "csv": Format("planwatch.report.csv", ("diff", "survey"), ".csv"),
        "brief": Format("planwatch.report.brief", ("diff",)),
        "github": Format("planwatch.report.github", ("check",)),
        "sarif": Format("planwatch.report.sarif", ("check",)),
        "junit": Format("planwatch.report.junit", ("check",)),
        "html": Format("planwatch.report.html", ("report",), ".html", binary=True, extra="report"),
    }
)
"""The formats by name; a new format is one entry and one module. The command line takes from here
what `--format` offers, what completes it and what the suffix of a file means."""
USUAL = "terminal"
"""The format where none is asked for."""
_FILED: Mapping[str, str] = MappingProxyType({"report": "html"})
"""The same for commands whose results are files, which no terminal shows."""


def formats_of(command: str) -> tuple[str, ...]:
    """The names of the formats that the results of a command can be written in."""
    return tuple(
        name
        for name, one in FORMATS.items()
        if (not one.commands and (name != USUAL or command not in _FILED))
        or command in one.commands
    )


def usual_of(command: str) -> str:
    """The format of a command where none is asked for."""
    return _FILED.get(command, USUAL)


def suffixes_of(command: str) -> tuple[str, ...]:
    """The suffixes of files that name a format of a command."""
    return tuple(one.suffix for name in formats_of(command) if (one := FORMATS[name]).suffix)


def format_of(path: PurePath, command: str) -> str:
    """The format that the suffix of a file names; the usual one where it names none.

    Raises `PlanwatchError` where the command has no results in that format.
    """
    suffix = path.suffix.lower()
    named = next((name for name, one in FORMATS.items() if suffix and one.suffix == suffix), "")
    named = named or usual_of(command)
    if named not in (known := formats_of(command)):
        raise PlanwatchError("error.suffix", path=path, format=named, allowed=", ".join(known))
    return named


def render(result: Result, format: str, view: View) -> str | bytes:
    """`result` in `format` (one of `FORMATS`): text that ends in a line end, or bytes where the
    format is binary. Raises `PlanwatchError` where the libraries of its extra are missing."""
    return writer(format)(result, view)


def writer(format: str) -> Callable[[Result, View], str | bytes]:
    """What writes a format. Raises `PlanwatchError` where the libraries it needs are missing."""
    chosen = FORMATS[format]
    try:
        module = import_module(chosen.module)
    except ModuleNotFoundError as missing:
        if not chosen.extra or str(missing.name).startswith("planwatch"):
            raise
        raise PlanwatchError("error.format-extra", format=format, extra=chosen.extra) from None
    return cast("Callable[[Result, View], str | bytes]", module.write)
