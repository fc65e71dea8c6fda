"""A dossier in the JSON contract: the documents that it is made of."""

from __future__ import annotations

from planwatch.models import SCHEMA_VERSION, Dossier
from planwatch.report.json.check import finding_json
from planwatch.report.json.comparison import comparison_json
from planwatch.report.json.targets import targets_json
from planwatch.report.json.trace import overview_json
from planwatch.report.jsontext import Json
from planwatch.report.view import View


def dossier_json(dossier: Dossier, view: View) -> Json:
    """The document of `planwatch report --format json`.

    Its parts are whole documents of their own: those of `trace --all`, of `diff` for every pair of
    plans, and of `targets`.
    """
    return {
        "overview": _document(overview_json(dossier.overview, view)),
        "comparisons": [_document(comparison_json(one, view)) for one in dossier.comparisons],
        "targets": _document(targets_json(dossier.targets, view)),
        "accepted": [finding_json(finding) for finding in dossier.accepted],
    }


def _document(content: Json) -> Json:
    return {"schema_version": SCHEMA_VERSION, **content}
