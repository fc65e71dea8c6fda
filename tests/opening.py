"""A command that tells which files of planwatch it opened and which modules it loaded.

usage: python -m tests.opening OUT.json ARGUMENT …
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def main() -> None:
    """Run the command; OUT.json gets how often each file was opened, and the modules."""
    opened: Counter[str] = Counter()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str):
            opened[arguments[0]] += 1

    sys.addaudithook(hook)
    from planwatch.cli import main as run

    try:
        run(sys.argv[2:])
    finally:
        found = {"opened": dict(opened), "modules": sorted(sys.modules)}
        Path(sys.argv[1]).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
