"""What a query is taken for: a theme by one of its names, else the phrase as it stands."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from planwatch.models import Resolution, ResolvedBy, ThemeRef
from planwatch.rules import Theme
from planwatch.tracing.phrases import Phrases

_Named = tuple[Theme, str]
_MOST_IN_TEXT, _MOST = 2 / 3, 0.5
"""Share of a query that names of a theme must cover for the theme to answer; more is asked of a
phrase that the plans use as it stands."""
_LATIN_WORD = re.compile(r"[a-z0-9]+")
_LATIN_PREFIX = 4
_LATIN_ALIKE = 85
_SHORTEST_MISSPELT = 3
_LONG_NAME = 7
"""From so many characters on a name may differ in two of them, below in one."""
_OPENING = 100
"""Characters; a name that begins with the query is preferred to all that merely have it."""
_RELATED = 3
_RELATED_SCORE = 50


def resolve(forms: Sequence[str], themes: Mapping[str, Theme], phrases: Phrases) -> Resolution:
    """What a query names: first what fits exactly, then what the texts say, then what is near.

    `forms` are the query as typed, without quotation marks, and its mainland readings.
    """
    names = _Names(themes.values())
    query = forms[0]
    for form in forms:
        if found := names.exact(form):
            return _theme(query, *found)
    standing = next((form for form in forms if phrases.stands(form)), "")
    if standing:
        if found := names.covering(standing, _MOST_IN_TEXT):
            return _theme(query, *found)
        return _phrase(query, standing, "text", names)
    for form in forms:
        if found := names.covering(form, _MOST) or names.containing(form) or names.english(form):
            return _theme(query, *found)
    for form in forms:
        if found := names.misspelt(form):
            return _theme(query, *found)
    by_words = next((form for form in forms if phrases.found_by_words(form)), "")
    return _phrase(query, by_words or query, "words" if by_words else "nothing", names)


def resolve_theme(forms: Sequence[str], themes: Mapping[str, Theme]) -> Resolution | None:
    """The theme that a query names, whatever the texts say; None where it names none."""
    names = _Names(themes.values())
    for find in (
        names.exact,
        lambda form: names.covering(form, _MOST),
        names.containing,
        names.english,
        names.misspelt,
    ):
        for form in forms:
            if found := find(form):
                return _theme(forms[0], *found)
    return None


_Found = tuple[Theme, ResolvedBy, str, tuple[ThemeRef, ...]]
"""The theme, how it was found, the name that decided, and other themes that would fit."""


def _theme(
    query: str, theme: Theme, by: ResolvedBy, matched: str, related: tuple[ThemeRef, ...]
) -> Resolution:
    return Resolution(query, "theme", theme.id, theme.zh, theme.en, by, matched, related)


def _phrase(query: str, form: str, by: ResolvedBy, names: _Names) -> Resolution:
    return Resolution(query, "phrase", "", form, "", by, form, names.near(form))


class _Names:
    """The names of all themes, by what is left of them without marks and case."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._themes = tuple(themes)
        self._told: dict[str, float] = {}
        self._by_key: defaultdict[str, list[_Named]] = defaultdict(list)
        for theme in self._themes:
            for name in dict.fromkeys(_all_names(theme)):
                self._by_key[_key(name)].append((theme, name))

    def exact(self, form: str) -> _Found | None:
        """The theme with this id or name; of several the one whose title has it."""
        found = self._by_key.get(_key(form), ())
        if not found:
            return None
        ranked = sorted(found, key=lambda named: _rank(named, form))
        theme, name = ranked[0]
        by: ResolvedBy = "alias"
        if _key(form) == _key(theme.id):
            by = "id"
        elif _key(form) in (_key(theme.zh), _key(theme.en)):
            by = "name"
        return theme, by, name, _refs(other for other, _ in ranked if other is not theme)

    def covering(self, form: str, least: float) -> _Found | None:
        """The theme whose names cover most of the query, if they cover enough of it."""
        key = _key(form)
        found = []
        for theme in self._themes:
            covered, longest = _cover(key, theme)
            if key and covered >= least * len(key):
                found.append((-covered, -len(longest), theme, longest))
        return self._best(found)

    def containing(self, form: str) -> _Found | None:
        """The only theme that has a name of which the query is at least half."""
        key = _key(form)
        named = {
            theme.id: (theme, name)
            for theme in self._themes
            for name in (theme.zh, *theme.names)
            if len(key) > 1 and key in _key(name) and 2 * len(key) >= len(_key(name))
        }
        if len(named) != 1:
            return None
        theme, name = next(iter(named.values()))
        return theme, "part", name, ()

    def english(self, form: str) -> _Found | None:
        """The theme whose English name has the words of the query; a slip in a word is forgiven."""
        words = [_singular(word) for word in _LATIN_WORD.findall(form.lower())]
        if not words or not form.isascii():
            return None
        found = []
        for theme in self._themes:
            score = math.fsum(self._tells(word) for word in words if _has(theme, word))
            if score >= _MOST * math.fsum(map(self._tells, words)):
                opens = _has_first(theme, words[0])
                found.append((-round(score, 6), len(theme.en) - _OPENING * opens, theme, theme.en))
        best = self._best(found)
        return best and (best[0], "english", best[2], best[3])

    def misspelt(self, form: str) -> _Found | None:
        """The theme with a name that differs in a character or two."""
        key = _key(form)
        slips = 2 if len(key) >= _LONG_NAME else 1
        if len(key) < _SHORTEST_MISSPELT:
            return None
        found = []
        for name_key, named in self._by_key.items():
            if len(name_key) >= _SHORTEST_MISSPELT and not name_key.isascii():
                distance = Levenshtein.distance(key, name_key, score_cutoff=slips)
                found += [(distance, 0, *one) for one in named if distance <= slips]
        best = self._best(found)
        return best and (best[0], "misspelling", best[2], best[3])

    def near(self, form: str) -> tuple[ThemeRef, ...]:
        """Themes with names that resemble a phrase."""
        keys = list(self._by_key)
        found = process.extract(_key(form), keys, scorer=fuzz.ratio, limit=3 * _RELATED)
        return _refs(self._by_key[key][0][0] for key, score, _ in found if score >= _RELATED_SCORE)

    def _best(self, found: Sequence[tuple[float, float, Theme, str]]) -> _Found | None:
        if not found:
            return None
        places = {theme.id: place for place, theme in enumerate(self._themes)}
        ranked = sorted(found, key=lambda row: (row[0], row[1], places[row[2].id]))
        theme = ranked[0][2]
        return theme, "part", ranked[0][3], _refs(row[2] for row in ranked if row[2] is not theme)

    def _tells(self, word: str) -> float:
        """How much an English word tells: the rarer among the themes, the more."""
        if word not in self._told:
            having = sum(_has(theme, word) for theme in self._themes)
            self._told[word] = math.log((len(self._themes) + 1) / (having + 0.5))
        return self._told[word]


