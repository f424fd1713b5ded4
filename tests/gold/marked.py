"""Reads the labelled texts of documents/: running text in which each fact is marked in place.

The first line of a file tells its name, publication day (or nothing) and genre: `# doc_id | YYYY-MM-DD | genre`. The
text follows, a line a paragraph. Marks in it: `⟦surface⟧{key=value; ...}` is a fact, `⟦surface⟧{no}` must not be read,
and `⟦surface⟧{?}` may be read either way. The keys of a fact:

k   kind (needed)
v   value; its bounds follow by the modifier
lo, hi   bounds that are not those of the value
m   modifier; without it `range` where only bounds stand, else `exact`
u   unit          i   indicator          s   subject
t   interval of days, `YYYY-MM-DD/YYYY-MM-DD`, or `?` if it is not judged          tt   its wording
c   change: inc, dec          cb   its basis: yoy, pop, stated
f   factuality; without it `actual`          d   `yes` if distributive
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from shuliang.facts import KINDS, MODIFIERS, Change, ChangeBasis, Factuality, Kind, Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MARK = re.compile(r"⟦([^⟦⟧]+)⟧\{([^{}]*)\}")
_KEYS = frozenset({"lo", "hi", "tt", "cb", *"kvmuistcfd"})
_OPEN_ABOVE = frozenset({"more_than", "at_least"})
_OPEN_BELOW = frozenset({"less_than", "at_most", "near"})
_CHANGES: Mapping[str, Change] = {
    "inc": "increase",
    "dec": "decrease",
}
_BASES: Mapping[str, ChangeBasis] = {
    "yoy": "year_on_year",
    "pop": "period_on_period",
    "stated": "versus_stated",
}


class Span(NamedTuple):
    """A half-open span of the text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact as a careful reader states it; `time` is a closed interval of days."""

    span: Span
    surface: str
    kind: Kind
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: Modifier
    unit: str | None
    indicator: str | None
    subject: str | None
    time: tuple[datetime.date, datetime.date] | None
    time_judged: bool
    change: Change | None
    change_basis: ChangeBasis | None
    factuality: Factuality
    distributive: bool


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A labelled text; at `forbidden` spans there is no fact, at `open_spans` any answer passes."""

    doc_id: str
    published: datetime.date | None
    genre: str
    text: str
    facts: tuple[GoldFact, ...]
    forbidden: tuple[Span, ...]
    open_spans: tuple[Span, ...]


def read_marked(path: Path) -> GoldDocument:
    """One labelled text.

    Raises:
        ValueError: a mark that cannot be read, with file and line.
    """
    head, _, body = path.read_text("utf-8").partition("\n")
    name, day, genre = (part.strip() for part in head.lstrip("#").split("|"))
    found = _Found()
    pieces = iter(_MARK.split(body.rstrip("\n")))
    line = 2
    for plain in pieces:
        found.text += plain
        line += plain.count("\n")
        if (surface := next(pieces, None)) is None:
            break
        keys = next(pieces)
        try:
            found.take(surface, keys.strip())
        except (ArithmeticError, ValueError, KeyError) as fault:
            raise ValueError(f"{path}:{line}: ⟦{surface}⟧{{{keys}}}: {fault!r}") from fault
    if stray := re.search(".{0,10}[⟦⟧].{0,10}", found.text):
        raise ValueError(f"{path}: no mark, but looks like one: {stray[0]!r}")
    return GoldDocument(
        doc_id=name,
        published=datetime.date.fromisoformat(day) if day else None,
        genre=genre,
        text=found.text,
        facts=tuple(found.facts),
        forbidden=tuple(found.forbidden),
        open_spans=tuple(found.open_spans),
    )


@dataclass(slots=True)
class _Found:
    """What has been read of a document so far."""

    text: str = ""
    facts: list[GoldFact] = field(default_factory=list)
    forbidden: list[Span] = field(default_factory=list)
    open_spans: list[Span] = field(default_factory=list)

    def take(self, surface: str, keys: str) -> None:
        span = Span(len(self.text), len(self.text) + len(surface))
        if keys == "no":
            self.forbidden.append(span)
        elif keys == "?":
            self.open_spans.append(span)
        else:
            self.facts.append(_fact(span, surface, keys))
        self.text += surface


def _fact(span: Span, surface: str, keys: str) -> GoldFact:
    stated = dict(pair.strip().split("=", 1) for pair in keys.split(";") if pair.strip())
    if unknown := stated.keys() - _KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    modifier = stated.get("m", "exact" if "v" in stated or "lo" not in stated else "range")
    value, low, high = _amount(stated, modifier)
    time = stated.get("t", "none")
    return GoldFact(
        span=span,
        surface=surface,
        kind=cast("Kind", _one_of(stated["k"], KINDS)),
        value=value,
        low=low,
        high=high,
        modifier=cast("Modifier", _one_of(modifier, MODIFIERS)),
        unit=stated.get("u"),
        indicator=stated.get("i"),
        subject=stated.get("s"),
        time=None if time in {"none", "?"} else _interval(time),
        time_judged=time != "?",
        change=_CHANGES[stated["c"]] if "c" in stated else None,
        change_basis=_BASES[stated["cb"]] if "cb" in stated else None,
        factuality=cast("Factuality", _one_of(stated.get("f", "actual"), get_args(Factuality))),
        distributive=_one_of(stated.get("d", "no"), ("yes", "no")) == "yes",
    )


def _amount(stated: Mapping[str, str], modifier: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    value = Decimal(stated["v"]) if "v" in stated else None
    if "lo" in stated or "hi" in stated:
        low, high = (Decimal(stated[side]) if stated.get(side, "none") != "none" else None for side in ("lo", "hi"))
        return value, low, high
    if modifier == "approximate":
        return value, None, None
    low = None if modifier in _OPEN_BELOW else value
    high = None if modifier in _OPEN_ABOVE else value
    return value, low, high


def _interval(written: str) -> tuple[datetime.date, datetime.date]:
    start, _, end = written.partition("/")
    return datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise ValueError(f"{word!r} is none of {', '.join(known)}")
    return word
