"""Ray for real, on this machine alone: no dashboard, no address but the loopback."""

from __future__ import annotations

import os
import runpy
from typing import TYPE_CHECKING, Any, cast

import pyarrow.parquet as pq
import pytest
from tests.running import engine_texts
from tests.running.conftest import ROOT

from shuliang.table.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shuliang.running.batches import Output

os.environ |= {
    "RAY_AUTH_MODE": "disabled",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on any system: then it listens on the loopback alone
}
ray = pytest.importorskip("ray", reason="ray is not installed (make test-engines has it)")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield ray
    ray.shutdown()


def test_ray_finds_what_one_process_finds(local: Any, tmp_path: Path) -> None:
    from shuliang.running.ray import extract  # noqa: PLC0415 - only here

    pq.write_table(engine_texts.table(), tmp_path / "in.parquet")
    dataset = local.data.read_parquet(str(tmp_path / "in.parquet")).repartition(3)
    expected = engine_texts.hashes_of_one_process(tmp_path / "alone")
    for table in TABLES[:2]:
        folder = tmp_path / table.name
        extract(dataset, output=cast("Output", table.name), batch_rows=10).write_parquet(str(folder))
        assert engine_texts.logical(pq.read_table(folder), table) == expected[f"{table.name}.parquet"]


def test_the_example_runs_and_refuses_a_folder_that_is_there(
    local: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "init", lambda **_options: None)
    monkeypatch.setattr(local, "shutdown", lambda: None)
    pq.write_table(engine_texts.table(), tmp_path / "in.parquet")
    main = runpy.run_path(str(ROOT / "examples" / "ray_extract.py"))["main"]
    main(str(tmp_path / "in.parquet"), str(tmp_path / "out"))
    assert "facts in" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="is there already"):
        main(str(tmp_path / "in.parquet"), str(tmp_path / "out"))
