"""Every file below bad/ has exactly the faults that stand in the text file beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shuliang.errors import RulebookError
from shuliang.rulebook.load import load

BAD = Path(__file__).parent / "bad"


def faults_of(rules: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load(rules)
    return str(caught.value).splitlines()


def put(bad: Path, rules: Path) -> None:
    """Add the bad file to a good rulebook; those below fragments/ take the place of fragments.yaml."""
    inside = bad.relative_to(BAD)
    target = rules / ("fragments.yaml" if inside.parts[0] == "fragments" else inside)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bad, target)


@pytest.mark.parametrize("bad", sorted(BAD.rglob("*.yaml")), ids=lambda path: path.relative_to(BAD).as_posix())
def test_bad_file_has_exactly_the_faults_beside_it(bad: Path, rules: Path) -> None:
    put(bad, rules)
    assert faults_of(rules) == bad.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
