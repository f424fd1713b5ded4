"""What can go wrong, with the place where it did.

Every error of shuliang derives from `ShuliangError`. An error that was found in a file carries `Fault`s, each with a
`Place`, so that all faults of an input are reported at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; `line` counts from 1 and is None where the whole file is meant."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong at one place: `rules/count/x.yaml:10: pattern: missing )`."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ShuliangError(Exception):
    """The root of all errors raised on purpose; `exit_code` is what the command line ends with."""

    exit_code = 3


class FaultsError(ShuliangError):
    """An input with one or more faults, all of them listed in `faults` in the order of their places."""

    exit_code = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=_position))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def _position(fault: Fault) -> tuple[str, int, str]:
    return fault.place.file, fault.place.line or 0, fault.message


class RulebookError(FaultsError):
    """Rule, lexicon or fragment files that cannot be used as they are."""


class DatasetError(FaultsError):
    """A dataset definition or release that cannot be used as it is."""


class InputError(ShuliangError):
    """An input that cannot be read at all: a missing path, an unreadable folder, a format nobody knows."""

    exit_code = 1


class DataError(ShuliangError):
    """The data failed a check that it had to pass: rows refused under `--strict`, a gate, a verification."""

    exit_code = 1


class UsageError(ShuliangError):
    """A call whose words do not fit: an unknown kind, a date that is none."""

    exit_code = 2


class NumeralError(ShuliangError, ValueError):
    """A text that was taken for a numeral and cannot be read as one."""
