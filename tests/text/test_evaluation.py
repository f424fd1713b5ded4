"""Damaged texts beside their clean twins, where the evaluation files stand beside the repository."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shuliang.text.clean import clean

if TYPE_CHECKING:
    from shuliang.text.clean import CleanText

EVALUATION = Path(__file__).resolve().parents[3] / "shared" / "eval"
NUMBER = re.compile(r"[0-9][0-9,.]*[万亿千百]*%?|[〇零一二两三四五六七八九十百千万亿几数]+")
INVERTIBLE = {"gbk_as_latin1", "gbk_as_cp1252", "utf8_as_latin1"}

pytestmark = pytest.mark.skipif(not EVALUATION.is_dir(), reason="../shared/eval is not beside the repository")


def lines(name: str) -> list[dict[str, str]]:
    with (EVALUATION / name).open(encoding="utf-8") as file:  # str.splitlines would split at U+0085, which is in them
        return [json.loads(line) for line in file]


def trusted(read: CleanText) -> Counter[str]:
    """The numbers that no damage touches."""
    return Counter(
        match[0]
        for match in NUMBER.finditer(read.text)
        if not any(damage.start <= match.end() and match.start() <= damage.end for damage in read.damage)
    )


def test_garbled_text_reads_as_its_twin_or_is_marked() -> None:
    wrong, marked_in_vain, lost, numbers = [], [], 0, 0
    for line in lines("garbled.jsonl"):
        if "clean" not in line:
            continue
        garbled, twin = clean(line["text"]), clean(line["clean"])
        extra = trusted(garbled) - trusted(twin)
        if extra:
            wrong.append((line["id"], extra))
        if garbled.text == twin.text and garbled.damage:
            marked_in_vain.append(line["id"])
        lost += (trusted(twin) - trusted(garbled)).total()
        numbers += trusted(twin).total()
    assert wrong == []
    assert marked_in_vain == []
    assert lost <= numbers * 0.03


def test_mojibake_is_undone_or_named() -> None:
    for line in lines("mojibake.jsonl"):
        read, twin = clean(line["text"]), clean(line["clean"])
        if line["kind"] in INVERTIBLE:
            assert (read.text, read.damage) == (twin.text, ()), line["id"]
        else:
            assert read.damage, line["id"]
            assert not trusted(read) - trusted(twin), line["id"]
