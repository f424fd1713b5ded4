from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.conftest import FakeReader

if TYPE_CHECKING:
    from collections.abc import Sequence

from shuliang.errors import UsageError
from shuliang.facts import Document
from shuliang.running import kernel
from shuliang.running.kernel import DocumentRead, documents_of, extract_batch, extract_documents


def test_only_the_kinds_wanted_are_published(fake_reader: FakeReader) -> None:
    extraction = extract_documents([Document("a", "27家，30元")], kinds=["money"], reader=fake_reader)
    assert extraction.facts["surface"].to_pylist() == ["30元"]
    assert extraction.documents["facts"].to_pylist() == [1]


def test_damaged_numbers_are_rejected(fake_reader: FakeReader) -> None:
    extraction = extract_documents([Document("a", "共99991家", source="a.txt")], reader=fake_reader)
    assert len(extraction.facts) == 0
    assert extraction.rejects.to_pylist() == [
        {
            "doc_id": "a", "source": "a.txt", "stage": "text", "reason": "damaged",
            "detail": "touches a lost character", "char_start": 1, "char_end": 7, "surface": "99991家",
        }
    ]  # fmt: skip


def test_a_document_that_takes_too_long_is_rejected_alone() -> None:
    class Slow(FakeReader):
        def read(self, document: Document) -> DocumentRead:
            if document.doc_id == "slow":
                message = "count/classifier"
                raise TimeoutError(message)
            return super().read(document)

    extraction = extract_documents([Document("slow", "1家"), Document("a", "2家")], reader=Slow())
    assert extraction.facts["doc_id"].to_pylist() == ["a"]
    assert extraction.documents["doc_id"].to_pylist() == ["a"]
    assert extraction.rejects.select(["doc_id", "stage", "reason", "detail"]).to_pylist() == [
        {"doc_id": "slow", "stage": "engine", "reason": "rule ran out of time", "detail": "count/classifier"}
    ]


class Blocks(FakeReader):
    """Notes what was read together."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def read_together(self, documents: Sequence[Document]) -> list[DocumentRead]:
        self.sizes.append(len(documents))
        return super().read_together(documents)


@pytest.mark.parametrize(("together", "sizes"), [(1, [1, 1, 1, 1, 1]), (1_000, [2, 2, 1])])
def test_documents_are_read_block_by_block(monkeypatch: pytest.MonkeyPatch, together: int, sizes: list[int]) -> None:
    monkeypatch.setattr(kernel, "TOGETHER_CHARACTERS", 6)
    documents = [Document(f"d{number}", f"共{number}家") for number in range(5)]
    reader = Blocks()
    extraction = extract_documents(iter(documents), reader=reader, together=together)
    assert extraction.facts["doc_id"].to_pylist() == ["d0", "d1", "d2", "d3", "d4"]
    assert reader.sizes == sizes


def test_a_batch_gives_a_batch(fake_rulebook: None) -> None:  # noqa: ARG001
    batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": ["共27家", "共3元，99991家"]})
    facts = extract_batch(batch)
    assert isinstance(facts, pa.RecordBatch)
    assert facts.select(["doc_id", "surface"]).to_pylist() == [
        {"doc_id": "a", "surface": "27家"},
        {"doc_id": "b", "surface": "3元"},
    ]
    assert extract_batch(batch, output="rejects")["surface"].to_pylist() == ["99991家"]
    assert extract_batch(batch.slice(0, 0)).num_rows == 0


def test_documents_of_a_batch() -> None:
    batch = pa.RecordBatch.from_pydict({
        "doc_id": [7], "text": pa.array([None], pa.large_string()), "published": ["2026-03-05"], "title": ["公告"],
    })  # fmt: skip
    assert documents_of(batch) == [Document("7", "", title="公告", published=datetime.date(2026, 3, 5))]


def test_a_batch_without_text_is_refused() -> None:
    with pytest.raises(UsageError, match="no column id, text; it has body"):
        documents_of(pa.RecordBatch.from_pydict({"body": ["x"]}))
