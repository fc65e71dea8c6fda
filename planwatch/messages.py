"""The words of the user interface: `rules/messages/<language>.yaml`.

Read apart from the other rules, since help and faults need nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from planwatch import yamlfile
from planwatch.bundled import bundled
from planwatch.errors import DataError, Fault

LANGUAGES = ("zh", "en")


def load_messages(language: str) -> Mapping[str, str]:
    """The messages of a language by key. Raises `DataError` for a broken file."""
    path = bundled("rules") / "messages" / f"{language}.yaml"
    shown = f"rules/messages/{path.name}"
    data = yamlfile.read(path, shown)
    messages = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(messages, dict):
        raise DataError([Fault(shown, 1, "messages: must map keys to texts")])
    return MappingProxyType({str(key): str(text) for key, text in messages.items()})


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the locale names; Chinese where it names none."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            break
    name = value.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return "zh" if name in ("", "c", "posix", "zh") else "en"
