"""Rules on figures: indicators, and how texts hedge and count."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from planwatch.rules.patterns import Examples, Rule


class Indicator(BaseModel):
    """An indicator of statistics: its names in all forms, its unit and which way is good.

    `exceptions` (in the file: `not`) are longer names that contain one and measure another thing.
    `examples` are sentences whose figure is one of the indicator (fire), or of another thing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    zh: str = Field(min_length=2)
    en: str
    unit: str
    polarity: Literal["up", "down"]
    names: tuple[str, ...] = Field(min_length=1)
    exceptions: tuple[str, ...] = Field(default=(), alias="not")
    examples: Examples


class IndicatorsRule(Rule):
    """The indicators of one field."""

    indicators: tuple[Indicator, ...] = Field(min_length=1)


class MeasuresRule(Rule):
    """How texts hedge a figure (`before`, `after`: words by comparator) and what they count in.

    `graded` says what a scale (千亿级) measures, by the word that follows it. The other lists are
    of words that stand between a name and its figure: verbs of reaching, rising and falling,
    adverbs, verbs that open a statement (`opens`) and verbs inside it (`predicates`).
    """

    before: dict[Literal["~", ">", ">=", "<="], tuple[str, ...]]
    after: dict[Literal["~", ">", ">=", "<="], tuple[str, ...]]
    measures: tuple[str, ...]
    graded: dict[str, str]
    reaches: tuple[str, ...]
    rises: tuple[str, ...]
    falls: tuple[str, ...]
    adverbs: tuple[str, ...]
    opens: tuple[str, ...]
    predicates: tuple[str, ...]
