"""Fitting: logistic regression, calibration, and the command."""

from __future__ import annotations

import json
import math
import random
import shutil
from pathlib import Path

import pytest
import yaml

from planwatch.fit import calibration, confidence, logistic

from .conftest import GOLD, ROOT, Run

GOLDS = [str(GOLD / f"{name}.json") for name in ("14-15", "2016-14", "14-review")]


def drawn(weights: tuple[float, ...], bias: float, count: int) -> tuple[list, list]:  # type: ignore[type-arg]
    """Rows at random, with labels true as often as the sum says."""
    source = random.Random(7)
    rows = [tuple(source.gauss(0, 1) for _ in weights) for _ in range(count)]
    scores = [bias + sum(w * v for w, v in zip(weights, row, strict=True)) for row in rows]
    return rows, [source.random() < confidence(score) for score in scores]


def test_the_weights_behind_the_labels_are_found() -> None:
    rows, labels = drawn((2.0, -1.0, 0.0), -0.5, 6000)
    found = logistic(rows, labels, penalty=0.1)
    assert found.weights == pytest.approx((2.0, -1.0, 0.0), abs=0.15)
    assert found.bias == pytest.approx(-0.5, abs=0.15)


def test_a_penalty_shrinks_weights_and_constant_features_weigh_nothing() -> None:
    rows, labels = drawn((2.0,), 0.0, 500)
    rows = [(*row, 1.0) for row in rows]
    free, bound = (logistic(rows, labels, penalty).weights for penalty in (0.01, 500.0))
    assert 0 < bound[0] < free[0]
    assert free[1] == pytest.approx(0.0, abs=1e-6)


def test_labels_that_separate_do_not_overflow() -> None:
    found = logistic(
        [(float(value),) for value in range(-50, 50)], [v >= 0 for v in range(-50, 50)]
    )
    assert math.isfinite(found.weights[0])
    with pytest.raises(ValueError, match="both kinds"):
        logistic([(1.0,)], [True])


def test_calibration_undoes_scores_that_are_too_sure() -> None:
    rows, labels = drawn((1.0,), 0.3, 6000)
    fitted = calibration([(3 * row[0] - 1,) for row in rows], labels)
    assert fitted.weights[0] == pytest.approx(1 / 3, abs=0.05)
    assert fitted.bias == pytest.approx(0.3 + 1 / 3, abs=0.1)


def test_weights_that_are_written_are_used(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    done = run("fit", *GOLDS[::2], "--write", "--format", "json", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [(row["old"], row["new"]) for row in report["rows"]] == [("14", "15"), ("14", "review")]
    assert all(0.4 < row["held_out"]["f1"] <= row["lax"]["f1"] + 0.1 for row in report["rows"])
    right = [b["right"] for b in report["bins"]]
    assert right[0] < 0.05
    assert right[-1] > 0.7
    written = yaml.safe_load((tmp_path / "rules/alignment/weights.yaml").read_text("utf-8"))
    assert {f["id"]: f["weight"] for f in written["features"]} == report["features"]
    shown = run("explain", "14/3.1.2.1", "15/1.1.1.3", "--format", "json", cwd=tmp_path)
    rows = {row["feature"]: row["weight"] for row in json.loads(shown.stdout)["evidence"]}
    assert rows["bias"] == report["bias"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(GOLDS[:1], "two"), ([*GOLDS[:2], "--write"], "init"), (["a.json", "b.json"], "a.json")],
)
def test_fit_refuses(run: Run, arguments: list[str], word: str) -> None:
    done = run("fit", *arguments, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
