"""Each gate fails with a message that tells a person what was found, what is wanted, and where that is said."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.conftest import FakeReader
from tests.publishing.made import DOCUMENTS, built, define, kit, make_dataset, write_documents

from shuliang.errors import DatasetError
from shuliang.publishing.build import BuildOptions, Kit, build
from shuliang.publishing.manifest import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from shuliang.facts import Document
    from shuliang.running.kernel import DocumentRead

GOLD = [
    {"doc_id": "x", "text": "全市27家，投入30元。", "facts": [
        {"char_start": 2, "char_end": 5, "surface": "27家", "value": 27},
        {"char_start": 8, "char_end": 11, "surface": "30元", "value": 31, "unit": "元"},
    ]},
    {"id": "y", "text": "1家和2家", "facts": [{"char_start": 0, "char_end": 2, "kind": "count"}],
     "optional": [{"char_start": 3, "char_end": 5}]},
]  # fmt: skip


def failures(folder: Path) -> list[str]:
    """What is told, from `dataset.yaml` on; nothing may have been released."""
    with pytest.raises(DatasetError) as raised:
        built(folder)
    assert not (folder / "releases" / "2026.11.0").exists()
    return [str(fault).split("made-up/")[-1] for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("gates", "says"),
    [
        ("rows: [{at_least: 7}]", "gate rows (all): 6 facts; wanted at least 7"),
        ("rows: [{at_most: 5}]", "gate rows (all): 6 facts; wanted at most 5"),
        (
            "rows: [{kind: count, at_least: 4, at_most: 9}]",
            "gate rows (kind count): 3 facts; wanted at least 4 and at most 9",
        ),
        ("rows: [{kind: age, at_least: 1}]", "gate rows (kind age): 0 facts; wanted at least 1"),
        ("rows: [{rule: money/fake, at_most: 2}]", "gate rows (rule money/fake): 3 facts; wanted at most 2"),
        (
            "rows: [{rule: money/fakes, at_least: 1}]",
            "gate rows (rule money/fakes): 0 facts; wanted at least 1. money/fakes is no rule of the rulebook; did",
        ),
        ("rows: [{source: documents/b, at_least: 2}]", "gate rows (source documents/b): 1 facts; wanted at least 2"),
        (
            "nulls: [{column: base_value, at_most: 0.4}]",
            "gate nulls (base_value): 3 of 6 facts hold none, a share of 0.5; wanted a share of at most 0.4",
        ),
        (
            "nulls: [{column: base_value, kind: count, at_most: 0.9}]",
            "gate nulls (base_value of kind count): 3 of 3 facts hold none, a share of 1; wanted a share of at most 0",
        ),
        (
            "rejects: {at_most: 0}",
            "gate rejects: 1, a share of 0.142857 beside 6 facts; wanted at most 0. `shuliang extract`",
        ),
        ("rejects: {share: 0.1}", "gate rejects: 1, a share of 0.142857 beside 6 facts; wanted a share of at most 0.1"),
        (
            "residue: {at_most: 0, share: 0.5}",
            "gate residue: 1, a share of 0.142857 beside 6 facts; wanted at most 0 and a share of at most 0.5. `",
        ),
        (
            "quantiles: [{unit: 元, quantile: 0.5, at_least: 550}]",
            "gate quantiles (0.5 of value in 元): 500, of 3 facts; wanted at least 550",
        ),
        (
            "quantiles: [{unit: 元, quantile: 1, column: base_value, at_most: 599.5}]",
            "gate quantiles (1 of base_value in 元): 600, of 3 facts; wanted at most 599.5",
        ),
        (
            "quantiles: [{unit: 亩, quantile: 0.5, at_least: 1}]",
            "gate quantiles (0.5 of value in 亩): no fact has a value in 亩; wanted at least 1",
        ),
        (
            "golden: [{doc_id: a, surface: 27家, value: 28, unit: 家}]",
            "gate golden (27家 in a): value is 27, not 28; wanted value 28, unit 家",
        ),
        (
            "golden: [{doc_id: b, surface: 超过55家, modifier: at_least, high: ''}]",
            "gate golden (超过55家 in b): modifier is more_than, not at_least; wanted",
        ),
        (
            "golden: [{doc_id: c, surface: 9家}]",
            "gate golden (9家 in c): is not there; the document has 8家, 500元, 600元 …; wanted to be there",
        ),
        ("golden: [{doc_id: z, surface: 9家}]", "gate golden (9家 in z): there is no document z; wanted to be there"),
    ],
)
def test_each_gate_fails_with_its_message(tmp_path: Path, gates: str, says: str) -> None:
    [found] = failures(make_dataset(tmp_path / "made-up", f"gates:\n  {gates}\n"))
    place, _, message = found.partition(": ")
    assert place == "dataset.yaml:9"
    assert message.startswith(says)


def test_all_gates_that_fail_are_told_at_once(tmp_path: Path) -> None:
    gates = "gates:\n  rows:\n    - {at_least: 7}\n    - {kind: money, at_least: 3}\n  residue: {at_most: 0}\n"
    found = failures(make_dataset(tmp_path / "made-up", gates))
    assert [fault.split(":")[1] for fault in found] == ["10", "12"]


def test_a_dataset_without_facts_is_no_release(tmp_path: Path) -> None:
    [found] = failures(make_dataset(tmp_path / "made-up", documents={"a": "没有数字。"}))
    assert found.endswith("gate rows: 0 facts; wanted at least 1")
    define(tmp_path / "made-up", "gates: {rows: [{at_most: 9}]}\n")
    [found] = failures(tmp_path / "made-up")
    assert found.endswith("gate rows: 0 facts; wanted at least 1")


class BrokenReader(FakeReader):
    """Gives a money without the code of its unit, which breaks the schema."""

    def read(self, document: Document) -> DocumentRead:
        read = super().read(document)
        readings = [reading._replace(quantity=reading.quantity._replace(unit_code=None)) for reading in read.readings]
        return read._replace(readings=readings)


def test_rows_that_break_the_schema(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "made-up")
    with pytest.raises(DatasetError) as raised:
        build(folder, kit=Kit(kit().rulebook, BrokenReader))
    message = str(raised.value)
    assert (
        "gate schema: 3 rows break it (`unit coded` × 3; the first: '30元' in a [8:11], money exact money/fake)"
        in message
    )
    assert "wanted at most 0" in message
    define(folder, "gates: {broken: 3}\n")
    assert build(folder, kit=Kit(kit().rulebook, BrokenReader)).path


def gold(folder: Path, bounds: str, lines: list[object] = GOLD) -> Path:  # type: ignore[assignment]
    write_documents(folder, DOCUMENTS)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / "gold.jsonl").write_text(text, encoding="utf-8")
    return define(folder, f"gates:\n  score: {{file: gold.jsonl, {bounds}}}\n")


def test_the_score_on_labelled_texts(tmp_path: Path) -> None:
    [found] = failures(gold(tmp_path / "made-up", "recall: 0.7, precision: 0.6"))
    assert found == (
        "dataset.yaml:9: gate score (gold.jsonl): precision 0.6667, recall 0.6667, f1 0.6667 on 3 facts;"
        " wanted precision at least 0.6 and recall at least 0.7."
        " The first that are wrong: '30元' in x [8:11] value is 30, not 31"
    )
    assert built(gold(tmp_path / "made-up", "f1: 0.66")).path


def test_a_label_that_is_found_nowhere_and_a_fact_that_is_no_label(tmp_path: Path) -> None:
    lines: list[object] = [{"doc_id": "x", "text": "27家和8家", "facts": [{"char_start": 0, "char_end": 2}]}]
    [found] = failures(gold(tmp_path / "made-up", "f1: 0.5", lines))
    assert "'27' in x [0:2] is not found; '27家' in x [0:3] is no labelled fact" in found


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"doc_id": "x"}, "gold.jsonl:1: is no labelled text (doc_id, text, facts)"),
        (
            {"doc_id": "x", "text": "27家", "facts": [{"char_start": 0, "char_end": 2, "surface": "27家"}]},
            "gold.jsonl:1: [0:2] is '27', not '27家'",
        ),
    ],
)
def test_a_faulty_gold_file(tmp_path: Path, line: object, says: str) -> None:
    [found] = failures(gold(tmp_path / "made-up", "f1: 0.5", [line]))
    assert found.startswith(says)


def test_what_the_gates_found_stands_in_the_manifest_and_the_readme(tmp_path: Path) -> None:
    gates = "gates:\n  golden:\n    - {doc_id: a, surface: 27家}\n    - {doc_id: a, surface: 27家, value: 27}\n"
    path = built(make_dataset(tmp_path / "made-up", gates)).path
    assert path
    told = read_manifest(path).gates
    assert told["golden (27家 in a) 2"] == "is there (wanted value 27)"
    assert "- golden (27家 in a) 2: is there" in (path / "README.md").read_text(encoding="utf-8")


# Against the release before.

BEFORE = {"a": "全市27家，投入30元。", "b": "超过55家。", "c": "新增8家，奖励500元，共600元。"}
TIES = "gates:\n  previous: {}\n"


def following(folder: Path, documents: dict[str, str], gates: str = TIES, accept: str = "", more: str = "") -> Path:
    """A dataset with a release of `BEFORE`, and a definition of the next one."""
    built(make_dataset(folder, documents=BEFORE))
    write_documents(folder, documents)
    if accept:
        (folder / "accept.yaml").write_text(f"version: 2026.11.1\naccept:\n{accept}", encoding="utf-8")
    return define(folder, gates + more, "2026.11.1")


def test_facts_lost_since_the_release_before(tmp_path: Path) -> None:
    found = failures_of_next(following(tmp_path / "made-up", {**BEFORE, "c": "新增8家。"}))
    assert found == [(
        "dataset.yaml:9: gate previous (lost): 3 of 6 facts of 2026.11.0 (2 of kind money, 1 of kind count):"
        " '600元' in c, '8家' in c, '500元' in c; wanted at most a share of 0 beyond what accept.yaml accepts (0)."
        " If that is meant, say so in accept.yaml:"
        " - {lost: 2, kind: money, reason: …} - {lost: 1, kind: count, reason: …}"
    )]  # fmt: skip


def failures_of_next(folder: Path) -> list[str]:
    with pytest.raises(DatasetError) as raised:
        built(folder)
    assert sorted(path.name for path in (folder / "releases").iterdir()) == ["2026.11.0", "latest"]
    return [str(fault).split("made-up/")[-1] for fault in raised.value.faults]


def test_a_text_that_changed_has_lost_its_facts_and_gained_others(tmp_path: Path) -> None:
    [found] = failures_of_next(following(tmp_path / "made-up", {**BEFORE, "b": "超过56家。"}))
    assert "gate previous (lost): 1 of 6 facts of 2026.11.0 (1 of kind count): '超过55家' in b;" in found


class OtherReader(FakeReader):
    """Names another subject."""

    def read(self, document: Document) -> DocumentRead:
        read = super().read(document)
        return read._replace(meanings=[meaning._replace(subject="全县") for meaning in read.meanings])


def test_values_changed_since_the_release_before(tmp_path: Path) -> None:
    folder = following(tmp_path / "made-up", BEFORE)
    with pytest.raises(DatasetError) as raised:
        build(folder, kit=Kit(kit("0.2.0", "e" * 64).rulebook, OtherReader))
    assert str(raised.value).endswith(
        "gate previous (changed): 6 of 6 facts of 2026.11.0 (3 of kind count, 3 of kind money), in subject × 6:"
        " '27家' in a subject 全市 → 全县, '30元' in a subject 全市 → 全县, '超过55家' in b subject 全市 → 全县;"
        " wanted at most a share of 0 beyond what accept.yaml accepts (0). If that is meant, say so in accept.yaml:"
        " - {changed: 3, kind: count, reason: …} - {changed: 3, kind: money, reason: …}"
    )


def test_columns_dropped_since_the_release_before(tmp_path: Path) -> None:
    columns = "columns: [fact_id, doc_id, char_start, char_end, surface, kind, value, rule_id]\n"
    folder = following(tmp_path / "made-up", BEFORE, more=columns)
    [found] = failures_of_next(folder)
    assert found.startswith("dataset.yaml:9: gate previous (columns): text, sentence, low, high, ")
    assert "say so in accept.yaml: - {dropped: text, reason: …} - {dropped: sentence, reason: …}" in found


def test_what_is_accepted_with_a_reason_passes_and_is_told(tmp_path: Path) -> None:
    accept = (
        "  - {lost: 2, kind: money, reason: the grants were withdrawn}\n  - {lost: 5, reason: documents were cut}\n"
    )
    folder = following(tmp_path / "made-up", {**BEFORE, "c": "新增8家。"}, accept=accept)
    path = built(folder).path
    assert path
    page = (path / "CHANGES.md").read_text(encoding="utf-8")
    assert "- lost 2 of kind money: the grants were withdrawn" in page
    assert "1 facts added, 3 removed, 0 changed" in page


def test_no_more_passes_than_is_accepted(tmp_path: Path) -> None:
    accept = "  - {lost: 1, kind: money, reason: one grant was withdrawn}\n  - {lost: 1, reason: a document was cut}\n"
    folder = following(tmp_path / "made-up", {**BEFORE, "c": "新增8家。"}, accept=accept)
    [found] = failures_of_next(folder)
    assert "beyond what accept.yaml accepts (2)" in found
    assert "- {lost: 1, kind: money, reason: …}" in found


def test_a_share_may_be_tolerated(tmp_path: Path) -> None:
    gates = "gates:\n  previous: {lost: 0.5}\n"
    built_now = build(following(tmp_path / "made-up", {**BEFORE, "c": "新增8家。"}, gates), BuildOptions(), kit())
    assert built_now.comparison
    assert built_now.comparison.numbers == (1, 3, 0)
    assert [o.passed for o in built_now.outcomes if o.name.startswith("previous")] == [True, True, True]
    assert built_now.definition.gates.previous.lost == Decimal("0.5")
