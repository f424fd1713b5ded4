"""When Python searches for circles of garbage: not while a start makes ten thousands of values, seldom in a run."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM = 50_000, 20, 50
"""Thresholds of Python's search for circles of garbage, in which reading leaves next to none."""


@contextmanager
def garbage_searched_seldom() -> Iterator[None]:
    """The rulebook and all that is there now are left out of the search, which goes through them again and again."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@contextmanager
def garbage_not_searched() -> Iterator[None]:
    """Else Python goes through all that a start makes again and again, which takes a third to half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:  # what was made counts as old at once, as if it had been gone through
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
