"""Features by name and by number, and the weights that the rulebook gives them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from shuliang.meaning.features import (
    COUNT,
    FOLLOWS,
    FORMS,
    KINDS,
    OFFSETS,
    ROLES,
    SORTS,
    SOURCES,
    TRACKED,
    WHYS,
    Setting,
    Traits,
    features,
    names,
    weights_of,
)
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = names()
FIRST = Traits(
    source=0, role=0, follow=0, form=0, sort=0, newer=0, before=0, tracked=0, owned=0, overlap=0, length=0
)  # fmt: skip
LAST = Traits(
    source=len(SOURCES) - 1, role=len(ROLES) - 1, follow=len(FOLLOWS) - 1, form=len(FORMS) - 1, sort=len(SORTS) - 1,
    newer=3, before=3, tracked=len(TRACKED) - 1, owned=1, overlap=3, length=4,
)  # fmt: skip
LOWEST = Setting(kind=0, why=0, indicator=0, town=0, placed=0)
HIGHEST = Setting(kind=len(KINDS) - 1, why=len(WHYS) - 1, indicator=1, town=1, placed=1)
SOME = Traits(
    source=1, role=2, follow=3, form=4, sort=5, newer=1, before=2, tracked=3, owned=1, overlap=2, length=3
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, float]:
    """The weights of the rulebook by the names of their features."""
    entries = load(rules_folder()).lexicons["meaning/subject_weights"].entries
    return {word: float(entry.meaning["weight"]) for entry in entries for word in entry.words}


def test_each_feature_has_a_name_of_its_own() -> None:
    assert len(NAMES) == len(set(NAMES)) == COUNT


def test_a_name_begins_with_the_number_of_its_table() -> None:
    for number, (begin, end) in enumerate(pairwise(OFFSETS)):
        assert {name.split(" ")[0] for name in NAMES[begin:end]} == {str(number)}


def test_weights_stand_at_the_places_of_their_names() -> None:
    given = {NAMES[0]: 0.5, NAMES[COUNT // 2]: -1.25, NAMES[-1]: 2.0}
    weights = weights_of(given)
    assert {name: weight for name, weight in zip(NAMES, weights, strict=True) if weight} == given


def test_a_name_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError, match="source=nowhere"):
        weights_of({"0 source=nowhere role=place": 1.0})


@pytest.mark.parametrize(
    ("traits", "setting"),
    [(FIRST, LOWEST), (SOME, Setting(1, 2, 1, 0, 1)), (LAST, HIGHEST)],
    ids=["first", "some", "last"],
)
def test_one_feature_from_each_table(traits: Traits, setting: Setting) -> None:
    found = features(traits, setting)
    assert len(found) == len(OFFSETS) - 1
    assert all(begin <= at < end for at, (begin, end) in zip(found, pairwise(OFFSETS), strict=True))


def test_the_ends_of_the_axes_are_the_ends_of_the_tables() -> None:
    assert features(FIRST, LOWEST) == OFFSETS[:-1]
    assert features(LAST, HIGHEST) == tuple(end - 1 for end in OFFSETS[1:])


def test_features_say_what_the_traits_are() -> None:
    """An axis has the same value in the name of each feature that has the axis."""
    found: dict[str, set[str]] = {}
    for at in features(SOME, Setting(kind=1, why=2, indicator=1, town=0, placed=1)):
        for axis, value in (part.split("=") for part in NAMES[at].split(" ")[1:]):
            found.setdefault(axis, set()).add(value)
    assert found == {
        "source": {"sentence"}, "role": {"place"}, "follow": {"level"}, "form": {"of"}, "sort": {"static"},
        "newer": {"1"}, "before": {"other"}, "tracked": {TRACKED[3]}, "owned": {"yes"}, "overlap": {"around"},
        "length": {"8"}, "kind": {"money"}, "why": {"of"}, "indicator": {"yes"}, "town": {"no"}, "placed": {"yes"},
    }  # fmt: skip


def test_every_shipped_weight_is_that_of_a_feature(shipped: Mapping[str, float]) -> None:
    assert shipped.keys() <= set(NAMES)
    weights = weights_of(shipped)
    assert sum(1 for weight in weights if weight) == len(shipped)


def test_the_shipped_weights_trust_the_trackers(shipped: Mapping[str, float]) -> None:
    """Whom the trackers have in the clause is preferred to one whom they do not have, all else being equal."""
    weights = weights_of(shipped)

    def total(tracked: str) -> float:
        traits = Traits(
            source=0, role=3, follow=1, form=0, sort=0, newer=0, before=3, tracked=TRACKED.index(tracked), owned=0,
            overlap=0, length=2,
        )  # fmt: skip
        return sum(weights[at] for at in features(traits, Setting(1, 0, 1, 0, 0)))

    assert total("named") > total("no")
    assert total("local") > total("no")
