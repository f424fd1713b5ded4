"""What speaks for or against a mention as the subject of a number: features by name, with a weight each.

A feature is a place in a table whose axes have named values (`source=clause role=place`). The weights stand in
`rules/meaning/subject_weights.yaml`; `benchmarks/fit_subjects.py` fits them to labelled texts. At run time a feature is
only its number: the table's offset and the place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "none",
)
SORTS: Final = ("none", "property", "rate", "price", "span", "static")
KINDS: Final = ("count", "money", "physical", "share", "duration", "age", "temperature", "other")
WHYS: Final = ("noun", "verb", "of", "chain", "compared", "examples", "none")
TRACKED: Final = ("no", "passing", "local", "named", "carried", "made")
"""By which state the trackers of clauses and sentences have the mention for the subject."""
_NEWER: Final = ("0", "1", "2", "more")
_BEFORE: Final = ("goes_on", "taken_up", "other", "first")
_OVERLAPS: Final = ("apart", "inside", "around", "same")
_LENGTHS: Final = ("1", "2", "4", "8", "more")
_YES: Final = ("no", "yes")

_TABLES: Final[tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]] = (
    (("source", SOURCES), ("role", ROLES)),
    (("role", ROLES), ("kind", KINDS)),
    (("source", SOURCES), ("follow", FOLLOWS)),
    (("source", SOURCES), ("form", FORMS)),
    (("source", SOURCES), ("newer", _NEWER)),
    (("before", _BEFORE), ("newer", _NEWER)),
    (("before", _BEFORE), ("source", SOURCES)),
    (("tracked", TRACKED), ("source", SOURCES)),
    (("tracked", TRACKED), ("role", ROLES)),
    (("tracked", TRACKED), ("sort", SORTS), ("newer", _NEWER)),
    (("owned", _YES), ("kind", KINDS)),
    (("overlap", _OVERLAPS), ("form", FORMS)),
    (("sort", SORTS), ("role", ROLES)),
    (("sort", SORTS), ("source", SOURCES)),
    (("town", _YES), ("role", ROLES)),
    (("placed", _YES), ("role", ROLES)),
    (("why", WHYS), ("source", SOURCES)),
    (("indicator", _YES), ("source", SOURCES)),
    (("length", _LENGTHS), ("form", FORMS)),
    (("follow", FOLLOWS), ("role", ROLES)),
    (("follow", FOLLOWS), ("form", FORMS)),
    (("sort", SORTS), ("form", FORMS)),
    (("why", WHYS), ("kind", KINDS), ("source", SOURCES)),
    (("town", _YES), ("form", FORMS), ("sort", SORTS)),
    (("town", _YES), ("tracked", TRACKED), ("source", SOURCES)),
    (("town", _YES), ("role", ROLES), ("sort", SORTS)),
)


def _offsets() -> tuple[int, ...]:
    found, at = [], 0
    for table in _TABLES:
        found.append(at)
        size = 1
        for _, values in table:
            size *= len(values)
        at += size
    return (*found, at)


OFFSETS: Final = _offsets()
COUNT: Final = OFFSETS[-1]


def names() -> list[str]:
    """The name of each feature, in the order of their numbers."""
    found: list[str] = []
    for number, table in enumerate(_TABLES):
        axes = [[f"{axis}={value}" for value in values] for axis, values in table]
        found += [f"{number} {' '.join(place)}" for place in product(*axes)]
    return found


def weights_of(given: Mapping[str, float]) -> list[float]:
    """The weights in the order of the features, nought where none is given; KeyError for a name that is none."""
    order = {name: place for place, name in enumerate(names())}
    weights = [0.0] * COUNT
    for name, weight in given.items():
        weights[order[name]] = weight
    return weights


@dataclass(slots=True)
class Traits:
    """A mention as a candidate for one number: places on the axes."""

    source: int
    role: int
    follow: int
    form: int
    sort: int
    newer: int
    before: int
    tracked: int
    owned: int
    overlap: int
    length: int


@dataclass(slots=True)
class Setting:
    """What holds for all candidates of a number: places on the axes."""

    kind: int
    why: int
    indicator: int
    town: int
    placed: int


def features(one: Traits, setting: Setting) -> tuple[int, ...]:
    """The numbers of the features that a candidate has, one from each table."""
    sources, roles, kinds, forms = len(SOURCES), len(ROLES), len(KINDS), len(FORMS)
    source, role, follow, form, sort = one.source, one.role, one.follow, one.form, one.sort
    kind, why = setting.kind, setting.why
    at = OFFSETS
    newer, tracked = len(_NEWER), one.tracked
    return (
        at[0] + source * roles + role,
        at[1] + role * kinds + kind,
        at[2] + source * len(FOLLOWS) + follow,
        at[3] + source * forms + form,
        at[4] + source * newer + one.newer,
        at[5] + one.before * newer + one.newer,
        at[6] + one.before * sources + source,
        at[7] + tracked * sources + source,
        at[8] + tracked * roles + role,
        at[9] + (tracked * len(SORTS) + sort) * newer + one.newer,
        at[10] + one.owned * kinds + kind,
        at[11] + one.overlap * forms + form,
        at[12] + sort * roles + role,
        at[13] + sort * sources + source,
        at[14] + setting.town * roles + role,
        at[15] + setting.placed * roles + role,
        at[16] + why * sources + source,
        at[17] + setting.indicator * sources + source,
        at[18] + one.length * forms + form,
        at[19] + follow * roles + role,
        at[20] + follow * forms + form,
        at[21] + sort * forms + form,
        at[22] + (why * kinds + kind) * sources + source,
        at[23] + (setting.town * forms + form) * len(SORTS) + sort,
        at[24] + (setting.town * len(TRACKED) + tracked) * sources + source,
        at[25] + (setting.town * roles + role) * len(SORTS) + sort,
    )
