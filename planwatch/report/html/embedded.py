"""What a script builds on demand, as one block of JSON: waterfalls, and the places of themes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from planwatch.models import Comparison, Link, Plan
from planwatch.report.cite import named
from planwatch.report.html.matrix import Matrix
from planwatch.report.html.voices import Voices
from planwatch.report.safe import safe

_ACTIVE = re.compile("[<>&\\u2028\\u2029]")
"""What could end a block of a page, or a line of a script."""


def block(value: object) -> Markup:
    """A value as JSON that is safe between the tags of a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_ACTIVE.sub(lambda found: f"\\u{ord(found.group()):04x}", text))


def embedded(
    comparisons: Sequence[Comparison], matrix: Matrix, words: Iterable[str], voices: Voices
) -> Markup:
    """The links of all comparisons in their order, the themes, and the words of the script."""
    links = [link for comparison in comparisons for link in comparison.links]
    features = sorted({row.feature for link in links for row in link.evidence})
    return block(
        {
            "ids": [plan.info.id for plan in matrix.overview.plans],
            "plans": [_named(plan, voices) for plan in matrix.overview.plans],
            "themes": matrix.embedded(),
            "features": [_both(f"feature.{feature}", voices) for feature in features],
            "links": [_link(link, features, voices) for link in links],
            "words": {key: _both(key, voices) for key in words},
        }
    )


def _named(plan: Plan, voices: Voices) -> tuple[str, str]:
    name = voices.tell(lambda view: named(plan.info, view))
    return name.zh, name.en


def _both(key: str, voices: Voices) -> tuple[str, str]:
    """A message as it stands, its placeholders for the script to fill."""
    return voices.zh.messages[key], voices.en.messages[key]


def _link(link: Link, features: Sequence[str], voices: Voices) -> list[object]:
    """Its ends, its score, how sure it is, and the rows that add up to the score."""
    rows = [
        (features.index(row.feature), row.weight, safe(row.note), safe(row.old), safe(row.new))
        for row in link.evidence
    ]
    return [link.old, link.new, link.score, voices.zh.sure(link.confidence), rows]
