"""Text from documents made harmless: nothing in it can steer a terminal or the log of a CI job."""

from __future__ import annotations

import re
import unicodedata

_PICTURES = 0x2400
"""Where Unicode has visible pictures of the control characters."""
_LAST_CONTROL = 0x20
_COMMAND = re.compile(r"(?<![A-Za-z0-9_./:+%#'’-]):(?=:[A-Za-z])|##(?=\[)")
"""What GitHub's runner takes for a command: `::name` where a line begins, `##[` anywhere."""


def safe(text: str) -> str:
    """`text` on one line with every control, bidi or invisible character made visible.

    What the runner of a CI job would obey gets a space: `: :error` is text.
    """
    visible = text if text.isprintable() else "".join(_visible(char) for char in text)
    return _COMMAND.sub(r"\g<0> ", visible)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if char.isspace():
        return " "
    if ord(char) < _LAST_CONTROL:
        return chr(_PICTURES + ord(char))
    name = unicodedata.name(char, "")
    return f"<{name or f'U+{ord(char):04X}'}>"
