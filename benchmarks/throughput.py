"""How fast documents become facts in one process, stage by stage, beside the bare anchor scan in the same run.

    python benchmarks/throughput.py [FILE.jsonl ...] [--rounds N]

Reads `../shared/corpus` where nothing is named; without it there is nothing to measure. MB are of UTF-8 text and
seconds of this process's own time, the best of several rounds, after one round that fills the memos.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import regex
from rich.console import Console
from rich.table import Table

from shuliang.facts import Document
from shuliang.running.kernel import DocumentRead, extract_documents
from shuliang.running.reader import RulebookReader
from shuliang.table.schema import validate_facts
from shuliang.text.clean import clean
from shuliang.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def documents_of(paths: Sequence[Path]) -> list[Document]:
    rows = [orjson.loads(line) for path in paths for line in path.read_bytes().splitlines()]
    return [Document(doc_id=str(row.get("id", row.get("doc_id"))), text=row["text"]) for row in rows]


def best(rounds: int, stage: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        stage()
        seconds.append(time.process_time() - began)
    return min(seconds)


class Recorded:
    """A reader that gives back what was read before, so that the table alone is timed."""

    def __init__(self, reads: dict[str, DocumentRead]) -> None:
        self._reads = reads

    def read(self, document: Document) -> DocumentRead:
        return self._reads[document.doc_id]


def stages(documents: Sequence[Document], rounds: int) -> dict[str, float]:
    reader = RulebookReader.default()
    reads = {document.doc_id: reader.read(document) for document in documents}
    cleaned = [reads[document.doc_id].clean for document in documents]
    numerals = "".join(reader.engine.plan.rulebook.lexicons["numerals"].words())
    bare = regex.compile(f"[{regex.escape(numerals)}]++")
    plan = reader.engine.plan
    facts = extract_documents(documents, reader=Recorded(reads)).facts
    return {
        "bare anchor scan": best(rounds, lambda: [sum(1 for _ in bare.finditer(text.text)) for text in cleaned]),
        "plan's anchor scan": best(rounds, lambda: [sum(1 for _ in plan.scan.finditer(text.text)) for text in cleaned]),
        "text": best(rounds, lambda: [clean(document.text) for document in documents]),
        "engine": best(rounds, lambda: [reader.engine.read(text) for text in cleaned]),
        "sentences": best(rounds, lambda: [sentence_spans(text.text) for text in cleaned]),
        "meaning": best(
            rounds, lambda: [reader.meaning.read(read.clean, read.readings, None) for read in reads.values()]
        ),
        "table": best(rounds, lambda: extract_documents(documents, reader=Recorded(reads))),
        "validation": best(rounds, lambda: validate_facts(facts)),
        "all": best(rounds, lambda: validate_facts(extract_documents(documents, reader=reader).facts)),
        "facts": facts.num_rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="JSONL with id and text")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    paths = arguments.files or sorted(CORPUS.glob("*.jsonl"))
    if not paths:
        print(f"skipped: no files named and no corpus in {CORPUS}")
        return
    documents = documents_of(paths)
    megabytes = sum(len(document.text.encode()) for document in documents) / 1e6
    seconds = stages(documents, arguments.rounds)
    facts = int(seconds.pop("facts"))
    table = Table(title=f"{len(documents)} documents, {megabytes:.2f} MB, {facts:,} facts", box=None)
    for heading in ("stage", "seconds", "MB/s", "share"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for name, spent in seconds.items():
        share = "" if "scan" in name else f"{spent / seconds['all']:.0%}"
        table.add_row(name, f"{spent:.3f}", f"{megabytes / spent:.1f}", share)
    console = Console()
    console.print(table)
    console.print(
        f"{megabytes / seconds['all']:.1f} MB/s, {facts / seconds['all']:,.0f} facts/s, "
        f"{seconds['bare anchor scan'] / seconds['all']:.1%} of the bare anchor scan"
    )


if __name__ == "__main__":
    main()
