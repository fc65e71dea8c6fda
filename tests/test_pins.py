"""Pins: decisions of reviewers are kept by content, override the model and stand in reports."""

from __future__ import annotations

import json
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planwatch import pinfile, pinning, pipeline, store
from planwatch.errors import DataError, PlanwatchError
from planwatch.messages import load_messages
from planwatch.models import (
    Certainty,
    Comparison,
    Decision,
    Explanation,
    Nearest,
    Obstacle,
    Pin,
    PinnedText,
    Plan,
    Relation,
)
from planwatch.pins import pinned_text
from planwatch.pipeline import scoring
from planwatch.report import render
from planwatch.report.view import View
from planwatch.workspace import Workspace, create_workspace, find_workspace

from .conftest import GOLD, ROOT, Run, aligner_of, plan_of
from .test_align import PLANS

OLD = "一、任务\n建设国家实验室。\n支持青年人才。\n完善科技金融服务体系。\n支持青年人才。\n"
NEW = "一、任务\n加快建设国家实验室。\n发展人工智能产业。\n支持青年人才。\n"
LAB, YOUTH, FINANCE = "a/1.1.1", "a/1.2.1", "a/1.3.1"
NEW_LAB, AI = "b/1.1.1", "b/1.2.1"


Own = Callable[[], Workspace]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Own:
    """A workspace of two small plans, read anew at every call."""
    create_workspace(tmp_path)
    write(tmp_path, OLD, NEW)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    return lambda: find_workspace(tmp_path)


def write(folder: Path, old: str, new: str) -> None:
    import hashlib

    rows = []
    for id, text in (("a", old), ("b", new)):
        (folder / "seeds" / f"{id}.txt").write_text(text, "utf-8")
        sha = hashlib.sha256(text.encode()).hexdigest()
        rows.append(f'  - {{id: {id}, title: 甲, kind: plan, file: {id}.txt, sha256: "{sha}"')
    rows[1] += ", predecessor: a"
    catalog = "plans:\n" + "".join(row + "}\n" for row in rows)
    (folder / "seeds" / "catalog.yaml").write_text(catalog, "utf-8")


def pin(own: Own, decision: str, old: str, new: str, **more: object) -> bool:
    """Whether the decision changes anything."""
    relation = more.get("relation")
    kept = pinning.pin(
        own(),
        Decision(decision),
        old,
        new,
        reason=str(more.get("reason", "同一任务")),
        relation=Relation(relation) if relation else None,
    )
    return kept.effective


def pairs(found: Comparison) -> dict[tuple[str, str], tuple[Relation, Certainty]]:
    return {(link.old, link.new): (link.relation, link.certainty) for link in found.links}


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(PlanwatchError) as fault:
        call()
    return fault.value.key


def shown(result: object, format: str) -> str:
    return render(result, format, View(load_messages("en"), "en"))  # type: ignore[arg-type]


def test_an_accepted_pair_is_linked_firmly_where_the_model_saw_nothing(own: Own) -> None:
    assert (FINANCE, AI) not in pairs(pipeline.compare(own(), "a", "b"))
    assert pin(own, "accept", FINANCE, AI)
    found = pipeline.compare(own(), "a", "b")
    assert pairs(found)[FINANCE, AI] == (Relation.CHANGED, Certainty.FIRM)
    assert FINANCE not in found.dropped
    assert AI not in found.appeared


def test_an_acceptance_can_name_the_relation(own: Own) -> None:
    pin(own, "accept", FINANCE, AI, relation="continued")
    assert pairs(pipeline.compare(own(), "a", "b"))[FINANCE, AI][0] == Relation.CONTINUED


def test_a_rejected_pair_is_neither_linked_nor_offered(own: Own) -> None:
    assert (LAB, NEW_LAB) in pairs(pipeline.compare(own(), "a", "b"))
    assert pin(own, "reject", LAB, NEW_LAB)
    found = pipeline.compare(own(), "a", "b")
    assert LAB in found.dropped
    assert NEW_LAB in found.appeared
    assert NEW_LAB not in {candidate.id for candidate in found.unmatched_old[LAB]}
    assert LAB not in {candidate.id for candidate in found.unmatched_new[NEW_LAB]}


