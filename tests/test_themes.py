"""Themes: the vocabulary, what a sentence is about, and what became of a theme."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from planwatch.models import (
    NOWHERE,
    Commitment,
    PlanKind,
    Presence,
    TermStatus,
    ThemeStatus,
    theme_status,
    themes_of,
)
from planwatch.rules import Theme, ThemesRule

from .conftest import compared, comparison, plan, plan_of, workspace

THEMES = workspace().rules.themes
SEEDS = ("2016", "14", "review", "15", "15news")
C, M, A = Presence.COMMITMENT, Presence.MENTION, Presence.ABSENT


def only(sentence: str, kind: PlanKind = PlanKind.PLAN) -> Commitment:
    """A sentence as the only one of a plan."""
    return plan_of(f"一、主要任务\n{sentence}\n", kind).commitments[-1]


def about(sentence: str) -> set[str]:
    return set(only(sentence).themes)


def mentioned(sentence: str) -> set[str]:
    return {topic.theme for topic in only(sentence).topics} - about(sentence)


def test_the_vocabulary_is_wide_and_named_in_both_languages() -> None:
    assert len(THEMES) >= 110
    for names in ([t.zh for t in THEMES.values()], [t.en for t in THEMES.values()]):
        assert not [name for name, count in Counter(names).items() if count > 1]
    for theme in THEMES.values():
        assert re.search(r"[\u4e00-\u9fff]", theme.zh), theme.id
        assert not re.search(r"[\u4e00-\u9fff]", theme.en), theme.id


def test_ids_are_unique_over_all_fields() -> None:
    fields = workspace().rules.rules["themes"].values()
    ids = [theme.id for field in fields if isinstance(field, ThemesRule) for theme in field.themes]
    assert len(ids) == len(set(ids)) == len(THEMES)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.id)
def test_a_theme_is_found_by_each_of_its_names(theme: Theme) -> None:
    assert set(theme.former) <= set(theme.names)
    assert not set(theme.names) & set(theme.exceptions)
    for name in (*theme.names, *theme.mentions):
        found = {t.theme for t in only(f"推进“{name}”有关任务。").topics}
        assert theme.id in found or name.startswith("“"), name


@pytest.mark.parametrize("id", SEEDS)
def test_few_commitments_of_the_seeds_are_under_no_theme(id: str) -> None:
    assert len(plan(id).untagged) <= 0.05 * len(plan(id).comparable)


@pytest.mark.parametrize(
    ("sentence", "is_about", "only_mentions"),
    [
        ("加快建设人工智能算力平台。", {"artificial-intelligence"}, set()),
        (
            "在气候变化、能源安全等领域，发起国际大科学计划。",
            {"big-science-programmes"},
            {"carbon-neutrality"},
        ),
        (
            "面向区块链、量子等方向，支持青年科学家自由探索。",
            {"young-talent-programmes"},
            {"blockchain", "quantum"},
        ),
        ("依托国家实验室，培养博士后。", {"talent-training"}, {"national-laboratories"}),
        ("在自动驾驶领域，制定团体标准。", {"technical-standards"}, {"smart-connected-vehicles"}),
        ("攻克量子、区块链等关键核心技术。", {"core-technologies", "quantum", "blockchain"}, set()),
    ],
)
def test_the_object_of_the_action_and_what_is_only_named(
    sentence: str, is_about: set[str], only_mentions: set[str]
) -> None:
    assert is_about <= about(sentence)
    assert only_mentions <= mentioned(sentence)


@pytest.mark.parametrize(
    ("sentence", "theme"),
    [
        ("高标准建设综合试验区。", "technical-standards"),
        ("强化攻关验证能力。", "proof-of-concept-pilot"),
        ("支持朱雀三号入轨飞行。", "young-talent-programmes"),
        ("加快建设上市高新技术企业股权激励试点。", "unicorns-specialised-hightech-firms"),
        ("开展AIDS药物研发。", "artificial-intelligence"),
        ("培育一批育种芯片企业。", "integrated-circuits"),
    ],
)
def test_false_friends(sentence: str, theme: str) -> None:
    assert theme not in {topic.theme for topic in only(sentence).topics}


def test_a_sentence_that_names_nothing_takes_over_the_theme_it_stands_under() -> None:
    found = plan_of("一、主要任务\n（一）加强知识产权保护\n提高执法效率，加大惩治力度。\n")
    assert found.commitments[-1].themes == ("ip-protection",)
    assert [(t.start, t.end) for t in found.commitments[-1].topics] == [(0, 0)]


@pytest.mark.parametrize("id", SEEDS)
def test_topics_quote_a_name_of_their_theme(id: str) -> None:
    for commitment in plan(id).commitments:
        for topic in commitment.topics:
            theme = THEMES[topic.theme]
            names = {name.lower() for name in (*theme.names, *theme.mentions)}
            named = commitment.normalized[topic.start : topic.end].lower()
            assert named in names or (topic.start, topic.end) == (0, 0)


P, R = PlanKind.PLAN, PlanKind.REVIEW
STATUSES = [
    (P, P, C, C, "persisted"),
    (P, P, C, M, "demoted"),
    (P, P, C, A, "dropped"),
    (P, P, M, C, "promoted"),
    (P, P, A, C, "appeared"),
    (P, P, M, A, "none"),
    (P, P, A, M, "none"),
    (P, P, A, A, "none"),
    (P, P, M, M, "none"),
    (P, R, C, C, "delivered"),
    (P, R, C, M, "silent"),
    (P, R, C, A, "silent"),
    (P, R, M, C, "unplanned"),
    (P, R, A, C, "unplanned"),
    (P, R, M, A, "none"),
    (R, P, C, C, "delivered"),
    (R, P, M, C, "silent"),
    (R, P, C, A, "unplanned"),
]


@pytest.mark.parametrize(("old", "new", "before", "after", "status"), STATUSES)
def test_statuses(
    old: PlanKind, new: PlanKind, before: Presence, after: Presence, status: str
) -> None:
    infos = [plan_of("一、任务\n建设国家实验室。\n", kind).info for kind in (old, new)]
    assert theme_status(infos[0], infos[1], before, after) == status


MIRRORED = {
    ThemeStatus.APPEARED: ThemeStatus.DROPPED,
    ThemeStatus.DROPPED: ThemeStatus.APPEARED,
    ThemeStatus.PROMOTED: ThemeStatus.DEMOTED,
    ThemeStatus.DEMOTED: ThemeStatus.PROMOTED,
}


@pytest.mark.parametrize("pair", [("2016", "14"), ("14", "15"), ("14", "review")])
def test_themes_are_mirrored(pair: tuple[str, str]) -> None:
    there = {t.id: t for t in comparison(*pair).themes}
    back = {t.id: t for t in comparison(*reversed(pair)).themes}
    assert there.keys() == back.keys()
    for id, theme in there.items():
        other = back[id]
        assert other.status == MIRRORED.get(theme.status, theme.status)
        assert (other.old, other.new) == (theme.new, theme.old)
        assert (other.old_basis, other.new_basis) == (theme.new_basis, theme.old_basis)


def test_a_plan_against_itself_has_no_new_theme_and_no_new_term() -> None:
    same = comparison("15", "15")
    assert {theme.status for theme in same.themes} == {ThemeStatus.PERSISTED}
    assert same.terms == ()


@pytest.mark.parametrize("pair", [("2016", "14"), ("14", "15"), ("14", "review")])
def test_a_basis_quotes_whole_clauses_with_a_verb(pair: tuple[str, str]) -> None:
    verbs = workspace().rules.words("actions")
    found = comparison(*pair)
    checked = 0
    for theme in found.themes:
        for side, basis in ((found.old, theme.old_basis), (found.new, theme.new_basis)):
            assert (basis is None) == (not themes_of(side).get(theme.id, NOWHERE).about)
            if basis is None:
                continue
            commitment = next(c for c in side.commitments if c.id == basis.id)
            words = commitment.normalized[basis.start : basis.end]
            before = commitment.normalized[: basis.start]
            assert before == "" or before[-1] in "，；：。！？" or commitment.lead
            after = commitment.normalized[basis.end : basis.end + 1]
            assert after == "" or after in "，；：。！？"
            last = commitment.normalized[basis.end + 1 :] == ""
            assert last or any(verb in words for verb in verbs), words
            checked += 1
    assert checked > 50


def _bare(text: str) -> str:
    """A phrase is the same with quotation marks and without."""
    return text.translate(dict.fromkeys(map(ord, "“”")))


def test_new_terms_are_listed_even_where_a_theme_has_them_as_a_name() -> None:
    terms = {
        change.formulation.text: change.formulation.by_plan["15"].ids
        for change in comparison("14", "15").terms
        if change.status == TermStatus.NEW
    }
    assert len(terms["具身智能"]) == 1
    assert "长周期算总账" in terms
    old = "\n".join(plan("14").readings)
    new = {c.id: c.normalized for c in plan("15").commitments}
    for text, ids in terms.items():
        assert text not in old
        assert all(text in _bare(new[id]) for id in ids)
        assert text not in {theme.zh for theme in THEMES.values()}


def test_words_of_the_dictionary_are_a_new_term_when_said_again_or_known_to_the_rules() -> None:
    old = plan_of("一、任务\n建设国家实验室。\n", id="old")

    def terms(text: str) -> list[str]:
        new = plan_of(f"一、任务\n{text}\n", id="new")
        changes = compared(old, new).terms
        return [c.formulation.text for c in changes if c.status == TermStatus.NEW]

    assert terms("建设珊瑚花园。") == []
    assert terms("建设珊瑚花园。支持珊瑚花园发展。") == ["珊瑚花园"]
    assert terms("建设“珊瑚花园”。") == ["珊瑚花园"]
    assert terms("建设海洋牧场。") == ["海洋牧场"]
