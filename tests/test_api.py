from __future__ import annotations

import datetime
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import shuliang
from shuliang.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_a_text_gives_facts() -> None:
    [date, fact] = shuliang.extract("去年新增上市公司超过27家。", published=datetime.date(2026, 3, 5))
    assert (date.kind, date.time_start, date.time_end) == (
        "date",
        datetime.date(2025, 1, 1),
        datetime.date(2025, 12, 31),
    )
    assert (fact.surface, fact.value, fact.modifier, fact.unit) == ("超过27家", 27.0, "more_than", "家")
    assert isinstance(fact, shuliang.Fact)


def test_no_text_gives_no_facts() -> None:
    assert shuliang.extract("") == []


def test_what_a_run_wrote_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("新增上市公司27家。", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")])
    for place in (tmp_path / "out", str(tmp_path / "out" / "facts.parquet")):
        assert shuliang.load_facts(place)["surface"].to_pylist() == ["27家"]


def test_nothing_to_load_says_what_would_write_it(tmp_path: Path) -> None:
    with pytest.raises(shuliang.ShuliangError, match="no fact table; `shuliang extract"):
        shuliang.load_facts(tmp_path)


def test_there_is_no_other_name() -> None:
    assert set(shuliang.__all__) <= set(dir(shuliang))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = shuliang.nonsense


def test_an_import_and_an_extraction_load_only_what_they_need() -> None:
    code = (
        "import sys, shuliang\n"
        "assert 'pyarrow' not in sys.modules and 'regex' not in sys.modules\n"
        "assert shuliang.extract('新增上市公司27家。')\n"
        "print([name for name in ('pandera', 'typer', 'rich') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"
