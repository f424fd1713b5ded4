"""Fitting the weights of subjects to labelled texts, on texts of two sentences."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.gold import fit
from tests.gold.fit import COUNT, PENALTY, TRUST, Lesson, Sample, fitted, json_texts, learned, read, texts, written

from shuliang.meaning.features import names, weights_of
from shuliang.running.reader import RulebookReader

if TYPE_CHECKING:
    from pathlib import Path

NAMES = names()
NOTHING = np.zeros(COUNT)
TOWN = (
    "# town | 2024-05-06 |\n"
    "青山市有工厂⟦30家⟧{{k=count; v=30; u=家; i=工厂; s=青山市}}。"
    "其中红星公司新增⟦5家⟧{{k=count; v=5; u=家; i=工厂; s={other}}}，"
    "投入⟦2亿元⟧{{k=money; v=200000000; u=元; s={other}}}，培训⟦900人⟧{{k=count; v=900; u=人; i=培训; s={other}}}。\n"
)
BRIDGE = (
    "# bridge | 2024-05-06 |\n"
    "东江大桥通车。大桥全长⟦3公里⟧{k=physical; v=3; u=公里; i=全长; s=大桥}，"
    "设计时速⟦80公里⟧{k=physical; v=80; u=公里; i=设计时速; s=大桥}。\n"
)


@pytest.fixture(scope="module")
def reader() -> RulebookReader:
    """A reader of its own, whose weights may be changed."""
    return RulebookReader.default()


def folder(path: Path, *marked: str) -> Path:
    for text in marked:
        name = text.split(" ", 2)[1]
        (path / f"{name}.txt").write_text(text, "utf-8")
    return path


def test_the_labels_decide_who_wins(reader: RulebookReader, tmp_path: Path) -> None:
    """The same text labelled in two ways: the weights of each make its own labels right and not the other's."""
    given = {}
    for label in ("青山市", "红星公司"):
        (tmp_path / label).mkdir()
        given[label] = [*texts(reader, folder(tmp_path / label, TOWN.format(other=label), BRIDGE))]
    for label, own in given.items():
        weights = learned(reader, own).tolist()
        right = {name: read(reader, some, Lesson(weights)).chosen_right for name, some in given.items()}
        assert right == {name: 6 if name == label else 3 for name in given}


def test_a_sample_is_all_candidates_of_a_number_and_which_are_right(reader: RulebookReader, tmp_path: Path) -> None:
    given = [*texts(reader, folder(tmp_path, BRIDGE))]
    samples = read(reader, given, Lesson(NOTHING.tolist(), forced=True)).samples
    assert [sample.right.sum() for sample in samples] == [2, 2]  # 大桥 and 东江大桥
    for features, right in samples:
        assert len(features) == len(right) > 2
        assert all(NAMES[at].startswith(f"{table} ") for row in features for table, at in enumerate(row))


def test_a_label_that_is_no_candidate_is_counted_but_teaches_nothing(reader: RulebookReader, tmp_path: Path) -> None:
    given = [*texts(reader, folder(tmp_path, TOWN.format(other="长江航道局")))]
    lesson = read(reader, given, Lesson(NOTHING.tolist()))
    assert (lesson.judged, lesson.reachable, len(lesson.samples)) == (4, 1, 1)


def test_weights_stay_where_they_are_drawn_to_where_nothing_is_to_be_learned() -> None:
    """A candidate without a rival: only the penalty is left."""
    alone = Sample(np.array([[0, 1]]), np.array([1.0]))
    weights = fitted([alone] * 3, NOTHING)
    trusted = np.array(["tracked=" in name and "tracked=no" not in name for name in NAMES])
    assert weights[trusted] == pytest.approx(np.full(trusted.sum(), TRUST), abs=0.02)
    assert np.abs(weights[~trusted]).max() < 0.02


def test_the_penalty_holds_a_weight_back() -> None:
    """Of two candidates that differ in one feature each, the weights end where the slope meets the penalty."""
    rivals = [Sample(np.array([[0], [1]]), np.array([1.0, 0.0]))] * 20
    weights = fitted(rivals, NOTHING)
    likely = 1 / (1 + np.exp(weights[1] - weights[0]))
    assert weights[0] == pytest.approx(-weights[1], abs=0.01)
    assert PENALTY * weights[0] == pytest.approx(20 * (1 - likely), rel=0.02)


def test_gold_documents_give_the_same_samples_as_marked_texts(reader: RulebookReader, tmp_path: Path) -> None:
    [marked] = texts(reader, folder(tmp_path, BRIDGE))
    text = marked.clean.text
    facts = [
        {"char_start": text.index(surface), "char_end": text.index(surface) + len(surface), "kind": "physical"}
        | {"subject": "大桥"}
        for surface in ("3公里", "80公里")
    ]
    path = tmp_path / "more.jsonl"
    path.write_text(json.dumps({"text": text, "published": "2024-05-06", "facts": facts}) + "\n", "utf-8")
    [given] = json_texts(reader, path)
    assert (given.subjects, given.published) == (marked.subjects, marked.published)
    assert given.subjects != {}


def test_what_is_written_is_what_was_fitted() -> None:
    weights = NOTHING.copy()
    weights[[0, 7, 8, 40]] = 1.25, -0.5, -0.496, 0.04
    text = written(weights)
    found = {
        name: float(weight)
        for line, weight in re.findall(r'  - words: \[(.*)\]\n    weight: "(.*)"\n', text)
        for name in re.findall('"([^"]+)"', line)
    }
    assert found == {NAMES[0]: 1.25, NAMES[7]: -0.5, NAMES[8]: -0.5}  # the last is too near to nought
    assert weights_of(found) == pytest.approx(np.where(np.abs(weights) < fit.LEAST, 0, weights.round(2)))
    assert written(np.array(weights_of(found))) == text


def test_the_shipped_file_is_as_the_fit_writes_it(reader: RulebookReader) -> None:
    """Nobody edited it by hand."""
    entries = {
        word: float(entry.meaning["weight"])
        for entry in reader.engine.plan.rulebook.lexicons["meaning/subject_weights"].entries
        for word in entry.words
    }
    assert written(np.array(weights_of(entries))) == fit.WEIGHTS.read_text("utf-8")
