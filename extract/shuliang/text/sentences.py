"""Sentences and paragraphs of a clean text as half-open spans of its characters."""

from __future__ import annotations

import re

# A sentence ends with a full stop, an exclamation or a question mark, or with the line. Half-width ! and ? do not
# end one inside an address or before a digit, where they are no punctuation; a half-width full stop never does.
_CLOSERS = "”’」』）)》〉】〕］\"'"
_SENTENCE = re.compile(rf"(?:[^。！？!?\n]++|[!?](?=[0-9A-Za-z&=/]))*+(?:[。！？!?]++[{_CLOSERS}]*+)?")
_LINE = re.compile(r"[^\n]+")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences in their order; every character that is no blank is in exactly one, none begins or ends blank."""
    return _trimmed(text, _SENTENCE)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The lines that are not blank, without the blanks around them."""
    return _trimmed(text, _LINE)


def _trimmed(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    spans = []
    for match in pattern.finditer(text):
        piece = match[0]
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.start() + len(piece.rstrip())
        if start < end:
            spans.append((start, end))
    return spans
