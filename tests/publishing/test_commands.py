"""The commands for datasets: their words, their files, their exit codes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import Ran, Shuliang, shuliang
from tests.publishing.conftest import NEXT, SAMPLE
from tests.publishing.made import define, make_dataset, write_documents

from shuliang.publishing import build as building
from shuliang.publishing.checking import check_datasets
from shuliang.publishing.inputs import source_hash

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["shuliang"]
COMMANDS = ("build", "verify", "diff", "export", "dataset new", "dataset check")


@pytest.fixture
def datasets(shuliang: Shuliang, tmp_path: Path) -> Path:
    """A folder `datasets` with the sample and its release in the working folder."""
    assert shuliang
    (tmp_path / "datasets").mkdir()
    shutil.copytree(
        SAMPLE, tmp_path / "datasets" / "industry-news", ignore=shutil.ignore_patterns("releases"), symlinks=True
    )
    return tmp_path / "datasets"


@pytest.fixture
def released(datasets: Path, sample: Path) -> Path:
    shutil.copytree(sample.parent, datasets / "industry-news" / "releases", symlinks=True)
    return datasets


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_a_help_runs(shuliang: Shuliang, released: Path, tmp_path: Path, command: str) -> None:
    shutil.copytree(released / "industry-news" / "releases" / "2026.11.0", tmp_path / "out")
    if command == "build":
        shutil.rmtree(released / "industry-news" / "releases")
    helped = shuliang(*command.split(), "--help")
    example = re.search(r"Example: *(.*?)(?:\n *\n|╭|$)", helped.out, re.DOTALL)
    assert example, "a help has an example"
    ran = shuliang(*shlex.split(" ".join(example[1].split()))[1:])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_a_new_dataset_builds_and_verifies(shuliang: Shuliang, tmp_path: Path) -> None:
    assert shuliang("dataset", "new", "my-news").code == 0
    ran = shuliang("build", "my-news")
    assert (ran.code, ran.err) == (0, "")
    release = tmp_path / "datasets" / "my-news" / "releases" / "latest"
    assert shuliang("verify", release).out.splitlines()[-1].startswith("my-news 20")
    assert shuliang("dataset", "check").code == 0
    assert shuliang("dataset", "new", "my-news").code == 1
    assert shuliang("dataset", "new", "My News").code == 2


def test_a_dry_run_shows_the_gates(shuliang: Shuliang, datasets: Path) -> None:
    ran = shuliang("build", "industry-news", "--dry-run")
    assert ran.code == 0
    assert "score (gold.jsonl)" in ran.out
    assert "would be released; nothing was written" in ran.out
    assert not (datasets / "industry-news" / "releases").exists()


def test_data_that_fail_end_with_1(shuliang: Shuliang, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "datasets" / "made-up", "gates:\n  rows: [{at_least: 1000}]\n")
    for options in ([], ["--dry-run"]):
        ran = shuliang("build", "made-up", *options)
        assert ran.code == 1
        assert re.search(r"dataset.yaml:9: gate rows \(all\): \d+ facts; wanted at least 1000", ran.err)
    assert "would not be released" in ran.out
    define(folder, "kinds: [wieght]\n")
    assert shuliang("build", "made-up").code == 1
    assert shuliang("build", "nothing").code == 1


def test_a_machine_that_fails_ends_with_3(shuliang: Shuliang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_dataset(tmp_path / "datasets" / "made-up")
    (tmp_path / "datasets" / "made-up" / "releases").write_text("", encoding="utf-8")
    ran = shuliang("build", "made-up")
    assert ran.code == 3
    assert "cannot write to" in ran.err

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "datasets" / "made-up" / "releases").unlink()
    monkeypatch.setattr(building, "write_release", full)
    ran = shuliang("build", "made-up")
    assert ran.code == 3
    assert "No space left on device" in ran.err
    assert not (tmp_path / "datasets" / "made-up" / "releases").exists()


def test_verify_ends_with_1_and_says_what_is_wrong(shuliang: Shuliang, released: Path) -> None:
    release = released / "industry-news" / "releases" / "latest"
    assert shuliang("verify", release).code == 0
    (release / "README.md").write_text("x", encoding="utf-8")
    ran = shuliang("verify", release)
    assert ran.code == 1
    assert "README.md: has changed" in ran.err
    assert shuliang("dataset", "check").code == 1
    assert shuliang("verify", released / "nowhere").code == 1


def test_diff_as_a_table_as_json_and_as_a_page(shuliang: Shuliang, two_releases: Path, tmp_path: Path) -> None:
    releases = two_releases / "releases"
    ran: Ran = shuliang("diff", releases / "2026.11.0", releases / "2026.11.1", "--html", "diff.html")
    assert "6 → 6 facts: 5 added, 5 removed, 0 changed" in ran.out
    assert "added" in (tmp_path / "diff.html").read_text(encoding="utf-8")
    told = json.loads(shuliang("diff", releases / "2026.11.0", releases / "2026.11.1", "--json").out)
    assert told["added"] == 5


def test_export_knows_formats_by_their_endings(shuliang: Shuliang, released: Path, tmp_path: Path) -> None:
    release = released / "industry-news" / "releases" / "latest"
    for name in ("x.csv", "x.jsonl", "x.db", "x.duckdb"):
        assert shuliang("export", release, "-o", name, "--table", "rules").code == 0
        assert (tmp_path / name).stat().st_size
    assert shuliang("export", release, "-o", "x.txt").code == 2
    assert shuliang("export", release, "-o", "x.csv", "--table", "none").code == 2


# All datasets at once.


def test_every_definition_and_release_of_the_project_is_sound() -> None:
    for checked in check_datasets(SAMPLE.parent):
        assert checked.faults == []


def test_a_release_check_tells_everything(two_releases: Path, tmp_path: Path) -> None:
    shutil.copytree(two_releases, tmp_path / "made-up", symlinks=True)
    make_dataset(tmp_path / "other", "kinds: [wieght]\n")
    (tmp_path / "made-up" / "releases" / "latest").unlink()
    (tmp_path / "made-up" / "releases" / "latest").symlink_to("2026.11.0")
    write_documents(tmp_path / "made-up", NEXT | {"e": "1家"})
    found = [str(fault).split(f"{tmp_path}/")[-1] for each in check_datasets(tmp_path) for fault in each.faults]
    assert found == [
        "made-up/dataset.yaml:7: sources: documents is not what was pinned; if it is meant to be so, write sha256: "
        + source_hash(tmp_path / "made-up" / "documents"),
        "made-up/releases/latest: does not lead to the newest release, 2026.11.1",
        "other/dataset.yaml:8: kinds: wieght is no kind; known are " + found[-1].split("known are ")[-1],
    ]
