"""JSON as it is written: the same bytes for the same data, and nothing in it takes effect."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, indent=1, allow_nan=False)
Json = dict[str, Any]
"""An object of a document."""

_UNSAFE = re.compile(
    "[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u180e\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]|#(?=\\[)|<(?=[/!])"
)
"""Control, bidi and invisible characters, halves of characters, what the runner of a CI job
obeys (`##[`), and what ends a script in a page: escaped, so that nothing obeys them."""


def json_text(document: Mapping[str, object]) -> str:
    """A document as JSON, ending in a line end."""
    sink = StringIO()  # all at once, the pieces would take ten times the room of the text
    for piece in _ENCODER.iterencode(document):
        sink.write(piece)
    return _UNSAFE.sub(lambda match: _escaped(match.group()), sink.getvalue()) + "\n"


def _escaped(char: str) -> str:
    return json.dumps(char)[1:-1] if ord(char) > 0x7F else f"\\u{ord(char):04x}"
