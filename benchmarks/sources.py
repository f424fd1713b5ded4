"""How fast each format is read, and how much memory that takes.

    python benchmarks/sources.py [megabytes] [format ...]

The documents are cut from the reports in `../shared/corpus`; without them there is nothing to measure. Each format is
read in a process of its own, after one document that loads what is needed. MB are of the text in UTF-8, not of the
file; memory is the peak of the process, and in brackets what it took up to the first document.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from shuliang.facts import Document
from shuliang.sources import SourceOptions, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
CHARS_OF_A_PAGE = 1_500
ROWS = 2_000


def main(arguments: list[str]) -> None:
    """Makes each file, reads it in a fresh process, prints a line of the table."""
    if arguments[:1] == ["--read"]:
        print(read(Path(arguments[1]), fast_html=arguments[2] == "fast"))
        return
    reports = sorted(CORPUS.glob("*.jsonl"))
    if not reports:
        print(f"skipped: no corpus in {CORPUS}")
        return
    size = int(arguments[0]) if arguments else 100
    print(f"{'format':<14}{'file MB':>9}{'text MB':>9}{'documents':>11}{'MB/s':>8}{'memory MB':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (write, share, kind) in FORMATS.items():
            if arguments[1:] and name not in arguments[1:]:
                continue
            path = Path(folder) / name.replace(" fast", "").replace(" ", ".")
            write(path, pages(reports, int(size * share * 1e6)))
            command = [sys.executable, __file__, "--read", str(path), kind]
            result = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            print(f"{name:<14}{path.stat().st_size / 1e6:>9.1f}{result.rstrip()}", flush=True)
            path.unlink()


def read(path: Path, *, fast_html: bool) -> str:
    """Text MB, documents, MB/s and MB of memory of one file."""
    options = SourceOptions(fast_html=fast_html, max_ratio=10_000)
    documents = (item for item in read_sources([str(path)], options) if isinstance(item, Document))
    next(documents)
    before = peak_memory()
    count = size = 0
    start = time.perf_counter()
    for document in documents:
        count += 1
        size += len(document.text.encode())
    seconds = time.perf_counter() - start
    return f"{size / 1e6:>9.1f}{count:>11}{size / 1e6 / seconds:>8.1f}{peak_memory():>11.0f} ({before:.0f})"


def peak_memory() -> float:
    """The most MB this process has held so far; what its parent held does not count, as it does in getrusage."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def pages(reports: list[Path], size: int) -> Iterator[tuple[str, str]]:
    """Id and text of pages of the reports, over and over, until there are `size` bytes of text."""
    number = done = 0
    while True:
        for report in reports:
            for line in report.read_bytes().splitlines():
                text = orjson.loads(line)["text"]
                for start in range(0, len(text), CHARS_OF_A_PAGE):
                    page = f"{number}。{text[start : start + CHARS_OF_A_PAGE]}"
                    yield f"page-{number}", page
                    number += 1
                    done += len(page.encode())
                    if done >= size:
                        return


def write_jsonl(path: Path, documents: Iterator[tuple[str, str]]) -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps({"id": doc_id, "text": text}) + b"\n" for doc_id, text in documents)


def write_jsonl_gz(path: Path, documents: Iterator[tuple[str, str]]) -> None:
    with gzip.open(path, "wb", compresslevel=4) as file:
        for doc_id, text in documents:
            file.write(orjson.dumps({"id": doc_id, "text": text}) + b"\n")


def write_jsonl_zst(path: Path, documents: Iterator[tuple[str, str]]) -> None:
    with pa.CompressedOutputStream(str(path), "zstd") as file:
        for doc_id, text in documents:
            file.write(orjson.dumps({"id": doc_id, "text": text}) + b"\n")


def write_parquet(path: Path, documents: Iterator[tuple[str, str]]) -> None:
    schema = pa.schema({"id": pa.string(), "text": pa.string()})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        rows = list(documents)
        for start in range(0, len(rows), ROWS):
            ids, texts = zip(*rows[start : start + ROWS], strict=True)
            writer.write_table(pa.table({"id": ids, "text": texts}, schema))


def record(kind: str, media: str, doc_id: str, block: bytes) -> bytes:
    headers = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{doc_id}>\r\n"
        f"WARC-Target-URI: http://example.cn/{doc_id}.html\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return headers.encode() + block + b"\r\n\r\n"


def html(text: str) -> bytes:
    menu = "".join(f"<li><a href='/{number}'>栏目</a></li>" for number in range(40))
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    head = f"<!DOCTYPE html><html><head><title>{text[:20]}</title></head>"
    return f"{head}<body><ul>{menu}</ul><article>{paragraphs}</article></body></html>".encode()


def write_wet(path: Path, documents: Iterator[tuple[str, str]]) -> None:
    with path.open("wb") as file:
        for doc_id, text in documents:
            file.write(gzip.compress(record("conversion", "text/plain", doc_id, text.encode()), 4))


def write_warc(path: Path, documents: Iterator[tuple[str, str]]) -> None:
    with path.open("wb") as file:
        for doc_id, text in documents:
            response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html(text)
            file.write(gzip.compress(record("response", "application/http; msgtype=response", doc_id, response), 4))


FORMATS: dict[str, tuple[Callable[[Path, Iterator[tuple[str, str]]], None], float, str]] = {
    "jsonl": (write_jsonl, 1, ""),
    "jsonl gz": (write_jsonl_gz, 1, ""),
    "jsonl zst": (write_jsonl_zst, 1, ""),
    "parquet": (write_parquet, 1, ""),
    "wet gz": (write_wet, 1, ""),
    "warc gz fast": (write_warc, 0.5, "fast"),
    "warc gz": (write_warc, 0.1, ""),
}
"""How each format is written, its share of the megabytes, and whether pages are read fast."""


if __name__ == "__main__":
    main(sys.argv[1:])
