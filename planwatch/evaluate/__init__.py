"""Scores against reference answers: links between plans, and themes over all of them."""

from planwatch.evaluate.evaluation import evaluate
from planwatch.evaluate.links import Reference
from planwatch.evaluate.themes import ThemeReference, evaluate_themes

__all__ = ["Reference", "ThemeReference", "evaluate", "evaluate_themes"]
