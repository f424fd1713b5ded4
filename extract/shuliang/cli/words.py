"""What stands on a command line, read into values; each raises UsageError saying what would be right."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from shuliang.errors import UsageError
from shuliang.facts import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.facts import Kind


def kinds(words: str | None) -> tuple[Kind, ...] | None:
    """`count,money` → its kinds, in the order of `KINDS`; None for all."""
    if words is None:
        return None
    named = {word.strip() for word in words.split(",") if word.strip()}
    if unknown := named - set(KINDS):
        message = f"--kinds: {', '.join(sorted(unknown))} is no kind; there are {', '.join(KINDS)}"
        raise UsageError(message)
    if not named:
        message = f"--kinds: name at least one of {', '.join(KINDS)}"
        raise UsageError(message)
    return tuple(kind for kind in KINDS if kind in named)


def date(words: str | None, option: str = "--published") -> datetime.date | None:
    """`2026-03-05` → that day."""
    if words is None:
        return None
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        message = f"{option}: {words} is no date; write it as 2026-03-05"
        raise UsageError(message) from None


def pairs(words: Sequence[str], option: str, names: Sequence[str]) -> dict[str, str]:
    """`text=content` → {"text": "content"}; the left side must be one of `names`."""
    found = {}
    for word in words:
        name, equals, own = word.partition("=")
        if not equals or not own or name not in names:
            message = f"{option}: {word} should read NAME=FIELD with a NAME of {', '.join(names)}, such as text=content"
            raise UsageError(message)
        found[name] = own
    return found
