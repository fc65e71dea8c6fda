"""GitHub's runner as far as it concerns us: which lines of a log are commands, and what they say.

Written after what actions/runner does (`ActionCommand.TryParseV2` and `TryParse`): a line that
begins with `::`, spaces aside, names a command; so does `##[` anywhere in a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAMES = frozenset(
    [
        "add-mask",
        "add-matcher",
        "add-path",
        "debug",
        "echo",
        "endgroup",
        "error",
        "group",
        "notice",
        "remove-matcher",
        "save-state",
        "set-env",
        "set-output",
        "stop-commands",
        "warning",
    ]
)


@dataclass(frozen=True)
class Command:
    """A command with its unescaped properties and message."""

    name: str
    properties: Mapping[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """The commands in a log, by lines as the runner reads them."""
    lines = log.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [found for line in lines for found in (_second(line) or _first(line),) if found]


def _second(line: str) -> Command | None:
    text = line.lstrip()
    end = text.find("::", 2)
    if not text.startswith("::") or end < 0:
        return None
    name, _, given = text[2:end].partition(" ")
    if name.lower() not in NAMES:
        return None
    pairs = (part.partition("=") for part in given.strip().split(",") if part)
    properties = {key: _unescaped(value, "%3A", "%2C") for key, _, value in pairs if value}
    return Command(name, properties, _unescaped(text[end + 2 :]))


def _first(line: str) -> Command | None:
    begin = line.find("##[")
    end = line.find("]", begin)
    if begin < 0 or end < 0:
        return None
    name = line[begin + 3 : end].partition(" ")[0]
    return Command(name, {}, line[end + 1 :]) if name.lower() in NAMES else None


def _unescaped(text: str, *more: str) -> str:
    for code in ("%0D", "%0A", *more, "%25"):
        text = text.replace(code, chr(int(code[1:], 16)))
    return text
