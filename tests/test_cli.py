"""The command as users and programs meet it: answers, faults, hostile text, pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from planwatch.cli import main
from planwatch.report.schema import schema_text

from .calling import heeds_control_c
from .conftest import GOLD, ROOT, Run

COMMANDS = (
    "diff",
    "show",
    "explain",
    "terms",
    "trace",
    "plans",
    "schema",
    "eval",
    "add",
    "init",
    "targets",
    "check",
    "rules",
    "accept",
)
PLAN = "一、任务\n建设国家实验室。\n完善人才政策。\n发展人工智能产业。\n"
ESC = "\x1b"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_80_columns_and_is_complete(run: Run, command: str, lang: str) -> None:
    done = run(*command.split(), "--lang", lang, "--help") if command else run("--help")
    assert done.returncode == 0
    assert max(cell_len(line) for line in done.stdout.splitlines()) <= 80
    assert "help." not in done.stdout
    if not command:
        assert all(name in done.stdout for name in COMMANDS)


def test_version(process: Run) -> None:
    assert process("--version").stdout.startswith("planwatch 0.")


@pytest.mark.parametrize("width", ["80", "160"])
@pytest.mark.parametrize("arguments", ["diff 14 15", "trace 三城一区", "plans"])
def test_the_width_of_the_terminal_is_used(run: Run, arguments: str, width: str) -> None:
    done = run(*arguments.split(), "--lang", "en", env={"COLUMNS": width})
    assert done.returncode == 0, done.stderr
    widest = max(cell_len(line) for line in done.stdout.splitlines())
    assert int(width) - 20 < widest <= int(width) or arguments == "plans"


VALIDATOR = Draft202012Validator(json.loads(schema_text()))


@pytest.mark.parametrize(
    "arguments",
    [
        "diff 14 15",
        "diff 2016 14",
        "show 15",
        "explain 14/4.1.1.1 15",
        "terms 14 15",
        "terms 新质生产力",
        "terms 新质量生产力",
        f"eval {GOLD / 'renames.tsv'}",
        "trace 国家实验室",
        "trace 独角兽企业",
        "trace 14/3.1.2.1",
        "trace --all",
        "targets",
        "targets 14 review",
        f"eval {GOLD / 'quantities.tsv'}",
        "show review --untagged",
        "plans",
        f"eval {GOLD / '14-review.json'}",
    ],
)
def test_json_keeps_its_contract(run: Run, arguments: str) -> None:
    done = run(*arguments.split(), "--format", "json")
    assert not list(VALIDATOR.iter_errors(json.loads(done.stdout))), done.stderr


DETERMINED = (
    "diff 14 15 --lang zh",
    "diff 14 15 --format json",
    "diff 14 15 --format markdown --lang zh",
    "terms 14 15 --format json",
    "trace --all --lang en",
    "targets --format json",
    "trace 人工智能 --format json",
)
PRINT_ALL = """
import json, sys
from tests.calling import called
print(json.dumps([called(*line.split()).out for line in json.load(sys.stdin)]))
"""


def test_same_bytes_whatever_the_hash_seed_and_locale(tmp_path: Path) -> None:
    def outputs(seed: str, locale: str) -> list[str]:
        # Each has a cache of its own: what is compared is worked out twice.
        own = {"PLANWATCH_CACHE": str(tmp_path / seed)}
        settings = {"PYTHONHASHSEED": seed, "LC_ALL": locale, **own}
        done = subprocess.run(
            [sys.executable, "-c", PRINT_ALL],
            cwd=ROOT,
            env={**os.environ, **settings},
            input=json.dumps(DETERMINED),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return list(json.loads(done.stdout))

    first, second = outputs("0", "C"), outputs("1", "zh_CN.GB18030")
    for command, one, other in zip(DETERMINED, first, second, strict=True):
        assert one == other, command
        assert len(one) > 1000, command


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "dropped"),
        ({"LC_ALL": "C"}, "未提及"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "未提及"),
    ],
)
def test_the_locale_chooses_the_language(run: Run, environment: dict[str, str], word: str) -> None:
    assert word in run("diff", "14", "15", "--help", env=environment).stdout or (
        word in run("diff", "14", "15", env=environment).stdout
    )


def test_levels_and_themes(run: Run) -> None:
    themes = run("diff", "14", "15", "--level", "theme", "--lang", "en").stdout
    commitments = run("diff", "14", "15", "--level", "commitment", "--lang", "en").stdout
    assert "Belt and Road" in themes
    assert "Possible counterparts:" not in themes
    assert "Belt and Road" not in commitments
    one = run("diff", "14", "15", "--theme", "一带一路", "--lang", "zh").stdout
    assert "14：6 条举措" in one
    assert "15：文中没有" in one
    assert run("diff", "14", "15", "--theme", "區塊鏈", "--lang", "en").returncode == 0


@pytest.mark.parametrize("arguments", [("--theme", "火星移民"), ("--level", "chapter")])
def test_unknown_themes_and_levels_are_refused(run: Run, arguments: tuple[str, str]) -> None:
    refused(run("diff", "14", "15", *arguments, "--lang", "en"), arguments[1])


def test_tracing_needs_a_plan(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "catalog.yaml").write_text("plans: []\n", "utf-8")
    refused(run("trace", "国家实验室", "--lang", "en"), "seeds/catalog.yaml")


def test_filters(run: Run) -> None:
    def entries(*options: str) -> int:
        return run("diff", "14", "15", *options, "--lang", "en").stdout.count("  14:L")

    whole = entries("--only", "dropped")
    assert whole > 300
    assert entries("--only", "dropped", "--limit", "7") == 7
    assert 0 < entries("--only", "dropped", "--chapter", "十") < whole
    assert entries("--only", "dropped", "--chapter", "nowhere") == 0


def test_the_source_is_quoted_in_its_own_script(run: Run) -> None:
    reading = run("diff", "14", "15", "--only", "dropped", "--lang", "zh").stdout
    source = run("diff", "14", "15", "--only", "dropped", "--lang", "zh", "--script", "source")
    assert "还原］" in reading
    assert "还原］" not in source.stdout
    assert "創新" in source.stdout
    assert "創新" not in reading


def test_output_goes_to_a_file_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    done = run("diff", "14", "15", "--lang", "zh", "-o", "out.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "out.txt" in done.stderr
    assert (tmp_path / "out.txt").read_text("utf-8") == run(
        "diff", "14", "15", "--lang", "zh"
    ).stdout
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    refused = run("diff", "14", "15", "-o", "nowhere/out.txt")
    assert refused.returncode == 2
    assert "nowhere" in refused.stderr


def test_exit_code_says_whether_something_changed(run: Run) -> None:
    assert run("diff", "14", "15").returncode == 0
    assert run("diff", "14", "15", "--exit-code").returncode == 1
    assert run("diff", "15", "15", "--exit-code").returncode == 0


def test_paths_work_where_ids_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(PLAN, "utf-8")
    (tmp_path / "new.md").write_text("# 新计划\n\n" + PLAN.replace("完善", "优化"), "utf-8-sig")
    done = run("diff", "old.txt", "new.md", "--format", "json")
    found = json.loads(done.stdout)
    assert found["plans"]["old"]["commitments"][0]["id"] == "old.txt/1.1.1"
    assert len(found["links"]) == 3
    link = found["links"][0]
    explained = run("explain", link["old"][0], link["new"][0], "--lang", "en")
    assert "Linked" in explained.stdout


def test_two_files_of_the_same_name(run: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(PLAN, "utf-8")
    done = run("diff", "a/plan.txt", "b/plan.txt", "--format", "json")
    assert json.loads(done.stdout)["dropped"] == []


BROKEN = {
    "missing.txt": None,
    "empty.txt": b" \n",
    "binary.txt": b"\x00\x01\x02",
    "koi8.txt": "Это не план.".encode("koi8-r"),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "cut.docx": b"PK\x03\x04 word/document.xml",
    "cut.pdf": b"%PDF-1.7\n",
    "english.txt": b"Nothing here is a plan.\n",
    "huge.txt": b"x" * 20_000_001,
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_unreadable_documents(run: Run, tmp_path: Path, name: str, lang: str) -> None:
    data = BROKEN[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    refused(run("diff", name, "15", "--lang", lang), name)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ("diff 14 16", "15"),
        ("diff 14", "NEW"),
        ("diff 14 15 --only nonsense", "dropped"),
        ("diff 14 15 --format pdf", "json"),
        ("diff 14 15 --lang fr", "zh"),
        ("diff 14 15 --limit -1", "limit"),
        ("diff 14 15 --nonsense", "--nonsense"),
        ("show 14 99.99", "99.99"),
        ("show .", "."),
        ("explain 14 15", "14/"),
        ("explain 14/99.1 15", "99.1"),
        ("eval missing.json", "missing.json"),
        ("nonsense", "nonsense"),
    ],
)
def test_bad_arguments(run: Run, arguments: str, word: str) -> None:
    refused(
        run(*arguments.split(), "--lang", "en")
        if "--lang" not in arguments
        else run(*arguments.split()),
        word,
    )


def refused(done: subprocess.CompletedProcess[str], word: str) -> None:
    """One clear sentence on stderr, nothing on stdout, exit code 2."""
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    fault = [line for line in done.stderr.splitlines() if "error" in line or "错误" in line]
    assert len(fault) == 1, done.stderr
    assert word in fault[0]


def test_broken_reference_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text("{", "utf-8")
    refused(run("eval", "gold.json", "--lang", "en"), "gold.json")
    (tmp_path / "gold.json").write_text('{"old": "14"}', "utf-8")
    refused(run("eval", "gold.json", "--lang", "en"), "gold.json")


HOSTILE = (
    "一、任务\n建设[bold red]国家实验室[/bold red]。\n完善"
    + ESC
    + "[31m人才"
    + ESC
    + "]0;x\x07政策。\n"
    "发展\u202e人工智能\u200b产业。\n推进\x9b1m改革<script>alert(1)</script>。\n"
)


@pytest.mark.parametrize(
    ("command", "format"),
    [
        ("diff hostile.txt 15", "terminal"),
        ("diff hostile.txt 15", "json"),
        ("diff hostile.txt 15", "markdown"),
        ("show hostile.txt", "terminal"),
        ("show hostile.txt", "json"),
        (f"trace {ESC}[31m\u202e人工智能", "terminal"),
        (f"trace {ESC}[31m\u202e人工智能", "json"),
        (f"trace {ESC}[31m\u202e人工智能", "markdown"),
    ],
)
def test_documents_cannot_steer_the_terminal(
    run: Run, tmp_path: Path, command: str, format: str
) -> None:
    (tmp_path / "hostile.txt").write_text(HOSTILE, "utf-8")
    done = run(*command.split(), "--format", format, "--lang", "en")
    assert done.returncode == 0
    assert "bold red" in done.stdout or command.startswith("trace")
    assert not set(done.stdout + done.stderr) & set(ESC + "\x07\x9b\u202e\u200b")


def test_names_of_files_cannot_steer_the_terminal(run: Run) -> None:
    done = run("diff", f"{ESC}[31mred.txt", "15", "--lang", "en")
    assert done.returncode == 2
    assert ESC not in done.stderr


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    command = f"{sys.executable} -m planwatch show 14 --lang zh | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


def test_control_c_ends_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "planwatch", "diff", "2016", "14"],
        cwd=tmp_path,
        env={**os.environ, "PLANWATCH_CACHE": "off"},  # at work for long enough
        preexec_fn=heeds_control_c,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the workspace is named once it is at work
        time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    # Python itself ends by the signal where that arrived in code made from a string (dataclasses);
    # a shell tells 130 in either case.
    assert process.returncode in (130, -signal.SIGINT)


def test_a_pipe_gets_utf8_and_no_colour(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "planwatch", "diff", "14", "15"],
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert "未提及" in done.stdout.decode("utf-8")
    assert ESC.encode() not in done.stdout


def test_init_makes_a_workspace_that_commands_use(run: Run, tmp_path: Path) -> None:
    assert run("init").returncode == 0
    again = run("init")
    assert again.returncode == 2
    listed = run("plans", "--lang", "en")
    assert str(tmp_path) in listed.stderr
    assert "planwatch add" in listed.stdout
    (tmp_path / "seeds" / "a.txt").write_text(PLAN, "utf-8")
    refused(run("diff", "14", "15", "--lang", "en"), "14")
    assert run("diff", "seeds/a.txt", "seeds/a.txt", "--exit-code").returncode == 0


def test_without_a_workspace_stderr_says_so(run: Run) -> None:
    assert "seeds/catalog.yaml" in run("plans", "--lang", "en").stderr


def test_the_api_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    import planwatch

    found = planwatch.diff("14", "15", workspace=ROOT)
    assert found.old.info.id == "14"
    assert planwatch.show("15", workspace=ROOT).comparable
    assert capsys.readouterr() == ("", "")
    with pytest.raises(AttributeError):
        found.links = ()  # type: ignore[misc]


class Called(NamedTuple):
    """What the command line, called in this process, wrote, and its exit code."""

    code: int | str | None
    out: str
    err: str


Call = Callable[..., Called]


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    def call(*arguments: str, locale: str = "C.UTF-8") -> Called:
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        return Called(left.value.code, *capsys.readouterr())

    return call


USAGE_FAULTS = (
    ("terms", "缺少参数 FIRST", "argument FIRST is missing"),
    ("diff 14", "缺少参数 NEW", "argument NEW is missing"),
    ("pin accept a b", "缺少选项 --reason", "option --reason is missing"),
    ("dif 14 15", "没有命令“dif”，最接近的是 diff。", "no command 'dif'; the nearest is diff."),
    ("pin acept a b", "最接近的是 accept。", "the nearest is accept."),
    ("xyzzy", "没有命令“xyzzy”。", "no command 'xyzzy'."),
    ("diff 14 15 --formt json", "最接近的是 --format。", "the nearest is --format."),
    ("diff 14 15 -z", "没有选项“-z”。", "no option '-z'."),
    ("diff 14 15 --format", "选项 --format 后面要有值", "option --format needs a value"),
    ("diff 14 15 --exit-code=3", "--exit-code 后面不带值", "--exit-code takes no value"),
    ("diff 14 15 --limit many", "--limit 须为不小于 0 的整数", "--limit takes a whole number"),
    ("diff 14 15 --limit -1", "--limit 须为不小于 0 的整数", "--limit takes a whole number"),
    ("diff 14 15 16 17", "多出参数：16、17。", "too many arguments: 16, 17."),
)


@pytest.mark.parametrize(("arguments", "zh", "en"), USAGE_FAULTS)
def test_a_fault_of_usage_is_one_sentence_in_the_language_asked_for(
    called: Call, arguments: str, zh: str, en: str
) -> None:
    for locale, said, end in (("C.UTF-8", zh, "--help。"), ("en_GB.UTF-8", en, "--help.")):
        done = called(*arguments.split(), locale=locale)
        assert done.code == 2
        assert done.out == ""
        assert said in done.err
        assert done.err.endswith(f"{end}\n")
        assert done.err.count("\n") == 1


@pytest.mark.parametrize("arguments", ["", "pin"])
def test_a_bare_group_of_commands_shows_its_help(called: Call, arguments: str) -> None:
    done = called(*arguments.split())
    assert (done.code, done.err) == (0, "")
    assert done.out == called(*arguments.split(), "--help").out
