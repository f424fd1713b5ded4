"""What stays the same while a text is walked through, and what is known of the number before."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from shuliang.errors import Place
from shuliang.meaning.people import people_in

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from shuliang.facts import Kind, Quantity, Reading
    from shuliang.meaning.choice import Recorder
    from shuliang.meaning.cues import Cues
    from shuliang.meaning.features import Weigher
    from shuliang.meaning.phrases import Names


TITLES_MEET: Final = "》《"


class Ground:
    """The text, what was read in it, and the knowledge to read it with; offsets count its characters.

    `people` are the places of people's names, `firms` the short names of firms met so far. `starts`, `ends` and `kinds`
    are those of the readings, in lists of their own: they are asked for all the time.
    `titles_meet` says whether two titles follow each other without a mark.
    """

    __slots__ = (
        "cues", "ends", "firms", "kinds", "names", "people", "published", "readings", "recorder", "starts", "text",
        "titles_meet", "weigher",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913, PLR0917 -- all that stays the same
        self,
        text: str,
        readings: Sequence[Reading],
        published: datetime.date | None,
        cues: Cues,
        names: Names,
        weigher: Weigher,
        recorder: Recorder | None = None,
    ) -> None:
        self.text = text
        self.readings = readings
        self.people = people_in(text, cues) if readings else []
        self.firms: set[str] = set()
        self.titles_meet = TITLES_MEET in text
        self.starts: list[int] = [reading.start for reading in readings]
        self.ends: list[int] = [reading.end for reading in readings]
        self.kinds: list[Kind] = [reading.quantity.kind for reading in readings]
        self.published = published
        self.cues = cues
        self.names = names
        self.weigher = weigher
        self.recorder = recorder

    def people_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The places of the names that lie between the two, in order."""
        first = bisect_left(self.people, (start, 0))
        last = first
        while last < len(self.people) and self.people[last][1] <= end:
            last += 1
        return self.people[first:last]

    def quantity(self, reading: int) -> Quantity:
        return self.readings[reading].quantity

    def is_date(self, reading: int) -> bool:
        """Whether the reading, -1 for none, is a date."""
        return reading >= 0 and self.kinds[reading] == "date"

    def describes(self, reading: int) -> bool:
        """Whether the reading says what a thing is like (220千伏) and not how much of it there is."""
        return self.kinds[reading] == "physical" and (self.quantity(reading).unit or "") in self.cues.attributes


class Evidence(NamedTuple):
    """What filled a column: the words, their half-open place in the clean text, the lexicon lines that list them."""

    column: str
    words: str
    start: int
    end: int
    places: tuple[Place, ...] = ()


class Told:
    """The number before, whose indicator goes on for a change or a share that names none.

    `owned` is the thing that was its subject where it had no indicator (a price of something); `start` and `end` are
    the place of the indicator, -1 where there is none. `earlier` is the last number of another kind before it.
    """

    __slots__ = ("distributive", "earlier", "end", "indicator", "kind", "owned", "start", "static", "unit")

    def __init__(  # noqa: PLR0913, PLR0917 -- a value of as many pieces
        self,
        indicator: str | None = None,
        kind: str = "",
        unit: str | None = None,
        owned: str | None = None,
        distributive: bool = False,
        static: bool = False,
        start: int = -1,
        end: int = -1,
        earlier: Told | None = None,
    ) -> None:
        self.indicator = indicator
        self.kind = kind
        self.unit = unit
        self.owned = owned
        self.distributive = distributive
        self.static = static
        self.start = start
        self.end = end
        self.earlier = earlier

    def alone(self) -> Told:
        """The same without the number before it."""
        return Told(
            self.indicator, self.kind, self.unit, self.owned, self.distributive, self.static, self.start, self.end
        )  # fmt: skip

    def of(self, kind: str) -> Told | None:
        """The number of this kind told last, where it is this one or the last of another kind."""
        return self if self.kind == kind else self.earlier if self.earlier and self.earlier.kind == kind else None


NOTHING_TOLD = Told()
