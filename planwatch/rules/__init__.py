"""Rules are data: `rules/<kind>/<id>.yaml`, validated into one immutable `RuleSet`.

A rule's id is its file name. Bundled rules always load; a workspace's rules replace
bundled ones of the same kind and id, or join them.
"""

from planwatch.rules.figures import (
    Indicator,
    IndicatorsRule,
    MeasuresRule,
)
from planwatch.rules.loading import (
    load_rules,
)
from planwatch.rules.metadata import (
    MetadataField,
    MetadataRule,
    Readings,
)
from planwatch.rules.outline import (
    FurnitureRule,
    KindRule,
    NumberingRule,
    ScopeRule,
    SpecificsRule,
)
from planwatch.rules.patterns import (
    Examples,
    Pattern,
    PatternRule,
    Rule,
)
from planwatch.rules.ruleset import (
    FINDINGS,
    MESSAGES,
    RULE_KINDS,
    RuleSet,
)
from planwatch.rules.vocabulary import (
    Concept,
    ConceptsRule,
    FormulationsRule,
    Renaming,
    StrengthRule,
    Theme,
    ThemesRule,
    VocabularyRule,
    WordingExample,
    WordingRule,
)
from planwatch.rules.weights import (
    AccuracyRule,
    FeatureId,
    FeatureWeight,
    WeightsRule,
)

__all__ = [
    "FINDINGS",
    "MESSAGES",
    "RULE_KINDS",
    "AccuracyRule",
    "Concept",
    "ConceptsRule",
    "Examples",
    "FeatureId",
    "FeatureWeight",
    "FormulationsRule",
    "FurnitureRule",
    "Indicator",
    "IndicatorsRule",
    "KindRule",
    "MeasuresRule",
    "MetadataField",
    "MetadataRule",
    "NumberingRule",
    "Pattern",
    "PatternRule",
    "Readings",
    "Renaming",
    "Rule",
    "RuleSet",
    "ScopeRule",
    "SpecificsRule",
    "StrengthRule",
    "Theme",
    "ThemesRule",
    "VocabularyRule",
    "WeightsRule",
    "WordingExample",
    "WordingRule",
    "load_rules",
]
