"""Word lists as patterns: a trie is twice as fast as `\\L<…>` and can carry a guard for each word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shuliang.rulebook.model import Lexicon

END = ""
Trie = dict[str, "Trie | str"]


def trie_pattern(words: Iterable[tuple[str, str]]) -> str:
    """A pattern of all words, the longest first, each with the characters that must not follow it ("" for none)."""
    root: Trie = {}
    for word, not_before in words:
        node = root
        for character in word:
            child = node.setdefault(character, {})
            assert isinstance(child, dict)
            node = child
        node[END] = f"(?![{regex.escape(not_before)}])" if not_before else ""
    return _pattern(root)


def _pattern(node: Trie) -> str:
    branches = [
        regex.escape(character, literal_spaces=False) + _pattern(child)
        for character, child in sorted(node.items())
        if isinstance(child, dict)
    ]
    guard = node.get(END)
    if isinstance(guard, str):
        branches.append(guard)
    if len(branches) == 1:
        return branches[0]
    return f"(?:{'|'.join(branches)})"


def lexicon_pattern(lexicon: Lexicon) -> str:
    return trie_pattern((word, entry.meaning.get("not_before", "")) for entry in lexicon.entries for word in entry.words)


LEXICON_CALL = regex.compile(r"\\L<([^<>]*)>")
FRAGMENT_CALL = regex.compile(r"\(\?&(\w+)\)")


def expanded(pattern: str, fragments: Mapping[str, str], lexicons: Mapping[str, Lexicon]) -> str:
    """The pattern with fragments and word lists written out, which `regex` runs faster than calls."""
    while FRAGMENT_CALL.search(pattern):
        pattern = FRAGMENT_CALL.sub(lambda call: f"(?:{fragments[call[1]]}\n)", pattern)
    return LEXICON_CALL.sub(lambda call: lexicon_pattern(lexicons[call[1]]), pattern)
