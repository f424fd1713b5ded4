"""What bound words (近, 超过, 以上, 左右) do to a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.quantity.numerals import Numeral, bounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.facts import Modifier
    from shuliang.rulebook.model import Lexicon


class BoundWords:
    """The modifiers of the bound words of all lexicons whose names begin with `bounds_`."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self.before: dict[str, Modifier] = {}
        self.after: dict[str, Modifier] = {}
        for name, lexicon in lexicons.items():
            if name.startswith("bounds_"):
                words = self.before if name == "bounds_before" else self.after
                for entry in lexicon.entries:
                    for word in entry.words:
                        words[word] = entry.meaning["modifier"]  # type: ignore[assignment]  # a test holds them to MODIFIERS

    def apply(self, numeral: Numeral, before: str | None, after: str | None) -> Numeral:
        """The numeral under the words around it.

        A word before the number outweighs one behind it, and both outweigh a particle inside it; a range or a vague
        number keeps its sides. A tolerance (±0.5) is a range around zero.
        """
        if numeral.value is None:
            return numeral
        if before:
            modifier = self.before[before]
            if modifier == "range":
                return Numeral(None, -abs(numeral.value), abs(numeral.value), modifier)
            return bounded(numeral.value, modifier)
        if after:
            return bounded(numeral.value, self.after[after])
        return numeral
