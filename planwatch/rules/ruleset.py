"""All rules in force, by kind and id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from planwatch.models import Accuracy
from planwatch.rules.figures import Indicator, IndicatorsRule, MeasuresRule
from planwatch.rules.metadata import MetadataRule
from planwatch.rules.outline import (
    FurnitureRule,
    KindRule,
    NumberingRule,
    ScopeRule,
    SpecificsRule,
)
from planwatch.rules.patterns import Rule
from planwatch.rules.vocabulary import (
    Concept,
    ConceptsRule,
    FormulationsRule,
    Renaming,
    StrengthRule,
    Theme,
    ThemesRule,
    VocabularyRule,
    WordingRule,
)
from planwatch.rules.weights import AccuracyRule, WeightsRule

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
        return frozen, ({kind: dict(by_id) for kind, by_id in self.rules.items()},)

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


def frozen(found: Mapping[str, dict[str, Rule]]) -> RuleSet:
    """The rule set of rules by kind and id."""
    views = {kind: MappingProxyType(by_id) for kind, by_id in found.items()}
    return RuleSet(MappingProxyType(views))
