from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.facts import Document, Reject
from shuliang.running.kernel import extract_documents
from shuliang.table.build import encodable, number_literal, rejects_table
from shuliang.table.columns import DOCUMENTS, FACTS, REJECTS

if TYPE_CHECKING:
    from tests.conftest import FakeReader


def test_columns_of_a_fact(fake_reader: FakeReader) -> None:
    text = "标题\n\n全市新增企业超过1200家。投入30元。"
    extraction = extract_documents([Document("a", text)], reader=fake_reader)
    more, exact = extraction.facts.to_pylist()
    assert (more["doc_id"], more["surface"], more["text"], more["sentence"]) == (
        "a", "超过1200家", "超过1200家", "全市新增企业超过1200家。",
    )  # fmt: skip
    assert (more["value"], more["low"], more["high"], more["low_inclusive"]) == (1200.0, 1200.0, None, False)
    assert text[more["char_start"] : more["char_end"]] == more["surface"]
    assert more["fact_id"].endswith(f":{more['char_start']}-{more['char_end']}:count")
    assert (exact["number"], exact["base_value"], exact["sentence"]) == ("30", 30.0, "投入30元。")


def test_ids_depend_on_the_text_alone(fake_reader: FakeReader) -> None:
    text = "共27家"
    [one], [other], [changed] = (
        extract_documents([document], reader=fake_reader).facts["fact_id"].to_pylist()
        for document in (Document("a", text, title="x"), Document("b", text), Document("a", f"{text}。"))
    )
    assert one == other != changed


def test_a_row_for_each_document(fake_reader: FakeReader) -> None:
    documents = [Document("a", "共27家，编号12，30元"), Document("b", "")]
    first, empty = extract_documents(documents, reader=fake_reader).documents.to_pylist()
    assert (first["chars"], first["facts"], first["residue"]) == (13, 2, 1)
    assert (empty["chars"], empty["facts"], empty["residue"]) == (0, 0, 0)


def test_no_documents_give_empty_tables(fake_reader: FakeReader) -> None:
    extraction = extract_documents([], reader=fake_reader)
    assert extraction.facts.schema.equals(FACTS.schema)
    assert extraction.documents.schema.equals(DOCUMENTS.schema)
    assert extraction.rejects.schema.equals(REJECTS.schema)


def test_lone_surrogates_keep_their_places(fake_reader: FakeReader) -> None:
    [fact] = extract_documents([Document("a", "\ud800共27家\udc00")], reader=fake_reader).facts.to_pylist()
    assert (fact["char_start"], fact["surface"]) == (2, "27家")
    assert "\ufffd" in fact["sentence"]
    assert rejects_table([Reject("a", None, "text", "damaged", surface="\ud800")])["surface"].to_pylist() == ["\ufffd"]


def test_an_endless_sentence_is_cut_around_each_fact(fake_reader: FakeReader) -> None:
    text = "全市27家，" * 1_000 + "。短句30元。"
    first, *_, last = extract_documents([Document("a", text)], reader=fake_reader).facts.to_pylist()
    assert first["sentence"].startswith("全市27家，全市27家，")
    assert len(first["sentence"]) < 200
    assert last["sentence"] == "短句30元。"


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_encodable_has_the_same_length(text: str) -> None:
    assert len(encodable(text).encode().decode()) == len(text)


@pytest.mark.parametrize(
    ("value", "literal"),
    [("27", "27"), ("350000000.0", "350000000"), ("12.50", "12.5"), ("1E+3", "1000"), ("-0.5", "-0.5"), ("100", "100")],
)
def test_number_literals(value: str, literal: str) -> None:
    assert number_literal(Decimal(value)) == literal


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_a_literal_is_the_number(value: Decimal) -> None:
    literal = number_literal(value)
    assert Decimal(literal) == value
    assert "E" not in literal
