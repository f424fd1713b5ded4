"""Spark for real, in one process on this machine: it needs pyspark and Java 17."""

from __future__ import annotations

import os
import runpy
import shutil
import sys
from typing import TYPE_CHECKING, Any, cast

import pyarrow.parquet as pq
import pytest
from tests.running import engine_texts
from tests.running.conftest import ROOT

from shuliang.errors import UsageError
from shuliang.table.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shuliang.running.batches import Output

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed (make test-engines has it)")
if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
    pytest.skip("Spark needs Java 17, and there is no java", allow_module_level=True)
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only there with pyspark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "25")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_finds_what_one_process_finds(spark: Any, tmp_path: Path) -> None:
    from shuliang.running.spark import extract  # noqa: PLC0415 - only here

    pq.write_table(engine_texts.table(), tmp_path / "in.parquet")
    frame = spark.read.parquet(str(tmp_path / "in.parquet")).repartition(3)
    expected = engine_texts.hashes_of_one_process(tmp_path / "alone")
    for table in TABLES:
        folder = tmp_path / table.name
        extract(frame, output=cast("Output", table.name)).write.parquet(str(folder))
        rows = pq.read_table(folder)
        assert len(rows) or table.name == "rejects"
        assert engine_texts.logical(rows, table) == expected[f"{table.name}.parquet"]


def test_kinds_and_tables(spark: Any) -> None:
    from shuliang.running.spark import extract  # noqa: PLC0415 - only here

    frame = spark.createDataFrame([("a", "投入3亿元，共5家。")], ["doc_id", "text"])
    assert [row.surface for row in extract(frame, kinds=["money"]).collect()] == ["3亿元"]
    with pytest.raises(UsageError, match="no table pages; there are facts, documents, rejects"):
        extract(frame, output="pages")  # type: ignore[arg-type]


def test_the_example_runs(spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert spark
    pq.write_table(engine_texts.table(), tmp_path / "in.parquet")
    main = runpy.run_path(str(ROOT / "examples" / "spark_extract.py"))["main"]
    main(str(tmp_path / "in.parquet"), str(tmp_path / "out"))
    assert "facts in" in capsys.readouterr().out
    assert pq.read_table(tmp_path / "out" / "facts").num_rows > 200
