"""Facts and documents gathered in columns; the tables are made at the end, and doubles only there.

A fact adds to flat lists; what many facts share (the quantity, the sentence, the document) is held once and indexed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from shuliang.facts import Meaning
from shuliang.table.columns import DOCUMENTS, FACTS, REJECTS, Table

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from shuliang.facts import Document, Quantity, Reading, Reject
    from shuliang.text.clean import CleanText

SENTENCE_LIMIT = 1_000
"""Longer sentences (a document on one line, without a full stop) are cut to what stands `AROUND` each fact."""
AROUND = 60
TAKEN_AT_ONCE = 100_000

_SURROGATE = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")


@dataclass(frozen=True, slots=True)
class Extraction:
    """The three tables of a set of documents, with the columns of `table.columns`."""

    facts: pa.Table
    documents: pa.Table
    rejects: pa.Table


class DocumentCounts(NamedTuple):
    """One row of `documents` besides what the document itself says; `residue` counts numeral runs."""

    script: str
    repairs: int
    fingerprint: str
    facts: int
    residue: int


def encodable(text: str) -> str:
    """The text with U+FFFD for every lone surrogate, which UTF-8 and so Arrow cannot hold; offsets stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def number_literal(value: Decimal) -> str:
    """The exact decimal literal: no exponent, no zeros at the end of the fraction."""
    literal = f"{value:f}"
    return literal.rstrip("0").rstrip(".") if "." in literal else literal


