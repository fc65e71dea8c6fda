"""How surveys do their work: once for each document, anywhere, with the same result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwatch.codec import DecodeError
from planwatch.errors import PlanwatchError
from planwatch.likeness import sample, suspects
from planwatch.models import DocumentIndex, Survey, Unread
from planwatch.surveying import Asked, Step, documents, survey
from planwatch.surveying.documents import Job, Shared
from planwatch.surveying.lead import lead_of
from planwatch.surveying.local import Processes

from .calling import call, heeds_control_c
from .conftest import ROOT, workspace
from .plans import EAST, TEXTS, write_plans

LEAD = Asked(lead="lead.txt")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANWATCH_CACHE", str(tmp_path_factory.mktemp("cache") / "kept"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_plans(tmp_path / "plans", TEXTS)


def worked(folder: Path, asked: Asked = LEAD) -> dict[str, int]:
    """For each stage on how many documents work was done."""
    steps: dict[str, Step] = {}
    survey(folder, asked, progress=lambda step: steps.update({step.stage: step}))
    assert all(step.done == step.total for step in steps.values())
    return {stage: step.fresh for stage, step in steps.items()}


def test_a_document_that_is_added_is_the_only_one_that_is_read(folder: Path) -> None:
    assert worked(folder) == {"index": 5, "links": 4}
    assert worked(folder) == {"index": 0, "links": 0}
    write_plans(folder, {"new": EAST.replace("东江", "中江")})
    assert worked(folder) == {"index": 1, "links": 1}


def test_a_changed_document_is_read_again(folder: Path) -> None:
    worked(folder)
    write_plans(folder, {"east": EAST.replace("鼓励", "支持")})
    assert worked(folder) == {"index": 1, "links": 1}


def test_another_leading_document_asks_for_links_alone(folder: Path) -> None:
    worked(folder)
    assert worked(folder, Asked(lead="east.txt")) == {"index": 0, "links": 4}
    assert worked(folder, Asked(by="term", lead="west.txt")) == {"index": 0}


def test_damaged_results_are_worked_out_again(folder: Path) -> None:
    first = survey(folder, LEAD)
    for path in Path(os.environ["PLANWATCH_CACHE"]).iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert survey(folder, LEAD) == first
    assert worked(folder) == {"index": 0, "links": 0}


def test_without_a_cache_the_result_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = survey(folder, LEAD)
    monkeypatch.setenv("PLANWATCH_CACHE", "off")
    assert survey(folder, LEAD) == first


def test_the_result_is_the_same_in_one_process_and_in_two(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANWATCH_CACHE", "off")
    options = (
        "survey",
        str(folder),
        "--lead",
        "lead.txt",
        "--format",
        "json",
        "--by",
        "commitment",
    )
    one, two = (call(*options, "--jobs", jobs) for jobs in ("1", "2"))
    assert one.code == two.code == 0
    assert one.out == two.out


def test_a_first_result_comes_before_the_links(folder: Path) -> None:
    early: list[Survey] = []
    last = survey(folder, LEAD, early=early.append)
    assert [found.linked for found in (*early, last)] == [False, True]
    carriers = [[len(item.carriers) for item in found.items] for found in (*early, last)]
    assert carriers[0] == carriers[1]


def dies(_job: Job, _shared: Shared) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_the_death_of_a_worker_is_one_clear_sentence() -> None:
    job = Job(next(iter(workspace().plans)), b"", False)
    with pytest.raises(PlanwatchError) as refused:
        list(Processes(2).run(dies, Shared(workspace().rules), [job] * 3))
    assert refused.value.key == "error.worker"


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_an_interruption_ends_everything_quietly(tmp_path: Path) -> None:
    plans = write_plans(tmp_path / "plans", {f"{n}": TEXTS["lead"] for n in range(300)})
    command = [sys.executable, "-m", "planwatch", "survey", str(plans), "--jobs", "2"]
    environment = {**os.environ, "PLANWATCH_CACHE": "off", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeds_control_c,
    )
    time.sleep(2.0)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode in (130, -signal.SIGINT)
    assert out == ""
    assert err in ("", "Interrupted.\n")


def test_a_worker_gets_bytes_and_no_paths() -> None:
    rules = workspace().rules
    info = next(iter(workspace().plans))
    found = documents.index_document(
        Job(info, "一、任务\n建设平台。\n".encode(), True), Shared(rules)
    )
    assert [sentence.reading for sentence in found.sentences] == ["建设平台。"]


@pytest.mark.parametrize("data", [b"", b"+", b"+x", b"-{}", b"?", b'-["a","b",{}]'])
def test_bytes_that_are_no_result_are_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        documents.result(DocumentIndex, data)


def test_a_failure_travels_with_its_words_and_figures() -> None:
    data = documents.index_task(
        Job(next(iter(workspace().plans)), b"", False), Shared(workspace().rules)
    )
    found = documents.result(DocumentIndex, data)
    assert isinstance(found, Unread)
    assert found.key == "error.empty"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


def test_the_result_on_a_cluster_is_the_same(
    folder: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANWATCH_CACHE", "off")
    (folder / "empty.txt").write_bytes(b"")
    options = ("survey", str(folder), "--lead", "lead.txt", "--format", "json")
    here, there = call(*options, "--jobs", "1"), call(*options, "--scheduler", scheduler)
    assert there.code == 0, there.err
    assert here.out == there.out


def test_a_scheduler_that_is_not_there_is_one_clear_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    monkeypatch.setattr("planwatch.surveying.cluster._WAIT", 1)
    done = call("survey", str(folder), "--scheduler", "tcp://127.0.0.1:9")
    assert done.code == 2
    assert "tcp://127.0.0.1:9" in done.err.splitlines()[-1]


def test_without_the_extra_the_option_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = call("survey", str(folder), "--scheduler", "tcp://127.0.0.1:9")
    assert done.code == 2
    assert 'pip install "planwatch[dask]"' in done.err


TEXT = st.text("甲乙丙丁戊己庚辛", min_size=200, max_size=400)


@given(TEXT)
def test_a_sample_does_not_see_marks_and_is_part_of_the_whole(text: str) -> None:
    assert sample("，".join(text)) == sample(text)
    assert set(sample(text[: len(text) // 2])) <= set(sample(text))


def test_versions_are_suspected_among_many_in_proportion_to_their_number() -> None:
    phrase = tuple(range(10_000, 10_050))
    samples = [(*range(100 * n, 100 * n + 50), *phrase) for n in range(60)]
    samples.append((*range(0, 50), 99_999))
    assert list(suspects(samples)) == [(0, 60)]


def test_of_one_year_the_document_leads_of_which_the_day_is_known() -> None:
    from planwatch.models import DatedBy, PlanInfo, PlanKind

    infos = [PlanInfo(f"{n}", "", PlanKind.PLAN, "", "") for n in range(3)]
    dates = [("", DatedBy.UNKNOWN), ("2021", DatedBy.PERIOD), ("2021-03-12", DatedBy.TEXT)]
    assert lead_of(infos, dates) == (2, "earliest")
