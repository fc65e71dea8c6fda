"""Rules that are words: of other regions, of concepts, themes and formulations, of strength."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from planwatch.rules.patterns import Examples, Rule


class WordingExample(BaseModel):
    """A snippet of Traditional text and its mainland reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: str = Field(alias="from")
    reading: str = Field(alias="to")


class WordingRule(Rule):
    """Words of another region and their mainland form, keyed in Simplified characters.

    `guards` contain a key but are right as they are; `uncertain` are keys whose mainland
    form can be argued; `unchanged` are snippets that the table must leave alone.
    """

    phrases: dict[str, str]
    guards: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    examples: tuple[WordingExample, ...] = ()
    unchanged: tuple[str, ...] = ()


class Concept(BaseModel):
    """A concept of the field and the ways in which official texts name it.

    `zh` is the usual name, `names` are the others, renamed forms included; `broader` is the
    id of the concept that this one is a part or kind of. `exceptions` (in the file: `not`)
    are longer phrases that contain a name and mean something else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    zh: str = Field(min_length=2)
    en: str
    kind: Literal[
        "institution",
        "instrument",
        "programme",
        "technology",
        "place",
        "actor",
        "mechanism",
        "goal",
        "sector",
    ]
    names: tuple[str, ...] = ()
    broader: str = ""
    exceptions: tuple[str, ...] = Field(default=(), alias="not")


class ConceptsRule(Rule):
    """The concepts of one field."""

    zh: str
    en: str
    concepts: tuple[Concept, ...] = Field(min_length=1)


class Theme(BaseModel):
    """A theme of policy and the words by which official texts name it.

    A sentence that names it as what is done is about it; where only one of `mentions` stands
    the theme is no more than mentioned. `former` are those of the names that were given up for
    a newer one. `exceptions` (in the file: `not`) are longer phrases that contain a name and
    mean something else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    zh: str = Field(min_length=2)
    en: str
    names: tuple[str, ...] = Field(min_length=1)
    mentions: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = Field(default=(), alias="not")


class ThemesRule(Rule):
    """The themes of one field."""

    zh: str
    en: str
    themes: tuple[Theme, ...] = Field(min_length=1)


class Renaming(BaseModel):
    """Older forms of a formulation and the newer ones that took their place.

    `basis` renamed: an official renaming of the same thing; succeeded: what is spoken of in
    its place, not the same thing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    old: tuple[str, ...] = Field(min_length=1)
    new: tuple[str, ...] = Field(min_length=1)
    basis: Literal["renamed", "succeeded"]
    reason: str = Field(min_length=4)


class FormulationsRule(Rule):
    """Well-known formulations of one field: which took whose place, and those that stand alone."""

    zh: str
    en: str
    renamings: tuple[Renaming, ...] = ()
    names: tuple[str, ...] = ()


class VocabularyRule(Rule):
    """A list of words for one purpose (segmentation, action verbs, frame words)."""

    words: tuple[str, ...] = Field(min_length=1)


class StrengthRule(Rule):
    """One rung of the ladder of official verbs, or a group of modifiers.

    `role` verb: the words govern a statement on the rung; cap: a statement with one of them stands
    no higher than the rung; modifier: the words before a verb move it by `rung`; scope: they widen
    or narrow what the statement covers. `limits` says what the words do not tell.

    `nominal` words are verbs only where a clause begins, nouns elsewhere. Verbs with `others` ask
    others to act; those with `looks` only have a matter looked into, whatever verb stands before;
    those with `speeds` raise the verb behind their object (加快水库建设). `after` names the rules
    whose work these verbs go on with; `beyond` are verbs that a cap does not hold down.
    """

    role: Literal["verb", "cap", "modifier", "scope"]
    rung: int = Field(ge=-1, le=8)
    words: tuple[str, ...] = Field(min_length=1)
    nominal: tuple[str, ...] = ()
    others: bool = False
    looks: bool = False
    speeds: bool = False
    after: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    limits: str = Field(min_length=8)
    examples: Examples
