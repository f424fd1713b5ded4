"""The meaning columns against the labelled documents, where these stand beside the repository."""

from __future__ import annotations

import datetime
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shuliang.facts import Document

if TYPE_CHECKING:
    from shuliang.running.reader import RulebookReader

EVALUATION = Path(__file__).resolve().parents[3] / "shared" / "eval"
LAST_SEEN = "dev-027"  # the documents behind it are held out: no test opens them
WANTED = {
    "indicator": 0.97,
    "subject": 0.90,
    "time": 0.95,
    "change": 0.98,
    "change_basis": 0.98,
    "factuality": 0.98,
    "distributive": 0.98,
}

pytestmark = pytest.mark.skipif(not EVALUATION.is_dir(), reason="../shared/eval is not beside the repository")


def rows(reader: RulebookReader, document: dict[str, Any]) -> list[dict[str, Any]]:
    published = document.get("published")
    day = datetime.date.fromisoformat(published) if published else None
    text = document["text"]
    found = reader.read(Document(document["doc_id"], text, published=day))
    facts = []
    for reading, meaning in zip(found.readings, found.meanings, strict=True):
        start, end = found.clean.raw_span(reading.start, reading.end)
        quantity = reading.quantity
        row = meaning._asdict() | {
            name: getattr(quantity, name) for name in ("kind", "value", "low", "high", "unit", "modifier")
        }
        if quantity.kind == "date":
            row |= {"time_start": reading.time_start, "time_end": reading.time_end}
        facts.append(
            row | {"doc_id": document["doc_id"], "char_start": start, "char_end": end, "surface": text[start:end]}
        )
    return facts


def test_the_documents_worked_on_stay_right(reader: RulebookReader) -> None:
    spec = importlib.util.spec_from_file_location("score", EVALUATION / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    lines = (EVALUATION / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [document for document in map(json.loads, lines) if document["doc_id"] <= LAST_SEEN]
    result = score.score(documents, [row for document in documents for row in rows(reader, document)])
    accuracy = {column: result["meaning"][column]["accuracy"] for column in WANTED}
    assert {column: value for column, value in accuracy.items() if value < WANTED[column]} == {}
