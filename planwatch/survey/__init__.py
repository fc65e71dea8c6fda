"""Surveys: what one document says of everything, and who takes up what a leading one says."""

from planwatch.survey.indexing import index_of
from planwatch.survey.items import Answers, Commitments, Question, Terms, Themes

__all__ = ["Answers", "Commitments", "Question", "Terms", "Themes", "index_of"]
