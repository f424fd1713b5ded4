"""How long a release of a million facts takes, by stage, and which share of it validation and writing have.

    python benchmarks/publishing.py [--facts 1000000] [--workers 1] [--again]

The documents of datasets/industry-news are repeated under new ids until they give about so many facts. `--again` builds
a second version too, which is compared with the first fact by fact. Work goes on in a folder that is gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from shuliang.facts import Document
from shuliang.publishing.build import BuildOptions, Built, build
from shuliang.publishing.inputs import source_hash
from shuliang.running.kernel import extract_documents
from shuliang.sources import read_sources

SAMPLE = Path(__file__).resolve().parents[1] / "datasets" / "industry-news" / "documents"
CHECKING = ("comparison", "gates", "writing", "verification", "release")
DEFINITION = """\
title: Many facts
version: 2026.11.{number}
description: The documents of the sample again and again.
licence: CC-BY-4.0
maintainers: [{{name: Nobody}}]
sources:
  - {{path: documents.jsonl, sha256: {sha256}, read: 2026-11-23, licence: CC-BY-4.0}}
gates:
  rows: [{{at_least: 1}}, {{kind: count, at_least: 1}}]
  nulls: [{{column: indicator, at_most: 1}}]
  residue: {{share: 0.1}}
  quantiles: [{{unit: 元, quantile: 0.5, at_least: 0}}]
"""


def sample() -> list[Document]:
    return [item for item in read_sources([str(SAMPLE)]) if isinstance(item, Document)]


def write_documents(path: Path, facts: int) -> float:
    """Writes so many documents that they give about `facts` facts; gives their size in MB."""
    documents = sample()
    times = -(-facts // len(extract_documents(documents).facts))
    with path.open("w", encoding="utf-8") as file:
        for number in range(times):
            for document in documents:
                line = {"id": f"{number:06}/{document.doc_id}", "text": document.text}
                if document.published:
                    line["published"] = document.published.isoformat()
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path.stat().st_size / 1e6


def show(built: Built, title: str) -> None:
    assert built.manifest
    whole = sum(built.seconds.values())
    table = Table("stage", "seconds", "share", title=title, box=None)
    for stage, seconds in built.seconds.items():
        table.add_row(stage, f"{seconds:.2f}", f"{seconds / whole:.1%}")
    checking = sum(built.seconds.get(stage, 0) for stage in CHECKING)
    table.add_row("all", f"{whole:.2f}", "")
    table.add_row("after extraction", f"{checking:.2f}", f"{checking / whole:.1%}")
    console = Console(highlight=False)
    console.print(table)
    size = sum(file.bytes for file in built.manifest.files.values()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(
        f"{built.manifest.counts.facts:,} facts, release of {size:.1f} MB, {memory:,.0f} MB of memory at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "many-facts"
        folder.mkdir()
        size = write_documents(folder / "documents.jsonl", arguments.facts)
        for number in range(1 + arguments.again):
            definition = DEFINITION.format(number=number, sha256=source_hash(folder / "documents.jsonl"))
            (folder / "dataset.yaml").write_text(definition, encoding="utf-8")
            built = build(folder, BuildOptions(arguments.workers))
            show(built, f"{size:.0f} MB of text, {arguments.workers} workers, version {number}")


if __name__ == "__main__":
    main()
