"""Which documents say the same: a fingerprint for each, compared when all are there.

The fingerprint is a SimHash (Charikar 2002; for near-duplicate pages Manku, Jain and Das Sarma 2007) of 64 bits over
the clauses of a text, so that pages which share nearly all clauses differ in few bits. It is made from the clean text:
then spacing, width and script do not matter, and a page in traditional characters meets its twin in simplified ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_BITS = 64
_BLANKS = " \t\r\u3000"
_CLAUSE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The document that says the same and came first, and in how many of 64 bits the two differ (0: the same text)."""

    of: str
    distance: int


def fingerprint(clean_text: str) -> str:
    """Sixteen hexadecimal digits. Each clause votes on every bit, the longer the more, by powers of two."""
    text = clean_text.casefold()
    for blank in _BLANKS:
        text = text.replace(blank, "")
    clauses = _CLAUSE.findall(text)
    digests = b"".join([xxhash.xxh3_64_digest(clause.encode()) for clause in clauses])
    lengths = np.fromiter(map(len, clauses), np.float64, len(clauses))
    weights = np.exp2(np.frexp(lengths)[1])
    bits = np.unpackbits(np.frombuffer(digests, np.uint8)).reshape(-1, _BITS)
    return np.packbits(weights @ bits > weights.sum() / 2).tobytes().hex()


def find_duplicates(fingerprints: Mapping[str, str], within: int = 3) -> dict[str, Duplicate]:
    """For each document that repeats an earlier one, the earliest such; the order is that of the mapping.

    `fingerprints` maps document ids to fingerprints; those that differ in up to `within` bits are duplicates. The
    document named is itself no duplicate, so chains do not drift.
    """
    first: dict[int, str] = {}
    for doc_id, digits in fingerprints.items():
        first.setdefault(int(digits, 16), doc_id)
    order = {value: index for index, value in enumerate(first)}
    near: dict[int, set[int]] = {}
    for one, other in _near_pairs(list(first), within):
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    leader: dict[int, int] = {}
    for value in first:
        earlier = [other for other in near.get(value, ()) if order[other] < order[value] and leader[other] == other]
        leader[value] = min(earlier, key=order.__getitem__, default=value)
    found: dict[str, Duplicate] = {}
    for doc_id, digits in fingerprints.items():
        value = int(digits, 16)
        of = first[leader[value]]
        if of != doc_id:
            found[doc_id] = Duplicate(of, (value ^ leader[value]).bit_count())
    return found


def _near_pairs(values: list[int], within: int) -> Iterator[tuple[int, int]]:
    """Pairs of distinct `values` that differ in 1 to `within` bits, some of them more than once.

    The bits are cut into blocks, two more than may differ: then two values that near agree in two whole blocks, and
    are neighbours when all are sorted by those.
    """
    if within < 1 or len(values) < 2:  # noqa: PLR2004 - a pair
        return
    column = pa.array(values, pa.uint64())
    for blocks in combinations(range(within + 2), 2):
        mask = sum(_block(block, within + 2) for block in blocks)
        keys = pc.bit_wise_and(column, pa.scalar(mask, pa.uint64()))
        for run in _runs(keys):
            for one, other in combinations(run, 2):
                if (values[one] ^ values[other]).bit_count() <= within:
                    yield values[one], values[other]


def _block(index: int, count: int) -> int:
    """The bits of block `index` of `count`."""
    start, end = index * _BITS // count, (index + 1) * _BITS // count
    return (1 << end) - (1 << start)


def _runs(keys: pa.UInt64Array) -> Iterable[list[int]]:
    """The indexes of each group of equal keys that has two or more."""
    order = pc.sort_indices(keys)
    ordered = keys.take(order)
    runs: list[list[int]] = []
    for place in pc.indices_nonzero(pc.equal(ordered.slice(1), ordered.slice(0, len(ordered) - 1))).to_pylist():
        if runs and runs[-1][1] == place:
            runs[-1][1] = place + 1
        else:
            runs.append([place, place + 1])
    return (order.slice(start, end + 1 - start).to_pylist() for start, end in runs)
