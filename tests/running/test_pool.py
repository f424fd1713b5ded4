from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.facts import Document, Reject
from shuliang.running import pool
from shuliang.table.write import logical_hash

if TYPE_CHECKING:
    import pytest

    from shuliang.table.build import Extraction

ITEMS: list[Document | Reject] = [
    Document("a", "全市新增上市公司27家，同比增长12.5%。"),
    Reject("x", "x.txt", "source", "empty"),
    Document("b", "投入资金3.5亿元，超过上年。"),
    Document("c", "没有数字。"),
]


def test_chunks_keep_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CHUNK_CHARS", 20)
    monkeypatch.setattr(pool, "CHUNK_ITEMS", 3)
    found = list(pool.chunks(ITEMS))
    assert [[document.doc_id for document in documents] for documents, _ in found] == [["a"], ["b", "c"]]
    assert [len(rejects) for _, rejects in found] == [0, 1]


def test_no_items_give_no_chunks() -> None:
    assert list(pool.chunks([])) == []


def test_several_processes_read_what_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CHUNK_ITEMS", 1)
    alone = list(pool.extractions(ITEMS, None, 1))
    together = list(pool.extractions(ITEMS, None, 2))
    assert [hashes(extraction) for extraction in together] == [hashes(extraction) for extraction in alone]
    assert sum(len(extraction.facts) for extraction in together) == 4


def hashes(extraction: Extraction) -> list[str]:
    return [logical_hash(table) for table in (extraction.facts, extraction.documents, extraction.rejects)]
