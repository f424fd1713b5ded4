"""How fast documents become facts in one process, stage by stage, beside the bare anchor scan in the same run.

    python benchmarks/throughput.py [FILE.jsonl ...] [--rounds N] [--megabytes M]

Measures the three densities of `texts.py`, or the files that are named, each in a process of its own: first the pass
over text that was never read, which is what users see, then the best of several rounds over the same. MB are of UTF-8
text and seconds of the process's own time. The result goes to docs/performance.md; for named files it is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import orjson
import regex
import report
from texts import DENSITIES

from shuliang.compiled import is_compiled
from shuliang.facts import Document
from shuliang.memory import garbage_searched_seldom
from shuliang.running.kernel import DocumentRead, extract_documents
from shuliang.running.reader import RulebookReader
from shuliang.table.schema import validate_facts
from shuliang.text.clean import clean
from shuliang.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Stages = dict[str, float]
Read = TypeVar("Read")
SIZES = {"seeds": 0.5, "corpus": 1.8, "dense": 0.5}
"""MB of each density: the corpus once, of the others less, since the seeds are few and dense text is slow."""


def documents_of(paths: Sequence[Path]) -> list[Document]:
    rows = [orjson.loads(line) for path in paths for line in path.read_bytes().splitlines()]
    return [Document(doc_id=str(row.get("id", row.get("doc_id"))), text=row["text"]) for row in rows]


def pages_of(density: str, size: float) -> list[Document]:
    """Pages of a density, `size` MB of them; none where its texts are not at hand."""
    found, done = [], 0
    for number, page in enumerate(islice(DENSITIES[density](), 100_000)):
        if done >= size * 1e6:
            break
        found.append(Document(doc_id=f"page-{number}", text=page))
        done += len(page.encode())
    return found


def best(rounds: int, stage: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    return min(seconds(stage)[0] for _ in range(rounds))


def seconds(stage: Callable[[], Read]) -> tuple[float, Read]:
    began = time.process_time()
    done = stage()
    return time.process_time() - began, done


class Recorded:
    """A reader that gives back what was read before, so that the table alone is timed."""

    def __init__(self, reads: dict[str, DocumentRead]) -> None:
        self._reads = reads

    def read(self, document: Document) -> DocumentRead:
        return self._reads[document.doc_id]

    def read_together(self, documents: Sequence[Document]) -> list[DocumentRead]:
        return [self.read(document) for document in documents]


def measured(documents: Sequence[Document], rounds: int) -> tuple[Stages, Stages, int]:
    """Seconds of each stage over new text, of each over the same text again, and the number of facts."""
    reader = RulebookReader.default()
    load_what_is_loaded_late(reader)
    with garbage_searched_seldom():  # as a run does
        return stages(reader, documents, rounds)


def stages(reader: RulebookReader, documents: Sequence[Document], rounds: int) -> tuple[Stages, Stages, int]:
    first: Stages = {}
    first["text"], cleaned = seconds(lambda: [clean(document.text) for document in documents])
    undated = [None] * len(cleaned)
    first["engine"], readings = seconds(lambda: reader.engine.read_together(cleaned, undated))
    pairs = [(text, found.readings) for text, found in zip(cleaned, readings, strict=True)]
    first["meaning"], meanings = seconds(lambda: [reader.meaning.read(*pair, None) for pair in pairs])
    first["sentences"], sentences = seconds(lambda: [sentence_spans(text.text) for text in cleaned])
    reads = {
        document.doc_id: DocumentRead(text, spans, found.readings, meaning, found.refused, found.residue)
        for document, text, spans, found, meaning in zip(documents, cleaned, sentences, readings, meanings, strict=True)
    }
    first["table"], extraction = seconds(lambda: extract_documents(documents, reader=Recorded(reads)))
    first["validation"], _ = seconds(lambda: validate_facts(extraction.facts))
    numerals = "".join(reader.engine.plan.rulebook.lexicons["numerals"].words())
    bare = regex.compile(f"[{regex.escape(numerals)}]++")
    again = {
        "text": best(rounds, lambda: [clean(document.text) for document in documents]),
        "engine": best(rounds, lambda: reader.engine.read_together(cleaned, undated)),
        "meaning": best(rounds, lambda: [reader.meaning.read(*pair, None) for pair in pairs]),
        "sentences": best(rounds, lambda: [sentence_spans(text.text) for text in cleaned]),
        "table": best(rounds, lambda: extract_documents(documents, reader=Recorded(reads))),
        "validation": best(rounds, lambda: validate_facts(extraction.facts)),
        "all": best(rounds, lambda: validate_facts(extract_documents(documents, reader=reader).facts)),
        "bare anchor scan": best(rounds, lambda: [sum(1 for _ in bare.finditer(text.text)) for text in cleaned]),
    }
    first["all"] = sum(first.values())
    return first, again, extraction.facts.num_rows


def load_what_is_loaded_late(reader: RulebookReader) -> None:
    """Modules and tables that a process loads once, with the first text that needs them."""
    text = "全市新增上市公司27家，比二〇二三年农历五月多三千五百零一家。"
    validate_facts(extract_documents([Document("", text)], reader=reader).facts)


def rows_of(name: str, megabytes: float, found: tuple[Stages, Stages, int]) -> list[list[str]]:
    first, again, facts = found
    rows = []
    for stage, spent in again.items():
        new = first.get(stage)
        rows.append([
            f"{name}: {stage}", "" if new is None else f"{new:.3f}", "" if new is None else f"{megabytes / new:.2f}",
            f"{spent:.3f}", f"{megabytes / spent:.2f}", f"{spent / facts * 1e6:.1f}", f"{spent / again['all']:.0%}",
        ])  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="JSONL with id and text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--density", choices=DENSITIES, help="measure one and print it as JSON")
    arguments = parser.parse_args()
    if arguments.density:
        print(json.dumps(table_of(arguments.density, pages_of(arguments.density, SIZES[arguments.density]), arguments)))
    elif arguments.files:
        print(written(table_of("files", documents_of(arguments.files), arguments)))
    else:
        rows = []
        for density in DENSITIES:
            command = [sys.executable, __file__, "--density", density, "--rounds", str(arguments.rounds)]
            rows += json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        how = "The core is compiled." if is_compiled() else "The core is interpreted."
        report.append("stages", [how, written(rows)])


def table_of(name: str, documents: list[Document], arguments: argparse.Namespace) -> list[list[str]]:
    if not documents:
        print(f"left out: the texts of {name} are not at hand", file=sys.stderr)
        return []
    megabytes = sum(len(document.text.encode()) for document in documents) / 1e6
    found = measured(documents, arguments.rounds)
    return rows_of(f"{name}, {megabytes:.2f} MB, {found[2]:,} facts", megabytes, found)


def written(rows: list[list[str]]) -> str:
    heads = ("one process", "new text, s", "MB/s", "again, s", "MB/s", "µs a fact", "share")
    return report.table(heads, rows)


if __name__ == "__main__":
    main()
