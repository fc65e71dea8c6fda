"""Findings: from what a change made of documents and comparisons to what a reviewer is told.

Facts first, opinion second: the facts are found here without knowing how grave they are; rules
(`rules/findings`) say in which words they are told and at which level.
"""

from planwatch.findings.acceptances import left_over
from planwatch.findings.documents import (
    Edit,
    catalog_fact,
    edit_of,
    file_fact,
    parse_fact,
    pin_fact,
    seed_fact,
    unlisted_fact,
)
from planwatch.findings.facts import Fact
from planwatch.findings.figures import target_facts
from planwatch.findings.judging import judge
from planwatch.findings.once import consequences, told_once
from planwatch.findings.themes import CAME, theme_facts
from planwatch.findings.wording import wording_facts

__all__ = [
    "CAME",
    "Edit",
    "Fact",
    "catalog_fact",
    "consequences",
    "edit_of",
    "file_fact",
    "judge",
    "left_over",
    "parse_fact",
    "pin_fact",
    "seed_fact",
    "target_facts",
    "theme_facts",
    "told_once",
    "unlisted_fact",
    "wording_facts",
]