def test_a_relabelling_sets_the_relation_of_a_linked_pair(own: Own) -> None:
    before = pairs(pipeline.compare(own(), "a", "b"))[LAB, NEW_LAB]
    other = next(relation for relation in Relation if relation != before[0])
    assert pin(own, "relabel", LAB, NEW_LAB, relation=other.value)
    assert pairs(pipeline.compare(own(), "a", "b"))[LAB, NEW_LAB] == (other, before[1])


def test_a_relabelling_of_a_pair_without_link_is_refused(own: Own) -> None:
    def relabel() -> None:
        pin(own, "relabel", FINANCE, AI, relation="changed")

    assert refused(relabel) == "error.pin-not-linked"
    assert not own().pins_path.exists()


def test_the_order_of_the_pair_makes_no_difference(own: Own) -> None:
    pin(own, "accept", AI, FINANCE)
    there, back = pipeline.compare(own(), "a", "b"), pipeline.compare(own(), "b", "a")
    assert pairs(there) == {(old, new): said for (new, old), said in pairs(back).items()}
    assert (FINANCE, AI) in pairs(there)
    assert refused(lambda: pin(own, "reject", FINANCE, AI)) == "error.pin-exists"


def test_the_text_decides_not_the_place(own: Own, tmp_path: Path) -> None:
    pin(own, "accept", FINANCE, AI)
    write(tmp_path, "一、任务\n优化营商环境。\n" + OLD.partition("\n")[2], NEW)
    assert ("a/1.4.1", AI) in pairs(pipeline.compare(own(), "a", "b"))


def test_of_equal_texts_the_ordinal_decides(own: Own) -> None:
    pin(own, "accept", "a/1.4.1", AI)
    assert own().pins[0].old.ordinal == 2
    found = pairs(pipeline.compare(own(), "a", "b"))
    assert ("a/1.4.1", AI) in found
    assert (YOUTH, AI) not in found


def test_a_pin_whose_text_is_gone_is_an_error_until_it_is_removed(own: Own, tmp_path: Path) -> None:
    pin(own, "accept", FINANCE, AI)
    write(tmp_path, OLD.replace("完善", "健全"), NEW)
    with pytest.raises(PlanwatchError) as fault:
        pipeline.compare(own(), "a", "b")
    assert fault.value.key == "error.pin-gone"
    assert (fault.value.values["plan"], fault.value.values["id"]) == ("a", FINANCE)
    assert pinning.unpin(own(), FINANCE, AI).old.id == FINANCE
    assert not pipeline.compare(own(), "a", "b").pins


def test_a_pin_that_changes_nothing_says_so(own: Own) -> None:
    assert not pin(own, "reject", FINANCE, AI)
    assert [p.effective for p in pipeline.compare(own(), "a", "b").pins] == [False]


def test_explain_says_what_a_reviewer_decided(own: Own) -> None:
    pin(own, "reject", LAB, NEW_LAB)
    pin(own, "accept", FINANCE, AI, reason="两处说的是一件事")
    rejected = pipeline.explain(own(), LAB, NEW_LAB)
    accepted = pipeline.explain(own(), FINANCE, AI)
    assert isinstance(rejected, Explanation)
    assert isinstance(accepted, Explanation)
    assert (rejected.linked, rejected.obstacle) == (False, Obstacle.REJECTED)
    assert (accepted.linked, accepted.relation, accepted.obstacle) == (
        True,
        Relation.CHANGED,
        None,
    )
    assert "rejected by pin" in shown(rejected, "terminal")
    assert "by a reviewer's decision" in shown(accepted, "terminal")
    assert json.loads(shown(accepted, "json"))["pin"] == {
        "decision": "accept",
        "reason": "两处说的是一件事",
        "date": "1970-01-02",
    }
    for id, plan, other in ((FINANCE, "b", AI), (AI, "a", FINANCE)):
        near = pipeline.explain(own(), id, plan)
        assert isinstance(near, Nearest)
        assert [candidate.id for candidate in near.linked] == [other]
        assert other not in {candidate.id for candidate in near.candidates}


