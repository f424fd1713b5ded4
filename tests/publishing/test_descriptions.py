"""The descriptions of a release are made from the columns and the definition, and are what they were."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import yaml
from tests.publishing.made import built, make_dataset

from shuliang.publishing.definition import load_definition
from shuliang.publishing.manifest import read_manifest
from shuliang.publishing.release import descriptions, with_data_files
from shuliang.publishing.tables import published, release_tables
from shuliang.table.columns import FACTS

if TYPE_CHECKING:
    from pathlib import Path

MORE = """\
citation: Somebody (2026), Made up.
homepage: https://example.org/made-up
keywords: [numbers, "a: colon"]
limits: [It is made up.]
"""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = built(make_dataset(tmp_path_factory.mktemp("described") / "made-up", MORE)).path
    assert path
    return path


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("which", ["first_release", "two_releases"])
def test_they_are_what_is_made_anew(which: str, request: pytest.FixtureRequest) -> None:
    for release in sorted((request.getfixturevalue(which) / "releases").glob("2*")):
        manifest = read_manifest(release)
        definition = replace(load_definition(release, files_at_hand=False), name=manifest.name)
        made = descriptions(definition, with_data_files(manifest), pq.read_table(release / "changes.parquet"))
        assert set(made) == {"README.md", "CHANGES.md", "croissant.json", "datapackage.json"}
        for name, text in made.items():
            assert (release / name).read_text(encoding="utf-8") == text, name


def test_every_column_is_described_from_its_definition(described: Path) -> None:
    page = (described / "README.md").read_text(encoding="utf-8")
    package = {entry["name"]: entry for entry in read(described / "datapackage.json")["resources"]}
    sets = {entry["name"]: entry for entry in read(described / "croissant.json")["recordSet"]}
    for table in release_tables(FACTS.schema.names):
        for column in table.columns:
            assert f"| `{column.name}` |" in page
            assert column.description in page
        if table.name == "changes":
            assert "changes" not in package, "a table without rows is named to no loader"
            continue
        told = {field["name"]: field["description"] for field in package[table.name]["schema"]["fields"]}
        also = {field["name"].split("/")[1]: field["description"] for field in sets[table.name]["field"]}
        assert told == also
        assert all(told[column.name].startswith(column.description) for column in table.columns)


def test_a_column_that_is_described_otherwise_is_seen(first_release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = first_release / "releases" / "2026.11.0"
    manifest = with_data_files(read_manifest(release))
    definition = replace(load_definition(release, files_at_hand=False), name=manifest.name)
    first = replace(FACTS.columns[0], description="Another description.")
    table = replace(FACTS, columns=(first, *FACTS.columns[1:]))
    monkeypatch.setattr("shuliang.publishing.tables.published", lambda _columns: table)
    made = descriptions(definition, manifest, pq.read_table(release / "changes.parquet"))
    for name in ("README.md", "croissant.json", "datapackage.json"):
        assert "Another description." in made[name]


def test_the_front_matter_is_what_hugging_face_reads(described: Path) -> None:
    _, front, _ = (described / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    told = yaml.safe_load(front)
    assert (told["license"], told["language"], told["tags"]) == ("cc-by-4.0", ["zh"], ["numbers", "a: colon"])
    assert [config["config_name"] for config in told["configs"]] == ["facts", "documents", "rejects", "rules"]
    assert told["configs"][0]["data_files"] == [{"split": "train", "path": "facts/*.parquet"}]
    assert told["configs"][0]["default"] is True


def test_what_the_definition_says_stands_everywhere(described: Path) -> None:
    page = (described / "README.md").read_text(encoding="utf-8")
    for words in ("# Made up", "- It is made up.", "Somebody (2026), Made up.", "under CC-BY-4.0", "under CC0-1.0"):
        assert words in page
    croissant, package = read(described / "croissant.json"), read(described / "datapackage.json")
    assert croissant["url"] == package["homepage"] == "https://example.org/made-up"
    assert croissant["citeAs"] == "Somebody (2026), Made up."
    assert croissant["license"].endswith("/CC-BY-4.0")
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["version"] == croissant["version"] == "2026.11.0"


def test_changes_are_told(two_releases: Path) -> None:
    first, second = ((two_releases / "releases" / version / "CHANGES.md").read_text(encoding="utf-8")
                     for version in ("2026.11.0", "2026.11.1"))  # fmt: skip
    assert "This is the first release." in first
    assert "Against 2026.11.0: 5 facts added, 5 removed, 0 changed." in second
    assert "- `3家` (count) in `d`" in second


def test_checks_that_need_a_column_that_is_not_published_are_left_out() -> None:
    table = published(["fact_id", "doc_id", "char_start", "char_end", "surface", "kind", "rule_id"])
    assert [check.name for check in table.checks] == ["span ordered", "span fits surface"]
    assert published(FACTS.schema.names) is FACTS
