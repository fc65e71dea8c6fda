"""The cache folder: whole entries of one's own, or none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from planwatch.cache import LIMIT, Cache, _usual_cache, key_of, user_cache

KEY, OTHER = key_of("one"), key_of("other")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "above" / "planwatch")


def test_an_entry_is_found_by_its_kind_and_key(cache: Cache) -> None:
    cache.put("plan", KEY, b"one\ntwo")
    assert cache.get("plan", KEY) == b"one\ntwo"
    assert cache.get("plan", OTHER) is None
    assert cache.get("index", KEY) is None


@pytest.mark.parametrize("data", [b"", b"\n", b"\x00\xff", "京".encode() * 100_000])
def test_any_bytes_can_be_kept(cache: Cache, data: bytes) -> None:
    cache.put("plan", KEY, data)
    assert cache.get("plan", KEY) == data


def test_a_key_tells_its_parts_and_their_order_apart() -> None:
    parts = [("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"), ("abc", ""), ("\ud800",)]
    assert len({key_of(*some) for some in parts}) == len(parts)
    assert key_of("北京") == key_of("北京".encode())


def test_only_the_user_can_read_the_folder_and_its_files(cache: Cache) -> None:
    cache.put("plan", KEY, b"one")
    assert cache.folder is not None
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path, _ in cache.entries()] == [0o600]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:0],
        lambda whole: whole + b"x",
        lambda whole: whole.replace(b"one", b"two"),
        lambda whole: whole.replace(b"cache-1", b"cache-0"),
        lambda whole: b"\x00" * len(whole),
    ],
)
def test_a_damaged_entry_counts_as_missing_and_is_replaced(cache: Cache, spoil) -> None:
    cache.put("plan", KEY, b"one")
    ((path, _),) = cache.entries()
    path.write_bytes(spoil(path.read_bytes()))
    assert cache.get("plan", KEY) is None
    cache.put("plan", KEY, b"one")
    assert cache.get("plan", KEY) == b"one"


def test_an_entry_under_the_name_of_another_counts_as_missing(cache: Cache) -> None:
    cache.put("plan", KEY, b"one")
    ((path, _),) = cache.entries()
    path.rename(path.with_name(f"plan-{OTHER}"))
    assert cache.get("plan", OTHER) is None


def test_a_link_in_the_place_of_an_entry_is_not_followed(cache: Cache, tmp_path: Path) -> None:
    cache.put("plan", KEY, b"one")
    ((path, _),) = cache.entries()
    elsewhere = path.rename(tmp_path / "elsewhere")
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert cache.get("plan", KEY) is None
    cache.put("plan", KEY, b"new")
    assert cache.get("plan", KEY) == b"new"
    assert elsewhere.read_bytes() == before
    assert not path.is_symlink()


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_counts_as_missing_and_keeps_nobody_waiting(cache: Cache, make) -> None:
    cache.put("plan", OTHER, b"other")
    assert cache.folder is not None
    make(cache.folder / f"plan-{KEY}")
    assert cache.get("plan", KEY) is None
    cache.put("plan", KEY, b"one")


def test_a_folder_that_is_a_link_or_open_to_others_is_not_used(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir(mode=0o700)
    link = tmp_path / "link"
    link.symlink_to(real)
    Cache(link).put("plan", KEY, b"one")
    real.chmod(0o777)
    Cache(real).put("plan", KEY, b"one")
    assert list(real.iterdir()) == []
    real.chmod(0o700)
    Cache(real).put("plan", KEY, b"one")
    real.chmod(0o770)
    assert Cache(real).get("plan", KEY) is None


def test_where_there_is_no_folder_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    for cache in (Cache(None), Cache(file), Cache(file / "below"), Cache(Path("/proc/none"))):
        cache.put("plan", KEY, b"one")
        assert cache.get("plan", KEY) is None
        assert cache.entries() == []
        assert cache.clear() == []
    assert file.read_text() == "not a folder"


def test_the_folder_may_go_while_it_is_used(cache: Cache) -> None:
    cache.put("plan", KEY, b"one")
    cache.clear()
    assert cache.folder is not None
    cache.folder.rmdir()
    assert cache.get("plan", KEY) is None
    cache.put("plan", KEY, b"two")
    assert cache.get("plan", KEY) == b"two"


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "small", limit=8_000)
    keys = [key_of(str(number)) for number in range(12)]
    for place, key in enumerate(keys):
        cache.put("plan", key, bytes(800))
        os.utime(tmp_path / "small" / f"plan-{key}", (place, place))
        cache.get("plan", keys[0])
    kept = [key for key in keys if cache.get("plan", key) is not None]
    assert keys[0] in kept
    assert keys[-1] in kept
    assert kept[1:] == keys[-len(kept) + 1 :]
    assert sum(known.st_size for _, known in cache.entries()) <= cache.limit


def test_an_entry_larger_than_an_eighth_of_the_limit_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "small", limit=8_000)
    cache.put("plan", KEY, bytes(1_001))
    assert cache.entries() == []


def test_files_of_others_in_the_folder_stay(cache: Cache) -> None:
    cache.put("plan", KEY, b"one")
    assert cache.folder is not None
    others = [cache.folder / name for name in ("notes.txt", "plan-1", f"plan-{KEY}.bak")]
    for path in others:
        path.write_text("mine")
    assert len(cache.clear()) == 1
    assert sorted(cache.folder.iterdir()) == sorted(others)


def test_files_that_nobody_finished_go_after_an_hour(cache: Cache) -> None:
    cache.put("plan", KEY, b"one")
    assert cache.folder is not None
    old, fresh = (cache.folder / f"plan-{OTHER}.{name}.new" for name in ("0a", "0b"))
    old.touch()
    os.utime(old, (0, 0))
    fresh.touch()
    Cache(cache.folder).put("plan", OTHER, b"other")
    assert not old.exists()
    assert fresh.exists()


def test_the_environment_names_the_folder_or_switches_the_cache_off(tmp_path: Path) -> None:
    assert user_cache({"PLANWATCH_CACHE": str(tmp_path)}).folder == tmp_path
    assert user_cache({"PLANWATCH_CACHE": "off"}).folder is None
    usual = user_cache({}).folder
    assert usual is not None
    assert usual.name == "planwatch"
    assert user_cache({}).limit == LIMIT


def test_without_a_home_nothing_is_written_beside_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    _usual_cache.cache_clear()
    assert user_cache({}).folder is None
    _usual_cache.cache_clear()