def _refs(themes: Iterable[Theme]) -> tuple[ThemeRef, ...]:
    refs = dict.fromkeys(ThemeRef(theme.id, theme.zh, theme.en) for theme in themes)
    return tuple(refs)[:_RELATED]


def _all_names(theme: Theme) -> Iterator[str]:
    """Every name of a theme, the parts of its title included."""
    yield from (theme.id, theme.zh, theme.en, *theme.names, *theme.former, *theme.mentions)
    title, _, rest = theme.zh.partition("（")
    yield title
    yield from (part for part in re.split(r"[、，]", rest.rstrip("）")) if len(part) > 1)
    yield from (part for part in re.split(r"[、与]", title) if len(part) > 2)


def _rank(named: _Named, form: str) -> tuple[bool, bool, bool, int]:
    """Of several themes with a name the one whose title has it, with the fewest other names;
    a word that only hints at a theme comes last."""
    theme, name = named
    hint = name in theme.mentions and name not in theme.names
    return hint, form not in theme.zh, not theme.zh.startswith(form), len(theme.names)


def _cover(key: str, theme: Theme) -> tuple[int, str]:
    """How many characters of the query the theme's names cover, and the longest such name."""
    hidden = key
    for name in theme.exceptions:
        hidden = hidden.replace(_key(name), "\0" * len(_key(name)))
    covered, longest = [False] * len(key), ""
    for name in theme.names:
        short = _key(name)
        start = hidden.find(short)
        while start >= 0 and short:
            covered[start : start + len(short)] = [True] * len(short)
            longest = max(longest, name, key=len)
            start = hidden.find(short, start + 1)
    return sum(covered), longest


def _has(theme: Theme, word: str) -> bool:
    """Whether a theme's English name has a word, a beginning of it, or one that is nearly it."""
    for other in map(_singular, _LATIN_WORD.findall(theme.en.lower())):
        if word == other or (len(word) >= _LATIN_PREFIX and other.startswith(word)):
            return True
        long_enough = min(len(word), len(other)) > _LATIN_PREFIX
        if long_enough and fuzz.ratio(word, other) >= _LATIN_ALIKE:
            return True
    return False


def _has_first(theme: Theme, word: str) -> bool:
    """Whether a theme's English name begins with a word."""
    return theme.en.lower().startswith(word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LATIN_PREFIX and word.endswith("s") else word


def _key(text: str) -> str:
    """`text` without marks, spaces and case."""
    return "".join(char for char in text.lower() if char.isalnum())
