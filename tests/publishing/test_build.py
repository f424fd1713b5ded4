"""A build gives the same bytes for the same input, never touches a release, and leaves nothing half-written."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.publishing.conftest import SAMPLE
from tests.publishing.made import DOCUMENTS, built, contents, define, kit, make_dataset, rulebook, write_documents

from shuliang.errors import DataError, DatasetError, ShuliangError, UsageError
from shuliang.publishing import build as building
from shuliang.publishing.build import BuildOptions, Kit, build, released_on
from shuliang.publishing.manifest import read_manifest
from shuliang.running.manifest import file_hash
from shuliang.table.columns import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "CHANGES.md", "README.md", "SHA256SUMS", "changes.parquet", "croissant.json", "datapackage.json", "dataset.yaml",
    "documents.parquet", "facts/part-00000.parquet", "manifest.json", "rejects.parquet", "rules.parquet",
]  # fmt: skip


def test_a_release_holds_everything(first_release: Path) -> None:
    release = first_release / "releases" / "2026.11.0"
    assert sorted(contents(release)) == FILES
    assert (first_release / "releases" / "latest").readlink().name == "2026.11.0"
    assert sorted(path.name for path in (first_release / "releases").iterdir()) == ["2026.11.0", "latest"]
    surfaces = pq.read_table(release / "facts")["surface"].to_pylist()
    assert surfaces == ["27家", "30元", "超过55家", "8家", "500元", "600元"]
    assert pq.read_table(release / "rejects.parquet")["source"].to_pylist() == ["documents/b.txt"]
    rules = [(row["rule_id"], row["facts"]) for row in pq.read_table(release / "rules.parquet").to_pylist()]
    assert rules == [("count/fake", 3), ("money/fake", 3), ("name/unused", 0)]


def test_versions_stand_in_the_manifest_and_in_every_parquet_file(first_release: Path) -> None:
    release = first_release / "releases" / "2026.11.0"
    manifest = read_manifest(release)
    origin = manifest.origin
    assert (manifest.version, origin.schema, origin.rulebook) == ("2026.11.0", SCHEMA_VERSION, "0.1.0")
    for path in release.rglob("*.parquet"):
        said = pq.read_schema(path).metadata
        assert said[b"shuliang.version"] == b"2026.11.0"
        assert said[b"shuliang.schema"] == SCHEMA_VERSION.encode()
        assert said[b"shuliang.rulebook"] == b"0.1.0"
        assert said[b"shuliang.rulebook_sha256"] == b"f" * 64
    assert manifest.origin.environment["pyarrow"]
    assert manifest.origin.environment["duckdb"]


def test_no_path_of_this_machine_is_in_a_release(first_release: Path) -> None:
    for name, content in contents(first_release / "releases" / "2026.11.0").items():
        assert str(first_release).encode() not in content, name
    sources = pq.read_table(first_release / "releases" / "2026.11.0" / "documents.parquet")["source"].to_pylist()
    assert sources == ["documents/a.txt", "documents/b.txt", "documents/c.txt"]


def test_two_builds_are_the_same_to_the_byte(first_release: Path, dataset: Path) -> None:
    built(dataset)
    assert contents(dataset / "releases") == contents(first_release / "releases")


def test_the_number_of_workers_changes_nothing(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "industry-news"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("releases"))
    several = build(folder, BuildOptions(workers=2)).path
    assert several
    assert read_manifest(several).tables == read_manifest(sample).tables
    assert contents(several) == contents(sample)


def test_sha256sum_takes_the_sums(first_release: Path) -> None:
    sha256sum = shutil.which("sha256sum")
    if sha256sum is None:
        pytest.skip("sha256sum is not installed")
    release = first_release / "releases" / "2026.11.0"
    subprocess.run([sha256sum, "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=release, check=True)


def test_building_again_does_nothing(dataset: Path) -> None:
    first = built(dataset)
    before = {path: path.stat().st_mtime_ns for path in (dataset / "releases").rglob("*")}
    again = built(dataset)
    assert not first.before
    assert again.before
    assert again.path == first.path
    assert {path: path.stat().st_mtime_ns for path in (dataset / "releases").rglob("*")} == before


def test_a_version_made_from_something_else_is_never_overwritten(dataset: Path) -> None:
    built(dataset)
    before = contents(dataset / "releases")
    write_documents(dataset, DOCUMENTS | {"d": "又有9家。"})
    define(dataset)
    with pytest.raises(
        DataError, match=r"made from something else \(dataset.yaml; sources\).*give it the next version"
    ):
        built(dataset)
    with pytest.raises(DataError, match=r"rulebook 0.1.0 → 0.2.0"):
        build(dataset, kit=kit("0.2.0", "e" * 64))
    assert contents(dataset / "releases") == before


def test_a_spoilt_release_is_not_taken_for_one(dataset: Path) -> None:
    path = built(dataset).path
    assert path
    (path / "README.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"README.md: has changed"):
        built(dataset)


def test_latest_leads_to_the_newest_version_whatever_was_built_last(two_releases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made-up"
    shutil.copytree(two_releases, folder, symlinks=True)
    define(folder, "gates: {previous: {lost: 1, changed: 1}}\n", "2026.10.3")
    assert built(folder).latest == "2026.11.1"
    assert sorted(path.name for path in (folder / "releases").iterdir()) == [
        "2026.10.3", "2026.11.0", "2026.11.1", "latest",
    ]  # fmt: skip


def test_a_dry_run_writes_nothing(dataset: Path) -> None:
    before = contents(dataset)
    seen = built(dataset, dry_run=True)
    assert seen.path is None
    assert all(outcome.passed for outcome in seen.outcomes)
    assert contents(dataset) == before
    assert not (dataset / "releases").exists()


def test_a_dry_run_asks_the_gates_of_a_version_that_could_not_be_released(dataset: Path) -> None:
    built(dataset)
    before = contents(dataset)
    seen = build(dataset, BuildOptions(dry_run=True), kit("0.2.0", "e" * 64))
    assert seen.refused
    assert "rulebook 0.1.0 → 0.2.0" in seen.refused
    assert [outcome.name for outcome in seen.outcomes] == ["schema", "rows"]
    assert contents(dataset) == before
    again = built(dataset, dry_run=True)
    assert (again.before, again.refused) == (True, None)


def test_rules_that_change_while_documents_are_read_stop_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "load_cached", lambda _folder: rulebook(sha256="d" * 64))
    folder = make_dataset(tmp_path / "made-up")
    with pytest.raises(ShuliangError, match="the rules changed"):
        build(folder, kit=Kit(make_reader=kit().make_reader))
    assert not (folder / "releases").exists()


def test_a_gate_that_fails_leaves_nothing(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "made-up", "gates: {rows: [{at_least: 100}]}\n")
    with pytest.raises(DatasetError):
        built(folder)
    assert not (folder / "releases").exists()
    assert [outcome.passed for outcome in built(folder, dry_run=True).outcomes] == [True, False]


def test_what_a_killed_build_left_is_cleared(dataset: Path, first_release: Path) -> None:
    staging = dataset / "releases" / ".staging" / "release"
    staging.mkdir(parents=True)
    (staging / "README.md").write_text("half", encoding="utf-8")
    (dataset / "releases" / ".latest-next").symlink_to("2026.11.0")
    built(dataset)
    assert contents(dataset / "releases") == contents(first_release / "releases")
    assert sorted(path.name for path in (dataset / "releases").iterdir()) == ["2026.11.0", "latest"]


def test_two_builds_of_one_dataset_exclude_each_other(dataset: Path) -> None:
    releases = dataset / "releases"
    releases.mkdir()
    handle = os.open(releases, os.O_RDONLY)
    try:
        (releases / ".staging").mkdir()
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(ShuliangError, match="another build is writing"):
            built(dataset)
        assert (releases / ".staging").is_dir(), "what the other build makes is left alone"
    finally:
        os.close(handle)
    assert built(dataset).path


def test_a_source_that_has_changed_is_refused(dataset: Path) -> None:
    (dataset / "documents" / "a.txt").write_text("全市28家。", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"dataset.yaml:7: sources: documents is not what was pinned.*sha256: "):
        built(dataset)


def test_a_source_with_an_address_alone_is_fetched_once(tmp_path: Path) -> None:
    lines = [{"id": "x", "text": "全市27家。"}]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    folder = make_dataset(tmp_path / "made-up")
    sha256 = file_hash(feed)
    head = (folder / "dataset.yaml").read_text(encoding="utf-8")
    second = f"  - {{uri: {feed.as_uri()}, sha256: {sha256}, read: 2026-11-02, licence: CC0-1.0, prefix: feed}}\n"
    (folder / "dataset.yaml").write_text(head + second, encoding="utf-8")
    path = built(folder).path
    assert path
    documents = pq.read_table(path / "documents.parquet").to_pylist()
    [fetched] = [row for row in documents if row["doc_id"] == "feed/x"]
    assert fetched["source"].startswith(feed.as_uri())
    feed.unlink()
    shutil.rmtree(folder / "releases")
    assert built(folder).path
    shutil.rmtree(folder / ".fetched")
    with pytest.raises(ShuliangError, match="cannot be fetched"):
        built(folder)


def test_shards_hold_no_more_rows_than_said(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "made-up", "partition: {by: kind, rows: 2}\n")
    path = built(folder).path
    assert path
    shards = {file.name: pq.read_table(file)["surface"].to_pylist() for file in sorted((path / "facts").iterdir())}
    assert shards == {
        "count-00000.parquet": ["27家", "超过55家"], "count-00001.parquet": ["8家"],
        "money-00000.parquet": ["30元", "500元"], "money-00001.parquet": ["600元"],
    }  # fmt: skip


def test_only_the_columns_and_kinds_that_are_named_are_published(tmp_path: Path) -> None:
    columns = "columns: [kind, value, surface, rule_id, char_end, char_start, doc_id, fact_id]\nkinds: [money]\n"
    path = built(make_dataset(tmp_path / "made-up", columns)).path
    assert path
    facts = pq.read_table(path / "facts")
    assert facts.column_names == ["fact_id", "doc_id", "char_start", "char_end", "surface", "kind", "value", "rule_id"]
    assert set(facts["kind"].to_pylist()) == {"money"}
    assert sum(pq.read_table(path / "documents.parquet")["facts"].to_pylist()) == 3


def test_the_day_of_release_is_given_or_none(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert released_on(None) is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    assert released_on(None) == datetime.date(2026, 11, 23)
    assert released_on(datetime.date(2026, 1, 2)) == datetime.date(2026, 1, 2)
    path = build(dataset, BuildOptions(released=released_on(None)), kit()).path
    assert path
    assert read_manifest(path).origin.released == "2026-11-23"
    assert json.loads((path / "croissant.json").read_text(encoding="utf-8"))["datePublished"] == "2026-11-23"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="number of seconds"):
        released_on(None)


def test_a_release_that_does_not_verify_never_appears(dataset: Path) -> None:
    rules = kit().rulebook
    assert rules
    fewer = Kit(replace(rules, rules=rules.rules[1:]), kit().make_reader)
    with pytest.raises(DatasetError, match=r"facts of rules that are not in rules.parquet"):
        build(dataset, kit=fewer)
    assert not (dataset / "releases").exists()
