"""The walk-through of a README: its commands, and what each block of them prints."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"<!-- walk-through -->\n(.*?)<!-- /walk-through -->", re.DOTALL)
_BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)
_SEPARATOR = "=== end of a block ==="


@dataclass(frozen=True)
class Block:
    """Commands as they stand, what the README shows of their output, and what they print."""

    commands: str
    shown: tuple[str, ...]
    printed: tuple[str, ...]


def replayed(readme: str, folder: Path, locale: str) -> list[Block]:
    """Run the walk-through of a README in a folder; stops at the first command that fails."""
    section = _SECTION.search(readme)
    assert section is not None
    found = _BLOCK.findall(section[1])
    commands = [text for kind, text in found if kind == "sh"]
    script = f"echo '{_SEPARATOR}'\n".join(commands)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=_environment(folder, locale),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    shown = _shown(found)
    printed = [part.strip("\n").splitlines() for part in done.stdout.split(f"{_SEPARATOR}\n")]
    return [
        Block(text, tuple(shown.get(place, ())), tuple(lines))
        for place, (text, lines) in enumerate(zip(commands, printed, strict=True))
    ]


def _shown(found: list[tuple[str, str]]) -> dict[int, list[str]]:
    """What is shown below each block of commands."""
    shown: dict[int, list[str]] = {}
    place = -1
    for kind, text in found:
        place += kind == "sh"
        if kind == "text":
            shown[place] = text.splitlines()
    return shown


def _environment(folder: Path, locale: str) -> dict[str, str]:
    """An environment with planwatch and git alone, whoever runs the tests."""
    programs = folder / "bin"
    programs.mkdir()
    planwatch = programs / "planwatch"
    planwatch.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m planwatch "$@"\n', "utf-8")
    planwatch.chmod(0o755)
    people = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A Reader"), ("EMAIL", "reader@example.org"))
    }
    return {
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "COLUMNS": "80",
        "LANG": locale,
        **people,
    }
