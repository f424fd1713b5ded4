"""The rulebook compiled: one scan for anchors, and for each anchor only the rules that can apply there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.rulebook.words import longest_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import regex

    from shuliang.facts import Modifier
    from shuliang.rulebook.dispatch import CompiledRule, Dispatch
    from shuliang.rulebook.model import Rulebook

NAME_WORDS: Final = "numeral_words"
"""The lexicon of names with numerals in them."""


class Plan:
    """What the engine runs; `scan` matches numeral runs."""

    __slots__ = (
        "_detached_scan", "_word_scan", "anchor_words", "bounds_before", "detached", "detached_modifiers", "dispatch",
        "names_by_pair", "rulebook", "scan", "word_rules",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913 - a value with as many fields
        self,
        *,
        rulebook: Rulebook,
        scan: regex.Pattern[str],
        dispatch: Dispatch,
        anchor_words: tuple[str, ...],
        word_rules: dict[str, tuple[CompiledRule, ...]],
        names_by_pair: dict[str, tuple[tuple[str, int], ...]],
        bounds_before: dict[str, tuple[tuple[str, str, str], ...]],
        detached: regex.Pattern[str],
        detached_modifiers: Mapping[str, Modifier],
    ) -> None:
        self.rulebook = rulebook
        self.scan = scan
        self.dispatch = dispatch
        self.anchor_words = anchor_words
        self.word_rules = word_rules
        self.names_by_pair = names_by_pair
        self.bounds_before = bounds_before
        self.detached = detached
        self.detached_modifiers = detached_modifiers
        self._word_scan = longest_words(anchor_words)
        self._detached_scan = longest_words([*detached_modifiers])

    def anchors(self, text: str) -> list[tuple[int, int, bool]]:
        """Where readings can begin, in order: half-open spans of numeral runs (True) and anchor words (False)."""
        anchors = [(hit.start(), hit.end(), True) for hit in self.scan.finditer(text)]
        words = self._word_scan.find(text)
        if words:
            anchors += [(start, end, False) for start, end, _ in words]
            anchors.sort()
        return anchors

    def detached_in(self, text: str) -> list[int]:
        """Where bound words that may stand apart from their number end, in order."""
        return [end for _, end, _ in self._detached_scan.find(text)]

    def detached_modifier(self, text: str, begin: int, end: int, *, is_share: bool) -> Modifier | None:
        """The modifier of a bound word that governs a number at `end` from a little before it, None for none."""
        hit = self.detached.match(text, begin, end)
        if hit is None or (hit["base"] is not None and not is_share):
            return None
        words, surface = self.detached_modifiers, hit.group()
        return words[next(surface[:length] for length in range(len(surface), 0, -1) if surface[:length] in words)]
