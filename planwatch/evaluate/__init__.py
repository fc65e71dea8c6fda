"""Scores against reference answers: links between plans, themes over all of them, quantities."""

from planwatch.evaluate.evaluation import evaluate
from planwatch.evaluate.links import Reference
from planwatch.evaluate.quantities import QuantityReference, evaluate_quantities
from planwatch.evaluate.themes import ThemeReference, evaluate_themes

__all__ = [
    "QuantityReference",
    "Reference",
    "ThemeReference",
    "evaluate",
    "evaluate_quantities",
    "evaluate_themes",
]
