"""Text, engine and meaning wired together: the one place that knows them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuliang.engine import Engine
from shuliang.meaning import MeaningReader
from shuliang.memory import garbage_not_searched
from shuliang.rulebook.cache import kept_finder
from shuliang.rulebook.plan_cache import default_plan
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
    meaning: MeaningReader

    @classmethod
    def default(cls) -> RulebookReader:
        """The shipped rulebook."""
        with garbage_not_searched():
            plan = default_plan()
            return cls(Engine(plan), MeaningReader.from_lexicons(plan.rulebook.lexicons, kept_finder))

    @classmethod
    def of(cls, rulebook: Rulebook) -> RulebookReader:
        """A rulebook of one's own."""
        from shuliang.rulebook.compile import compile_plan  # noqa: PLC0415 - which the shipped rulebook seldom needs

        plan = compile_plan(rulebook)
        return cls(Engine(plan), MeaningReader.from_lexicons(plan.rulebook.lexicons))

    def read(self, document: Document) -> DocumentRead:
        """Everything that stands in a document, its spans in clean coordinates."""
        text = clean(document.text)
        found = self.engine.read(text, document.published)
        meanings = self.meaning.read(text, found.readings, document.published, document.title)
        return DocumentRead(text, sentence_spans(text.text), found.readings, meanings, found.refused, found.residue)
