"""README.md of a release: what it is, how it was made, what every column means, how to load it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shuliang.publishing.tables import TYPES, release_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shuliang.publishing.definition import Definition
    from shuliang.publishing.manifest import ReleaseManifest
    from shuliang.table.columns import Column, Table

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_PAGE = """\
# {title}

{description}

This is version **{version}**: {facts:,} facts from {documents:,} documents ({chars:,} characters).

## What is in it

{files}

A row of `facts` is one numeric expression at one place in one document: the number as stated with its bounds and unit,
what is counted or measured, whose it is, for which time, whether it is a level or a change, fact or plan. `char_start`
and `char_end` count code points of the decoded document, so that every row can be checked against its source.

| kind | facts |
|---|---:|
{kinds}

## How it was made

The documents were read by shuliang {package} with rulebook {rulebook} (`{rulebook_short}`), by rules alone: no model,
no sampling, no network. The same sources, rules and packages give the same bytes; `manifest.json` names them all.

| source | licence | read on | sha256 |
|---|---|---|---|
{sources}

Before it was released it passed these gates:

{gates}

`CHANGES.md` tells what differs from the release before, `changes.parquet` fact by fact.

## Columns

{tables}

## Known limits

{limits}

## Loading

From the folder of this file:

```python
import pandas

facts = pandas.read_parquet("facts")
```

```python
import polars

facts = polars.read_parquet("facts/*.parquet")
```

```python
import duckdb

facts = duckdb.sql("SELECT * FROM 'facts/*.parquet'")
```

```python
import datasets
from pathlib import Path

facts = datasets.load_dataset(str(Path.cwd()), "facts", split="train")
```

```python
import pyspark.sql

spark = pyspark.sql.SparkSession.builder.getOrCreate()
facts = spark.read.parquet("facts")
```

```r
facts <- arrow::open_dataset("facts") |> dplyr::collect()
```

`sha256sum --check SHA256SUMS` finds damaged files; `shuliang verify .` checks everything else as well.

## Licence

{licence_words}

## Citation

{citation}

Maintained by {maintainers}.
"""


def readme(definition: Definition, manifest: ReleaseManifest) -> str:
    """The page; everything in it comes from the definition, the columns and the manifest."""
    counts, origin = manifest.counts, manifest.origin
    tables = release_tables(definition.columns)
    page = _PAGE.format(
        title=definition.title,
        description=definition.description,
        version=definition.version,
        facts=counts.facts,
        documents=counts.documents,
        chars=counts.chars,
        files="\n".join(_file_line(table, manifest) for table in tables),
        kinds="\n".join(f"| {kind} | {number:,} |" for kind, number in counts.facts_by_kind.items()),
        package=origin.package,
        rulebook=origin.rulebook,
        rulebook_short=origin.rulebook_sha256[:12],
        sources="\n".join(
            f"| {_cell(source.uri or source.name)} | {source.licence} | {source.read} | `{source.sha256[:12]}…` |"
            for source in origin.inputs
        ),
        gates="\n".join(f"- {name}: {found}" for name, found in manifest.gates.items()),
        tables="\n\n".join(_table(table) for table in tables),
        limits="\n".join(f"- {limit}" for limit in limits(definition, manifest)),
        licence_words=_licences(definition),
        citation=citation(definition, manifest),
        maintainers=", ".join(
            f"{person.name} ({person.email or person.url})" if person.email or person.url else person.name
            for person in definition.maintainers
        ),
    )
    return "\n".join(["---", *_front(definition, manifest), "---", "", page])


def citation(definition: Definition, manifest: ReleaseManifest) -> str:
    """As the definition says, else names, year, title and version."""
    if definition.citation:
        return definition.citation
    names = ", ".join(person.name for person in definition.maintainers)
    return f"{names} ({manifest.version.split('.')[0]}): {definition.title}, version {manifest.version}."


def limits(definition: Definition, manifest: ReleaseManifest) -> list[str]:
    """Those of the definition, and what the counts say."""
    counts = manifest.counts
    rejected = ", ".join(f"{number:,} × {reason}" for reason, number in counts.rejects.items())
    return [
        *definition.limits,
        f"{counts.residue:,} numerals in the documents are read by no rule and are not in the facts.",
        f"Read and not published: {rejected} (`rejects.parquet`)."
        if rejected
        else "Nothing was read and not published.",
        f"Only these kinds are published: {', '.join(definition.kinds)}.",
    ]


def files_of(table: Table, manifest: ReleaseManifest) -> list[str]:
    """The files of a table, in their order."""
    return sorted(name for name, file in manifest.files.items() if file.table == table.name)


def _front(definition: Definition, manifest: ReleaseManifest) -> Iterator[str]:
    """What Hugging Face reads; JSON strings are YAML strings. Tables without rows would make its loader fail."""
    yield f"pretty_name: {_quoted(definition.title)}"
    yield f"license: {definition.licence.lower()}"
    yield "language:\n- zh"
    if definition.keywords:
        yield "tags:"
        yield from (f"- {_quoted(word)}" for word in definition.keywords)
    yield f"size_categories:\n- {_size(manifest.counts.facts)}"
    yield "configs:"
    for table in release_tables(definition.columns):
        if manifest.tables[table.name].rows:
            pattern = "facts/*.parquet" if table.name == "facts" else f"{table.name}.parquet"
            yield f"- config_name: {table.name}"
            yield f"  data_files:\n  - split: train\n    path: {_quoted(pattern)}"
            if table.name == "facts":
                yield "  default: true"


def _size(rows: int) -> str:
    return next((words for most, words in _SIZES if rows < most), "1M<n<10M" if rows < 10_000_000 else "n>10M")  # noqa: PLR2004


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _file_line(table: Table, manifest: ReleaseManifest) -> str:
    name = "facts/*.parquet" if table.name == "facts" else f"{table.name}.parquet"
    return f"- `{name}`: {table.title[:1].lower()}{table.title[1:]} ({manifest.tables[table.name].rows:,} rows)"


def _table(table: Table) -> str:
    rows = [
        f"| `{column.name}` | {TYPES[column.type][0]} | {'may be' if column.nullable else 'never'}"
        f" | {_cell(meaning(column))} | {_cell(column.holds)} |"
        for column in table.columns
    ]
    head = ["| column | type | null | meaning | unit or form |", "|---|---|---|---|---|"]
    return "\n".join([f"### {table.name}", "", *head, *rows])


def meaning(column: Column) -> str:
    """What a column holds, with the only values where they are few."""
    if column.allowed:
        return f"{column.description} One of {', '.join(f'`{word}`' for word in column.allowed)}."
    return column.description


def _licences(definition: Definition) -> str:
    texts = sorted({source.licence for source in definition.sources})
    return f"The facts are under {definition.licence}; the texts they were read from are under {', '.join(texts)}."
