"""Fitting: how much each kind of evidence weighs, learned from reference answers.

Logistic regression with an L2 penalty on standardized features (iteratively reweighted least
squares); then the whole score is scaled so that its logistic is a calibrated confidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_PENALTY = 20.0
_ROUNDS = 40
_DONE = 1e-8
_TINY = 1e-9
_EXTREME = 30.0

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A sum: `bias` and one weight for each feature, in log-odds per unit of the feature."""

    bias: float
    weights: tuple[float, ...]

    def __call__(self, row: Row) -> float:
        """The score of a row."""
        pairs = zip(self.weights, row, strict=True)
        return math.fsum((self.bias, *(weight * value for weight, value in pairs)))


def logistic(rows: Sequence[Row], labels: Sequence[bool], penalty: float = _PENALTY) -> Fitted:
    """The weights under which the labels are most likely. Raises `ValueError` where all labels
    are the same."""
    if len(set(labels)) < 2:
        raise ValueError("labels of both kinds are needed")
    means, scales = _spread(rows)
    scaled = [
        (1.0, *((v - m) / s for v, m, s in zip(row, means, scales, strict=True))) for row in rows
    ]
    weights = [0.0] * len(scaled[0])
    for _ in range(_ROUNDS):
        step = _newton(scaled, labels, weights, penalty)
        weights = [weight - change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _DONE:
            break
    slopes = tuple(w / s for w, s in zip(weights[1:], scales, strict=True))
    bias = weights[0] - math.fsum(w * m for w, m in zip(slopes, means, strict=True))
    return Fitted(bias, slopes)


def calibration(rows: Sequence[Row], labels: Sequence[bool]) -> Fitted:
    """By what to multiply scores, and what to add, so that their logistic is the share of
    labels that are true."""
    return logistic(rows, labels, penalty=0.0)


def _spread(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    columns = list(zip(*rows, strict=True))
    means = [math.fsum(column) / len(column) for column in columns]
    scales = [
        math.sqrt(math.fsum((value - mean) ** 2 for value in column) / len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, scales


def _newton(
    rows: Sequence[Row], labels: Sequence[bool], weights: Sequence[float], penalty: float
) -> list[float]:
    """The step of Newton's method; the bias is not penalized."""
    size = len(weights)
    gradient = [0.0] + [penalty * weight for weight in weights[1:]]
    curvature = [
        [(penalty if i == j and i else 0.0) + (_TINY if i == j else 0.0) for j in range(size)]
        for i in range(size)
    ]
    for row, label in zip(rows, labels, strict=True):
        score = sum(weight * value for weight, value in zip(weights, row, strict=True))
        chance = confidence(score)
        error, spread = chance - label, chance * (1 - chance)
        for i, value in enumerate(row):
            gradient[i] += error * value
            weighted, line = spread * value, curvature[i]
            for j in range(i + 1):
                line[j] += weighted * row[j]
    for i in range(size):
        for j in range(i):
            curvature[j][i] = curvature[i][j]
    return _solved(curvature, gradient)


def _solved(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination with pivots."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for place in range(size):
        best = max(range(place, size), key=lambda i: abs(rows[i][place]))
        rows[place], rows[best] = rows[best], rows[place]
        for other in range(size):
            if other != place:
                share = rows[other][place] / rows[place][place]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def confidence(score: float) -> float:
    """The logistic of a score."""
    return 1 / (1 + math.exp(-max(-_EXTREME, min(_EXTREME, score))))
