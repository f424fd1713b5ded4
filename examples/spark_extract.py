"""Parquet with columns `id` and `text` in, facts and rejects as Parquet out, by Spark.

    python examples/spark_extract.py documents/ out/facts-2026-11

The output folder must not be there yet: a job that is done again writes to a fresh one.
"""

from __future__ import annotations

import sys

from pyspark import StorageLevel
from pyspark.sql import SparkSession

from shuliang.running.spark import extract


def main(documents: str, output: str) -> None:
    spark = SparkSession.builder.appName("shuliang").getOrCreate()
    read = spark.read.parquet(documents).persist(StorageLevel.DISK_ONLY)
    for table in ("facts", "rejects"):
        extract(read, output=table).write.mode("error").parquet(f"{output}/{table}")
    print(spark.read.parquet(f"{output}/facts").count(), f"facts in {output}/facts")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
