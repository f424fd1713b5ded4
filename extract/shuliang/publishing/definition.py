"""datasets/<name>/dataset.yaml as frozen values: what is read, what is published, what must hold."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from shuliang.errors import DatasetError, InputError, Place
from shuliang.facts import KINDS, Kind
from shuliang.publishing.bounds import (
    Bounds,
    Gates,
    GoldenGate,
    MostGate,
    NullsGate,
    PreviousGate,
    QuantileGate,
    RowsGate,
    ScoreGate,
)
from shuliang.publishing.pages import read_page
from shuliang.rulebook.faults import did_you_mean
from shuliang.table.columns import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shuliang.rulebook.faults import Faults
    from shuliang.rulebook.yaml_lines import Page, Steps

DEFINITION = "dataset.yaml"
KEYS = ("fact_id", "doc_id", "char_start", "char_end", "surface", "kind", "rule_id")
"""The columns that every release must publish: without them no row can be found again."""
SHARD_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One file or folder that is read. `path` is relative to the dataset's folder; None where only `uri` is known."""

    place: Place
    sha256: str
    read: str
    licence: str
    path: str | None = None
    uri: str | None = None
    title: str | None = None
    prefix: str | None = None
    published: datetime.date | None = None
    encoding: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path or self.uri or ""


@dataclass(frozen=True, slots=True)
class Maintainer:
    name: str
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A dataset's definition, checked; `name` is the name of its folder."""

    name: str
    folder: Path
    page: Page
    version: str
    title: str
    description: str
    licence: str
    maintainers: tuple[Maintainer, ...]
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    columns: tuple[str, ...]
    gates: Gates
    released: datetime.date | None = None
    citation: str | None = None
    homepage: str | None = None
    keywords: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    partition: Literal["none", "kind"] = "none"
    shard_rows: int = SHARD_ROWS


def load_definition(folder: Path, *, files_at_hand: bool = True) -> Definition:
    """Reads and checks `folder`/dataset.yaml; the files it names need not be there for the copy in a release.

    Raises:
        InputError: there is none.
        DatasetError: every fault of the file, each with its line.
    """
    path = folder / DEFINITION
    if not path.is_file():
        message = f"{path}: no such file; `shuliang dataset new {folder.name}` makes one"
        raise InputError(message)
    page, faults = read_page(path, "dataset")
    if faults.found:
        raise DatasetError(faults.found)
    definition = _Reading(page, faults, folder, files_at_hand).definition()
    if faults.found:
        raise DatasetError(faults.found)
    return definition


