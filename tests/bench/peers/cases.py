"""The comparisons that are measured: two plans, the answers on them, and what peers get."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planwatch.evaluate.links import Judge
from planwatch.models import Plan
from planwatch.pipeline import load_plan, scoring
from planwatch.words import Segmenter
from planwatch.workspace import Workspace


@dataclass(frozen=True)
class Case:
    """Two plans and who judges links between them."""

    old: Plan
    new: Plan
    judge: Judge

    @classmethod
    def of(cls, workspace: Workspace, gold: Path) -> Case:
        """The plans that a file of reference answers is about."""
        reference = scoring.read_reference(gold)
        old, new = (load_plan(workspace, id) for id in (reference.old, reference.new))
        return cls(old, new, reference.judge(old, new))

    @property
    def name(self) -> str:
        return f"{self.old.info.id} → {self.new.info.id}"

    @cached_property
    def ids(self) -> tuple[list[str], list[str]]:
        """The commitments that can be linked, in the order in which peers get them."""
        return [c.id for c in self.old.comparable], [c.id for c in self.new.comparable]

    @cached_property
    def sentences(self) -> str:
        """What peers get: text, words and headings of the sentences of both plans, as JSON."""
        segmenter = Segmenter.of(self.old, self.new)
        sides = {
            side: [
                {"text": c.body, "words": list(segmenter.cut(c.body)), "headings": c.headings}
                for c in plan.comparable
            ]
            for side, plan in (("old", self.old), ("new", self.new))
        }
        return json.dumps(sides, ensure_ascii=False)
