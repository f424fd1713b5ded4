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
    from collections.abc import Sequence

    from shuliang.engine import Readings
    from shuliang.facts import Document
    from shuliang.rulebook.model import Rulebook
    from shuliang.text.clean import CleanText


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
        [found] = self.read_together([document])
        return found

    def read_together(self, documents: Sequence[Document]) -> list[DocumentRead]:
        """Read documents, one stage after the other over all of them, so that each finds its data in the cache."""
        texts = [clean(document.text) for document in documents]
        scanned = self.engine.read_together(texts, [document.published for document in documents])
        return [self._understood(*three) for three in zip(documents, texts, scanned, strict=True)]

    def _understood(self, document: Document, text: CleanText, found: Readings) -> DocumentRead:
        meanings = self.meaning.read(text, found.readings, document.published, document.title)
        return DocumentRead(text, sentence_spans(text.text), found.readings, meanings, found.refused, found.residue)
