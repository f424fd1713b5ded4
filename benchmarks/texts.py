"""Texts to measure with, of any size: the seeds and the corpus where they are at hand, and a dense one made up here."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGE_CHARS = 1_500

_SUBJECTS = ("全县", "该公司", "港口", "开发区", "图书馆", "农业合作社", "医院", "市水务集团")
_CLAUSES = (
    "完成投资{a}.{d}亿元，同比增长{p}.{d}%",
    "新增就业{a}{b}人，其中应届毕业生{b}人",
    "货物吞吐量达到{a}.{d}万吨，较上年提高{p}个百分点",
    "建成道路{a}.{d}公里、桥梁{p}座，拆除旧房{b}平方米",
    "预计明年产值突破{a}亿元，力争培育企业{p}家",
    "第{p}届展会吸引近{a}万人次，成交{b}单",
    "20{y}年{m}月{p}日，气温降至零下{p}℃，停电{p}小时{m}0分",
    "约三分之二的住户年均用水{a}.{d}立方米，每吨水价{p}.{d}元",
)


def seeds() -> Iterator[str]:
    """The seed pages, over and over; nothing where they are not at hand."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    while pages:
        yield from pages


def corpus() -> Iterator[str]:
    """Pages cut from the corpus, over and over; nothing where it is not at hand."""
    files = sorted((SHARED / "corpus").glob("*.jsonl"))
    texts = [orjson.loads(line)["text"] for path in files for line in path.read_bytes().splitlines()]
    pages = [text[start : start + PAGE_CHARS] for text in texts for start in range(0, len(text), PAGE_CHARS)]
    while pages:
        yield from pages


def dense(seed: int = 20261123) -> Iterator[str]:
    """Pages without end in which nearly every clause states a figure and no figure is like the next."""
    chance = random.Random(seed)  # noqa: S311 - the same pages every time
    while True:
        lines = (_line(chance) for _ in range(PAGE_CHARS // 90))
        yield "\n".join(lines)


def _line(chance: random.Random) -> str:
    clauses = "；".join(chance.choice(_CLAUSES) for _ in range(3))
    figures = {"a": chance.randrange(10, 1000), "b": chance.randrange(100, 1000), "p": chance.randrange(2, 29)}
    figures |= {"d": chance.randrange(1, 10), "m": chance.randrange(1, 6), "y": chance.randrange(10, 26)}
    return f"{chance.choice(_SUBJECTS)}{clauses.format(**figures)}。"


DENSITIES: dict[str, Callable[[], Iterator[str]]] = {"seeds": seeds, "corpus": corpus, "dense": dense}


def write_jsonl(path: Path, pages: Iterator[str], size: int, chars: int | None = None) -> int:
    """Documents of a page, or of pages joined to `chars` characters, until `size` bytes of text; gives those bytes."""
    done = number = 0
    held = ""
    with path.open("wb") as file:
        for page in pages:
            held = f"{held}\n{page}" if held else page
            if chars is not None and len(held) < chars and done + len(held.encode()) < size:
                continue
            file.write(orjson.dumps({"id": f"doc-{number}", "text": held}) + b"\n")
            done += len(held.encode())
            number, held = number + 1, ""
            if done >= size:
                break
    return done
