"""Parquet with columns `id` and `text` in, facts and rejects as Parquet out, by Ray Data.

    python examples/ray_extract.py documents/ out/facts-2026-11

The output folder must not be there yet: Ray adds files to a folder that is, and rows would stand there twice.
"""

from __future__ import annotations

import sys
from pathlib import Path

import ray

from shuliang.running.ray import extract


def main(documents: str, output: str) -> None:
    if "://" not in output and Path(output).exists():
        sys.exit(f"{output} is there already; name a fresh folder")
    ray.init(include_dashboard=False, log_to_driver=False)
    read = ray.data.read_parquet(documents)
    for table in ("facts", "rejects"):
        extract(read, output=table).write_parquet(f"{output}/{table}")
    print(f"{ray.data.read_parquet(f'{output}/facts').count()} facts in {output}/facts")
    ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
