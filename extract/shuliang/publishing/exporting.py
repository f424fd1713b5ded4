"""Tables of a release in other formats: CSV and Excel that start no formula, JSONL, SQLite, DuckDB."""

from __future__ import annotations

import csv
import datetime
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Literal, get_args

import orjson
import pyarrow as pa
import pyarrow.dataset as ds

from shuliang.errors import DataError, InputError, ShuliangError
from shuliang.publishing.comparing import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Format = Literal["csv", "jsonl", "xlsx", "sqlite", "duckdb"]
FORMATS: tuple[Format, ...] = get_args(Format)
TABLES = ("facts", "documents", "rejects", "rules", "changes")
SHEET_ROWS = 1_048_575
"""The rows of a sheet of Excel, without the heading."""
CELL_CHARS = 32_767
_STARTS_FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠]|^[\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SQLITE = {pa.string(): "TEXT", pa.int64(): "INTEGER", pa.float64(): "REAL", pa.bool_(): "INTEGER", pa.date32(): "TEXT"}


def export(release: Path, format_: Format, output: Path, table: str = "facts") -> int:
    """Writes one table of a release to the file `output`, whole or not at all; gives the number of rows.

    Args:
        release: the folder of a release, or what `shuliang extract` wrote.
        format_: see `FORMATS`.
        output: the file; an older one is replaced.
        table: one of `TABLES`; for `sqlite` and `duckdb` the name of the table in the database.

    Raises:
        InputError: the release has no such table.
        DataError: more rows than the format can hold.
        ShuliangError: the file cannot be written, or a package is missing.
    """
    rows = _dataset(release, table)
    part = output.with_name(f".{output.name}.part")
    try:
        part.touch()
        part.unlink()
        number = _WRITERS[format_](rows, part, table)
        part.replace(output)
    except OSError as error:
        message = f"cannot write {output}: {error.strerror or error}"
        raise ShuliangError(message) from error
    finally:
        if part.exists():
            part.unlink()
    return number


def _dataset(release: Path, table: str) -> Any:
    files = sorted((release / table).glob("*.parquet")) or [release / f"{table}.parquet"]
    if not files[0].is_file():
        message = f"{release} holds no table {table}"
        raise InputError(message)
    return ds.dataset([str(path) for path in files], format="parquet")


def safe(words: str) -> str:
    """Words that a spreadsheet takes for no formula: with ' before what would begin one, unless it is a number."""
    if _STARTS_FORMULA.match(words) and not _NUMBER.fullmatch(words):
        return f"'{words}"
    return words


def _rows(rows: Any) -> Iterator[tuple[Any, ...]]:
    for batch in rows.to_batches(batch_size=20_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _csv(rows: Any, path: Path, _table: str) -> int:
    """UTF-8 with a mark, for Excel; true and false, days as 2026-11-23, empty for null."""
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows.schema.names)
        for row in _rows(rows):
            writer.writerow([_cell(value) for value in row])
            number += 1
    return number


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else value


def _jsonl(rows: Any, path: Path, _table: str) -> int:
    names = rows.schema.names
    number = 0
    with path.open("wb") as file:
        for row in _rows(rows):
            file.write(orjson.dumps(dict(zip(names, row, strict=True))) + b"\n")
            number += 1
    return number


def _xlsx(rows: Any, path: Path, table: str) -> int:
    """One sheet; texts are written as texts, so that none is a formula or a link."""
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = "Excel files need XlsxWriter; install shuliang[publish]"
        raise ShuliangError(message) from error
    number = int(rows.count_rows())
    if number > SHEET_ROWS:
        message = f"{table} has {number:,} rows and a sheet of Excel holds {SHEET_ROWS:,}; take csv or duckdb"
        raise DataError(message)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet(table)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(rows.schema.names):
            sheet.write_string(0, column, name)
        for line, row in enumerate(_rows(rows), 1):
            for column, value in enumerate(row):
                _write_cell(sheet, line, column, value, day)
    return number


def _write_cell(sheet: Any, line: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, str):
        if len(value) > CELL_CHARS:
            message = (
                f"row {line} holds a text of {len(value):,} characters and a cell of Excel {CELL_CHARS:,}; take csv"
            )
            raise DataError(message)
        sheet.write_string(line, column, value)
    elif isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    elif isinstance(value, datetime.date):
        if value.year >= 1900:  # noqa: PLR2004 - where Excel's calendar begins
            sheet.write_datetime(line, column, datetime.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        else:
            sheet.write_string(line, column, value.isoformat())


def _sqlite(rows: Any, path: Path, table: str) -> int:
    schema = rows.schema
    columns = ", ".join(f'"{field.name}" {_SQLITE[field.type]}' for field in schema)
    places = ", ".join("?" for _ in schema)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'CREATE TABLE "{table}" ({columns})')
        values = ([_plain(value) for value in row] for row in _rows(rows))
        database.executemany(f'INSERT INTO "{table}" VALUES ({places})', values)
        [number] = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return int(number)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _duckdb(rows: Any, path: Path, table: str) -> int:
    with connection() as duck:
        duck.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS exported")
        duck.read_parquet(rows.files).create_view("rows_read")
        duck.execute(f'CREATE TABLE exported."{table}" AS SELECT * FROM rows_read')
        [(number,)] = duck.execute(f'SELECT count(*) FROM exported."{table}"').fetchall()
        duck.execute("DETACH exported")
    return int(number)


_WRITERS: Mapping[Format, Callable[[Any, Path, str], int]] = {
    "csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx, "sqlite": _sqlite, "duckdb": _duckdb,
}  # fmt: skip
