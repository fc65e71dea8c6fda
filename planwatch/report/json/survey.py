"""Surveys in the JSON contract."""

from __future__ import annotations

from dataclasses import asdict

from planwatch.models import Counterpart, Survey, SurveyedDocument, SurveyItem, Uptake, Words
from planwatch.report.json.documents import info_json, span_json
from planwatch.report.jsontext import Json
from planwatch.report.survey import counts, first
from planwatch.report.view import View


def survey_json(survey: Survey, _view: View) -> Json:
    """The document of `planwatch survey --format json`."""
    return {
        "folder": survey.folder,
        "by": survey.by,
        "lead": survey.lead.info.id,
        "lead_by": survey.lead_by,
        "linked": survey.linked,
        "documents": [_document(document) for document in survey.documents],
        "items": [_item(item, survey) for item in survey.items],
        "unread": [
            {"path": one.path, "reason": one.key, "values": dict(one.values)}
            for one in survey.unread
        ],
        "same_text": [asdict(pair) for pair in survey.same],
    }


def _document(document: SurveyedDocument) -> Json:
    return {
        "plan": info_json(document.info),
        "issuer": document.info.issuer,
        "when": document.when,
        "dated_by": document.dated_by.value,
        "characters": document.characters,
        "commitments": document.commitments,
        "variant_of": document.variant_of,
    }


def _item(item: SurveyItem, survey: Survey) -> Json:
    earliest = first(item, survey)
    found = counts(item, survey)
    return {
        "id": item.id,
        "name": item.name,
        "name_en": item.name_en,
        "commitment": found["taken"],
        "mention": found["named"],
        "absent": found["others"] - found["taken"] - found["named"],
        "earlier": found["earlier"],
        "since": earliest.document if earliest else "",
        "lead": _uptake(item.lead) if item.lead else None,
        "uptakes": [_uptake(uptake) for uptake in item.uptakes],
    }


def _uptake(uptake: Uptake) -> Json:
    strength = uptake.strength
    return {
        "document": uptake.document,
        "presence": uptake.presence.value,
        "phrase_count": uptake.count,
        "commitments": list(uptake.commitments),
        "mentions": uptake.mentions,
        "firm": uptake.firm,
        "unclear": uptake.unclear,
        "confidence": uptake.confidence,
        "strength": {"word": strength.word, "rung": strength.rung} if strength else None,
        "cited": _words(uptake.cited),
        "link": _link(uptake.link) if uptake.link else None,
    }


def _words(words: Words) -> Json:
    return {
        "id": words.id,
        "numbers": list(words.numbers),
        "span": span_json(words.span),
        "text": words.text,
        "reading": words.reading,
        "clause": words.clause,
    }


def _link(link: Counterpart) -> Json:
    return {
        "lead": link.lead,
        "own": link.own,
        "relation": link.relation.value,
        "certainty": link.certainty.value,
        "confidence": link.confidence,
        "force": link.force.value,
    }
