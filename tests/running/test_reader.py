from __future__ import annotations

import pytest

from shuliang.facts import Document
from shuliang.running.reader import RulebookReader


@pytest.fixture(scope="module")
def reader() -> RulebookReader:
    return RulebookReader.default()


TEXTS = ("全市新增上市公司27家。", "没有数字。", "去年产值3亿元，同比增长5%。", "")


def test_documents_read_together_give_what_each_gives_alone(reader: RulebookReader) -> None:
    documents = [Document(f"d{number}", text) for number, text in enumerate(TEXTS)]
    together = reader.read_together(documents)
    assert together == [reader.read(document) for document in documents]
    assert [len(read.readings) for read in together] == [1, 0, 3, 0]
