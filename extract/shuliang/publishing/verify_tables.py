"""Each Parquet file of a release by itself: columns, what it says about itself, order, checks, logical hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shuliang.errors import DataError, Fault, Place
from shuliang.publishing.tables import release_tables
from shuliang.running.manifest import MANIFEST
from shuliang.table.columns import SCHEMA_VERSION
from shuliang.table.schema import validate
from shuliang.table.write import LogicalHash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shuliang.publishing.manifest import ReleaseManifest
    from shuliang.table.columns import Table


def check_tables(release: Path, manifest: ReleaseManifest) -> Iterator[Fault]:
    """Every fault of every table."""
    if manifest.origin.schema.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        message = (
            f"has schema {manifest.origin.schema}; this program knows {SCHEMA_VERSION}: take another version of it"
        )
        yield Fault(Place(str(release / MANIFEST)), message)
        return
    tables = release_tables(manifest.columns)
    if odd := {file.table for file in manifest.files.values() if file.table} - {table.name for table in tables}:
        yield Fault(
            Place(str(release / MANIFEST)), f"names tables nobody knows: {', '.join(map(str, sorted(odd, key=str)))}"
        )
    for table in tables:
        yield from _check_table(release, manifest, table)


def _check_table(release: Path, manifest: ReleaseManifest, table: Table) -> Iterator[Fault]:
    names = sorted(name for name, file in manifest.files.items() if file.table == table.name)
    if not names:
        yield Fault(Place(str(release / MANIFEST)), f"names no file of table {table.name}")
        return
    whole = LogicalHash(table.schema)
    total = 0
    for name in names:
        place = Place(str(release / name))
        parquet = pq.ParquetFile(release / name)
        schema = parquet.schema_arrow
        if not schema.remove_metadata().equals(table.schema):
            yield Fault(place, f"has other columns than table {table.name}: {_columns_apart(schema, table)}")
            return
        yield from _about_itself(place, schema, manifest, table)
        rows = parquet.read()
        total += len(rows)
        if len(rows) != manifest.files[name].rows:
            yield Fault(place, f"holds {len(rows)} rows, {MANIFEST} says {manifest.files[name].rows}")
        if table.name == "facts" and not len(rows):
            yield Fault(place, "holds no rows; readers of shards fail on it")
        yield from _check_rows(place, rows, table)
        whole.update(rows)
    said = manifest.tables.get(table.name)
    place = Place(str(release / MANIFEST))
    if said is None:
        yield Fault(place, f"does not name table {table.name}")
    elif total != said.rows:
        yield Fault(place, f"says {said.rows} rows for {table.name}; there are {total}")
    elif whole.hexdigest() != said.logical_sha256:
        yield Fault(place, f"says another logical hash for {table.name} than its rows have")


def _columns_apart(schema: pa.Schema, table: Table) -> str:
    found = {field.name: str(field.type) for field in schema}
    wanted = {field.name: str(field.type) for field in table.schema}
    apart = [name for name in {**wanted, **found} if found.get(name) != wanted.get(name)]
    return (
        ", ".join(f"{name} ({found.get(name, 'none')}, not {wanted.get(name, 'there')})" for name in apart) or "order"
    )


def _about_itself(place: Place, schema: pa.Schema, manifest: ReleaseManifest, table: Table) -> Iterator[Fault]:
    """The key-value metadata, which must tell the versions of the manifest."""
    said = {key.decode(): value.decode() for key, value in (schema.metadata or {}).items()}
    wanted = {
        "shuliang.table": table.name,
        "shuliang.dataset": manifest.name,
        "shuliang.version": manifest.version,
        "shuliang.schema": manifest.origin.schema,
        "shuliang.package": manifest.origin.package,
        "shuliang.rulebook": manifest.origin.rulebook,
        "shuliang.rulebook_sha256": manifest.origin.rulebook_sha256,
        "shuliang.licence": manifest.licence,
    }
    for key, value in wanted.items():
        if said.get(key) != value:
            yield Fault(place, f"says {key} {said.get(key)}, {MANIFEST} says {value}")


def _check_rows(place: Place, rows: pa.Table, table: Table) -> Iterator[Fault]:
    try:
        _, broken = validate(rows, table)
    except DataError as error:
        yield Fault(place, str(error))
        return
    if len(broken):
        first = broken.slice(0, 1).to_pylist()[0]
        yield Fault(place, f"{len(broken)} rows break a check, the first `{first['check']}`: {first}")
    if table.name != "changes" and not _sorted(rows, table):
        yield Fault(place, f"its rows do not stand in the order of {', '.join(table.order)}")


def _sorted(rows: pa.Table, table: Table) -> bool:
    """Whether sorting would leave every row where it is; equal rows may stand either way."""
    keys = rows.select(list(table.order))
    places = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in table.order])
    moved = pc.not_equal(places, pa.array(range(len(rows)), pa.uint64()))
    if not pc.any(moved).as_py():
        return True
    return bool(keys.take(places).combine_chunks().equals(keys.combine_chunks()))
