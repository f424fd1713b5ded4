"""Kill a build anywhere: no half of a release is ever seen, `latest` is never wrong, and building again mends all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.publishing.conftest import NEXT
from tests.publishing.made import built, define, make_dataset, write_documents

OLD, NEW = "2026.11.0", "2026.11.1"
SIGKILL = -9


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks and audit hooks are tried on Linux")
def test_a_build_that_is_killed_anywhere(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "made-up")
    built(folder)
    write_documents(folder, NEXT)
    define(folder, "gates: {previous: {lost: 1, changed: 1}}\n", NEW)
    program = Path(__file__).with_name("killed.py")
    ran = subprocess.run(
        [sys.executable, str(program), str(folder), "24", "6"], capture_output=True, text=True, check=True, timeout=600
    )
    first, *tries = [json.loads(line) for line in ran.stdout.splitlines()]
    whole = first["whole"]
    assert sorted(whole) == [OLD, NEW, "latest"]
    assert whole["latest"] == NEW
    assert sum(one["code"] == SIGKILL for one in tries) >= 40, "too few builds were killed"
    for one in tries:
        seen, at = one["seen"], one["at"]
        assert one["code"] in {SIGKILL, 0}, at
        assert seen[OLD] == whole[OLD], f"killed at {at}: the old release was touched"
        assert seen.get(NEW, whole[NEW]) == whole[NEW], f"killed at {at}: a partial release is seen"
        assert seen["latest"] in seen, f"killed at {at}: latest leads nowhere"
        assert one["again"] == 0, f"killed at {at}: building again failed: {ran.stderr}"
        assert one["final"] == whole, f"killed at {at}: building again gave something else"
        assert one["left"] == [OLD, NEW, "latest"], f"killed at {at}: something was left over"
    assert {one["seen"]["latest"] for one in tries} == {OLD, NEW}, "no kill before, or none after the switch"
    between = [one for one in tries if NEW in one["seen"] and one["seen"]["latest"] == OLD]
    assert between, "no kill between the rename and the switch"