def test_a_trace_follows_the_decisions(own: Own) -> None:
    pin(own, "accept", FINANCE, AI)
    pin(own, "reject", LAB, NEW_LAB)
    for query, ids in ((FINANCE, [AI]), (LAB, [])):
        found = pipeline.trace(own(), query)
        assert [c.id for c in found.steps[-1].commitments] == ids
        assert len(found.pins) == 1
        for format in ("terminal", "markdown"):
            assert "Reviewer:" in shown(found, format)
        assert json.loads(shown(found, "json"))["pins"][0]["old"] == query


def test_every_report_shows_the_decisions(own: Own) -> None:
    pin(own, "accept", FINANCE, AI, reason="<b>x</b> [red]y")
    found = pipeline.compare(own(), "a", "b")
    document = json.loads(shown(found, "json"))
    link = next(link for link in document["links"] if link["old"] == [FINANCE])
    assert link["pin"]["decision"] == "accept"
    assert [each["pin"] for each in document["links"] if each is not link] == [None] * (
        len(document["links"]) - 1
    )
    assert document["pins"][0]["effective"] is True
    terminal, markdown = shown(found, "terminal"), shown(found, "markdown")
    assert "[reviewed]" in terminal
    assert f"Reviewer: accepted {FINANCE} ↔ {AI}, 1970-01-02: <b>x</b> [red]y" in terminal
    assert "<b>" not in markdown
    assert "reviewed" in markdown


def test_json_keeps_to_its_schema(own: Own) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from planwatch.report.schema import schema_text

    schema = json.loads(schema_text())
    pin(own, "accept", FINANCE, AI, relation="continued")
    results = (
        pipeline.compare(own(), "a", "b"),
        pipeline.explain(own(), FINANCE, AI),
        pipeline.explain(own(), FINANCE, "b"),
        pipeline.trace(own(), FINANCE),
        pinning.pins_of(own()),
    )
    for result in results:
        jsonschema.validate(json.loads(shown(result, "json")), schema)


def test_scores_leave_decisions_out(own: Own, tmp_path: Path) -> None:
    gold = min(GOLD.glob("*15*.json"))
    reference = scoring.read_reference(gold)
    seeds = ROOT / "seeds"
    for path in seeds.iterdir():
        (tmp_path / "seeds" / path.name).write_bytes(path.read_bytes())
    before = scoring.score(own(), gold)
    link = pipeline.compare(own(), reference.old, reference.new).links[0]
    assert pin(own, "reject", link.old, link.new)
    assert scoring.score(own(), gold) == before


@pytest.mark.parametrize(
    ("old", "new", "reason", "key"),
    [
        (FINANCE, "b", "x", "error.pin-sentences"),
        (FINANCE, LAB, "x", "error.pin-sentences"),
        (FINANCE, AI, " \n", "error.pin-reason"),
        (FINANCE, AI, "x" * 1001, "error.pin-reason"),
        (FINANCE, AI, "\udc80", "error.pin-reason"),
        (FINANCE, "b/9.9", "x", "error.unknown-commitment"),
        (FINANCE, "c/1.1", "x", "error.unknown-plan"),
        (FINANCE, "other.txt/1.2.1", "x", "error.pin-unlisted"),
    ],
)
def test_what_is_refused(
    own: Own, tmp_path: Path, old: str, new: str, reason: str, key: str
) -> None:
    (tmp_path / "other.txt").write_text(NEW, "utf-8")
    assert refused(lambda: pin(own, "accept", old, new, reason=reason)) == key
    assert not own().pins_path.exists()


