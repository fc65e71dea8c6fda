"""Reading: from the bytes of a file to its text, or one sentence that says why not."""

from __future__ import annotations

import pytest

from planwatch.errors import PlanwatchError
from planwatch.read import decode

SIMPLIFIED = "一、主要目标\r\n到2030年，全社会研发投入强度达到3%以上；建成一批国家实验室。\r\n"
TRADITIONAL = "一、主要目標\n到2030年，全社會研發投入強度達到3%以上；建成一批國家實驗室。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "gb2312"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "utf-16-le"),
        ("加快建设", "gbk"),
        ("加快建设国家实验室", "utf-16-be"),
        ("朱镕基同志强调，要培育新动能。", "gbk"),
        ("Plan 2030", "utf-16-le"),
    ],
)
def test_the_encodings_of_chinese_offices(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "plan.txt") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_mark_is_no_part_of_the_text(encoding: str) -> None:
    data = ("\ufeff" + SIMPLIFIED).encode(encoding)
    assert decode(data, "plan.txt") == SIMPLIFIED


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "error.empty"),
        (b" \r\n", "error.empty"),
        (b"\xef\xbb\xbf", "error.empty"),
        (b"\xff\xfe\n\x00", "error.empty"),
        (bytes(range(256)), "error.binary"),
        (b"plan\0\1\2", "error.binary"),
        (b"\xff\xfe\x00\xd8", "error.encoding"),
        ("нет плана".encode("koi8-r"), "error.encoding"),
        ("計画を進める、そして実施する".encode("shift_jis"), "error.encoding"),
        ("加快建设".encode("gbk") + b"\xff\xff", "error.encoding"),
        ("加快\ufffd\ufffd国家".encode(), "error.damaged"),
        ("\ue000\ue001\ue002".encode(), "error.damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, key: str) -> None:
    with pytest.raises(PlanwatchError) as refusal:
        decode(data, "plan.txt")
    assert refusal.value.key == key
    assert refusal.value.values["path"] == "plan.txt"
