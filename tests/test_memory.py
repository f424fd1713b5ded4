"""What a run changes of the process it runs in, it puts back."""

from __future__ import annotations

import gc

from shuliang.memory import SELDOM, garbage_not_searched, garbage_searched_seldom


def test_garbage_is_searched_seldom_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with garbage_searched_seldom():
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_garbage_is_not_searched_and_then_again_as_before() -> None:
    assert gc.isenabled()
    with garbage_not_searched():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with garbage_not_searched():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
