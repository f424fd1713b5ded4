"""Reads the labelled texts of documents/: running text in which each fact is marked in place.

A file opens with `# doc_id | published (YYYY-MM-DD or empty) | remark`; the text follows, a line a paragraph.
A fact stands as `⟦surface⟧{key=value; ...}`, a span that must not be read as `⟦surface⟧{no}`, and a span on which
careful readers differ, so that nothing found there counts, as `⟦surface⟧{?}`. The keys:

k   kind (needed)
v   value; for an exact quantity the bounds too, for one with a bound by wording (m) the side that m leaves closed
lo, hi   the bounds where they are not those of v
m   modifier: `range` if lo stands without v, else `exact` if not given
u   unit          i   indicator          s   subject
t   time, `YYYY-MM-DD/YYYY-MM-DD`, or `?`: not judged          tt   its text
c   change: inc, dec          cb   its basis: yoy, pop, stated
f   factuality: `actual` if not given          d   distributive: yes
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from shuliang.facts import KINDS, MODIFIERS, Change, ChangeBasis, Factuality, Kind, Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MARK = re.compile(r"⟦(?P<surface>[^⟦⟧]+)⟧\{(?P<keys>[^{}]*)\}")
_KEYS = frozenset(["k", "v", "lo", "hi", "m", "u", "i", "s", "t", "tt", "c", "cb", "f", "d"])
_OPEN_ABOVE = frozenset({"more_than", "at_least"})
_OPEN_BELOW = frozenset({"less_than", "at_most", "near"})
_CHANGES: Mapping[str, Change] = {"inc": "increase", "dec": "decrease"}
_BASES: Mapping[str, ChangeBasis] = {"yoy": "year_on_year", "pop": "period_on_period", "stated": "versus_stated"}


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
    remark: str
    text: str
    facts: tuple[GoldFact, ...]
    forbidden: tuple[Span, ...]
    open_spans: tuple[Span, ...]


def read_marked(path: Path) -> GoldDocument:
    """One labelled text.

    Raises:
        ValueError: a mark that cannot be read, with file and line.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("\n")
    doc_id, published, remark = (part.strip() for part in head.removeprefix("#").split("|"))
    facts: list[GoldFact] = []
    spans: dict[str, list[Span]] = {"no": [], "?": []}
    text = ""
    at = 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        surface, keys = mark["surface"], mark["keys"].strip()
        span = Span(len(text), len(text) + len(surface))
        if keys in spans:
            spans[keys].append(span)
        else:
            try:
                facts.append(_fact(span, surface, keys))
            except (ArithmeticError, ValueError, KeyError) as fault:
                line = body.count("\n", 0, mark.start()) + 2
                raise ValueError(f"{path}:{line}: ⟦{surface}⟧{{{keys}}}: {fault!r}") from fault
        text += surface
        at = mark.end()
    text = (text + body[at:]).rstrip("\n")
    if left := re.search("[⟦⟧]", text):
        raise ValueError(f"{path}: a mark was not read near {text[max(0, left.start() - 10) : left.end() + 10]!r}")
    day = datetime.date.fromisoformat(published) if published else None
    return GoldDocument(doc_id, day, remark, text, tuple(facts), tuple(spans["no"]), tuple(spans["?"]))


def _fact(span: Span, surface: str, keys: str) -> GoldFact:
    stated = dict(pair.strip().split("=", 1) for pair in keys.split(";") if pair.strip())
    if unknown := stated.keys() - _KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    modifier = stated.get("m") or ("range" if "lo" in stated and "v" not in stated else "exact")
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
