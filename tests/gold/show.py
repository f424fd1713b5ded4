"""Prints where the engine and the labelled texts differ: `python -m tests.gold.show [column or notion ...]`."""

from __future__ import annotations

import sys

from tests.gold.scoring import measure

if __name__ == "__main__":
    tally = measure()
    wanted = set(sys.argv[1:])
    for one in sorted(tally.disagreements, key=lambda one: one.about):
        if not wanted or one.about in wanted:
            sys.stdout.write(" | ".join(one) + "\n")
    sys.stdout.write(tally.told() + "\n")
