"""A kept rulebook equals the loaded one, and is never used where anything about it is odd."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shuliang.errors import RulebookError
from shuliang.rulebook import cache as cache_module
from shuliang.rulebook.cache import kept_finder, load_cached, user_cache
from shuliang.rulebook.load import load

if TYPE_CHECKING:
    from shuliang.rulebook.files import RuleFiles
    from shuliang.rulebook.model import Rulebook


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "shuliang"


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes of the rulebooks that were really loaded, in order."""
    from shuliang.rulebook import load as load_module  # noqa: PLC0415 - the module, not its function

    seen: list[str] = []
    load_files = load_module.load_files

    def counted(files: RuleFiles) -> Rulebook:
        seen.append(files.sha256())
        return load_files(files)

    monkeypatch.setattr(load_module, "load_files", counted)
    return seen


def kept(cache: Path) -> Path:
    [path] = cache.iterdir()
    return path


def test_second_load_comes_from_the_cache_and_is_equal(rules: Path, cache: Path, loads: list[str]) -> None:
    first = load_cached(rules, cache)
    second = load_cached(rules, cache)
    assert first == second == load(rules)
    assert len(loads) == 2  # one of them by load itself


def test_a_changed_rule_is_loaded_again(rules: Path, cache: Path) -> None:
    before = load_cached(rules, cache)
    path = rules / "count" / "old.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("What count", "What a count"), encoding="utf-8")
    after = load_cached(rules, cache)
    assert before != after == load(rules)
    assert kept(cache)


def test_a_changed_check_is_made_again(
    rules: Path, cache: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_cached(rules, cache)
    monkeypatch.setattr(cache_module, "__version__", "0.0.0")
    load_cached(rules, cache)
    assert len(loads) == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "no head", "other shape", "folder"])
def test_a_damaged_cache_is_ignored_and_written_anew(rules: Path, cache: Path, damage: str, loads: list[str]) -> None:
    good = load_cached(rules, cache)
    path = kept(cache)
    content = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "changed":
            path.write_bytes(content.replace("近".encode(), "约".encode()))
        case "empty":
            path.write_bytes(b"")
        case "no head":
            path.write_bytes(content.partition(b"\n")[2])
        case "other shape":
            body = b'{"rules": []}'
            key = content.split(b" ")[0].decode()
            path.write_bytes(cache_module._head(key, body) + b"\n" + body)
        case "folder":
            path.unlink()
            path.mkdir()
    assert load_cached(rules, cache) == good
    assert len(loads) == 2
    if damage != "folder":
        assert path.read_bytes() == content


def test_faulty_rules_are_never_kept(rules: Path, cache: Path) -> None:
    (rules / "count" / "empty.yaml").write_text("", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RulebookError):
            load_cached(rules, cache)
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_only_costs_time(rules: Path, tmp_path: Path, loads: list[str]) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder", encoding="utf-8")
    assert load_cached(rules, in_the_way) == load_cached(rules, in_the_way)
    assert len(loads) == 2


def test_two_folders_keep_two_rulebooks(rules: Path, cache: Path, tmp_path: Path) -> None:
    load_cached(rules, cache)
    other = rules.rename(tmp_path / "other")
    assert load_cached(other, cache).rules[0].place.file == "other/count/classifier.yaml"
    assert len(list(cache.iterdir())) == 2


def test_loading_at_the_same_time_leaves_one_whole_file(rules: Path, cache: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: load_cached(rules, cache), range(24)))
    assert all(rulebook == loaded[0] for rulebook in loaded)
    assert kept(cache).suffix == ".json"


@pytest.mark.parametrize(
    ("home", "expected"), [("/somewhere", Path("/somewhere/shuliang")), ("", None), ("relative", None)]
)
def test_user_cache_follows_the_environment(home: str, expected: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    monkeypatch.setenv("HOME", "/home/someone")
    assert user_cache() == (expected or Path("/home/someone/.cache/shuliang"))


def test_a_user_without_a_home_has_no_cache(rules: Path, monkeypatch: pytest.MonkeyPatch, loads: list[str]) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert user_cache() is None
    load_cached(rules)
    assert len(loads) == 1


def test_only_the_newest_files_of_a_kind_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MOST_KEPT", 2)
    for number in range(4):
        for kind in ("plan", "rulebook"):
            path = cache / f"{kind}-{number}.json"
            cache_module.write_kept(path, "key", b"{}")
            os.utime(path, (number, number))
    assert sorted(path.name for path in cache.iterdir()) == [
        "plan-2.json", "plan-3.json", "rulebook-2.json", "rulebook-3.json",
    ]  # fmt: skip


def test_what_finds_words_is_kept_and_the_same(cache: Path) -> None:
    words = ["全市", "上市", "上市公司"]
    first, second = kept_finder(words, cache), kept_finder(words, cache)
    assert first.find("全市上市公司") == second.find("全市上市公司") == [(0, 2, 0), (2, 6, 2)]
    assert kept(cache).name.startswith("words-")


def test_a_finder_that_was_tampered_with_is_made_anew(cache: Path) -> None:
    kept_finder(["全市"], cache)
    path = kept(cache)
    path.write_bytes(path.read_bytes()[:-3] + b"abc")
    assert kept_finder(["全市"], cache).find("在全市") == [(1, 3, 0)]
    cache_module.write_kept(path, path.read_bytes().split()[0].decode(), b"no automaton, with a right checksum")
    assert kept_finder(["全市"], cache).find("在全市") == [(1, 3, 0)]
