"""`verify` finds whatever was done to a release, also by somebody who mended the sums."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.publishing.made import DOCUMENTS, built, make_dataset, write_documents

from shuliang.errors import InputError
from shuliang.publishing.checking import dataset_of, verify_release
from shuliang.publishing.definition import load_definition
from shuliang.publishing.release import sums_of
from shuliang.publishing.verify import verify
from shuliang.running.manifest import file_hash
from shuliang.table.write import logical_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FACTS = "facts/part-00000.parquet"
FILES = [
    "CHANGES.md", "README.md", "SHA256SUMS", "changes.parquet", "croissant.json", "datapackage.json", "dataset.yaml",
    "documents.parquet", FACTS, "manifest.json", "rejects.parquet", "rules.parquet",
]  # fmt: skip


def faults(release: Path) -> list[str]:
    return [str(fault).split("2026.11.0/")[-1] for fault in verify(release, previous=release.parent).faults]


def test_a_sound_release(first_release: Path) -> None:
    release = first_release / "releases" / "2026.11.0"
    verified = verify(release, texts=load_definition(first_release), descriptions=True)
    assert verified.faults == []
    assert verified.checked[-1] == "6 surfaces stand at their places in the texts"
    assert len(verified.checked) == 9


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("where", [0, 0.5, 1])
def test_a_byte_that_is_flipped(release: Path, name: str, where: float) -> None:
    content = bytearray((release / name).read_bytes())
    place = min(int(where * len(content)), len(content) - 1)
    content[place] ^= 0x01
    (release / name).write_bytes(content)
    assert faults(release), f"{name} at {place}"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone(release: Path, name: str) -> None:
    (release / name).unlink()
    if name == "manifest.json":
        with pytest.raises(InputError, match="is no release"):
            verify(release)
    else:
        assert any(fault.startswith(f"{name}: is missing") for fault in faults(release))


def test_a_file_too_many(release: Path) -> None:
    shutil.copyfile(release / FACTS, release / "facts" / "part-00001.parquet")
    assert faults(release)[0].startswith("facts/part-00001.parquet: does not belong to the release")


@pytest.mark.parametrize(
    ("one", "other"),
    [("rules.parquet", "rejects.parquet"), ("croissant.json", "datapackage.json"), ("README.md", "CHANGES.md")],
)
def test_two_files_that_are_swapped(release: Path, one: str, other: str) -> None:
    (release / one).rename(release / "between")
    (release / other).rename(release / one)
    (release / "between").rename(release / other)
    assert [fault.split(":")[0] for fault in faults(release)[:2]] == sorted([one, other])


def test_sums_that_are_no_sums(release: Path) -> None:
    (release / "SHA256SUMS").write_text("nothing of the kind\n", encoding="utf-8")
    assert faults(release)[0].startswith("SHA256SUMS:1: is no line of sums: 'nothing of the kind'")


# What somebody does who mends the sums afterwards.


def edit(release: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    change(content)
    (release / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def mend_sums(release: Path) -> None:
    lines = [f"{sha256}  {name}\n" for name, sha256 in sums_of(release).items()]
    (release / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def mend(release: Path, name: str, rows: pa.Table | None = None) -> None:
    """Makes the manifest, the descriptions and the sums name a file as it is now."""

    def change(content: dict[str, Any]) -> None:
        entry = content["files"][name]
        entry["sha256"], entry["bytes"] = file_hash(release / name), (release / name).stat().st_size
        if rows is not None:
            entry["rows"] = len(rows)
            told = content["tables"][entry["table"]]
            told["rows"], told["logical_sha256"] = len(rows), logical_hash(rows)

    old = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["files"][name]["sha256"]
    edit(release, change)
    for described in ("croissant.json", "datapackage.json"):
        text = (release / described).read_text(encoding="utf-8").replace(old, file_hash(release / name))
        (release / described).write_text(text, encoding="utf-8")
        if described != name:
            edit(release, lambda content, at=described: content["files"][at].update(  # type: ignore[misc]
                sha256=file_hash(release / at), bytes=(release / at).stat().st_size))  # fmt: skip
    mend_sums(release)


def rewrite(release: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    rows = pq.read_table(release / name)
    changed = change(rows).replace_schema_metadata(rows.schema.metadata)
    pq.write_table(changed, release / name, compression="zstd")
    mend(release, name, changed)


def with_column(rows: pa.Table, name: str, values: list[Any]) -> pa.Table:
    place = rows.schema.get_field_index(name)
    return rows.set_column(place, rows.schema.field(place), pa.array(values, rows.schema.field(place).type))


def first_otherwise(name: str, value: Any) -> Callable[[pa.Table], pa.Table]:
    return lambda rows: with_column(rows, name, [value, *rows[name].to_pylist()[1:]])


def test_mending_alone_is_no_fault(release: Path) -> None:
    rewrite(release, FACTS, lambda rows: rows)
    assert faults(release) == []


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        (("version",), "2026.11.9", "says shuliang.version 2026.11.0, manifest.json says 2026.11.9"),
        (("licence",), "CC0-1.0", "says shuliang.licence CC-BY-4.0, manifest.json says CC0-1.0"),
        (("title",), "Better", "dataset.yaml: title: is Made up, manifest.json says Better"),
        (("origin", "rulebook"), "9.9.9", "says shuliang.rulebook 0.1.0, manifest.json says 9.9.9"),
        (("origin", "definition_sha256"), "0" * 64, "dataset.yaml: is not the one that manifest.json names"),
        (("origin", "schema"), "9.0.0", "has schema 9.0.0; this program knows"),
        (("counts", "facts"), 7, "counts.facts is 7; there are 6"),
        (("counts", "chars"), 7, "counts.chars is 7; there are"),
        (("counts", "residue"), 0, "counts.residue is 0; there are 1"),
        (("counts", "rejects"), {}, "counts.rejects is {}; there are {'text: damaged': 1}"),
        (("counts", "facts_by_kind"), {"count": 6}, "counts.facts_by_kind is {'count': 6}; there are"),
        (("tables", "facts", "logical_sha256"), "0" * 64, "says another logical hash for facts than its rows have"),
        (("tables", "rules", "rows"), 2, "says 2 rows for rules; there are 3"),
        (("files", FACTS, "rows"), 5, "holds 6 rows, manifest.json says 5"),
        (("files", FACTS, "bytes"), 5, "has another size than manifest.json says, 5"),
        (("kinds",), ["money"], "facts of kinds that are not published: count"),
        (("columns",), ["fact_id", "doc_id"], "has other columns than table facts"),
        (("previous",), {"version": "2026.10.0", "manifest_sha256": "0" * 64, "added": 1, "removed": 0, "changed": 0,
                         "dropped": [], "new": [], "retyped": []}, "changes.parquet: holds {}, manifest.json says"),
        (("files", FACTS, "table"), None, "takes it for table None, its name says facts"),
        (("files", "rules.parquet", "table"), "facts", "takes it for table facts, its name says rules"),
        (("surprise",), 1, "is no manifest of a release: odd or missing: surprise"),
    ],
)  # fmt: skip
def test_a_manifest_that_was_edited(release: Path, key: tuple[str, ...], value: Any, says: str) -> None:
    def change(content: dict[str, Any]) -> None:
        for step in key[:-1]:
            content = content[step]
        content[key[-1]] = value

    edit(release, change)
    assert any("manifest.json: has changed" in fault for fault in faults(release))
    mend_sums(release)
    assert any(says in fault for fault in faults(release)), faults(release)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (first_otherwise("value", 28.0), "rows break a check, the first `exact agrees`"),
        (first_otherwise("char_end", 6), "rows break a check, the first `span fits surface`"),
        (first_otherwise("kind", "weight"), "rows break a check, the first `kind is allowed`"),
        (first_otherwise("rule_id", "count/none"), "facts of rules that are not in rules.parquet"),
        (first_otherwise("doc_id", "0"), "facts of documents that are not in documents.parquet"),
        (first_otherwise("fact_id", "x"), "fact_id does not end in its span and kind"),
        (lambda rows: rows.slice(1), "documents with another number of facts than they say"),
        (lambda rows: pa.concat_tables([rows.slice(0, 1), rows]), "two facts have one id"),
        (lambda rows: rows.take(list(reversed(range(len(rows))))), "do not stand in the order of doc_id"),
        (lambda rows: rows.drop_columns(["subject"]), "has other columns than table facts: subject (none, not string)"),
        (lambda rows: rows.slice(0, 0), "holds no rows; readers of shards fail on it"),
    ],
)
def test_facts_that_were_edited(release: Path, change: Callable[[pa.Table], pa.Table], says: str) -> None:
    rewrite(release, FACTS, change)
    assert any(says in fault for fault in faults(release)), faults(release)


def test_a_surface_that_was_never_there(release: Path) -> None:
    rewrite(release, FACTS, first_otherwise("surface", "99家"))
    assert faults(release) == [], "nothing but the text can tell"
    found = verify_release(release, dataset_of(release)).faults
    assert [str(fault).split("2026.11.0")[-1] for fault in found] == [": a: [2:5] is '27家', the release says '99家'"]


def test_a_text_that_is_another(release: Path) -> None:
    first = pq.read_table(release / FACTS)["fact_id"][0].as_py()
    rewrite(release, FACTS, first_otherwise("fact_id", "0" * 16 + first[16:]))
    [found] = verify_release(release, dataset_of(release)).faults
    assert found.message.startswith("a: fact 0000000000000000:2-5:count was read from another text")


def test_texts_that_are_not_at_hand_are_told_of(release: Path) -> None:
    folder = release.parents[1]
    write_documents(folder, DOCUMENTS | {"a": "全市28家。"})
    assert verify_release(release, dataset_of(release)).checked[-1] == (
        "surfaces were not compared with the texts: documents has changed"
    )
    alone = shutil.copytree(release, folder.parent / "alone")
    assert verify_release(alone, dataset_of(alone)).checked[-1] == (
        "surfaces were not compared with the texts: its dataset is not here"
    )


def test_rules_that_were_edited(release: Path) -> None:
    rewrite(release, "rules.parquet", first_otherwise("facts", 4))
    assert "rules with another number of facts than they say" in faults(release)[0]


def test_metadata_of_another_table(release: Path) -> None:
    rows = pq.read_table(release / FACTS)
    pq.write_table(rows.replace_schema_metadata({"shuliang.table": "documents"}), release / FACTS)
    mend(release, FACTS, rows)
    assert f"{FACTS}: says shuliang.table documents, manifest.json says facts" in faults(release)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("croissant.json", '"version": "2026.11.0"', '"version": "1"', "croissant.json: says version 1, not 2026.11.0"),
        ("croissant.json", '"column": "subject"', '"column": "object"', "describes other tables or columns"),
        ("datapackage.json", "rules.parquet", "rulez.parquet", "datapackage.json: names other files than there are"),
        ("datapackage.json", '"name": "subject"', '"name": "object"', "describes other tables or columns"),
    ],
)
def test_descriptions_of_something_else(release: Path, name: str, old: str, new: str, says: str) -> None:
    text = (release / name).read_text(encoding="utf-8")
    assert old in text
    (release / name).write_text(text.replace(old, new), encoding="utf-8")
    mend(release, name)
    assert any(says in fault for fault in faults(release)), faults(release)


def test_a_release_without_facts(release: Path) -> None:
    (release / FACTS).unlink()
    edit(release, lambda content: content["files"].pop(FACTS))
    mend_sums(release)
    assert faults(release) == ["manifest.json: names no file of table facts"]


def test_a_description_that_is_no_description(release: Path) -> None:
    (release / "croissant.json").write_text('{"distribution": 3}', encoding="utf-8")
    mend(release, "croissant.json")
    assert "cannot be checked to the end" in faults(release)[0]


def test_a_text_of_the_release_that_was_rewritten(release: Path) -> None:
    (release / "README.md").write_text("# All figures are certain\n", encoding="utf-8")
    mend(release, "README.md")
    assert verify(release).faults == []
    [found] = verify(release, descriptions=True).faults
    assert found.message == "is not what the columns and the definition give"


def test_changes_are_compared_with_the_release_before(two_releases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made-up"
    shutil.copytree(two_releases, folder, symlinks=True)
    release = folder / "releases" / "2026.11.1"
    assert verify(release, previous=release.parent).faults == []
    rewrite(release, "changes.parquet", lambda rows: with_column(
        rows, "surface", ["9家", *rows["surface"].to_pylist()[1:]]
    ))  # fmt: skip
    assert verify(release).faults == []
    [found] = verify(release, previous=release.parent).faults
    assert found.message == "is not what differs from 2026.11.0"
    rewrite(release, "changes.parquet", lambda rows: rows.filter(pc.equal(rows["change"], "added")))
    assert any("changes.parquet: holds {'added': " in str(fault) for fault in verify(release).faults)


def test_a_release_before_that_was_exchanged(two_releases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made-up"
    shutil.copytree(two_releases, folder, symlinks=True)
    edit(folder / "releases" / "2026.11.0", lambda content: content.update(title="Other"))
    [found] = verify(folder / "releases" / "2026.11.1", previous=folder / "releases").faults
    assert found.message == "is not the one that 2026.11.1 was compared with"


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        verify(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is no release"):
        verify(tmp_path)


def test_a_partitioned_release(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "made-up", "partition: {by: kind, rows: 2}\n")
    path = built(folder).path
    assert path
    assert verify(path, texts=load_definition(folder), descriptions=True).faults == []
