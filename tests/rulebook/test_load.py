"""A good rulebook loads as written; files that stand where they should not are named, all at once."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from shuliang.errors import InputError, Place, RulebookError
from shuliang.rulebook.files import read_files, rules_folder
from shuliang.rulebook.load import load

GOOD = Path(__file__).parent / "good"


def test_a_rule_is_loaded_as_written() -> None:
    [rule] = [rule for rule in load(GOOD).rules if rule.id == "count/classifier"]
    assert (rule.title, rule.status, rule.since, rule.kind, rule.reading) == (
        "Number of things", "stable", "0.1", "count", "amount",
    )  # fmt: skip
    assert rule.description == "A number and its classifier."
    assert rule.references == ("GB/T 15835-2011",)
    assert rule.pattern.splitlines()[1] == "(?P<value>(?&number))"
    assert (rule.place, rule.pattern_line) == (Place("good/count/classifier.yaml", 2), 10)
    first, second = rule.examples
    assert first.reads == {"value": "30", "low": None, "modifier": "near", "unit": "家"}
    assert (first.place.line, second.place.line) == (14, 15)
    assert second.published == datetime.date(2024, 5, 6)
    [counterexample] = rule.counterexamples
    assert (counterexample.finds, counterexample.avoids) == (None, "三")
    assert counterexample.because == "楼 is no classifier here"


def test_a_lexicon_is_loaded_as_written() -> None:
    lexicon = load(GOOD).lexicons["classifiers"]
    assert lexicon.words() == ["家", "头", "匹"]
    assert lexicon.sources == ("written for the tests",)
    livestock = lexicon.entries[1]
    assert (livestock.words, livestock.meaning, livestock.place.line) == (("头", "匹"), {"counts": "牲口"}, 7)
    assert [example.finds for example in livestock.examples] == ["三头", None]


def test_rulebook_has_all_of_its_files() -> None:
    rulebook = load(GOOD)
    assert [rule.id for rule in rulebook.rules] == ["count/classifier", "count/old", "names/street"]
    assert list(rulebook.lexicons) == ["bounds_before", "classifiers", "meaning/change"]
    assert list(rulebook.fragments) == ["digits", "number"]
    assert rulebook.version == "1.2.3"
    assert {rule.id: rule.reading for rule in rulebook.rules}["names/street"] == "name"


def test_every_scalar_is_text(rules: Path) -> None:
    path = rules / "lexicons" / "units.yaml"
    path.write_text(
        "title: no\ndescription: 2024-01-01\nsources: [1]\nentries:\n"
        "  - {words: [yes, 0x10, 1_000, ~], factor: 666.6667, code: null, since: 1.10}\n",
        encoding="utf-8",
    )
    lexicon = load(rules).lexicons["units"]
    assert (lexicon.title, lexicon.description, lexicon.sources) == ("no", "2024-01-01", ("1",))
    assert lexicon.words() == ["yes", "0x10", "1_000", "~"]
    assert lexicon.entries[0].meaning == {"factor": "666.6667", "code": "null", "since": "1.10"}


def test_hash_changes_with_any_file_and_only_then(rules: Path) -> None:
    before = load(rules).sha256
    assert load(rules).sha256 == before
    (rules / "count" / ".hidden.yaml").write_text("x", encoding="utf-8")
    (rules / "count" / "old.yaml~").write_text("x", encoding="utf-8")
    assert load(rules).sha256 == before
    (rules / "meaning" / "change.yaml").rename(rules / "meaning" / "changes.yaml")
    assert load(rules).sha256 != before


def test_misplaced_files_are_faults(rules: Path) -> None:
    deep = ("count/deep/rule.yaml", "names/deep/x.yml")
    for path in ("count/Name.yaml", "count/notes.txt", "cuont/rule.yaml", "top.yaml", *deep):
        (rules / path).parent.mkdir(parents=True, exist_ok=True)
        (rules / path).write_text("title: x\n", encoding="utf-8")
    (rules / "README.md").write_text("may stand anywhere", encoding="utf-8")
    (rules / "VERSION").write_text("one\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(rules)
    assert [str(fault) for fault in caught.value.faults] == [
        "rules/VERSION:1: must hold the version of the rulebook, such as 0.1.0",
        "rules/count/Name.yaml: is no file name for a rule or lexicon; small letters, digits and _ are wanted",
        "rules/count/deep/rule.yaml: stands too deep; rules stand in count/ itself",
        "rules/count/notes.txt: is neither a rule nor a lexicon; the ending .yaml is wanted",
        "rules/cuont/rule.yaml: cuont/ is no folder of the rulebook; did you mean count?",
        "rules/names/deep/x.yml: is neither a rule nor a lexicon; the ending .yaml is wanted",
        "rules/top.yaml: must stand in a folder; only fragments.yaml and VERSION stand at the top",
    ]


def test_faults_of_all_files_come_together(rules: Path) -> None:
    (rules / "count" / "empty.yaml").write_text("", encoding="utf-8")
    (rules / "lexicons" / "classifiers.yaml").write_text("entries: []\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(rules)
    files = {fault.place.file for fault in caught.value.faults}
    assert files == {"rules/count/empty.yaml", "rules/lexicons/classifiers.yaml"}


def test_a_missing_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder with rules"):
        load(tmp_path / "nowhere")


def test_shipped_rules_are_found_and_read() -> None:
    files = read_files(rules_folder())
    assert files.name == "rules"
    assert "fragments.yaml" in files.content
