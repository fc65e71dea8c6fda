"""Evaluations: how well a comparison agrees with reference answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planwatch.models.documents import Plan


@dataclass(frozen=True, slots=True)
class LinkScores:
    """How well links agree with reference answers, 0 to 1; counts of pairs."""

    f1: float
    precision: float
    recall: float
    positives: int
    predicted: int


@dataclass(frozen=True, slots=True)
class ParagraphScores:
    """How well paragraphs of the old plan are told kept or gone, 0 to 1."""

    balanced_accuracy: float
    kept_found: float
    gone_found: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a score lies with 95 % confidence, 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """Bootstrap intervals of lax and strict F1 and of the paragraphs' balanced accuracy; None
    where nothing was judged."""

    lax: Interval | None
    strict: Interval | None
    paragraphs: Interval | None


class Miss(StrEnum):
    """Why a pair that both readers linked is not linked."""

    NOT_PARSED = "not_parsed"
    """One of the two is not among the sentences read."""
    NOT_COMPARABLE = "not_comparable"
    """One of the two was taken for context."""
    NO_CANDIDATE = "no_candidate"
    """The pair was never scored."""
    NOT_LINKED = "not_linked"
    """The pair was scored and not chosen."""


@dataclass(frozen=True, slots=True)
class WrongLink:
    """A link that no reader found."""

    old: str
    new: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class MissedPair:
    """A pair that both readers linked and planwatch does not.

    `old` and `new` are ids, empty where the sentence was not read; the texts quote the source.
    `grade` is 3 where both called it the same commitment; `score` is None without a candidate.
    """

    old: str
    new: str
    old_text: str
    new_text: str
    grade: float
    score: float | None
    why: Miss


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A comparison held against reference answers.

    `lax` counts pairs that both readers linked, `strict` those that both called the same
    commitment; `paragraphs` is None where the answers do not cover them. `wrong` has the surest
    link first. `missed` has the same commitments first, of these the lowest score, and before
    them what was never scored. `plans` are the old and the new one. `by` is what the answers say
    about their readers, "" where they say nothing.
    """

    old: str
    new: str
    lax: LinkScores
    strict: LinkScores
    status_accuracy: float
    gone_f1: float | None
    paragraphs: ParagraphScores | None
    judged_units_parsed: float
    intervals: Intervals
    wrong: tuple[WrongLink, ...]
    missed: tuple[MissedPair, ...]
    plans: tuple[Plan, Plan]
    by: str = ""


@dataclass(frozen=True, slots=True)
class FitRow:
    """One pair of plans: scores with weights fitted on all answers, and on the others alone."""

    old: str
    new: str
    lax: LinkScores
    strict: LinkScores
    held_out: LinkScores


@dataclass(frozen=True, slots=True)
class Bin:
    """Links of about one confidence: their number, mean confidence and share that is right."""

    least: float
    links: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class FitReport:
    """Weights fitted to reference answers.

    `features` pairs their ids with log-odds per unit; `link` is the confidence from which a
    pair is linked. The bins hold the candidates of all pairs of plans.
    """

    bias: float
    features: tuple[tuple[str, float], ...]
    link: float
    rows: tuple[FitRow, ...]
    bins: tuple[Bin, ...]
    written: str


@dataclass(frozen=True, slots=True)
class ThemeScores:
    """Shares, 0 to 1, of presences (a commitment or not) and of statuses that agree."""

    presence: float
    transitions: float


@dataclass(frozen=True, slots=True)
class ThemeEvaluation:
    """Theme traces held against reference answers, asked by name and by alias.

    `errors` lists every statement asked by name that differs: theme, plan or pair of plans,
    what planwatch says, what the answer says.
    """

    themes: int
    by_name: ThemeScores
    by_alias: ThemeScores
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameEvaluation:
    """The ledger held against reference answers on renames.

    A step leads from the forms of one plan to the other forms of the next that names the
    concept; a row is linked if one of its steps is. `errors` lists the steps that are not.
    """

    rows: int
    linked: int
    steps: int
    hits: int
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuantityEvaluation:
    """Quantities held against reference answers.

    Shares, 0 to 1, of the answers' figures found with the right value and role, with the right
    unit too, and with the right comparator as well; `errors` lists those not found so.
    """

    quantities: int
    value_and_role: float
    unit_too: float
    comparator_too: float
    errors: tuple[str, ...]
