"""How evidence is weighed, and how well that does."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from planwatch.models import Accuracy, AccuracyRow, ForceAccuracy, ThemeAccuracy
from planwatch.rules.patterns import Rule

FeatureId = Literal[
    "named",
    "clause",
    "scarcest-concept",
    "themes",
    "paragraph-themes",
    "heading",
    "headed-text",
    "section",
    "ratio",
]


class FeatureWeight(BaseModel):
    """Weight of one kind of evidence, in log-odds per unit of the feature."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FeatureId
    weight: float
    reason: str


class WeightsRule(Rule):
    """How evidence adds up to a score, and from which score on a pair is linked.

    `bias` is a row of every score. `link` is the confidence from which a pair is linked,
    `firm` the one from which it is not marked as doubtful, `continued` the one from which
    it counts as the same commitment. `outdone` is what a pair loses per unit (log-odds) by which
    closer pairs of both its commitments are at least ahead, `rival` per unit by which those of
    one of them are; a pair that is behind by more than `reach` on both sides is not linked.
    `identical` is what a pair gains when the texts are the same. `candidates` bounds the pairs
    scored per commitment. `source` says where the figures come from.
    """

    bias: float
    link: float = Field(gt=0, lt=1)
    firm: float = Field(gt=0, lt=1)
    continued: float = Field(gt=0, lt=1)
    outdone: float = Field(ge=0)
    rival: float = Field(ge=0)
    reach: float = Field(gt=0)
    identical: float = Field(ge=0)
    candidates: int = Field(ge=1)
    features: tuple[FeatureWeight, ...]
    source: str


class AccuracyRule(Rule):
    """The figures of `Accuracy`, as a file."""

    judged_by: dict[str, str]
    themes: ThemeAccuracy
    force: ForceAccuracy
    force_elsewhere: ForceAccuracy
    rows: tuple[AccuracyRow, ...]

    @property
    def figures(self) -> Accuracy:
        """The figures without the file's id and reason."""
        return Accuracy(**{name: getattr(self, name) for name in Accuracy.__slots__})