def _double(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


class TableBuilder:
    """Takes documents with their readings one after the other; `tables` gives everything taken so far."""

    def __init__(self) -> None:
        self._documents: list[tuple[Any, ...]] = []
        self._rejects: list[Reject] = []
        self._quantities: list[Quantity] = []
        self._quantity_index: dict[int, int] = {}
        self._sentences: list[str] = []
        self._texts: list[str] = []
        self._document_of: list[int] = []
        self._sentence_of: list[int] = []
        self._quantity_of: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._surfaces: list[str] = []
        self._as_read: list[str] = []
        self._rule_ids: list[str] = []
        self._meaning: tuple[list[Any], ...] = tuple([] for _ in Meaning._fields)

    def add_document(self, document: Document, counts: DocumentCounts) -> None:
        """Adds a row of `documents`; the facts that follow belong to it. `document.text` must be `encodable`."""
        text_hash = hashlib.sha256(document.text.encode()).hexdigest()
        self._texts.append(text_hash[:16])
        self._documents.append((
            document.doc_id, document.source, document.sha256 or text_hash, document.encoding, counts.script,
            document.repairs + counts.repairs, document.title, document.published, document.published_from,
            document.url, len(document.text), counts.facts, counts.residue, counts.fingerprint, None,
        ))  # fmt: skip

    def add_facts(
        self,
        document: Document,
        clean: CleanText,
        sentences: Sequence[tuple[int, int]],
        readings: Sequence[Reading],
        meanings: Sequence[Meaning],
    ) -> None:
        """Adds the facts of the document added last; readings in text order, in clean coordinates, as `sentences`."""
        if not readings:
            return
        starts, ends, rule_ids, quantities, day_starts, day_ends = zip(*readings, strict=True)
        spans = list(zip(starts, ends, strict=True) if clean.offsets is None else map(clean.raw_span, starts, ends))
        self._starts += [start for start, _ in spans]
        self._ends += [end for _, end in spans]
        raw, text = document.text, clean.text
        self._surfaces += [raw[start:end] for start, end in spans]
        self._as_read += [text[start:end] for start, end in zip(starts, ends, strict=True)]
        self._rule_ids += rule_ids
        self._document_of += [len(self._documents) - 1] * len(readings)
        self._quantity_of += self._places_of(quantities)
        self._add_sentences(text, sentences, starts, ends)
        columns: list[Sequence[Any]] = list(zip(*meanings, strict=True))
        columns[3] = _own_days(day_starts, columns[3])
        columns[4] = _own_days(day_ends, columns[4])
        for gathered, column in zip(self._meaning, columns, strict=True):
            gathered.extend(column)

    def add_rejects(self, rejects: Iterable[Reject]) -> None:
        self._rejects += rejects

    def tables(self) -> Extraction:
        documents = _from_rows(self._documents, DOCUMENTS)
        return Extraction(self._facts(documents), documents, rejects_table(self._rejects))

    def _places_of(self, quantities: Sequence[Quantity]) -> Iterable[int]:
        """Where quantities stand among the distinct ones; told apart by identity, for equal ones are shared."""
        index, ids = self._quantity_index, list(map(id, quantities))
        for key, quantity in zip(ids, quantities, strict=True):
            if key not in index:
                index[key] = len(self._quantities)
                self._quantities.append(quantity)
        return map(index.__getitem__, ids)

    def _add_sentences(
        self, text: str, sentences: Sequence[tuple[int, int]], starts: Sequence[int], ends: Sequence[int]
    ) -> None:
        """Keeps the sentences that hold facts, once each; of one that is too long, what stands around each fact."""
        texts, places = self._sentences, self._sentence_of
        following = iter(sentences)
        begin = end = -1
        too_long = False
        for fact_start, fact_end in zip(starts, ends, strict=True):
            if fact_start >= end:
                begin, end = next(span for span in following if fact_start < span[1])
                too_long = end - begin > SENTENCE_LIMIT
                texts.append("" if too_long else text[begin:end])
            if too_long:
                texts.append(text[max(begin, fact_start - AROUND) : min(end, fact_end + AROUND)])
            places.append(len(texts) - 1)

    def _facts(self, documents: pa.Table) -> pa.Table:
        document_of = pa.array(self._document_of, pa.int32())
        columns = {
            "doc_id": documents["doc_id"].take(document_of),
            "char_start": pa.array(self._starts, pa.int64()),
            "char_end": pa.array(self._ends, pa.int64()),
            "surface": pa.array(self._surfaces, pa.string()),
            "text": pa.array(self._as_read, pa.string()),
            "sentence": _taken(pa.array(self._sentences, pa.string()), self._sentence_of),
            "rule_id": pa.array(self._rule_ids, pa.string()),
        }
        quantity_of = pa.array(self._quantity_of, pa.int32())
        columns |= {name: column.take(quantity_of) for name, column in _quantity_columns(self._quantities).items()}
        columns |= {
            name: pa.array(values, FACTS.column(name).type)
            for name, values in zip(Meaning._fields, self._meaning, strict=True)
        }
        span = pc.binary_join_element_wise(_words(columns["char_start"]), _words(columns["char_end"]), "-")
        text = pa.array(self._texts, pa.string()).take(document_of)
        columns["fact_id"] = pc.binary_join_element_wise(text, span, columns["kind"], ":")
        return pa.table(columns).select(FACTS.schema.names).cast(FACTS.schema)


def _taken(texts: pa.Array, places: Sequence[int]) -> pa.ChunkedArray:
    """In several chunks, since one Arrow array of strings holds no more than 2 GB."""
    steps = range(0, len(places), TAKEN_AT_ONCE)
    chunks = [texts.take(pa.array(places[start : start + TAKEN_AT_ONCE], pa.int32())) for start in steps]
    return pa.chunked_array(chunks, pa.string())


def _own_days(own: Sequence[datetime.date | None], scope: Sequence[datetime.date | None]) -> list[datetime.date | None]:
    """A date's own days, and for every other fact those that its sentence puts it in."""
    return [day or other for day, other in zip(own, scope, strict=True)]


def _words(numbers: pa.Array) -> pa.Array:
    return pc.cast(numbers, pa.string())


def _quantity_columns(quantities: Sequence[Quantity]) -> dict[str, pa.Array]:
    """The columns of `facts` that a quantity fills, one row for each."""
    number = [None if quantity.value is None else number_literal(quantity.value) for quantity in quantities]
    lists: dict[str, list[Any]] = {
        "kind": [quantity.kind for quantity in quantities],
        "value": [_double(quantity.value) for quantity in quantities],
        "low": [_double(quantity.low) for quantity in quantities],
        "high": [_double(quantity.high) for quantity in quantities],
        "low_inclusive": [quantity.low_inclusive for quantity in quantities],
        "high_inclusive": [quantity.high_inclusive for quantity in quantities],
        "modifier": [quantity.modifier for quantity in quantities],
        "number": number,
        "unit": [quantity.unit for quantity in quantities],
        "unit_code": [quantity.unit_code for quantity in quantities],
        "base_value": [_double(quantity.base_value) for quantity in quantities],
        "base_unit": [quantity.base_unit for quantity in quantities],
    }
    return {name: pa.array(values, FACTS.column(name).type) for name, values in lists.items()}


def _from_rows(rows: Sequence[tuple[Any, ...]], table: Table) -> pa.Table:
    """A table from rows in the order of its columns."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = [pa.array(values, column.type) for values, column in zip(columns, table.columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def rejects_table(rejects: Iterable[Reject]) -> pa.Table:
    """Rejects as rows, in their order."""
    names = REJECTS.schema.names
    rows = [tuple(_encodable_cell(getattr(reject, name)) for name in names) for reject in rejects]
    return _from_rows(rows, REJECTS)


def _encodable_cell(cell: Any) -> Any:
    return encodable(cell) if isinstance(cell, str) else cell


def no_rows(table: Table) -> pa.Table:
    return _from_rows((), table)
