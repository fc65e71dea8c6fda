"""Text from documents made harmless: nothing in it can steer a terminal."""

from __future__ import annotations

import unicodedata

_PICTURES = 0x2400
"""Where Unicode has visible pictures of the control characters."""
_LAST_CONTROL = 0x20


def safe(text: str) -> str:
    """`text` on one line with every control, bidi or invisible character made visible."""
    if text.isprintable():
        return text
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if char.isspace():
        return " "
    if ord(char) < _LAST_CONTROL:
        return chr(_PICTURES + ord(char))
    name = unicodedata.name(char, "")
    return f"<{name or f'U+{ord(char):04X}'}>"
