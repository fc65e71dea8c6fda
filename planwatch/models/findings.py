"""Findings: what a check has to say of a changed workspace, and how grave each of it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from planwatch.models.comparison import SideSummary
from planwatch.models.documents import PlanInfo, Span
from planwatch.models.levels import Level


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text of the rules in both languages of the interface."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in a language: zh or en."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a rule of findings says of itself.

    `level` is the default; `message` has placeholders for the values of a finding. `reason` is
    English, as that of every rule. `mirror` is the id of the rule that tells the same with the
    sides exchanged; where there is none `waiver` says why.
    """

    id: str
    level: Level
    title: Bilingual
    message: Bilingual
    help: Bilingual
    reason: str
    mirror: str = ""
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the words stand that a finding rests on.

    `path` is relative to the workspace, with slashes. Lines and columns count from 1, columns in
    code points; `end_column` is that after the last character. A whole file has line 1 and column
    1 twice, no span and no quote. `span` counts in the decoded document, and `quote` is
    `document[span.start:span.end]`; `reading` is its mainland reading, "" where that is the same.
    `id` is that of the sentence and `place` the printed numbers above it (六/(一)); both "" where
    there are none, as is `plan` for a file that is no document. `gone`: the words stand in the
    baseline only, so that there is no such line in the working folder. `key` says what stands
    there, wherever it stands: the mainland reading without the printed marker.
    """

    path: str
    plan: str = ""
    id: str = ""
    place: str = ""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    span: Span | None = None
    quote: str = ""
    reading: str = ""
    gone: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a finding's list: what stood before, what stands now; either may be empty.

    `deciding` are the words that the statement rests on, old and new, in mainland reading (of what
    moved the ranks: 9/11).
    """

    old: tuple[Location, ...] = ()
    new: tuple[Location, ...] = ()
    deciding: tuple[tuple[str, str], ...] = ()

    @property
    def locations(self) -> tuple[Location, ...]:
        """Where it stands: in the new text first."""
        return (*self.new, *self.old)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A reviewer's decision that a finding is known and may stand.

    `rule`, the ids in `plans` and `about` say for readers what was accepted; they are empty where
    that was not known. `date` is that of the decision (UTC, YYYY-MM-DD).
    """

    fingerprint: str
    date: str
    reason: str
    rule: str = ""
    plans: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Acceptances:
    """What a workspace accepts: levels that differ from the rules', and findings."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    entries: tuple[Acceptance, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reviewer of the change should know.

    `level` is that in force, which may differ from the rule's. `values` fill the placeholders of
    the rule's message: texts of documents among them are as they stand, not made safe. `old` and
    `new` are the ids of the plans compared, "" where nothing was. `theme` is the id of the theme
    that the finding is about. `items` is its list, the most telling first; never hundreds of
    findings. `follows` are findings that hold only because of this one (what an edited document
    changes in the comparisons): they are told below it and nowhere else.
    """

    rule: RuleInfo
    level: Level
    fingerprint: str
    values: Mapping[str, str]
    old: str = ""
    new: str = ""
    theme: str = ""
    items: tuple[Item, ...] = ()
    follows: tuple[Finding, ...] = ()
    accepted: Acceptance | None = None

    @property
    def locations(self) -> tuple[Location, ...]:
        """All places that the finding rests on; the first is the one to show."""
        return tuple(place for item in self.items for place in item.locations)

    @property
    def plans(self) -> tuple[str, ...]:
        """The ids of the documents that it is about, those compared first."""
        named = (self.old, self.new, *(place.plan for place in self.locations))
        return tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the working folder is held against.

    `name` is the revision or folder as it was asked for or found (`origin/main`); `revision` the
    full id of the commit, "" for a folder; `merge_base` says that it is where the branches parted.
    """

    kind: Literal["git", "folder"]
    name: str
    revision: str = ""
    merge_base: bool = False


@dataclass(frozen=True, slots=True)
class ComparedPlans:
    """Two plans that were compared since one of them changed, with what `diff` counts of them."""

    old: PlanInfo
    new: PlanInfo
    old_summary: SideSummary
    new_summary: SideSummary


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A document that could not be read well enough to say anything of it.

    `key` and `values` make the message, as those of a `PlanwatchError`.
    """

    plan: str
    path: str
    key: str
    values: Mapping[str, object]


SeedChange = Literal["added", "removed", "edited"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs from the baseline's; a checksum is "" where there is no such file."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that a check found.

    `changed` are the ids of the documents that differ from the baseline. `findings` are those
    that stand, the gravest first; `accepted` those that a reviewer accepted in the baseline.
    `stale` are acceptances of rules that are not there any more; `unused` those that no finding
    of this check asked for, though everything that they could be about was looked at.
    `not_compared` is what could not be looked at: where there is any, nothing is clean.
    """

    baseline: Baseline
    changed: tuple[tuple[str, SeedChange], ...]
    compared: tuple[ComparedPlans, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    stale: tuple[Acceptance, ...] = ()
    unused: tuple[Acceptance, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that had to be looked at could be."""
        return not self.not_compared

    @property
    def counts(self) -> Mapping[Level, int]:
        """How many findings stand at each level."""
        levels = [finding.level for finding in self.findings]
        return {level: levels.count(level) for level in Level}

    def reaching(self, level: Level) -> tuple[Finding, ...]:
        """The findings that stand and are as grave as `level` or graver."""
        return tuple(finding for finding in self.findings if finding.level.reaches(level))


@dataclass(frozen=True, slots=True)
class RuleList:
    """Rules of findings to be listed; one alone is explained."""

    rules: tuple[RuleInfo, ...]
