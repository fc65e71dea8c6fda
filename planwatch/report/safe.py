"""Text from documents made harmless: nothing in it steers a terminal, a CI job or a page."""

from __future__ import annotations

import re
import unicodedata

_PICTURES = 0x2400
"""Where Unicode has visible pictures of the control characters."""
_LAST_CONTROL = 0x20
_COMMAND = re.compile(r"(?<![A-Za-z0-9_./:+%#'’-]):(?=:[A-Za-z])|##(?=\[)")
"""What GitHub's runner takes for a command: `::name` where a line begins, `##[` anywhere."""
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARK = re.compile(r"[\\`*_\[\]|~$#]|^[+=/-]")
"""What marks text up, anywhere or where a line begins, and where /commands do."""
_NUMBERING = re.compile(r"^(\d+)([.)])")
_ACTS = (
    r"(?<=@)(?=\w)"  # mentions, addresses
    r"|(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)|(?<=[Mm][Aa][Ii][Ll][Tt][Oo])(?=:)|(?<=[Xx][Mm][Pp][Pp])(?=:)"
    r"|(?<=:)(?=[\w+-]+:)"  # :tada:
)
"""Where a mention, a bare link or an emoji would begin to act."""
_ACTING = re.compile(_ACTS)
_ACTIVE = re.compile(
    _ACTS + r"|(?<=#)(?=\w)"  # issues
    r"|(?<=[!%])(?=\d)"  # merge requests and milestones of GitLab
    r"|(?<=[A-Za-z]-)(?=\d)"  # GH-12 and what a tracker makes of such
)
"""Where one of these, or a reference, would begin to act."""
_MARKED = re.compile(r"[\\`*\[\]|~$#]|(?<!\w)_+|_+(?!\w)")
"""What marks text up inside a line; an underscore inside a word (a file's name) does not."""
_TAG = re.compile(r"&(?=#|\w+;)|<(?=[A-Za-z/!?])")
"""What begins an entity or a tag."""
_COMMIT = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])")
_FEW = re.compile(r"(?<=.)(?=(?:.{6})+$)")
"""Where digits are parted into sixes, too few to name a commit."""
_BREAK = "<!-- -->"


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


def escaped(text: str) -> str:
    """`text` on one line for Markdown, as it stands when rendered: no markup, link or HTML, no
    mention or reference."""
    parted = _COMMIT.sub(lambda digits: _FEW.sub("\0", digits.group()), safe(text).strip())
    inert = _ACTIVE.sub("\0", parted).translate(_ENTITIES)
    marked = _NUMBERING.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", inert))
    return marked.replace("\0", _BREAK)


def inert(text: str) -> str:
    """`text` on one line for plain text that may end up in Markdown: what marks text up, links or
    mentions is escaped, and all else (R&D, COVID-19) stands as it is."""
    untagged = _TAG.sub(lambda sign: sign.group().translate(_ENTITIES), safe(text).strip())
    parted = _ACTING.sub("\0", untagged)
    return _MARKED.sub(lambda signs: _escape(signs.group()), parted).replace("\0", _BREAK)


def _escape(signs: str) -> str:
    return "".join("\\" + sign for sign in signs)
