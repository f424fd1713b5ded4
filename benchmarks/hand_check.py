"""A sample of facts to judge by hand, each with its surroundings.

    python benchmarks/hand_check.py [--size 300] [--seed 2026]

Draws facts of the corpus that lies beside the repository (../shared/corpus, no part of it) with a seeded generator
from all facts in the order of documents and places, so that the same rulebook gives the same sample. One line a fact:
number, fact id, the fact in 【】 in its surroundings, kind, bounds, unit, base value, modifier, rule.
docs/hand-check.md has what was found.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

from shuliang import Document, extract_documents

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
BEFORE, AFTER = 22, 14
"""Characters shown on each side."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print("nothing to sample: there is no ../shared/corpus beside the repository", file=sys.stderr)
        return 0
    texts = {
        f"{path.stem}:{number}": json.loads(line)["text"]
        for path in sorted(CORPUS.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    }
    facts = extract_documents(Document(doc_id=name, text=text) for name, text in texts.items()).facts.to_pylist()
    facts.sort(key=lambda fact: (fact["doc_id"], fact["char_start"]))
    sample = random.Random(options.seed).sample(facts, min(options.size, len(facts)))  # noqa: S311 - a sample, no secret
    for number, fact in enumerate(sample, start=1):
        print(number, fact["fact_id"][:12], _place(texts[fact["doc_id"]], fact), *_states(fact), sep=" | ")
    return 0


def _place(text: str, fact: dict[str, Any]) -> str:
    start, end = fact["char_start"], fact["char_end"]
    shown = f"{text[max(0, start - BEFORE) : start]}【{text[start:end]}】{text[end : end + AFTER]}"
    return " ".join(shown.split())


def _states(fact: dict[str, Any]) -> tuple[str, ...]:
    if fact["kind"] == "date":
        return ("date", f"{fact['time_start']} to {fact['time_end']}", fact["rule_id"])
    bounds = f"{fact['number']} [{fact['low']}, {fact['high']}]"
    return (fact["kind"], bounds, f"{fact['unit']} {fact['base_value']}", fact["modifier"], fact["rule_id"])


if __name__ == "__main__":
    raise SystemExit(main())
