"""Small datasets for the tests, read by the reader that needs no rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import FakeReader

from shuliang.errors import Place
from shuliang.publishing.build import BuildOptions, Built, Kit, build
from shuliang.publishing.inputs import source_hash
from shuliang.rulebook.model import Rule, Rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOCUMENTS = {
    "a": "全市27家，投入30元。编号12。",
    "b": "超过55家，99991家。",
    "c": "新增8家，奖励500元，共600元。",
}
HEAD = """\
title: Made up
version: {version}
description: A dataset for the tests.
licence: CC-BY-4.0
maintainers: [{{name: Somebody, email: somebody@example.org}}]
sources:
  - {{path: documents, sha256: {sha256}, read: 2026-11-01, licence: CC0-1.0}}
"""


def rule(rule_id: str) -> Rule:
    kind = rule_id.split("/", 1)[0]
    return Rule(
        id=rule_id, title=f"Reads {kind}", status="stable", since="0.1", kind=kind, reading="amount", description="",  # type: ignore[arg-type]
        references=(), pattern="", anchor=(), examples=(), counterexamples=(), place=Place("rules/x.yaml", 1),
        pattern_line=1, sha256="0" * 64,
    )  # fmt: skip


def rulebook(version: str = "0.1.0", sha256: str = "f" * 64) -> Rulebook:
    rules = tuple(rule(rule_id) for rule_id in ("count/fake", "money/fake", "name/unused"))
    return Rulebook(rules=rules, lexicons={}, fragments={}, version=version, sha256=sha256)


def kit(version: str = "0.1.0", sha256: str = "f" * 64) -> Kit:
    return Kit(rulebook(version, sha256), FakeReader)


def write_documents(folder: Path, documents: Mapping[str, str]) -> None:
    """Makes `folder`/documents hold these texts and no others."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for path in (folder / "documents").iterdir():
        path.unlink()
    for name, text in documents.items():
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")


def define(folder: Path, more: str = "", version: str = "2026.11.0", head: str = HEAD) -> Path:
    """Writes dataset.yaml for the documents that are there; `more` is appended."""
    text = head.format(version=version, sha256=source_hash(folder / "documents"))
    (folder / "dataset.yaml").write_text(text + more, encoding="utf-8")
    return folder


def make_dataset(
    folder: Path, more: str = "", documents: Mapping[str, str] = DOCUMENTS, version: str = "2026.11.0"
) -> Path:
    write_documents(folder, documents)
    return define(folder, more, version)


def built(folder: Path, *, dry_run: bool = False) -> Built:
    """Builds with the reader that needs no rulebook, in this process."""
    return build(folder, BuildOptions(dry_run=dry_run), kit())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; links are followed by none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and "latest" not in path.parts
    }
