"""Fitting the weights of alignment: the order of the stages that learn instead of tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planwatch.align import Aligner
from planwatch.errors import PlanwatchError
from planwatch.evaluate import Reference
from planwatch.evaluate.links import Judge
from planwatch.fit import calibration, confidence, logistic
from planwatch.models import Bin, FitReport, FitRow
from planwatch.pipeline import aligner_of
from planwatch.pipeline.scoring import read_reference
from planwatch.rules import WeightsRule
from planwatch.store import make_folder, write_text
from planwatch.workspace import Workspace

_THRESHOLDS = tuple(step / 100 for step in range(5, 80))
_CONTINUED = tuple(step / 100 for step in range(50, 100))
_BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_DECIMALS = 2


@dataclass(frozen=True)
class _Case:
    """One pair of plans with its answers."""

    reference: Reference
    aligner: Aligner

    @cached_property
    def judge(self) -> Judge:
        return self.reference.judge(self.aligner.old, self.aligner.new)

    @cached_property
    def samples(self) -> list[tuple[tuple[float, ...], bool]]:
        """The judged candidates: their features, and whether readers linked them."""
        rows = ((row, self.judge.label(*pair)) for pair, row in self.aligner.measured().items())
        return [(row, label) for row, label in rows if label is not None]

    def scored(self, weights: WeightsRule) -> list[tuple[float, bool]]:
        """The judged candidates under some weights: score, and whether readers linked them."""
        scores = self.aligner.reweighted(weights).scores()
        rows = ((score, self.judge.label(*pair)) for pair, score in scores.items())
        return [(score, label) for score, label in rows if label is not None]

    def contested(self, weights: WeightsRule) -> list[tuple[tuple[float, float, float], bool]]:
        """The judged candidates: score without rivals, the leads of the rivals, and the label."""
        alone = self.aligner.reweighted(weights.model_copy(update={"outdone": 0.0, "rival": 0.0}))
        leads = alone.leads()
        rows = (
            ((score, *leads[pair]), self.judge.label(*pair))
            for pair, score in alone.scores().items()
        )
        return [(row, label) for row, label in rows if label is not None]


def fit(workspace: Workspace, golds: Sequence[Path], *, write: bool) -> FitReport:
    """Weights fitted to the answers in some files; for each pair of plans also how well weights
    do that were fitted without it. With `write` they become the workspace's.

    Raises `PlanwatchError`: no answers in a file, one file only, no folder of one's own.
    """
    if len(golds) < 2:
        raise PlanwatchError("error.fit-files")
    if write and workspace.root is None:
        raise PlanwatchError("error.fit-write")
    current = workspace.rules.weights
    cases = [_case(workspace, gold) for gold in golds]
    fitted = _fitted(cases, current)
    rows = []
    for case in cases:
        without = _fitted([other for other in cases if other is not case], current)
        rows.append(_row(case, fitted, without))
    target = workspace.root / "rules" / "alignment" / "weights.yaml" if workspace.root else None
    if write and target is not None:
        make_folder(target.parent)
        write_text(target, _yaml(fitted, rows))
    return FitReport(
        bias=fitted.bias,
        features=tuple((feature.id, feature.weight) for feature in fitted.features),
        link=fitted.link,
        rows=tuple(rows),
        bins=tuple(_bins(cases, fitted)),
        written=str(target) if write else "",
    )


def _case(workspace: Workspace, gold: Path) -> _Case:
    reference = read_reference(gold)
    return _Case(reference, aligner_of(workspace, reference.old, reference.new))


def _fitted(cases: Sequence[_Case], current: WeightsRule) -> WeightsRule:
    """Weights learned from some cases, calibrated, with the threshold at which F1, averaged over
    them, is highest."""
    samples = [sample for case in cases for sample in case.samples]
    if len({label for _, label in samples}) < 2:
        raise PlanwatchError("error.fit-labels")
    raw = logistic([row for row, _ in samples], [label for _, label in samples])
    weights = _with(current, raw.bias, raw.weights)
    contested = [one for case in cases for one in case.contested(weights)]
    scale = calibration([row for row, _ in contested], [label for _, label in contested])
    slope, *leads = scale.weights
    weights = _with(weights, raw.bias * slope + scale.bias, [w * slope for w in raw.weights])
    # The leads of the rivals grow with the scores, so their weights are per scaled unit.
    outdone, rival = (round(max(0.0, -lead / slope), _DECIMALS) for lead in leads)
    weights = weights.model_copy(update={"outdone": outdone, "rival": rival})
    weights = weights.model_copy(update={"link": _threshold(cases, weights)})
    return weights.model_copy(update={"continued": _continued(cases, weights)})


def _with(rule: WeightsRule, bias: float, values: Sequence[float]) -> WeightsRule:
    features = tuple(
        feature.model_copy(update={"weight": round(value, _DECIMALS)})
        for feature, value in zip(rule.features, values, strict=True)
    )
    return rule.model_copy(update={"bias": round(bias, _DECIMALS), "features": features})


def _threshold(cases: Sequence[_Case], weights: WeightsRule) -> float:
    links = [_confidences(case, weights) for case in cases]

    def mean_f1(least: float) -> float:
        scores = (
            _both(case, [pair for pair, sure in found if sure >= least])
            for case, found in zip(cases, links, strict=True)
        )
        return sum(scores) / len(cases)

    return max(_THRESHOLDS, key=mean_f1)


def _continued(cases: Sequence[_Case], weights: WeightsRule) -> float:
    """The confidence that best tells, among right links, the same commitment from a changed one."""
    judged = [
        [
            (sure, same)
            for pair, sure in _confidences(case, weights)
            if sure >= weights.link and (same := case.judge.same_commitment(*pair)) is not None
        ]
        for case in cases
    ]

    def mean_share(least: float) -> float:
        right = ([(sure >= least) == same for sure, same in links] for links in judged if links)
        return sum(sum(flags) / len(flags) for flags in right)

    return max(_CONTINUED, key=mean_share)


def _both(case: _Case, pairs: Sequence[tuple[str, str]]) -> float:
    """Lax and strict F1 in one figure; lax, which counts every link a reader made, twice."""
    return (2 * case.judge.lax(pairs).f1 + case.judge.strict(pairs).f1) / 3


def _confidences(case: _Case, weights: WeightsRule) -> list[tuple[tuple[str, str], float]]:
    eager = weights.model_copy(update={"link": _THRESHOLDS[0]})
    links = case.aligner.reweighted(eager).align().links
    return [((link.old, link.new), link.confidence) for link in links]


def _row(case: _Case, fitted: WeightsRule, without: WeightsRule) -> FitRow:
    def pairs(weights: WeightsRule) -> list[tuple[str, str]]:
        links = case.aligner.reweighted(weights).align().links
        return [(link.old, link.new) for link in links]

    found = pairs(fitted)
    return FitRow(
        old=case.reference.old,
        new=case.reference.new,
        lax=case.judge.lax(found),
        strict=case.judge.strict(found),
        held_out=case.judge.lax(pairs(without)),
    )


def _bins(cases: Sequence[_Case], weights: WeightsRule) -> list[Bin]:
    judged = [(confidence(s), label) for case in cases for s, label in case.scored(weights)]
    bins = []
    for least, most in zip(_BINS, (*_BINS[1:], 1.01), strict=True):
        inside = [(sure, label) for sure, label in judged if least <= sure < most]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            right = sum(label for _, label in inside) / len(inside)
            bins.append(Bin(least, len(inside), round(mean, 3), round(right, 3)))
    return bins


def _yaml(weights: WeightsRule, rows: Sequence[FitRow]) -> str:
    """The rule file; its figures are what the fit measured."""
    held_out = ", ".join(f"{row.held_out.f1:.2f} ({row.old}→{row.new})" for row in rows)
    lines = [
        "id: weights",
        f"reason: {weights.reason}",
        "source: >-",
        "  Written by planwatch fit: logistic regression on reference answers, calibrated. With",
        f"  weights fitted on the other pairs of plans alone lax F1 is {held_out}.",
        f"bias: {weights.bias}",
        f"link: {weights.link}",
        f"firm: {weights.firm}",
        f"continued: {weights.continued}",
        f"outdone: {weights.outdone}",
        f"rival: {weights.rival}",
        f"reach: {weights.reach}",
        f"identical: {weights.identical:g}",
        f"candidates: {weights.candidates}",
        "features:",
    ]
    for feature in weights.features:
        lines += [
            f"  - id: {feature.id}",
            f"    weight: {feature.weight}",
            f"    reason: {feature.reason}",
        ]
    return "\n".join(lines) + "\n"
