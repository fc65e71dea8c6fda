"""Rules are data: `rules/<kind>/<id>.yaml`, validated into one immutable `RuleSet`.

A rule's id is its file name. Bundled rules always load; a workspace's rules replace
bundled ones of the same kind and id, or join them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from planwatch import yamlfile
from planwatch.backtracking import SlowPatternError, refuse_slow
from planwatch.bundled import bundled
from planwatch.errors import DataError, Fault
from planwatch.models import (
    Accuracy,
    AccuracyRow,
    ForceAccuracy,
    Kind,
    PlanKind,
    ThemeAccuracy,
)


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


def _slow(pattern: str) -> list[str]:
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


class PatternRule(Rule):
    """A rule that is a regular expression with examples."""

    pattern: Pattern
    examples: Examples

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)

    def slow(self) -> list[str]:
        """Why the pattern could take very long, if it could."""
        return _slow(self.pattern)

    def failures(self) -> list[str]:
        """The examples that the pattern gets wrong."""
        missed = [f"must fire on {text!r}" for text in self.examples.fire if not self.fires(text)]
        wrong = [f"must not fire on {text!r}" for text in self.examples.silent if self.fires(text)]
        return missed + wrong

    def fires(self, text: str) -> bool:
        """Whether the pattern is found in `text`."""
        return self.regex.search(text) is not None


class NumberingRule(PatternRule):
    """A printed marker at the start of a line, recognised before width folding.

    The group `number` is the marker as printed. `style` heading: the line is a heading when
    it holds one sentence and text follows; opening: the sentence belongs to the body; item: so
    does the paragraph, and those below it until the next marker belong to the item too.
    `rank` orders the levels, outermost first. `joins` names a numbering whose sequence this
    one may carry on (一、 then 2、).
    """

    style: Literal["heading", "opening", "item", "bullet"]
    rank: int = Field(ge=1, le=99)
    joins: str = ""


class FurnitureRule(PatternRule):
    """Text that is not the plan's: page metadata, links, bylines.

    `scope` line: this line; front: this line, if no heading or sentence came before; onward:
    from this line to the end, if no heading follows. `zh` and `en` say what it is.
    """

    scope: Literal["line", "front", "onward"]
    zh: str
    en: str


class KindRule(PatternRule):
    """What a sentence does, told by its heading or its words; the lowest `order` decides.

    `where` heading: the pattern is sought in the headings above; preamble: the sentence
    stands before the first heading; sentence: in the sentence itself. `plans` limits the
    rule to kinds of documents, `under` to sentences on whose headings that rule fires too.
    """

    kind: Kind
    where: Literal["heading", "preamble", "sentence"]
    order: int
    plans: tuple[PlanKind, ...] = tuple(PlanKind)
    under: str = ""


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


class ScopeRule(PatternRule):
    """A stretch of a sentence (the group `scope`) in which themes are only mentioned."""

    def stretches(self, text: str) -> list[tuple[int, int]]:
        """Where in `text` such a stretch begins and ends."""
        return [match.span("scope") for match in self.regex.finditer(text)]


class Readings(BaseModel):
    """Lines in which a rule must read a value, and lines in which it must read none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fire: dict[str, str] = Field(min_length=1)
    silent: tuple[str, ...] = Field(min_length=1)


MetadataField = Literal[
    "title", "issuer", "number", "date", "effective", "validity", "period", "kind"
]


class MetadataRule(Rule):
    """How a text names something of itself; of the rules for a field the lowest `order` decides.

    `where` head: in one of the first lines; pair: in one of them or in two joined; title: in the
    title; heading: in a heading; text: in any line, the last one counts. `value` is what it says,
    with named groups of the pattern in braces. Of dates, `year`, `month` and `day` come out in
    digits; of `five_year`, the number of a five-year plan, its `first` and `last` year.
    """

    field: MetadataField
    where: Literal["head", "pair", "title", "heading", "text"]
    order: int
    pattern: Pattern
    value: str
    examples: Readings

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)

    def slow(self) -> list[str]:
        """Why the pattern could take very long, if it could."""
        return _slow(self.pattern)

    def failures(self) -> list[str]:
        """The examples that the rule reads otherwise."""
        expected = {**self.examples.fire, **dict.fromkeys(self.examples.silent, "")}
        read = {text: self.read(text) for text in expected}
        return [
            f"must read {value!r} in {text!r}, not {read[text]!r}"
            for text, value in expected.items()
            if read[text] != value
        ]

    def read(self, text: str) -> str:
        """What `text` says ("" where the pattern is not found in it)."""
        found = self.regex.search(text)
        if found is None:
            return ""
        groups = _groups(found)
        return _SLOT.sub(lambda slot: groups.get(slot.group(1), slot.group()), self.value)


_SLOT = re.compile(r"\{(\w+)\}")
_THIRD_PLAN = (3, 1966)
"""From the third five-year plan on each begins when the one before ends; two came earlier, with a
pause of three years between (第一个五年计划 1953–1957, 第二个 1958–1962)."""


