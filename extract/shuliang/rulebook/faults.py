"""The collecting of faults while rule files are read: `rules/count/x.yaml:10: pattern: missing )`."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from shuliang.errors import Fault, Place, RulebookError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Faults:
    """All faults found so far."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: Place, where: str, message: str) -> None:
        """Note a fault; `where` is the key it is about, empty for the whole file."""
        self.found.append(fault(place, where, message))

    def extend(self, faults: Iterable[Fault]) -> None:
        self.found.extend(faults)

    def raise_any(self) -> None:
        """Raise RulebookError with everything found, if anything was."""
        if self.found:
            raise RulebookError(self.found)


def fault(place: Place, where: str, message: str) -> Fault:
    return Fault(place, f"{where}: {message}" if where else message)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The closing words of a message about an unknown name: the nearest known one, else all of them if few."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.7)
    if near:
        return f"; did you mean {near[0]}?"
    few = 15
    if names and len(names) <= few:
        return f"; known are {', '.join(names)}"
    return ""
