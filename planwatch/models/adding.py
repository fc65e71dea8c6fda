"""What is known of a document that is to be added to a catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planwatch.models.documents import Plan, PlanInfo, PlanKind


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says of itself; empty where it does not.

    `title_by` is editor where the title is only the first line; `kind` is None where nothing
    tells it. The other fields mean what they mean in `PlanInfo`.
    """

    title: str
    title_by: Literal["source", "editor"]
    kind: PlanKind | None
    issuer: str
    number: str
    date: str
    effective: str
    validity: str
    period: str
    language: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of two texts is the same.

    `shared` is the share of the shorter one's wording that stands in the other, `covered` that of
    the longer one's. `variant` says whether they are versions of one text.
    """

    plan: str
    shared: float
    covered: float
    variant: bool


@dataclass(frozen=True, slots=True)
class Addition:
    """A document that was added: its entry, the text as parsed, and what stayed open.

    `open` names the fields of the entry that are empty. `likeness` says which listed document the
    text is most like, None where there is none worth naming. `added` is False where it was listed
    already and nothing has changed, `assumed` says that nothing told its kind.
    """

    info: PlanInfo
    plan: Plan
    open: tuple[str, ...]
    likeness: Likeness | None
    added: bool
    assumed: bool = False