def test_a_date_that_is_none_is_refused(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert refused(lambda: pin(own, "accept", FINANCE, AI)) == "error.source-date"


def test_bundled_documents_are_refused_with_what_to_do(run: Run) -> None:
    pair = ("14/3.1.2.1", "15/1.2.1.3")
    for command in (("accept", *pair, "--reason", "x"), ("remove", *pair), ("list",)):
        done = run("pin", *command, "--lang", "en")
        assert done.returncode == 2
        assert "planwatch init" in done.stderr


def test_none_ships() -> None:
    assert not (ROOT / "seeds" / "pins.yaml").exists()


def test_the_commands(own: Own, run: Run) -> None:
    done = run("pin", "reject", FINANCE, AI, "--reason", "不相干", "--lang", "en")
    assert done.returncode == 0
    assert "changes nothing" in done.stderr
    assert "不相干" in run("pin", "list").stdout
    assert "changes nothing" in run("diff", "a", "b", "--lang", "en").stderr
    assert run("pin", "relabel", LAB, NEW_LAB, "--reason", "x").returncode == 2
    assert run("pin", "remove", AI, FINANCE).returncode == 0
    assert run("pin", "remove", AI, FINANCE).returncode == 2
    assert own().pins == ()


# --- the file

TEXT = PinnedText("a", "a/1.1", "0" * 64)
PIN = Pin(Decision.ACCEPT, TEXT, replace(TEXT, plan="b", id="b/1.1"), "2026-01-02", "r")


def numbered(number: int) -> Pin:
    return replace(PIN, old=replace(TEXT, sha256=f"{number:064x}"))


def entry(pin: Pin, **other: object) -> str:
    fields = {
        "decision": pin.decision.value,
        "old": pin.old.id,
        "new": pin.new.id,
        "old_sha256": pin.old.sha256,
        "new_sha256": pin.new.sha256,
        "date": pin.date,
        "reason": pin.reason,
        **other,
    }
    return "- " + json.dumps(fields) + "\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (entry(PIN) + entry(PIN), 3, "stands twice"),
        (entry(PIN) + "# x\n" + entry(PIN, decision="reject"), 4, "contradicts 'accept'"),
        (
            entry(PIN)
            + entry(
                PIN, old="b/1.1", new="a/1.1", old_sha256="0" * 64, decision="reject", reason="y"
            ),
            3,
            "contradicts",
        ),
        (entry(PIN, decision="relabel"), 2, "needs a relation"),
        (entry(PIN, decision="reject", relation="changed"), 2, "takes no relation"),
        (entry(PIN, new="a/1.2"), 2, "two plans"),
        (entry(PIN, date="yesterday"), 2, "date"),
        (entry(PIN, colour="red"), 2, "unknown field"),
        (entry(PIN, old_sha256="1"), 2, "old_sha256"),
    ],
)
def test_faults_of_the_file_have_their_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = tmp_path / "pins.yaml"
    path.write_text("pins:\n" + text, "utf-8")
    with pytest.raises(DataError) as fault:
        pinfile.read_pins(path)
    assert [(one.path, one.line) for one in fault.value.faults] == [("seeds/pins.yaml", line)]
    assert words in fault.value.faults[0].message


COMMENTED = f"""\
# head

pins:
  # the first
  - decision: accept   # as agreed
    old: a/1.1
    new: b/1.1
    old_sha256: "{"0" * 64}"
    new_sha256: "{"0" * 64}"
    date: 2026-01-02
    reason: >-
      in two
      lines
  # the second

  {entry(numbered(7)).strip()}
  # tail
"""


def test_comments_and_order_stay(tmp_path: Path) -> None:
    path = tmp_path / "pins.yaml"
    path.write_text(COMMENTED, "utf-8")
    pinfile.add_pin(path, numbered(9))
    assert path.read_text("utf-8").startswith(COMMENTED)
    first = pinfile.remove_pin(path, lambda pins: pins[0])
    assert first.reason == "in two lines"
    text = path.read_text("utf-8")
    assert re.findall("#.*", text) == ["# head", "# the first", "# the second", "# tail"]
    assert pinfile.read_pins(path) == (numbered(7), numbered(9))
    for _ in range(2):
        pinfile.remove_pin(path, lambda pins: pins[-1])
    assert pinfile.read_pins(path) == ()
    pinfile.add_pin(path, PIN)
    assert pinfile.read_pins(path) == (PIN,)


