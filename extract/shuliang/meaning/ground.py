"""What stays the same while a text is walked through, and what is known of the number before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from shuliang.errors import Place
    from shuliang.facts import Quantity, Reading
    from shuliang.meaning.cues import Cues
    from shuliang.meaning.phrases import Names


@dataclass(frozen=True, slots=True)
class Ground:
    """The text, what was read in it, and the knowledge to read it with; offsets count its characters."""

    text: str
    readings: Sequence[Reading]
    published: datetime.date | None
    cues: Cues
    names: Names

    def quantity(self, reading: int) -> Quantity:
        return self.readings[reading].quantity

    def describes(self, reading: int) -> bool:
        """Whether the reading says what a thing is like (220千伏) and not how much of it there is."""
        quantity = self.readings[reading].quantity
        return quantity.kind == "physical" and (quantity.unit or "") in self.cues.attributes


class Evidence(NamedTuple):
    """What filled a column: the words, their half-open place in the clean text, the lexicon lines that list them."""

    column: str
    words: str
    start: int
    end: int
    places: tuple[Place, ...] = ()


class Told(NamedTuple):
    """The number before, whose indicator goes on for a change or a share that names none.

    `owned` is the thing that was its subject where it had no indicator (a price of something); `start` and `end` are
    the place of the indicator, -1 where there is none. `earlier` is the last number of another kind before it.
    """

    indicator: str | None = None
    kind: str = ""
    unit: str | None = None
    owned: str | None = None
    distributive: bool = False
    static: bool = False
    start: int = -1
    end: int = -1
    earlier: Told | None = None

    def of(self, kind: str) -> Told | None:
        """The number of this kind told last, where it is this one or the last of another kind."""
        return self if self.kind == kind else self.earlier if self.earlier and self.earlier.kind == kind else None


NOTHING_TOLD = Told()
