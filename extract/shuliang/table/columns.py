"""The columns of `facts`, `documents` and `rejects`: the one place they are defined.

The Arrow schemas, the pandera schemas and docs/fact-model.md are made from what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import pyarrow as pa

from shuliang.facts import KINDS, MODIFIERS, Change, ChangeBasis, Factuality, Script, Stage
from shuliang.table import checks

if TYPE_CHECKING:
    from shuliang.table.checks import Check

SCHEMA_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `allowed` lists the only values it may hold, `holds` says where the others come from."""

    name: str
    type: pa.DataType
    description: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the output; rows are sorted by `order` when written."""

    name: str
    title: str
    columns: tuple[Column, ...]
    checks: tuple[Check, ...]
    order: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(column.name, column.type, nullable=column.nullable) for column in self.columns])

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


STRING, INTEGER, DOUBLE, BOOL, DATE = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()

FACTS = Table(
    name="facts",
    title="One row for each numeric expression at one place in one document",
    columns=(
        Column(
            "fact_id",
            STRING,
            "The same document text, span and kind give the same id in every run and release; two documents with"
            " the same text share theirs.",
            holds="first 16 hex digits of the text's sha256, `:`, span, `:`, kind",
        ),
        Column("doc_id", STRING, "The document, as in `documents`."),
        Column(
            "char_start", INTEGER, "Where the expression begins in the decoded document.", holds="code points from 0"
        ),
        Column(
            "char_end",
            INTEGER,
            "Where it ends (half open): `raw[char_start:char_end] == surface`.",
            holds="code points",
        ),
        Column("surface", STRING, "The slice of the decoded document, untouched."),
        Column("text", STRING, "The slice as read: simplified, repaired, half-width (`27家` for `27家(jiā)`)."),
        Column(
            "sentence",
            STRING,
            "The sentence it stands in, as read; of one longer than 1,000 characters what stands around.",
        ),
        Column("kind", STRING, "What kind of quantity it is.", allowed=KINDS),
        Column(
            "value",
            DOUBLE,
            "The number as stated, magnitude words multiplied in; null where no single number is stated.",
            nullable=True,
            holds="in `unit`",
        ),
        Column("low", DOUBLE, "The least it can be; null on an open side.", nullable=True, holds="in `unit`"),
        Column("high", DOUBLE, "The most it can be; null on an open side.", nullable=True, holds="in `unit`"),
        Column("low_inclusive", BOOL, "Whether `low` itself is included; false on an open side."),
        Column("high_inclusive", BOOL, "Whether `high` itself is included; false on an open side."),
        Column("modifier", STRING, "How the number is bounded by its wording.", allowed=MODIFIERS),
        Column(
            "number",
            STRING,
            "`value` without the loss of floating point; null where `value` is.",
            nullable=True,
            holds="decimal literal, no exponent",
        ),
        Column(
            "unit",
            STRING,
            "The unit as a reader would write it, magnitude words removed; null for a bare number.",
            nullable=True,
        ),
        Column(
            "unit_code",
            STRING,
            "The unit in a standard code.",
            nullable=True,
            holds="UCUM (`km2`, `{家}` for a classifier), ISO 4217 (`CNY`, `CNY/t`), `%`, `[pp]`",
        ),
        Column(
            "base_value",
            DOUBLE,
            "The value in the coherent base unit; null for classifiers, ranges and vague values.",
            nullable=True,
            holds="in `base_unit`",
        ),
        Column(
            "base_unit", STRING, "The base unit.", nullable=True, holds="m2, kg, s, K …, `1` for shares, a currency"
        ),
        Column("indicator", STRING, "What is counted or measured, with the words that make it so.", nullable=True),
        Column("subject", STRING, "Whose: the organisation, place, person or thing the fact is about.", nullable=True),
        Column("time_text", STRING, "The time expression that scopes the fact, as read.", nullable=True),
        Column("time_start", DATE, "First day of that time; null where it cannot be resolved.", nullable=True),
        Column("time_end", DATE, "Last day of that time, included.", nullable=True),
        Column(
            "change",
            STRING,
            "The direction where the number is a change; null where it is a level.",
            nullable=True,
            allowed=get_args(Change),
        ),
        Column(
            "change_basis", STRING, "What the change is measured against.", nullable=True, allowed=get_args(ChangeBasis)
        ),
        Column("change_reference", STRING, "The stated basis of the change, as read (`2019年`).", nullable=True),
        Column("factuality", STRING, "Whether it is so, planned, or predicted.", allowed=get_args(Factuality)),
        Column("distributive", BOOL, "True where the number holds for each of several (`各15家`, `每人3本`)."),
        Column(
            "rule_id", STRING, "The rule that matched; `shuliang rules show ID` explains it.", holds="path below rules/"
        ),
    ),
    checks=checks.FACT_CHECKS,
    order=("doc_id", "char_start", "char_end", "kind"),
)

DOCUMENTS = Table(
    name="documents",
    title="One row for each document that was read",
    columns=(
        Column("doc_id", STRING, "The key of the document, unique in the table."),
        Column(
            "source", STRING, "Where it was read.", nullable=True, holds="path or URI, with the line or record in it"
        ),
        Column(
            "sha256", STRING, "Hash of the input's bytes, or of the text where there are none.", holds="64 hex digits"
        ),
        Column("encoding", STRING, "The encoding it was decoded from.", nullable=True),
        Column("script", STRING, "The script it is written in.", allowed=get_args(Script)),
        Column("repairs", INTEGER, "How many places the reader mended.", holds="places"),
        Column("title", STRING, "Its title.", nullable=True),
        Column(
            "published", DATE, "The day it was published, which relative dates are resolved against.", nullable=True
        ),
        Column("published_from", STRING, "Where that day was found.", nullable=True),
        Column("url", STRING, "Its address on the web.", nullable=True),
        Column("chars", INTEGER, "Its length.", holds="code points"),
        Column("facts", INTEGER, "How many facts it gave.", holds="rows of `facts`"),
        Column("residue", INTEGER, "How many numerals no rule could read.", holds="numeral runs"),
        Column(
            "fingerprint",
            STRING,
            "SimHash of the text as read: texts that share nearly all clauses differ in few bits.",
            holds="16 hex digits",
        ),
        Column(
            "duplicate_of",
            STRING,
            "The first document of the run that says the same or nearly the same; null where there is none.",
            nullable=True,
            holds="a `doc_id`",
        ),
    ),
    checks=checks.DOCUMENT_CHECKS,
    order=("doc_id",),
)

REJECTS = Table(
    name="rejects",
    title="One row for everything that was read and is not published",
    columns=(
        Column("doc_id", STRING, "The document, where it has one.", nullable=True),
        Column(
            "source", STRING, "Where it was read.", nullable=True, holds="path or URI, with the line or record in it"
        ),
        Column("stage", STRING, "The stage that refused it.", allowed=get_args(Stage)),
        Column("reason", STRING, "Why, in a word or two that can be counted."),
        Column("detail", STRING, "What else there is to say.", nullable=True),
        Column(
            "char_start", INTEGER, "Where it begins in the decoded document.", nullable=True, holds="code points from 0"
        ),
        Column("char_end", INTEGER, "Where it ends (half open).", nullable=True, holds="code points"),
        Column("surface", STRING, "The slice of the decoded document.", nullable=True),
    ),
    checks=checks.REJECT_CHECKS,
    order=("doc_id", "char_start", "char_end", "source", "stage", "reason", "detail"),
)

TABLES = (FACTS, DOCUMENTS, REJECTS)
