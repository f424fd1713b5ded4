"""Other programs read a release: the sample is given to them, without a network."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path

OFFLINE = (
    "import os; os.environ.update(HF_HUB_OFFLINE='1', HF_DATASETS_OFFLINE='1', HF_HOME=os.getcwd() + '/../../../hf')\n"
)
LOADERS = ("pandas", "polars", "duckdb", "datasets", "pyspark")


def needs(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")


def in_python(code: str, folder: Path) -> str:
    """What a program prints that is run in a process of its own, since other packages warn and keep state."""
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def number_of_facts(release: Path) -> int:
    return int(pq.read_table(release / "facts").num_rows)


@pytest.mark.parametrize("module", LOADERS)
def test_the_lines_of_the_readme_load_the_facts(sample: Path, module: str) -> None:
    needs(module)
    page = (sample / "README.md").read_text(encoding="utf-8")
    [code] = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if f"import {module}" in block]
    told = in_python(f"{OFFLINE}{code}\nprint(facts.shape[0] if hasattr(facts, 'shape') else facts.count())", sample)
    assert int(told.split()[-1]) == number_of_facts(sample)


def test_every_loader_is_tried(sample: Path) -> None:
    page = (sample / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"```python\nimport (\w+)", page)) == set(LOADERS)


def test_hugging_face_reads_every_table(sample: Path) -> None:
    needs("datasets")
    code = f"{OFFLINE}import datasets\nfor name in ('documents', 'rejects', 'rules'):\n"
    code += "    print(datasets.load_dataset(os.getcwd(), name, split='train').num_rows)"
    told = [int(line) for line in in_python(code, sample).split()]
    assert told == [pq.read_table(sample / f"{name}.parquet").num_rows for name in ("documents", "rejects", "rules")]


@pytest.mark.parametrize("partition", ["none", "kind"])
def test_mlcroissant_iterates_the_records(sample: Path, partition: str, tmp_path: Path) -> None:
    needs("mlcroissant")
    release = sample if partition == "none" else partitioned(sample, tmp_path)
    code = "import mlcroissant, json\ndataset = mlcroissant.Dataset('croissant.json')\n"
    code += "print(json.dumps([dataset.metadata.issues.report(), [row['facts/surface'].decode()"
    code += " for row in dataset.records('facts')], sum(1 for _ in dataset.records('rules'))]))"
    issues, surfaces, rules = json.loads(in_python(code, release).splitlines()[-1])
    assert issues == ""
    assert sorted(surfaces) == sorted(pq.read_table(release / "facts")["surface"].to_pylist())
    assert rules == pq.read_table(release / "rules.parquet").num_rows


def partitioned(sample: Path, tmp_path: Path) -> Path:
    """The sample with a file for each kind."""
    import shutil  # noqa: PLC0415 - only here

    from shuliang.publishing.build import build  # noqa: PLC0415 - only here

    folder = tmp_path / "industry-news"
    shutil.copytree(sample.parents[1], folder, ignore=shutil.ignore_patterns("releases"))
    text = (folder / "dataset.yaml").read_text(encoding="utf-8")
    (folder / "dataset.yaml").write_text(text.replace("{by: none}", "{by: kind}"), encoding="utf-8")
    release = build(folder).path
    assert release
    assert len(list((release / "facts").iterdir())) > 1
    return release


def test_frictionless_accepts_the_description_and_reads_rows(sample: Path) -> None:
    needs("frictionless")
    code = "import frictionless, json\ncontent = json.load(open('datapackage.json', encoding='utf-8'))\n"
    code += "report = frictionless.Package.validate_descriptor(content)\n"
    code += "rows = frictionless.Package('datapackage.json').get_resource('facts').read_rows(size=1000)\n"
    code += "print(json.dumps([report.valid, [error.message for error in report.errors],"
    code += " len(rows), [row.errors for row in rows if not row.valid]], default=str))"
    valid, errors, rows, odd = json.loads(in_python(code, sample).splitlines()[-1])
    assert (valid, errors, odd) == (True, [], [])
    assert rows == min(1000, number_of_facts(sample))