def _groups(found: re.Match[str]) -> dict[str, str]:
    groups = {name: value or "" for name, value in found.groupdict().items()}
    for name in groups.keys() & {"year", "month", "day"}:
        groups[name] = _digits(groups[name]).zfill(2)
    if (plan := _digits(groups.get("five_year", ""))).isdecimal() and len(plan) <= 2:
        number = int(plan)
        pause = 0 if number >= _THIRD_PLAN[0] else -3
        first = _THIRD_PLAN[1] + pause + 5 * (number - _THIRD_PLAN[0])
        groups |= {"first": str(first), "last": str(first + 4)}
    return groups


def _digits(numeral: str) -> str:
    """A numeral in digits: 二〇一八 digit by digit, 十五 and 二十一 by their value."""
    if "十" not in numeral:
        return "".join(_DIGITS.get(char, char) for char in numeral)
    tens, _, ones = numeral.partition("十")
    return _DIGITS.get(tens, "1") + _DIGITS.get(ones, "0")


_DIGITS = {
    **{char: str(value) for value, char in enumerate("〇一二三四五六七八九")},
    **{"零": "0", "○": "0"},
}


class VocabularyRule(Rule):
    """A list of words for one purpose (segmentation, action verbs, frame words)."""

    words: tuple[str, ...] = Field(min_length=1)


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


class SpecificsRule(PatternRule):
    """What makes a statement specific; `slight` where it tells kinds and no names."""

    slight: bool = False


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


RULE_KINDS: Mapping[str, type[Rule]] = MappingProxyType(
    {
        "numbering": NumberingRule,
        "furniture": FurnitureRule,
        "metadata": MetadataRule,
        "kinds": KindRule,
        "wording": WordingRule,
        "vocabulary": VocabularyRule,
        "concepts": ConceptsRule,
        "themes": ThemesRule,
        "formulations": FormulationsRule,
        "scopes": ScopeRule,
        "strength": StrengthRule,
        "objects": VocabularyRule,
        "specifics": SpecificsRule,
        "alignment": WeightsRule,
        "accuracy": AccuracyRule,
        "indicators": IndicatorsRule,
        "quantities": MeasuresRule,
    }
)
"""The folders below `rules/` and what their files hold."""
MESSAGES = "messages"
"""The folder of the interface's words, which `planwatch.messages` reads."""
FINDINGS = "findings"
"""The folder of the rules of findings, which `planwatch.checks` reads."""


