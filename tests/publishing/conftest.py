from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.publishing.made import built, define, make_dataset, write_documents

from shuliang.publishing.build import build

SAMPLE = Path(__file__).parents[2] / "datasets" / "industry-news"
NEXT = {
    "a": "全市27家，投入31元。编号12。",
    "b": "超过55家，99991家。",
    "c": "新增8家，奖励500元。",
    "d": "又有3家。",
}


@pytest.fixture(scope="session", autouse=True)
def _needs_duckdb() -> None:
    pytest.importorskip("duckdb", reason="publishing needs DuckDB; install shuliang[publish]")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "made-up")


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with one release; not to be changed."""
    folder = make_dataset(tmp_path_factory.mktemp("first") / "made-up")
    built(folder)
    return folder


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with two releases; not to be changed."""
    folder = make_dataset(tmp_path_factory.mktemp("two") / "made-up")
    built(folder)
    write_documents(folder, NEXT)
    define(folder, "gates: {previous: {lost: 1, changed: 1}}\n", "2026.11.1")
    built(folder)
    return folder


@pytest.fixture
def release(first_release: Path, tmp_path: Path) -> Path:
    """A release to be spoilt."""
    shutil.copytree(first_release, tmp_path / "made-up", symlinks=True)
    return tmp_path / "made-up" / "releases" / "2026.11.0"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample dataset of the project, built with the shipped rulebook; not to be changed."""
    folder = tmp_path_factory.mktemp("sample") / "industry-news"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("releases"))
    release = build(folder).path
    assert release
    return release
