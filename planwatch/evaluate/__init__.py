"""Scores against reference answers: links, themes, renames, quantities and force."""

from planwatch.evaluate.evaluation import evaluate
from planwatch.evaluate.force import ForceReference, evaluate_force
from planwatch.evaluate.links import Reference
from planwatch.evaluate.quantities import QuantityReference, evaluate_quantities
from planwatch.evaluate.renames import RenameReference, evaluate_renames
from planwatch.evaluate.tables import Table
from planwatch.evaluate.themes import ThemeReference, evaluate_themes

__all__ = [
    "ForceReference",
    "QuantityReference",
    "Reference",
    "RenameReference",
    "Table",
    "ThemeReference",
    "evaluate",
    "evaluate_force",
    "evaluate_quantities",
    "evaluate_renames",
    "evaluate_themes",
]
