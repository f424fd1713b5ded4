"""Standings, their features by name, and the weights that the rulebook gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuliang.meaning.features import (
    AXES,
    SETTINGS,
    VIEWS,
    Weigher,
    features,
    mention_of,
    names,
    setting_of,
    standing_of,
    view_of,
    weights_of,
)
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = names()
VALUES = dict(AXES)
LAST = {axis: len(values) - 1 for axis, values in AXES}
SOME = {
    "role": "place", "follow": "level", "form": "of", "sort": "static", "length": "8",
    "source": "sentence", "newer": "1", "before": "other", "tracked": "named", "owned": "yes", "overlap": "around",
    "kind": "money", "why": "of", "indicator": "yes", "town": "no", "placed": "yes",
}  # fmt: skip


def packed(places: Mapping[str, int]) -> int:
    """The standing with these places on the axes."""
    mention = mention_of(*(places[axis] for axis in ("role", "follow", "form", "sort", "length")))
    view = view_of(*(places[axis] for axis in ("source", "newer", "before", "tracked", "owned", "overlap")))
    setting = setting_of(*(places[axis] for axis in ("kind", "why", "indicator", "town", "placed")))
    return standing_of(mention, view, setting)


def placed(given: Mapping[str, str]) -> dict[str, int]:
    return {axis: VALUES[axis].index(value) for axis, value in given.items()}


def table(name: str) -> int:
    return int(name.split(" ", maxsplit=1)[0])


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, float]:
    """The weights of the rulebook by the names of their features."""
    entries = load(rules_folder()).lexicons["meaning/subject_weights"].entries
    return {word: float(entry.meaning["weight"]) for entry in entries for word in entry.words}


def test_each_feature_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert [table(name) for name in NAMES] == sorted(table(name) for name in NAMES)


def test_weights_stand_at_the_places_of_their_names() -> None:
    given = {NAMES[0]: 0.5, NAMES[len(NAMES) // 2]: -1.25, NAMES[-1]: 2.0}
    weights = weights_of(given)
    assert {name: weight for name, weight in zip(NAMES, weights, strict=True) if weight} == given


def test_a_name_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError, match="source=nowhere"):
        weights_of({"0 source=nowhere role=place": 1.0})


@pytest.mark.parametrize("places", [dict.fromkeys(VALUES, 0), placed(SOME), LAST], ids=["first", "some", "last"])
def test_one_feature_from_each_table_that_says_what_the_standing_is(places: Mapping[str, int]) -> None:
    found = [NAMES[at] for at in features(packed(places))]
    assert [table(name) for name in found] == [*range(table(NAMES[-1]) + 1)]
    said = {tuple(part.split("=")) for name in found for part in name.split(" ")[1:]}
    assert said == {(axis, VALUES[axis][place]) for axis, place in places.items()}


def test_the_first_and_the_last_standing_have_the_ends_of_the_tables() -> None:
    ends = [[at for at, name in enumerate(NAMES) if table(name) == number] for number in range(table(NAMES[-1]) + 1)]
    assert features(packed(dict.fromkeys(VALUES, 0))) == [places[0] for places in ends]
    assert features(packed(LAST)) == [places[-1] for places in ends]


def test_places_are_packed_without_gaps() -> None:
    assert packed(dict.fromkeys(VALUES, 0)) == 0
    assert packed({**dict.fromkeys(VALUES, 0), "placed": 1}) == 1
    sizes = 1
    for values in VALUES.values():
        sizes *= len(values)
    assert packed(LAST) == sizes - 1
    assert sizes % (VIEWS * SETTINGS) == 0


def test_a_standing_weighs_the_sum_of_its_features() -> None:
    standing = packed(placed(SOME))
    first, *_, last = (NAMES[at] for at in features(standing))
    weigher = Weigher(weights_of({first: 0.5, last: 0.25, NAMES[0]: 4.0}))
    assert NAMES[0] not in (first, last)
    assert [weigher.weigh(standing) for _ in range(2)] == [0.75, 0.75]  # the second time remembered
    assert weigher.weigh(0) == 4.0


def test_every_shipped_weight_is_that_of_a_feature(shipped: Mapping[str, float]) -> None:
    assert shipped.keys() <= set(NAMES)
    assert sum(1 for weight in weights_of(shipped) if weight) == len(shipped)


def test_the_shipped_weights_trust_the_trackers(shipped: Mapping[str, float]) -> None:
    """Whom the trackers have in the clause is preferred to one whom they do not have, all else being equal."""
    weigher = Weigher(weights_of(shipped))
    places = placed(SOME | {"role": "ending", "follow": "verb", "form": "head", "source": "clause", "before": "first"})
    weight = {
        tracked: weigher.weigh(packed({**places, "tracked": place})) for place, tracked in enumerate(VALUES["tracked"])
    }
    assert weight["named"] > weight["no"]
    assert weight["local"] > weight["no"]