@dataclass(frozen=True)
class RuleSet:
    """All rules in force, by kind and id."""

    rules: Mapping[str, Mapping[str, Rule]]

    def __reduce__(self) -> tuple[Any, ...]:
        """How another process gets them: without views that only this one has."""
        return _frozen, ({kind: dict(by_id) for kind, by_id in self.rules.items()},)

    @cached_property
    def numberings(self) -> tuple[NumberingRule, ...]:
        """Numbering rules, outermost level first."""
        found = (r for r in self.rules["numbering"].values() if isinstance(r, NumberingRule))
        return tuple(sorted(found, key=lambda rule: (rule.rank, rule.id)))

    @cached_property
    def furniture(self) -> tuple[FurnitureRule, ...]:
        """Furniture rules in the order of their ids."""
        return tuple(r for r in self.rules["furniture"].values() if isinstance(r, FurnitureRule))

    @cached_property
    def metadata(self) -> tuple[MetadataRule, ...]:
        """Metadata rules in the order in which they decide."""
        found = (r for r in self.rules["metadata"].values() if isinstance(r, MetadataRule))
        return tuple(sorted(found, key=lambda rule: (rule.order, rule.id)))

    @cached_property
    def kinds(self) -> tuple[KindRule, ...]:
        """Kind rules in the order in which they decide."""
        found = (r for r in self.rules["kinds"].values() if isinstance(r, KindRule))
        return tuple(sorted(found, key=lambda rule: (rule.order, rule.id)))

    @property
    def wording(self) -> tuple[WordingRule, ...]:
        """Wording tables in the order of their ids."""
        return tuple(r for r in self.rules["wording"].values() if isinstance(r, WordingRule))

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The concepts of all fields by id."""
        fields = (r for r in self.rules["concepts"].values() if isinstance(r, ConceptsRule))
        return {concept.id: concept for field in fields for concept in field.concepts}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """The themes of all fields by id."""
        fields = (r for r in self.rules["themes"].values() if isinstance(r, ThemesRule))
        return {theme.id: theme for field in fields for theme in field.themes}

    @cached_property
    def formulations(self) -> tuple[Renaming, ...]:
        """The renamings of all fields."""
        fields = (r for r in self.rules["formulations"].values() if isinstance(r, FormulationsRule))
        return tuple(renaming for field in fields for renaming in field.renamings)

    @cached_property
    def formulation_names(self) -> tuple[str, ...]:
        """Every formulation that the rules know, old and new, in their order."""
        fields = [r for r in self.rules["formulations"].values() if isinstance(r, FormulationsRule)]
        pairs = (name for found in self.formulations for name in (*found.old, *found.new))
        names = (name for field in fields for name in field.names)
        return tuple(dict.fromkeys((*pairs, *names)))

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators of all fields by id."""
        fields = (r for r in self.rules["indicators"].values() if isinstance(r, IndicatorsRule))
        return {indicator.id: indicator for field in fields for indicator in field.indicators}

    @property
    def measures(self) -> MeasuresRule:
        """Hedges and measure words."""
        rule = self.rules["quantities"]["measures"]
        assert isinstance(rule, MeasuresRule)
        return rule

    @cached_property
    def scopes(self) -> tuple[ScopeRule, ...]:
        """Scope rules in the order of their ids."""
        return tuple(r for r in self.rules["scopes"].values() if isinstance(r, ScopeRule))

    @cached_property
    def strength(self) -> tuple[StrengthRule, ...]:
        """The ladder of official verbs and modifiers in the order of its ids."""
        return tuple(r for r in self.rules["strength"].values() if isinstance(r, StrengthRule))

    @cached_property
    def specifics(self) -> tuple[SpecificsRule, ...]:
        """What makes a statement specific, in the order of the rules' ids."""
        return tuple(r for r in self.rules["specifics"].values() if isinstance(r, SpecificsRule))

    @cached_property
    def object_kinds(self) -> Mapping[str, tuple[str, ...]]:
        """The nouns that name objects of a kind, by the kind's id."""
        rules = self.rules["objects"].items()
        return {id: rule.words for id, rule in rules if isinstance(rule, VocabularyRule)}

    def scoped(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a sentence in which themes are only mentioned."""
        return [span for rule in self.scopes for span in rule.stretches(text)]

    def words(self, id: str) -> tuple[str, ...]:
        """The words of the vocabulary `id`; none where there is no such vocabulary."""
        rule = self.rules["vocabulary"].get(id)
        return rule.words if isinstance(rule, VocabularyRule) else ()

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """Nouns that end names, each with the vocabulary of its sort (`heads-places` …)."""
        found = (r for r in self.rules["vocabulary"].values() if r.id.startswith("heads-"))
        return {
            w: rule.id for rule in found if isinstance(rule, VocabularyRule) for w in rule.words
        }

    @cached_property
    def weights(self) -> WeightsRule:
        """The weights of alignment."""
        rule = self.rules["alignment"]["weights"]
        assert isinstance(rule, WeightsRule)
        return rule

    @property
    def accuracy(self) -> Accuracy:
        """The measured accuracy."""
        rule = self.rules["accuracy"]["measured"]
        assert isinstance(rule, AccuracyRule)
        return rule.figures


def load_rules(folders: Iterable[Path]) -> RuleSet:
    """Load the rules of all folders; later folders replace rules of the same kind and id.

    Raises `DataError` with all faults of all files, examples that fail included. A pattern
    that could take very long is refused before it runs; the bundled ones are checked by a test.
    """
    files = [file for folder in folders for file in _files(folder)]
    rules = yamlfile.load_all([partial(_load_rule, *file) for file in files])
    found: dict[str, dict[str, Rule]] = {kind: {} for kind in RULE_KINDS}
    for (kind, _, _), rule in zip(files, rules, strict=True):
        found[kind][rule.id] = rule
    return _frozen(found)


def _frozen(found: Mapping[str, dict[str, Rule]]) -> RuleSet:
    frozen = {kind: MappingProxyType(by_id) for kind, by_id in found.items()}
    return RuleSet(MappingProxyType(frozen))


def _files(folder: Path) -> list[tuple[str, Path, str]]:
    faults = []
    files = []
    for path in sorted(folder.glob("*/*.y*ml")):
        if path.parent.name in (MESSAGES, FINDINGS):
            continue
        shown = f"{folder.name}/{path.parent.name}/{path.name}"
        if path.parent.name in RULE_KINDS:
            files.append((path.parent.name, path, shown))
        else:
            allowed = ", ".join((*RULE_KINDS, FINDINGS))
            faults.append(Fault(shown, 1, f"unknown kind of rule; allowed are {allowed}"))
    if faults:
        raise DataError(faults)
    return files


def _load_rule(kind: str, path: Path, shown: str) -> Rule:
    rule = yamlfile.load(path, RULE_KINDS[kind], shown)
    faults = [] if rule.id == path.stem else [f"id: must be the file's name, {path.stem!r}"]
    faults += _pattern_faults(rule, path)
    if faults:
        raise DataError(Fault(shown, 1, fault) for fault in faults)
    return rule


def _pattern_faults(rule: Rule, path: Path) -> list[str]:
    """What is wrong with patterns and examples; a pattern that could take very long is not run."""
    slow = [] if path.is_relative_to(bundled("rules")) else rule.slow()
    return [f"pattern: {reason}" for reason in slow] or [
        f"examples: {failure}" for failure in rule.failures()
    ]
