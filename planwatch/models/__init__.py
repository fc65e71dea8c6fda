"""The nouns: what a plan, a commitment, a link and a comparison are.

All of them are frozen facts without input, output or rendering. Offsets are code
points of the decoded document (byte-order mark removed, line ends kept), half open.
"""

from planwatch.models.comparison import (
    Alignment,
    Candidate,
    Certainty,
    Change,
    Comparison,
    Evidence,
    Explanation,
    Force,
    Link,
    Nearest,
    Relation,
    Shape,
    SideSummary,
    ThemeChange,
)
from planwatch.models.documents import (
    Commitment,
    Heading,
    Kind,
    Mention,
    Plan,
    PlanInfo,
    PlanKind,
    Quantity,
    Span,
    Strength,
    Topic,
    Unparsed,
)
from planwatch.models.evaluation import Evaluation, LinkScores, ParagraphScores
from planwatch.models.reading import Reading

SCHEMA_VERSION = "1.0"
"""Version of the JSON contract; the first number changes when a reader could break."""

__all__ = [
    "SCHEMA_VERSION",
    "Alignment",
    "Candidate",
    "Certainty",
    "Change",
    "Commitment",
    "Comparison",
    "Evaluation",
    "Evidence",
    "Explanation",
    "Force",
    "Heading",
    "Kind",
    "Link",
    "LinkScores",
    "Mention",
    "Nearest",
    "ParagraphScores",
    "Plan",
    "PlanInfo",
    "PlanKind",
    "Quantity",
    "Reading",
    "Relation",
    "Shape",
    "SideSummary",
    "Span",
    "Strength",
    "ThemeChange",
    "Topic",
    "Unparsed",
]
