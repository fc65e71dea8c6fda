"""Scores against reference answers: links, themes, renames and quantities."""

from planwatch.evaluate.evaluation import evaluate
from planwatch.evaluate.links import Reference
from planwatch.evaluate.quantities import QuantityReference, evaluate_quantities
from planwatch.evaluate.renames import RenameReference, evaluate_renames
from planwatch.evaluate.tables import Table
from planwatch.evaluate.themes import ThemeReference, evaluate_themes

__all__ = [
    "QuantityReference",
    "Reference",
    "RenameReference",
    "Table",
    "ThemeReference",
    "evaluate",
    "evaluate_quantities",
    "evaluate_renames",
    "evaluate_themes",
]
