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


def test_what_was_made_meanwhile_counts_as_old() -> None:
    with garbage_not_searched():
        made = [[number] for number in range(3)]
    assert any(one is made for one in gc.get_objects(generation=2))
    assert gc.get_freeze_count() == 0


def test_what_a_program_froze_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    try:
        with garbage_not_searched():
            pass
        assert gc.get_freeze_count() >= frozen > 0
    finally:
        gc.unfreeze()
