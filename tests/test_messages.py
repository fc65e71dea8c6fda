"""Both languages say everything, with the same placeholders."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from planwatch.messages import LANGUAGES, language_of, load_messages

from .conftest import ROOT

ZH, EN = load_messages("zh"), load_messages("en")
SOURCES = "\n".join(
    path.read_text("utf-8")
    for pattern in ("*.py", "*.html.j2")
    for path in sorted((ROOT / "planwatch").rglob(pattern))
)
PATTERNS = (
    *("arrow", "cited", "clause", "comma", "counts", "dash", "heading", "listed.all"),
    *("listed.first", "listed.none", "metric", "plans", "range", "sentences", "target.judged"),
    *("target.list", "target.open", "term", "title"),
)
"""Messages on briefs that only put others together."""


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_message_is_missing_in_either_language() -> None:
    assert set(ZH) == set(EN)


@pytest.mark.parametrize("key", sorted(ZH))
def test_placeholders_are_the_same(key: str) -> None:
    assert fields(ZH[key]) == fields(EN[key])


def test_chinese_messages_are_chinese() -> None:
    latin_only = {key for key, text in ZH.items() if not re.search(r"[\u4e00-\u9fff]", text)}
    assert latin_only <= {
        "quote.reading",
        "counts.part",
        "foot.separator",
        "eval.f1",
        "themes.separator",
        "list.separator",
        "trace.arrow",
        "trace.facts",
        "force.reason",
        "number.line",
        "number.pair",
        "number.gloss",
        "rows.item",
        "survey.none",
        *(f"brief.{key}" for key in PATTERNS),
    }


def test_keys_named_in_the_code_exist() -> None:
    named = set(
        re.findall(r"\"((?:error|help|note|label|cite|foot|next|show)\.[a-z.-]*[a-z])\"", SOURCES)
    )
    assert len(named) > 60
    assert named - set(EN) <= {"label.reported"}


def test_every_message_is_used() -> None:
    stems = set(re.findall(r"\"([a-z-]+(?:\.[a-z_-]+)*\.?)[\"{]", SOURCES))
    composed = {stem.rstrip(".") for stem in stems}
    unused = [
        key
        for key in EN
        if key not in composed
        and not any(key.startswith(f"{stem}.") for stem in composed if stem)
        and not key.startswith(("help.", "label."))
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR"}, "en"),
        ({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
    ],
)
def test_the_locale_decides_and_chinese_where_it_names_no_language(
    environment: dict[str, str], language: str
) -> None:
    assert language_of(environment) == language
    assert language in LANGUAGES
