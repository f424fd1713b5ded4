"""The gate on labelled texts: precision and recall of the rulebook on a gold file.

A line of the file is a JSON object with `doc_id` (or `id`), `text`, perhaps `published`, `facts`, and perhaps
`optional`: spans where a fact is neither right nor wrong. A fact of the file names `char_start`, `char_end` and
whatever other columns it wants compared; a fact found is right if it has this span and agrees in these columns.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shuliang.errors import DatasetError, Fault, Place
from shuliang.facts import Document
from shuliang.publishing.outcomes import Outcome, differing, plain, share
from shuliang.running.kernel import extract_documents
from shuliang.table.columns import FACTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from shuliang.facts import Kind
    from shuliang.publishing.bounds import ScoreGate
    from shuliang.running.kernel import Reader

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its facts; `facts` maps spans to the columns that must agree."""

    document: Document
    facts: Mapping[tuple[int, int], Mapping[str, Any]]
    optional: frozenset[tuple[int, int]]


def check_score(gate: ScoreGate, kinds: Collection[Kind], reader: Reader | None = None) -> Outcome:
    """Reads the labelled texts and compares.

    Raises:
        DatasetError: lines of the gold file that cannot be used.
    """
    labelled = read_gold(gate.file)
    right = found = wanted = 0
    misses: list[str] = []
    rows = extract_documents([one.document for one in labelled], kinds, reader).facts.to_pylist()
    for one in labelled:
        own = {
            (row["char_start"], row["char_end"]): row
            for row in rows
            if row["doc_id"] == one.document.doc_id and (row["char_start"], row["char_end"]) not in one.optional
        }
        good, bad = _compared(one, own, kinds)
        right += good
        misses += bad
        found += len(own)
        wanted += sum(fact.get("kind", kinds) in kinds or "kind" not in fact for fact in one.facts.values())
    precision, recall = share(right, found), share(right, wanted)
    both = precision + recall
    f1 = (2 * precision * recall / both).quantize(Decimal("0.000001")) if both else Decimal(0)
    scores = {"precision": precision, "recall": recall, "f1": f1}
    passed = all(scores[name] >= least for name, least in gate.least.items())
    told = ", ".join(f"{name} {plain(score.quantize(Decimal('0.0001')))}" for name, score in scores.items())
    least = " and ".join(f"{name} at least {plain(bound)}" for name, bound in gate.least.items())
    advice = "" if passed else f"The first that are wrong: {'; '.join(misses[:SHOWN])}"
    return Outcome(gate.place, f"score ({gate.file.name})", passed, f"{told} on {wanted} facts", least, advice)


def _compared(
    one: Labelled, own: Mapping[tuple[int, int], Mapping[str, Any]], kinds: Collection[Kind]
) -> tuple[int, list[str]]:
    """How many labelled facts were found right, and what is wrong with the others and with what is too many."""
    right = 0
    misses = []
    for span, fact in one.facts.items():
        if fact.get("kind") is not None and fact["kind"] not in kinds:
            continue
        place = f"{one.document.text[slice(*span)]!r} in {one.document.doc_id} [{span[0]}:{span[1]}]"
        differences = differing(own[span], fact) if span in own else ["is not found"]
        right += not differences
        misses += [f"{place} {', '.join(differences)}"] if differences else []
    misses += [
        f"{row['surface']!r} in {one.document.doc_id} [{span[0]}:{span[1]}] is no labelled fact"
        for span, row in own.items()
        if span not in one.facts
    ]
    return right, misses


def read_gold(path: Path) -> list[Labelled]:
    """The labelled texts of a gold file; raises DatasetError with every line that cannot be used."""
    labelled, faults = [], []
    for line, words in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if words.strip():
            place = Place(str(path), line)
            try:
                labelled.append(_labelled(json.loads(words)))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                faults.append(Fault(place, f"is no labelled text (doc_id, text, facts): {error!r}"))
            else:
                faults += [Fault(place, message) for message in _odd(labelled[-1])]
    if faults:
        raise DatasetError(faults)
    return labelled


def _labelled(content: dict[str, Any]) -> Labelled:
    published = content.get("published")
    day = datetime.date.fromisoformat(published) if published else None
    doc_id = content["doc_id"] if "doc_id" in content else content["id"]
    return Labelled(
        Document(doc_id=str(doc_id), text=content["text"], published=day),
        {(fact["char_start"], fact["char_end"]): _columns(fact) for fact in content["facts"]},
        frozenset((span["char_start"], span["char_end"]) for span in content.get("optional", ())),
    )


def _columns(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name in FACTS.schema.names}


def _odd(one: Labelled) -> Iterator[str]:
    for (start, end), fact in one.facts.items():
        surface = one.document.text[start:end]
        if fact.get("surface", surface) != surface:
            yield f"[{start}:{end}] is {surface!r}, not {fact['surface']!r}"
