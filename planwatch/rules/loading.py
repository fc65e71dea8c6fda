"""Rules are read from `rules/<kind>/<id>.yaml`, all faults of all files at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from planwatch import yamlfile
from planwatch.bundled import bundled
from planwatch.errors import DataError, Fault
from planwatch.rules.patterns import Rule
from planwatch.rules.ruleset import FINDINGS, MESSAGES, RULE_KINDS, RuleSet, frozen


def load_rules(folders: Iterable[Path]) -> RuleSet:
    """Load the rules of all folders; later folders replace rules of the same kind and id.

    Raises `DataError` with all faults of all files, examples that fail included. A pattern
    that could take very long is refused before it runs; the bundled ones are checked by a test.
    """
    ours = bundled("rules")
    files = [file for folder in folders for file in _files(folder)]
    rules = yamlfile.load_all([partial(_load_rule, ours, *file) for file in files])
    found: dict[str, dict[str, Rule]] = {kind: {} for kind in RULE_KINDS}
    for (kind, _, _), rule in zip(files, rules, strict=True):
        found[kind][rule.id] = rule
    return frozen(found)


def _files(folder: Path) -> list[tuple[str, Path, str]]:
    faults = []
    files = []
    for path in sorted(folder.glob("*/*.y*ml")):
        if path.parent.name in (MESSAGES, FINDINGS):
            continue
        shown = f"{folder.name}/{path.parent.name}/{path.name}"
        if path.parent.name in RULE_KINDS:
            files.append((path.parent.name, path, shown))
        else:
            allowed = ", ".join((*RULE_KINDS, FINDINGS))
            faults.append(Fault(shown, 1, f"unknown kind of rule; allowed are {allowed}"))
    if faults:
        raise DataError(faults)
    return files


def _load_rule(ours: Path, kind: str, path: Path, shown: str) -> Rule:
    rule = yamlfile.load(path, RULE_KINDS[kind], shown)
    faults = [] if rule.id == path.stem else [f"id: must be the file's name, {path.stem!r}"]
    faults += _pattern_faults(rule, trusted=path.is_relative_to(ours))
    if faults:
        raise DataError(Fault(shown, 1, fault) for fault in faults)
    return rule


def _pattern_faults(rule: Rule, *, trusted: bool) -> list[str]:
    """What is wrong with patterns and examples; a pattern that could take very long is not run."""
    slow = [] if trusted else rule.slow()
    return [f"pattern: {reason}" for reason in slow] or [
        f"examples: {failure}" for failure in rule.failures()
    ]
