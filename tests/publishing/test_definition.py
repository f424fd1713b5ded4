"""A definition that cannot be used says where and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.publishing.made import HEAD, define, make_dataset

from shuliang.errors import DatasetError, InputError
from shuliang.facts import KINDS
from shuliang.publishing.accept import load_accepted
from shuliang.publishing.definition import load_definition
from shuliang.table.columns import FACTS

if TYPE_CHECKING:
    from pathlib import Path


def faults(folder: Path) -> list[str]:
    with pytest.raises(DatasetError) as raised:
        load_definition(folder)
    return [str(fault).split("made-up/")[-1] for fault in raised.value.faults]


def test_what_is_left_out_has_its_default(dataset: Path) -> None:
    definition = load_definition(dataset)
    assert definition.name == "made-up"
    assert definition.kinds == KINDS
    assert definition.columns == tuple(FACTS.schema.names)
    assert definition.maintainers[0].email == "somebody@example.org"
    assert (definition.partition, definition.gates.broken) == ("none", 0)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("kinds: [count, wieght]\n", "8: kinds: wieght is no kind; known are"),
        ("kinds: [cuont]\n", "8: kinds: cuont is no kind; did you mean count?"),
        ("kinds: []\n", "8: kinds: is empty; at least one is wanted"),
        ("columns: [doc_id, valeu]\n", "8: columns: valeu is no column; did you mean value?"),
        ("columns: [doc_id, value]\n", "8: columns: lack fact_id, char_start, char_end, surface, kind, rule_id"),
        ("colums: [value]\n", "8: colums: is no key here; did you mean columns?"),
        ("partition: {by: year}\n", "8: partition.by: year is none; must be one of none, kind"),
        ("partition: {by: none, rows: many}\n", "8: partition.rows: many must be a whole number such as 200"),
        ("gates: {rows: [{kind: count}]}\n", "8: gates.rows: must have at least one of at_least, at_most"),
        (
            "gates:\n  rows:\n    - {at_least: 5, at_most: 3}\n",
            "10: gates.rows.at_most: 3 is less than at_least, 5: nothing can pass",
        ),
        (
            "gates: {rows: [{kind: counts, at_least: 1}]}\n",
            "8: gates.rows.kind: counts is no kind; did you mean count?",
        ),
        ("gates: {nulls: [{at_most: 0.1}]}\n", "8: gates.nulls.column: is missing: a column of `facts`"),
        (
            "gates: {nulls: [{column: subject, at_most: 30}]}\n",
            "8: gates.nulls.at_most: 30 must be a share from 0 to 1 such as 0.25",
        ),
        ("gates: {rejects: {}}\n", "8: gates.rejects: must have at least one of at_most, share"),
        ("gates: {golden: [{surface: 27家}]}\n", "8: gates.golden.doc_id: is missing"),
        (
            "gates: {golden: [{doc_id: a, surface: 27家, vaule: 27}]}\n",
            "8: gates.golden.vaule: is no column; did you mean value?",
        ),
        ("gates: {score: {file: gold.jsonl, f1: 0.9}}\n", "8: gates.score.file: gold.jsonl: no such file in"),
        ("gates: {score: {file: gold.jsonl}}\n", "8: gates.score: must have at least one of precision, recall, f1"),
        ("homepage: example.org\n", "8: homepage: example.org must be an address that begins with https://"),
        ("released: 2026-02-30\n", "8: released: 2026-02-30 is no day of the calendar"),
        ("limits: none\n", "8: limits: must be a list, not a text"),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, more: str, says: str) -> None:
    found = faults(make_dataset(tmp_path / "made-up", more))
    assert any(fault.startswith(f"dataset.yaml:{says}") for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version: {version}", "version: 1.0.0", "2: version: 1.0.0 must be year, month and number in the month"),
        ("version: {version}", "version: 2026.13.0", "2: version: 2026.13.0 must be year"),
        ("licence: CC-BY-4.0", "licence: ''", "4: licence: is empty; write it or leave the key out"),
        ("title: Made up\n", "", "1: title: is missing: the dataset's title"),
        ("path: documents", "path: ../elsewhere", "7: sources.path: ../elsewhere lies outside the dataset's folder"),
        ("path: documents", "path: docs", "7: sources.path: docs: no such file or folder in"),
        ("path: documents, ", "", "7: sources: must have at least one of path, uri"),
        ("sha256: {sha256}", "sha256: abc", "7: sources.sha256: abc must be 64 hex digits"),
        ("read: 2026-11-01", "read: yesterday", "7: sources.read: yesterday must be a day such as 2026-11-23"),
        ("name: Somebody, ", "", "5: maintainers.name: is missing: a person or an organisation"),
        ("description: A", "version: 2026.11.1\ndescription: A", "3: version: stands twice; it is already in line 2"),
        ("description: A", "description: A: B", "3: is not YAML"),
    ],
)
def test_each_fault_of_the_head_has_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = make_dataset(tmp_path / "made-up")
    assert old in HEAD
    define(folder, head=HEAD.replace(old, new))
    assert any(says in fault for fault in faults(folder)), faults(folder)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "made-up", "kinds: [wieght]\ncolumns: [valeu]\ngates: {brocken: 1}\n")
    assert len(faults(folder)) == 1, "what the schema refuses comes first"
    folder = define(folder, "kinds: [wieght]\ncolumns: [doc_id, valeu]\n")
    assert len(faults(folder)) == 3


def test_no_definition(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="shuliang dataset new"):
        load_definition(tmp_path)


def test_what_is_accepted_counts_for_its_version_alone(dataset: Path) -> None:
    lines = "version: 2026.11.1\naccept:\n  - {lost: 3, kind: count, reason: a document was withdrawn}\n"
    (dataset / "accept.yaml").write_text(lines, encoding="utf-8")
    assert load_accepted(dataset, "2026.11.0") == ()
    [line] = load_accepted(dataset, "2026.11.1")
    assert (line.what, line.number, line.kind, line.place.line) == ("lost", 3, "count", 3)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{lost: 3}", "accept.yaml:3: accept.reason: is missing: why this is meant"),
        ("{reason: x}", "accept.yaml:3: accept: must have one of lost, changed, dropped"),
        ("{lost: some, reason: x}", "accept.yaml:3: accept.lost: some must be a whole number"),
        ("{lost: 3, kind: wieght, reason: x}", "accept.yaml:3: kind: wieght is no kind"),
    ],
)
def test_a_faulty_accept_yaml(dataset: Path, line: str, says: str) -> None:
    (dataset / "accept.yaml").write_text(f"version: 2026.11.0\naccept:\n  - {line}\n", encoding="utf-8")
    with pytest.raises(DatasetError) as raised:
        load_accepted(dataset, "2026.11.0")
    assert any(says in str(fault) for fault in raised.value.faults), raised.value.faults
