"""datasets/<name>/accept.yaml: what may differ from the previous release, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from shuliang.errors import DatasetError, Place
from shuliang.facts import KINDS
from shuliang.publishing.pages import read_page
from shuliang.rulebook.faults import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ACCEPT = "accept.yaml"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One change that is meant: so many facts lost or changed (of `kind`, or of any), or a column dropped."""

    place: Place
    what: Literal["lost", "changed", "dropped"]
    reason: str
    number: int = 0
    column: str | None = None
    kind: str | None = None


def load_accepted(folder: Path, version: str) -> tuple[Accepted, ...]:
    """What `folder`/accept.yaml accepts for `version`; nothing where it is not there or for another version.

    Raises:
        DatasetError: every fault of the file, each with its line.
    """
    path = folder / ACCEPT
    if not path.is_file():
        return ()
    page, faults = read_page(path, "accept")
    accepted = []
    for place in range(len(page.items("accept"))):
        at = ("accept", place)
        what, word = next(((what, word) for what in _WHAT if (word := page.text(*at, what))), ("dropped", ""))
        kind = page.text(*at, "kind")
        if kind and kind not in KINDS:
            faults.add(page.place(*at, "kind"), "kind", f"{kind} is no kind{did_you_mean(kind, KINDS)}")
        number = int(word) if what != "dropped" and word.isdigit() else 0
        accepted.append(
            Accepted(page.place(*at), what, page.text(*at, "reason"), number, word if what == "dropped" else None,
                     kind or None)
        )  # fmt: skip
    if faults.found:
        raise DatasetError(faults.found)
    return tuple(accepted) if page.text("version") == version else ()


_WHAT: tuple[Literal["lost", "changed", "dropped"], ...] = ("lost", "changed", "dropped")


def beyond(
    found: Mapping[str, int], what: Literal["lost", "changed"], accepted: tuple[Accepted, ...]
) -> dict[str, int]:
    """Facts by kind beyond what is accepted: lines that name a kind are used up first, then those for any kind."""
    open_numbers = dict(found)
    lines = sorted((line for line in accepted if line.what == what), key=lambda line: line.kind is None)
    for line in lines:
        left = line.number
        for kind in [line.kind] if line.kind else sorted(open_numbers):
            taken = min(left, open_numbers.get(kind, 0))
            if taken:
                open_numbers[kind] -= taken
                left -= taken
    return {kind: number for kind, number in open_numbers.items() if number}
