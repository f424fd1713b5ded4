"""Text, engine and meaning wired together: the one place that knows them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuliang.engine import Engine
from shuliang.meaning import read_meaning
from shuliang.rulebook.plan import compile_plan, default_plan
from shuliang.running.kernel import DocumentRead
from shuliang.text.clean import clean
from shuliang.text.sentences import sentence_spans

if TYPE_CHECKING:
    from shuliang.facts import Document
    from shuliang.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class RulebookReader:
    """Reads documents with one compiled rulebook."""

    engine: Engine

    @classmethod
    def default(cls) -> RulebookReader:
        """The shipped rulebook."""
        return cls(Engine(default_plan()))

    @classmethod
    def of(cls, rulebook: Rulebook) -> RulebookReader:
        """A rulebook of one's own."""
        return cls(Engine(compile_plan(rulebook)))

    def read(self, document: Document) -> DocumentRead:
        """Everything that stands in a document, its spans in clean coordinates."""
        text = clean(document.text)
        found = self.engine.read(text, document.published)
        meanings = read_meaning(text, found.readings, document, None)
        return DocumentRead(text, sentence_spans(text.text), found.readings, meanings, found.refused, found.residue)
