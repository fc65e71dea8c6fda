"""What every rule has, and rules that are a regular expression with examples."""

from __future__ import annotations

import re
import warnings
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from planwatch.backtracking import SlowPatternError, refuse_slow


def _compiles(pattern: str) -> str:
    try:
        with warnings.catch_warnings(action="error"):  # of signs that will change their meaning
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Rule(BaseModel):
    """What all rules have: an id, which is the file's name, and why there is the rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    reason: str = Field(min_length=8)

    def slow(self) -> list[str]:
        """Why a pattern of the rule could take very long, if one could."""
        return []

    def failures(self) -> list[str]:
        """The examples that the rule gets wrong."""
        return []


def slow(pattern: str) -> list[str]:
    """Why a pattern could take very long on some texts, if it could."""
    try:
        refuse_slow(pattern)
    except SlowPatternError as reason:
        return [f"could take very long on some texts: {reason}"]
    return []


class Examples(BaseModel):
    """Lines or sentences on which a pattern must fire, and on which it must not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fire: tuple[str, ...] = Field(min_length=1)
    silent: tuple[str, ...] = Field(min_length=1)


class ExpressionRule(Rule):
    """A rule that rests on one regular expression."""

    pattern: Pattern

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)

    def slow(self) -> list[str]:
        """Why the pattern could take very long, if it could."""
        return slow(self.pattern)


class PatternRule(ExpressionRule):
    """A regular expression with lines on which it must fire or be silent."""

    examples: Examples

    def failures(self) -> list[str]:
        """The examples that the pattern gets wrong."""
        missed = [f"must fire on {text!r}" for text in self.examples.fire if not self.fires(text)]
        wrong = [f"must not fire on {text!r}" for text in self.examples.silent if self.fires(text)]
        return missed + wrong

    def fires(self, text: str) -> bool:
        """Whether the pattern is found in `text`."""
        return self.regex.search(text) is not None