@dataclass(slots=True)
class _Reading:
    """A page that its schema takes, on its way to values; what the schema cannot know is added to `faults`."""

    page: Page
    faults: Faults
    folder: Path
    files_at_hand: bool

    def definition(self) -> Definition:
        page = self.page
        return Definition(
            name=self.folder.resolve().name,
            folder=self.folder,
            page=page,
            version=page.text("version"),
            title=page.text("title").strip(),
            description=page.text("description").strip(),
            licence=page.text("licence"),
            maintainers=tuple(
                Maintainer(page.text(*at, "name"), page.text(*at, "email") or None, page.text(*at, "url") or None)
                for at in self._each("maintainers")
            ),
            sources=self._sources(),
            kinds=self._kinds(),
            columns=self._columns(),
            gates=self._gates(),
            released=self._day(("released",)),
            citation=page.text("citation").strip() or None,
            homepage=page.text("homepage") or None,
            keywords=page.texts("keywords"),
            limits=tuple(limit.strip() for limit in page.texts("limits")),
            partition=cast("Literal['none', 'kind']", page.text("partition", "by") or "none"),
            shard_rows=max(1, int(page.text("partition", "rows") or SHARD_ROWS)),
        )

    def _each(self, *path: str) -> list[tuple[str | int, ...]]:
        return [(*path, place) for place in range(len(self.page.items(*path)))]

    def _fault(self, path: Steps, message: str) -> None:
        where = ".".join(step for step in path if isinstance(step, str))
        self.faults.add(self.page.place(*path), where, message)

    def _known(self, path: Steps, known: tuple[str, ...], what: str) -> str | None:
        """The word at `path`, which must be one of `known`; None where there is none."""
        word = self.page.text(*path) or None
        if word is not None and word not in known:
            self._fault(path, f"{word} is no {what}{did_you_mean(word, known)}")
        return word

    def _day(self, path: Steps) -> datetime.date | None:
        words = self.page.text(*path)
        try:
            return datetime.date.fromisoformat(words) if words else None
        except ValueError:
            self._fault(path, f"{words} is no day of the calendar")
            return None

    def _kinds(self) -> tuple[Kind, ...]:
        named = {self._known((*at,), KINDS, "kind") for at in self._each("kinds")}
        return tuple(kind for kind in KINDS if kind in named) or KINDS

    def _columns(self) -> tuple[str, ...]:
        names = tuple(FACTS.schema.names)
        named = {self._known((*at,), names, "column") for at in self._each("columns")}
        if named and (missing := [key for key in KEYS if key not in named]):
            self._fault(("columns",), f"lack {', '.join(missing)}, without which no row can be found again")
        return tuple(name for name in names if name in named) or names

    def _sources(self) -> tuple[Source, ...]:
        page, sources = self.page, []
        for at in self._each("sources"):
            path = page.text(*at, "path") or None
            self._day((*at, "read"))
            if path and (path.startswith("/") or ".." in path.split("/")):
                self._fault((*at, "path"), f"{path} lies outside the dataset's folder; move it there, or name its uri")
            elif path and self.files_at_hand and not (self.folder / path).exists():
                self._fault((*at, "path"), f"{path}: no such file or folder in {self.folder}")
            names = ("id", "text", "title", "published", "source", "url")
            fields = {name: word for name in names if (word := page.text(*at, "fields", name))}
            sources.append(
                Source(
                    place=page.place(*at),
                    sha256=page.text(*at, "sha256"),
                    read=page.text(*at, "read"),
                    licence=page.text(*at, "licence"),
                    path=path.rstrip("/") if path else None,
                    uri=page.text(*at, "uri") or None,
                    title=page.text(*at, "title") or None,
                    prefix=page.text(*at, "prefix") or None,
                    published=self._day((*at, "published")),
                    encoding=page.text(*at, "encoding") or None,
                    fields=fields,
                )
            )
        return tuple(sources)

    def _gates(self) -> Gates:
        page, top = self.page, ("gates",)
        return Gates(
            place=page.place(*top),
            previous=PreviousGate(
                page.place(*top, "previous"),
                Decimal(page.text(*top, "previous", "lost") or 0),
                Decimal(page.text(*top, "previous", "changed") or 0),
            ),
            broken=int(page.text(*top, "broken") or 0),
            rows=tuple(
                RowsGate(page.place(*at), self._bounds(at), self._kind(at), page.text(*at, "rule") or None,
                         page.text(*at, "source") or None)
                for at in self._each(*top, "rows")
            ),
            nulls=tuple(
                NullsGate(page.place(*at), self._bounds(at), self._column((*at, "column")), self._kind(at))
                for at in self._each(*top, "nulls")
            ),
            rejects=self._most((*top, "rejects")),
            residue=self._most((*top, "residue")),
            quantiles=tuple(
                QuantileGate(page.place(*at), self._bounds(at), page.text(*at, "unit"),
                             Decimal(page.text(*at, "quantile")), page.text(*at, "column") or "value", self._kind(at))
                for at in self._each(*top, "quantiles")
            ),
            golden=tuple(GoldenGate(page.place(*at), self._golden(at)) for at in self._each(*top, "golden")),
            score=self._score((*top, "score")),
        )  # fmt: skip

    def _bounds(self, at: Steps) -> Bounds:
        low, high = (self.page.text(*at, side) for side in ("at_least", "at_most"))
        bounds = Bounds(Decimal(low) if low else None, Decimal(high) if high else None)
        if bounds.at_least is not None and bounds.at_most is not None and bounds.at_least > bounds.at_most:
            self._fault((*at, "at_most"), f"{high} is less than at_least, {low}: nothing can pass")
        return bounds

    def _kind(self, at: Steps) -> str | None:
        return self._known((*at, "kind"), KINDS, "kind")

    def _column(self, path: Steps) -> str:
        return self._known(path, tuple(FACTS.schema.names), "column") or ""

    def _golden(self, at: Steps) -> Mapping[str, str]:
        names = [name for name in cast("dict[str, str]", self._mapping(at)) if name]
        for name in names:
            if name not in FACTS.schema.names:
                self._fault((*at, name), f"is no column{did_you_mean(name, FACTS.schema.names)}")
        return {name: self.page.text(*at, name) for name in names}

    def _mapping(self, at: Steps) -> object:
        value: object = self.page.values
        for step in at:
            value = cast("dict[str | int, object]", value)[step]
        return value

    def _most(self, at: Steps) -> MostGate | None:
        most, share = self.page.text(*at, "at_most"), self.page.text(*at, "share")
        if not most and not share:
            return None
        return MostGate(self.page.place(*at), int(most) if most else None, Decimal(share) if share else None)

    def _score(self, at: Steps) -> ScoreGate | None:
        name = self.page.text(*at, "file")
        if not name:
            return None
        if self.files_at_hand and not (self.folder / name).is_file():
            self._fault((*at, "file"), f"{name}: no such file in {self.folder}")
        least = {word: Decimal(bound) for word in ("precision", "recall", "f1") if (bound := self.page.text(*at, word))}
        return ScoreGate(self.page.place(*at), self.folder / name, least)
