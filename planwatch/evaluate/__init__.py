"""Scores against reference answers: links between plans, themes and renames over all of them."""

from planwatch.evaluate.evaluation import evaluate
from planwatch.evaluate.links import Reference
from planwatch.evaluate.renames import RenameReference, evaluate_renames
from planwatch.evaluate.themes import ThemeReference, evaluate_themes

__all__ = [
    "Reference",
    "RenameReference",
    "ThemeReference",
    "evaluate",
    "evaluate_renames",
    "evaluate_themes",
]
