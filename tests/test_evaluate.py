"""`planwatch eval` prints the figures of the reference scorer."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from planwatch.errors import PlanwatchError
from planwatch.evaluate import Reference, evaluate
from planwatch.report.json import write
from planwatch.report.view import View

from .conftest import GOLD, comparison
from .reference.score_links import score


@pytest.mark.parametrize("name", ["14-15", "2016-14", "14-review"])
def test_same_figures_as_the_reference_scorer(name: str) -> None:
    text = (GOLD / f"{name}.json").read_text("utf-8")
    reference = Reference.read(text, name)
    found = comparison(reference.old, reference.new)
    mine = evaluate(reference, found)
    theirs = score(json.loads(text), json.loads(write(found, View({}))))
    assert asdict(mine.lax) == theirs["lax"]
    assert asdict(mine.strict) == theirs["strict"]
    assert mine.status_accuracy == theirs["status_accuracy"]
    assert mine.gone_f1 == theirs["gone_f1"]
    assert mine.judged_units_parsed == theirs["judged_units_parsed"]
    paragraphs = theirs.get("paragraph_kept_or_gone")
    assert (asdict(mine.paragraphs) if mine.paragraphs else None) == paragraphs


@pytest.mark.parametrize(
    ("name", "lax"),
    [("14-15", 0.46), ("2016-14", 0.36), ("14-review", 0.44)],
)
def test_links_are_better_than_matching_words(name: str, lax: float) -> None:
    reference = Reference.read((GOLD / f"{name}.json").read_text("utf-8"), name)
    found = evaluate(reference, comparison(reference.old, reference.new))
    assert found.lax.f1 >= lax
    if found.paragraphs:
        assert found.paragraphs.balanced_accuracy >= 0.76


@pytest.mark.parametrize(("text", "key"), [("{", "error.gold-json"), ("[]", "error.gold-fields")])
def test_no_reference_answers(text: str, key: str) -> None:
    with pytest.raises(PlanwatchError) as fault:
        Reference.read(text, "x.json")
    assert fault.value.key == key
