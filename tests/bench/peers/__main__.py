"""planwatch beside what people use today: links, time and memory on the same sentences.

usage: python -m tests.bench.peers [--rounds N] [--only NAME …] [--write]

Peers are no part of any other extra: pip install -e '.[peers]', then pip install --no-deps
governdiff (it asks for an older pypdf, and needs none for text). One that is not installed is named
and left out; --write puts the table into both READMEs and needs them all.

Every comparison is a whole process, in turns with the others, `--rounds` times. Peers get the
comparable sentences of planwatch's own reading as JSON: in mainland script, cut into words, with
their headings. Each works with the threshold, and with all pairs or only best ones, as agrees best
with the very answers it is scored by, so that its figures are the most it can do. planwatch reads
the files, parses, tags, classifies and reports in its time, and has the one threshold it ships.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from planwatch.workspace import find_workspace
from tests.bench.peers.cases import Case
from tests.bench.peers.matchers import NEEDS, PEERS
from tests.bench.peers.processes import Ran, run
from tests.bench.peers.selection import Choice, best_choice
from tests.bench.peers.table import AGAIN, PLANWATCH, Row, table, write_tables

ROOT = Path(__file__).resolve().parents[3]
GOLDS = ("14-15", "2016-14", "14-review")
Pairs = list[tuple[str, str]]


def main() -> int:
    options = _options()
    workspace = find_workspace(ROOT)
    cases = [Case.of(workspace, ROOT / "tests" / "gold" / f"{name}.json") for name in GOLDS]
    missing = {needed(name) for name in PEERS if not find_spec(needed(name))}
    if missing:
        print(f"not installed: {', '.join(sorted(missing))}; see --help", file=sys.stderr)
    names = [n for n in PEERS if needed(n) not in missing and n in (options.only or PEERS)]
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(cases, names, options.rounds, Path(folder))
    print(table(rows, [case.name for case in cases], "en"))
    for row in rows:
        print(f"{row.name:36}{row.work:8.2f} s of work{row.clock:8.2f} s on the clock  {row.how}")
    if options.write:
        if set(names) != set(PEERS):
            print("Nothing written: not all peers were measured.", file=sys.stderr)
            return 1
        write_tables(ROOT, rows, [case.name for case in cases])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=PEERS)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def needed(name: str) -> str:
    """The module that a peer needs."""
    return NEEDS.get(name.split(maxsplit=1)[0], "difflib")


def measured(cases: Sequence[Case], names: Sequence[str], rounds: int, scratch: Path) -> list[Row]:
    """The rows of planwatch and its peers, those first that agree best with the answers."""
    lax, strict = {}, {}
    for name in names:
        lax[name], strict[name] = zip(
            *(choices(name, case, scratch) for case in cases), strict=True
        )
    runs: dict[str, list[list[Ran]]] = {name: [] for name in (PLANWATCH, AGAIN, *names)}
    for turn in range(rounds):
        for name, found in planwatch_runs(cases, scratch / f"cache{turn}"):
            runs[name].append(found)
        for name in names:
            chosen = zip(cases, lax[name], strict=True)
            runs[name].append([matched(name, case, choice, scratch) for case, choice in chosen])
    rows = []
    for name, found in runs.items():
        if name in lax:
            scores = [[c.f1 for c in choices] for choices in (lax[name], strict[name])]
            how = "; ".join(f"{c.way} ≥ {c.least:.3g}" for c in lax[name])
            rows.append(row(name, found, *scores, how))
        elif found:
            pairs = [linked(ran.printed) for ran in found[0]]
            judged = list(zip(cases, pairs, strict=True))
            scores = [
                [case.judge.lax(links).f1 for case, links in judged],
                [case.judge.strict(links).f1 for case, links in judged],
            ]
            rows.append(row(name, found, *scores, "as it ships"))
    return sorted(rows, key=lambda row: (-sum(row.lax), row.work))


def choices(name: str, case: Case, scratch: Path) -> tuple[Choice, Choice]:
    """How a peer agrees best with the answers: lax, and strict."""
    everything = Choice(0.0, "all", 0.0)
    pairs = [(i, j, s) for i, j, s in json.loads(matched(name, case, everything, scratch).printed)]
    judge = case.judge
    lax, strict = (best_choice(pairs, case.ids, judge, r) for r in (judge.agreed, judge.same))
    return lax, strict


def matched(name: str, case: Case, choice: Choice, scratch: Path) -> Ran:
    """A peer's links for two plans."""
    command = [sys.executable, "-m", "tests.bench.peers.matchers"]
    return run([*command, name, choice.way, repr(choice.least)], case.sentences, ROOT, scratch)


def planwatch_runs(cases: Sequence[Case], scratch: Path) -> Iterator[tuple[str, list[Ran]]]:
    """planwatch with an empty cache, and again where it has left something there."""
    folders = [scratch / str(number) for number in range(len(cases))]
    for folder in folders:
        folder.mkdir(parents=True)
    yield PLANWATCH, [compared(*which) for which in zip(cases, folders, strict=True)]
    if any(any(folder.rglob("*")) for folder in folders):
        yield AGAIN, [compared(*which) for which in zip(cases, folders, strict=True)]


def compared(case: Case, cache: Path) -> Ran:
    """What `planwatch diff` says of two plans; `cache` is the user's cache folder."""
    command = [sys.executable, "-m", "planwatch", "diff", case.old.info.id, case.new.info.id]
    environment = {"PLANWATCH_CACHE": str(cache)}
    return run([*command, "--format", "json"], "", ROOT, cache.parent, environment)


def linked(printed: str) -> Pairs:
    """The pairs that `planwatch diff` links."""
    links = json.loads(printed)["links"]
    return [(link["old"][0], link["new"][0]) for link in links]


def row(
    name: str,
    found: Sequence[Sequence[Ran]],
    lax: Sequence[float],
    strict: Sequence[float],
    how: str,
) -> Row:
    """A row of the table; time is that of all comparisons, the median of the rounds."""
    return Row(
        name=name,
        lax=tuple(lax),
        strict=tuple(strict),
        work=statistics.median(sum(ran.work for ran in turn) for turn in found),
        clock=statistics.median(sum(ran.clock for ran in turn) for turn in found),
        memory=max(ran.memory for turn in found for ran in turn),
        how=how,
    )


if __name__ == "__main__":
    sys.exit(main())