@pytest.mark.parametrize(
    "text",
    ["", "pins:\n", "pins: []\n", "# x\npins: [] # none\n", "pins:", "pins:\r\n", "\ufeffpins: []"],
)
def test_an_entry_goes_into_a_file_without_any(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pins.yaml"
    path.write_bytes(text.encode())
    pinfile.add_pin(path, PIN)
    assert pinfile.read_pins(path) == (PIN,)
    assert len(re.findall(rb"#.*", path.read_bytes())) >= text.count("#")


def test_a_layout_that_cannot_be_edited_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pins.yaml"
    text = "pins: [" + entry(PIN)[2:].strip() + "]\n"
    path.write_text(text, "utf-8")
    assert refused(lambda: pinfile.add_pin(path, numbered(3))) == "error.entry-layout"
    assert refused(lambda: pinfile.remove_pin(path, lambda pins: pins[0])) == "error.entry-layout"
    assert path.read_text("utf-8") == text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
            lambda text: text.strip() != "" and re.search(r"\S", text) is not None
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_reason_is_read_as_it_was_written(reasons: list[str]) -> None:
    import tempfile

    pins = tuple(replace(numbered(n), reason=reason) for n, reason in enumerate(reasons))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pins.yaml"
        for one in pins:
            pinfile.add_pin(path, one)
        assert pinfile.read_pins(path) == pins
        assert [row["reason"] for row in yaml.safe_load(path.read_text("utf-8"))["pins"]] == reasons
        pinfile.remove_pin(path, lambda found: found[0])
        assert pinfile.read_pins(path) == pins[1:]


def _add_many(path: Path, start: int) -> None:
    for number in range(start, start + 15):
        pinfile.add_pin(path, numbered(number))


def test_two_processes_lose_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "pins.yaml"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(path, start)) for start in (0, 100)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    found = {int(pin.old.sha256, 16) for pin in pinfile.read_pins(path)}
    assert found == {*range(15), *range(100, 115)}
    assert [file.name for file in tmp_path.iterdir()] == ["pins.yaml"]


def test_a_killed_process_leaves_a_whole_file_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "pins.yaml"
    worker = multiprocessing.get_context("spawn").Process(target=_add_forever, args=(path,))
    worker.start()
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    worker.kill()
    worker.join(60)
    kept = pinfile.read_pins(path)
    assert kept == tuple(numbered(number) for number in range(len(kept)))
    pinfile.add_pin(path, PIN if not kept else numbered(10**9))
    assert len(pinfile.read_pins(path)) == len(kept) + 1


def _add_forever(path: Path) -> None:
    number = 0
    while True:
        pinfile.add_pin(path, numbered(number))
        number += 1


def test_a_lock_that_a_killed_process_left_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "pins.yaml"
    (tmp_path / ".pins.yaml.lock").touch()
    pinfile.add_pin(path, PIN)
    assert pinfile.read_pins(path) == (PIN,)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_breaks_off_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "pins.yaml"
    pinfile.add_pin(path, PIN)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    if step == "fsync":
        monkeypatch.setattr(store.os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        pinfile.add_pin(path, numbered(1))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["pins.yaml"]


# --- any plans, any decisions


def pinned(one: Plan, other: Plan, choices: list[tuple[int, int, int]]) -> Iterator[Pin]:
    seen = set()
    for first, second, kind in choices:
        old = pinned_text(one, one.comparable[first % len(one.comparable)].id)
        new = pinned_text(other, other.comparable[second % len(other.comparable)].id)
        decision = list(Decision)[kind % 3]
        relation = list(Relation)[kind % 2] if decision == Decision.RELABEL else None
        found = Pin(decision, old, new, "2026-01-02", "r", relation)
        if found.pair not in seen:
            seen.add(found.pair)
            yield found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS, PLANS, st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=1, max_size=6))
def test_partition_and_mirror_of_any_plans_with_any_pins(
    first: str, second: str, choices: list[tuple[int, int, int]]
) -> None:
    old, new = plan_of(first, id="a"), plan_of(second, id="b")
    pins = list(pinned(old, new, choices))
    there = pipeline.align(aligner_of(old, new), pins)
    back = pipeline.align(aligner_of(new, old), pins)
    assert {(x.old, x.new, x.score, x.relation, x.certainty) for x in there.links} == {
        (x.new, x.old, x.score, x.relation, x.certainty) for x in back.links
    }
    assert (there.nearest_old, there.nearest_new) == (back.nearest_new, back.nearest_old)
    linked = {(link.old, link.new) for link in there.links}
    for side, plan, near in ((0, old, there.nearest_old), (1, new, there.nearest_new)):
        ends = {pair[side] for pair in linked}
        assert ends | set(near) == {c.id for c in plan.comparable}
        assert not ends & set(near)
    for found in there.pins:
        pair = (found.old, found.new)
        if found.pin.decision != Decision.RELABEL:
            assert (pair in linked) == (found.pin.decision == Decision.ACCEPT)
    assert [x.effective for x in there.pins] == [x.effective for x in back.pins]
