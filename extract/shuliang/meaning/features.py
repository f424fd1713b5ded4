"""What speaks for or against a mention as the subject of a number: features by name, with a weight each.

How a mention stands to a number is a place on each of the `AXES`, packed into one whole number, its *standing*. A
feature is a place in a table of two or three of these axes (`source=clause role=place`). The weights stand in
`rules/meaning/subject_weights.yaml`; `python -m tests.gold.fit` fits them to labelled texts. Standings come again and
again, so that what one weighs is remembered.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SOURCES: Final = ("clause", "sentence", "far", "before", "earlier", "paragraph", "title", "made", "nobody")
"""Where the mention stands: in the number's clause, the clause before, further off in the sentence, the sentence
before, further off in the paragraph, in a paragraph before, in the title; made from the number itself; or nobody."""
ROLES: Final = ("unknown", "whole", "place", "ending", "event", "thing", "group", "person", "goods", "part", "work")
FOLLOWS: Final = ("end", "verb", "have", "level", "change", "number", "preposition", "report", "of", "colon", "other")
FORMS: Final = (
    "whole",
    "head",
    "thing",
    "bare",
    "of",
    "verbal",
    "region",
    "person",
    "object",
    "counted",
    "title",
    "pointed",
    "none",
)
SORTS: Final = ("none", "property", "rate", "price", "span", "static")
KINDS: Final = ("count", "money", "physical", "share", "duration", "age", "temperature", "other")
WHYS: Final = ("noun", "verb", "of", "chain", "compared", "examples", "none")
TRACKED: Final = ("no", "passing", "local", "named", "carried", "made")
"""By which state the trackers of clauses and sentences have the mention for the subject."""
NEWER: Final = ("0", "1", "2", "more")
"""How many phrases were named since."""
BEFORE: Final = ("goes_on", "taken_up", "other", "first")
"""Whether it is the subject of the number before, in the same sentence or not, or of one before that."""
OVERLAPS: Final = ("apart", "inside", "around", "same")
"""How it stands to the indicator's place."""
LENGTHS: Final = ("1", "2", "4", "8", "more")
_YES: Final = ("no", "yes")

# What belongs to the mention, what to the mention seen from the number, what to the number: packed in this order.
_MENTION: Final = (("role", ROLES), ("follow", FOLLOWS), ("form", FORMS), ("sort", SORTS), ("length", LENGTHS))
_VIEW: Final = (
    ("source", SOURCES), ("newer", NEWER), ("before", BEFORE), ("tracked", TRACKED), ("owned", _YES),
    ("overlap", OVERLAPS),
)  # fmt: skip
_SETTING: Final = (("kind", KINDS), ("why", WHYS), ("indicator", _YES), ("town", _YES), ("placed", _YES))
AXES: Final = (*_MENTION, *_VIEW, *_SETTING)
_TABLES: Final = (
    ("source", "role"), ("role", "kind"), ("source", "follow"), ("source", "form"), ("source", "newer"),
    ("before", "newer"), ("before", "source"), ("tracked", "source"), ("tracked", "role"),
    ("tracked", "sort", "newer"), ("owned", "kind"), ("overlap", "form"), ("sort", "role"), ("sort", "source"),
    ("town", "role"), ("placed", "role"), ("why", "source"), ("indicator", "source"), ("length", "form"),
    ("follow", "role"), ("follow", "form"), ("sort", "form"), ("why", "kind", "source"), ("town", "form", "sort"),
    ("town", "tracked", "source"), ("town", "role", "sort"),
)  # fmt: skip


def _size(axes: tuple[tuple[str, tuple[str, ...]], ...]) -> int:
    size = 1
    for _, values in axes:
        size *= len(values)
    return size


VIEWS: Final = _size(_VIEW)
SETTINGS: Final = _size(_SETTING)
_SIZES: Final = {axis: len(values) for axis, values in AXES}
_MEMO: Final = 30_000


def names() -> list[str]:
    """The name of each feature, in the order of their numbers."""
    values = dict(AXES)
    found: list[str] = []
    for number, table in enumerate(_TABLES):
        axes = [[f"{axis}={value}" for value in values[axis]] for axis in table]
        found += [f"{number} {' '.join(place)}" for place in product(*axes)]
    return found


def weights_of(given: Mapping[str, float]) -> list[float]:
    """The weights in the order of the features, nought where none is given; KeyError for a name that is none."""
    order = {name: place for place, name in enumerate(names())}
    weights = [0.0] * len(order)
    for name, weight in given.items():
        weights[order[name]] = weight
    return weights


def mention_of(role: int, follow: int, form: int, sort: int, length: int) -> int:
    """Places on the axes of a mention, packed."""
    return (((role * len(FOLLOWS) + follow) * len(FORMS) + form) * len(SORTS) + sort) * len(LENGTHS) + length


def view_of(source: int, newer: int, before: int, tracked: int, owned: int, overlap: int) -> int:  # noqa: PLR0913, PLR0917 -- one for each axis
    """Places on the axes of how a mention is seen from a number, packed."""
    places = (source * len(NEWER) + newer) * len(BEFORE) + before
    return ((places * len(TRACKED) + tracked) * 2 + owned) * len(OVERLAPS) + overlap


def setting_of(kind: int, why: int, indicator: int, town: int, placed: int) -> int:
    """Places on the axes of a number, packed."""
    return (((kind * len(WHYS) + why) * 2 + indicator) * 2 + town) * 2 + placed


def standing_of(mention: int, view: int, setting: int) -> int:
    """All of it, packed."""
    return (mention * VIEWS + view) * SETTINGS + setting


def _tables() -> list[tuple[int, list[tuple[int, int]]]]:
    """For each table the number of its first feature, and its axes with the step from one place to the next."""
    order = {axis: place for place, (axis, _) in enumerate(AXES)}
    found: list[tuple[int, list[tuple[int, int]]]] = []
    offset = 0
    for table in _TABLES:
        steps: list[tuple[int, int]] = []
        size = 1
        for axis in reversed(table):
            steps.append((order[axis], size))
            size *= _SIZES[axis]
        found.append((offset, steps))
        offset += size
    return found


_AXIS_SIZES: Final = [len(values) for _, values in AXES]
_STEPS: Final = _tables()


def features(standing: int) -> list[int]:
    """The numbers of the features that a standing has, one from each table."""
    places = [0] * len(_AXIS_SIZES)
    for axis in range(len(_AXIS_SIZES) - 1, -1, -1):
        places[axis] = standing % _AXIS_SIZES[axis]
        standing //= _AXIS_SIZES[axis]
    found: list[int] = []
    for offset, steps in _STEPS:
        feature = offset
        for axis, step in steps:
            feature += places[axis] * step
        found.append(feature)
    return found


class Weigher:
    """What standings weigh, by the weights of their features."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._weights = weights
        self._known: dict[int, float] = {}

    def weigh(self, standing: int) -> float:
        """The sum of the weights; the more, the more speaks for the mention."""
        known = self._known.get(standing)
        if known is None:
            if len(self._known) >= _MEMO:
                self._known.clear()
            known = sum([self._weights[feature] for feature in features(standing)])
            self._known[standing] = known
        return known
