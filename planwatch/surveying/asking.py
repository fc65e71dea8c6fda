"""What a survey is asked, as questions to every document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planwatch.errors import PlanwatchError
from planwatch.models import DocumentIndex, Plan, SurveyBy
from planwatch.pipeline.plans import query_forms
from planwatch.pipeline.tracing import theme_of
from planwatch.survey import Commitments, Question, Terms, Themes
from planwatch.terms import Ledger
from planwatch.words import Segmenter, unquoted
from planwatch.workspace import Workspace


@dataclass(frozen=True)
class Asked:
    """What a survey is to tell: `lead`, `theme` and `term` are as a user types them, "" where
    nothing is asked for."""

    by: SurveyBy = "theme"
    lead: str = ""
    theme: str = ""
    term: str = ""

    def check(self) -> None:
        """Raises `PlanwatchError` where a filter does not fit what is told."""
        if (self.theme and self.by == "term") or (self.term and self.by == "theme"):
            raise PlanwatchError("error.survey-filter", by=self.by)

    @property
    def linked(self) -> bool:
        """Whether documents are aligned with the leading one: where a formulation is said can be
        told without."""
        return self.by != "term"


def question(asked: Asked, lead: DocumentIndex, plan: Plan, workspace: Workspace) -> Question:
    """The question that a survey puts to every document; `plan` is the leading one.

    Raises `PlanwatchError` where the theme is unknown or the leading document says nothing on it.
    """
    if asked.by == "term":
        return Terms(lead, _terms(asked, plan, workspace))
    theme = theme_of(workspace, asked.theme) if asked.theme else ""
    if asked.by == "theme":
        return Themes(lead, workspace.rules.themes, theme)
    chosen = [c for c in plan.comparable if not theme or theme in c.themes]
    if asked.term:
        forms = _forms(asked.term, workspace)
        chosen = [c for c in chosen if any(form in unquoted(c.normalized) for form in forms)]
    if not chosen:
        sought = asked.term or asked.theme
        raise PlanwatchError("error.not-in-lead", sought=sought, lead=plan.info.id)
    return Commitments(lead, [commitment.id for commitment in chosen])


def _terms(asked: Asked, plan: Plan, workspace: Workspace) -> Mapping[str, Sequence[str]]:
    """The formulations to look for, each with its wordings."""
    if asked.term:
        forms = _forms(asked.term, workspace)
        return {forms[0]: forms}
    ledger = Ledger([plan], workspace.rules, Segmenter.of(plan))
    return {text: (text,) for text in ledger.telling}


def _forms(term: str, workspace: Workspace) -> Sequence[str]:
    forms = (unquoted(form) for form in query_forms(workspace, term))
    return tuple(form for form in dict.fromkeys(forms) if form)
