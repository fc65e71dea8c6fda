"""Concepts: the vocabulary behind alignment, and what it must not confuse."""

from __future__ import annotations

from collections import defaultdict

import pytest

from planwatch.rules import ConceptsRule

from .conftest import plan_of, workspace

CONCEPTS = workspace().rules.concepts


def named(sentence: str) -> set[str]:
    found = plan_of(f"一、主要任务\n{sentence}\n").commitments[-1].concepts
    return {concept for mention in found for concept in mention.concepts}


def test_ids_and_names_are_used_once() -> None:
    fields = workspace().rules.rules["concepts"].values()
    ids = [c.id for field in fields if isinstance(field, ConceptsRule) for c in field.concepts]
    assert len(ids) == len(set(ids)) == len(CONCEPTS) >= 200
    names = defaultdict(set)
    for concept in CONCEPTS.values():
        assert concept.broader in ("", *CONCEPTS)
        assert not set(concept.names) & set(concept.exceptions)
        for name in (concept.zh, *concept.names):
            names[name.lower()].add(concept.id)
    assert not {name: found for name, found in names.items() if len(found) > 1}


@pytest.mark.parametrize(
    ("one", "other", "concept"),
    [
        ("完善非常规评审机制。", "支持非共识创新项目。", "non-consensus"),
        ("研制仿人机器人。", "培育具身智能产业。", "robot"),
        ("推进未来科技城建设。", "搞活未来科学城。", "future-science-city"),
        ("发展互联网金融。", "壮大金融科技。", "fintech"),
        ("建设星地异构网络。", "开展空天地一体化网络攻关。", "satellite-internet"),
        ("支持新三板发展。", "提升北交所能级。", "bse"),
    ],
)
def test_different_words_for_one_concept(one: str, other: str, concept: str) -> None:
    assert concept in named(one) & named(other)


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("突破合成生物育种技术。", "synthetic-biology-industry"),
        ("建设产教融合创新联合体。", "consortium"),
        ("推动朱雀三号首飞。", "talent-programme"),
        ("建设国家技术创新中心。", "innovation-centre"),
        ("布局海外知识产权。", "innovation-network"),
    ],
)
def test_false_friends(sentence: str, concept: str) -> None:
    assert concept not in named(sentence)


def test_a_narrower_concept_stands_for_the_broader_too() -> None:
    assert {"quantum-computing", "quantum-information"} <= named("研制超导量子计算机。")
