"""Patterns as trees: what can stand where, for the automaton that finds out which rules can apply.

Read from rules before fragments and word lists are written out, so that each is one tree, however many rules call it.
What looks back, or is not understood here, is taken to hold: a tree accepts more than its pattern, never less.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from shuliang.rulebook.model import Lexicon

ONE: Final = 0
"""One character out of some."""
SEQUENCE: Final = 1
CHOICE: Final = 2
REPEAT: Final = 3
AHEAD: Final = 4
NOT_AHEAD: Final = 5
END: Final = 6
"""The end of the text, or a line's end there."""
ANYTHING: Final = 7
"""What only the pattern itself can tell."""
BEHIND: Final = 8
"""What must stand before, without parts a place (`^`, `\\b`); taken to hold, like the next."""
NOT_BEHIND: Final = 9
SHORT: Final = 64
"""Characters of a range up to which they are told apart."""
ANY: Final = "[^]"
"""Any character at all."""
MANY: Final = 8
"""Repetitions from which on their number is not told apart."""

Row = tuple[int, str, tuple["int", ...], int, int]
"""A piece as plain values: kind, source, parts by their numbers, least and most repetitions (-1 for any)."""

_CLASS = regex.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", regex.DOTALL)
_COUNT = regex.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_NAMED = regex.compile(r"\(\?P<\w+>")
_CALL = regex.compile(r"\(\?&(\w+)\)")
_AGAIN = regex.compile(r"\(\?P=\w+\)")
_LIST = regex.compile(r"\\L<([^<>]*)>")
_CODE = regex.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_SORT = regex.compile(r"\\(?:[pP]\{[^}]*\}|[dDsSwW])")
_MEMBER = regex.compile(
    rf"(?P<sort>{_SORT.pattern})|(?P<code>{_CODE.pattern})|\\(?P<escaped>.)|(?P<plain>.)", regex.DOTALL
)
_LOOKS: Final = {"(?=": AHEAD, "(?!": NOT_AHEAD, "(?<=": BEHIND, "(?<!": NOT_BEHIND}
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}


@cache
def _sort(source: str) -> regex.Pattern[str]:
    return regex.compile(source, regex.VERSION0)


class Characters:
    """Some characters: those that are `named`, and all of some `sorts` (classes as patterns); or all others."""

    __slots__ = ("named", "negated", "sorts")

    def __init__(self, source: str) -> None:
        r"""Take one character, a sort (`\p{Han}`) or a class in brackets."""
        self.negated = source.startswith("[^")
        self.sorts: tuple[str, ...] = ()
        if len(source) == 1:
            self.named = frozenset(source)
            return
        inside = source[2 if self.negated else 1 : -1] if source[0] == "[" else source
        named: list[str] = []
        sorts: list[str] = []
        members = [*_MEMBER.finditer(inside)]
        at = 0
        while at < len(members):
            first = members[at]
            at += 1
            if first["sort"]:
                sorts.append(first["sort"])
            elif at + 1 < len(members) and members[at]["plain"] == "-":
                low, high = ord(_character(first)), ord(_character(members[at + 1]))
                at += 2
                if high - low < SHORT:
                    named += [chr(code) for code in range(low, high + 1)]
                else:
                    sorts.append(f"[\\U{low:08x}-\\U{high:08x}]")
            else:
                named.append(_character(first))
        self.named = frozenset(named)
        self.sorts = tuple(sorts)

    def has(self, character: str) -> bool:
        """Whether the character is one of them; the end of the text, "", never is."""
        if not character:
            return False
        found = character in self.named or any(belongs(character, sort) for sort in self.sorts)
        return found != self.negated


def belongs(character: str, sort: str) -> bool:
    """Whether a character is of a sort of `Characters`."""
    return _sort(sort).match(character) is not None


def _character(member: regex.Match[str]) -> str:
    if member["code"]:
        return chr(int(f"0x{member['code'][2:]}", 0))
    return _SIGNS.get(member["escaped"], member["escaped"]) if member["escaped"] else member["plain"]


class Piece:
    """A node of a tree; `source` says the characters of ONE as a pattern."""

    __slots__ = (
        "_beginning", "_begins", "_branches", "_by_first", "_named", "_once_more", "_others", "_surely", "characters",
        "kind", "least", "most", "nullable", "number", "parts", "source",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913, PLR0917 - a value with as many fields
        self, number: int, kind: int, source: str, parts: tuple[Piece, ...], least: int, most: int
    ) -> None:
        self.number = number
        self.kind = kind
        self.source = source
        self.characters: Characters | None = None
        self.parts = parts
        self.least = least
        self.most = most
        self.nullable = _nullable(kind, parts, least)
        # What is found out is remembered; of most pieces nothing is ever asked, so they have nothing to keep it in.
        self._begins: dict[str, bool] | None = None
        self._beginning: tuple[frozenset[str], bool] | None = None
        self._by_first: dict[str, list[Piece]] | None = None
        self._others: Sequence[Piece] = ()
        self._surely: dict[str, bool] | None = None
        self._branches: dict[str, tuple[Piece, ...]] | None = None
        self._once_more: Piece | None = None
        self._named: frozenset[str] | None = None

    def named(self) -> frozenset[str]:
        """The characters that this tells apart where it begins; others differ by their sorts alone."""
        if self._named is None:
            found: set[str] = set()
            if self.kind == ONE:
                found.update(self.of().named)
            elif self.kind == END:
                found.add("\n")
            for part in self.first_parts():
                found.update(part.named())
            self._named = frozenset(found)
        return self._named

    def first_parts(self) -> tuple[Piece, ...]:
        """The parts with which a match can begin: of a sequence those up to the first that takes something."""
        if self.kind == SEQUENCE:
            for place, part in enumerate(self.parts):
                if not part.nullable:
                    return self.parts[: place + 1]
        return self.parts

    def of(self) -> Characters:
        """The characters of ONE."""
        if self.characters is None:
            self.characters = Characters(self.source)
        return self.characters

    def beginning(self) -> tuple[frozenset[str], bool]:
        """Characters that this can begin with, and whether there may be more."""
        if self._beginning is None:
            self._beginning = self._begin()
        return self._beginning

    def begins(self, character: str) -> bool:
        """Whether something that this matches can begin with the character ("" for the end of the text)."""
        first, is_open = self.beginning()
        if character in first or not is_open:
            return character in first
        if self._begins is None:
            self._begins = {}
        known = self._begins.get(character)
        if known is None:
            known = self._begins[character] = self._can_begin(character)
        return known

    def _begin(self) -> tuple[frozenset[str], bool]:
        if self.kind == ONE:
            one = self.of()
            return (frozenset(), True) if one.negated else (one.named, len(one.sorts) > 0)
        if self.kind not in (SEQUENCE, CHOICE, REPEAT):
            return frozenset(), self.kind == ANYTHING
        first: set[str] = set()
        is_open = False
        for part in self.first_parts():
            known, more = part.beginning()
            first.update(known)
            is_open = is_open or more
        return frozenset(first), is_open

    def _can_begin(self, character: str) -> bool:
        if self.kind == ONE:
            return self.of().has(character)
        if self.kind in (SEQUENCE, CHOICE, REPEAT):
            return any(part.begins(character) for part in self.first_parts())
        return self.kind == ANYTHING

    def surely(self, character: str) -> bool:
        """Whether this matches at the character, whatever stands behind it."""
        if not (self.nullable or self.begins(character)):
            return False
        if self._surely is None:
            self._surely = {}
        known = self._surely.get(character)
        if known is None:
            known = self._surely[character] = self._must_match(character)
        return known

    def _must_match(self, character: str) -> bool:
        if self.kind == ONE:
            return self.begins(character)
        if self.kind == SEQUENCE:
            for part in self.parts[1:]:
                if part.kind != REPEAT or part.least:
                    return False
            return not self.parts or self.parts[0].surely(character)
        if self.kind == CHOICE:
            return any(part.surely(character) for part in self.parts)
        if self.kind == REPEAT:
            return self.least == 0 or (self.least == 1 and self.parts[0].surely(character))
        return False

    def branches(self, character: str) -> tuple[Piece, ...]:
        """The parts of a choice that can go on with the character, or without any."""
        if self._branches is None:
            self._branches = {}
        found = self._branches.get(character)
        if found is None:
            found = tuple([part for part in self._likely(character) if part.nullable or part.begins(character)])
            self._branches[character] = found
        return found

    def _likely(self, character: str) -> Sequence[Piece]:
        """The parts that can begin with the character by what is known of them, and those of which not all is known."""
        by_first = self._by_first
        if by_first is None:
            by_first = self._by_first = {}
            others = []
            for part in self.parts:
                first, is_open = part.beginning()
                if part.nullable or is_open:
                    others.append(part)
                else:
                    for one in first:
                        by_first.setdefault(one, []).append(part)
            self._others = others
        return [*by_first.get(character, ()), *self._others]

    def once_more(self) -> Piece:
        """What is left of a repetition when its part was matched once."""
        if self._once_more is None:
            if self.most < 0 and self.least == 0:
                self._once_more = self
            else:
                most = self.most - 1 if self.most > 0 else self.most
                self._once_more = Piece(-1, REPEAT, "", self.parts, max(0, self.least - 1), most)
        return self._once_more


def _nullable(kind: int, parts: tuple[Piece, ...], least: int) -> bool:
    if kind == ONE:
        return False
    if kind == SEQUENCE:
        return all(part.nullable for part in parts)
    if kind == CHOICE:
        return any(part.nullable for part in parts)
    return least == 0 or parts[0].nullable if kind == REPEAT else True


class Trees:
    """Trees of patterns; equal pieces are one.

    Of the fragment `loose` (numerals, which stand in most rules) a tree keeps what it can begin with and go on with.
    """

    def __init__(self, fragments: Mapping[str, str], lexicons: Mapping[str, Lexicon], loose: str = "number") -> None:
        self._fragments = fragments
        self._lexicons = lexicons
        self._loose = loose
        self._known: dict[Row, Piece] = {}
        self._named: dict[str, Piece] = {}
        self.empty = self._piece(SEQUENCE)

    def tree(self, pattern: str) -> Piece:
        """The tree of a pattern in the verbose form of rules."""
        return _Reader(pattern, self).whole()

    def _piece(self, kind: int, source: str = "", parts: Iterable[Piece] = (), least: int = 0, most: int = 0) -> Piece:
        below = tuple(parts)
        row: Row = (kind, source, tuple([part.number for part in below]), least, most)
        found = self._known.get(row)
        if found is None:
            found = self._known[row] = Piece(len(self._known), kind, source, below, least, most)
        return found

    def one(self, source: str) -> Piece:
        return self._piece(ONE, source)

    def sequence(self, parts: Sequence[Piece]) -> Piece:
        flat: list[Piece] = []
        for part in parts:
            flat += part.parts if part.kind == SEQUENCE else (part,)
        return flat[0] if len(flat) == 1 else self._piece(SEQUENCE, parts=flat)

    def choice(self, parts: Sequence[Piece]) -> Piece:
        return parts[0] if len(parts) == 1 else self._piece(CHOICE, parts=parts)

    def repeat(self, part: Piece, least: int, most: int) -> Piece:
        if (least, most) == (1, 1):
            return part
        return self._piece(REPEAT, parts=(part,), least=min(least, MANY), most=-1 if most > MANY else most)

    def look(self, kind: int, part: Piece) -> Piece:
        return self._piece(kind, parts=(part,))

    def bare(self, kind: int) -> Piece:
        return self._piece(kind)

    def backwards(self, piece: Piece) -> Piece:
        """The tree of what the piece matches read from its end; what it looks ahead at is taken to hold."""
        if piece.kind in (BEHIND, NOT_BEHIND) and piece.parts:
            return self.look(AHEAD if piece.kind == BEHIND else NOT_AHEAD, self.backwards(piece.parts[0]))
        if piece.kind in (SEQUENCE, CHOICE, REPEAT):
            parts = [self.backwards(part) for part in reversed(piece.parts)]
            return self._piece(piece.kind, parts=parts, least=piece.least, most=piece.most)
        return piece if piece.kind in (ONE, ANYTHING) else self.bare(BEHIND)

    def before(self, tree: Piece) -> Piece:
        """What must and must not stand before a tree, read backwards from where it begins."""
        if tree.kind == CHOICE:
            return self.choice([self.before(part) for part in tree.parts])
        found: list[Piece] = []
        for part in tree.parts if tree.kind == SEQUENCE else (tree,):
            if part.kind in (BEHIND, NOT_BEHIND):
                found.append(self.backwards(part))
            elif part.kind not in (AHEAD, NOT_AHEAD):
                break
        return self.sequence(sorted(found, key=lambda look: look.kind == AHEAD))

    def any_text(self) -> Piece:
        return self.repeat(self.one(ANY), 0, -1)

    def fragment(self, name: str) -> Piece:
        """The tree of a fragment; what calls a group of its own may be any text."""
        if name not in self._fragments:
            return self.any_text()
        return self._once(f"&{name}", lambda: self._fragment(name))

    def _fragment(self, name: str) -> Piece:
        tree = self.tree(self._fragments[name])
        if name != self._loose:
            return tree
        first, is_open = tree.beginning()
        sources = {one.source for one in _consumed(tree)}
        inner = [source[1:-1] if len(source) > 1 and source[0] == "[" else _escaped(source) for source in sources]
        if is_open or tree.nullable or any(source.startswith("^") for source in inner):
            return self.bare(ANYTHING)
        further = self.one(f"[{''.join(sorted(inner))}]")
        return self.sequence((self.one(_class_of("".join(sorted(first)))), self.repeat(further, 0, -1)))

    def words(self, name: str) -> Piece:
        return self._once(f"<{name}", lambda: self._trie(self._lexicons[name]))

    def _once(self, name: str, make: Callable[[], Piece]) -> Piece:
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = make()
        return found

    def _trie(self, lexicon: Lexicon) -> Piece:
        words: dict[str, str] = {}
        for entry in lexicon.entries:
            words.update(dict.fromkeys(entry.words, entry.meaning.get("not_before", "")))
        return self._below("", words, sorted(words))

    def _below(self, head: str, guards: Mapping[str, str], words: Sequence[str]) -> Piece:
        """The words that begin with `head`, without it."""
        by_next: dict[str, list[str]] = {}
        branches: list[Piece] = []
        for word in words:
            if len(word) > len(head):
                by_next.setdefault(word[len(head)], []).append(word)
        for character, longer in by_next.items():
            branches.append(self.sequence((self.one(character), self._below(head + character, guards, longer))))
        if head in guards:
            guard = guards[head]
            branches.append(self.look(NOT_AHEAD, self.one(_class_of(guard))) if guard else self.empty)
        return self.choice(branches)


def _consumed(tree: Piece) -> list[Piece]:
    """The pieces of one character that a match takes, without those that are only looked at."""
    if tree.kind == ONE:
        return [tree]
    if tree.kind in (SEQUENCE, CHOICE, REPEAT):
        return [one for part in tree.parts for one in _consumed(part)]
    return []


def _escaped(source: str) -> str:
    return f"\\{source}" if source in "\\]^-[&~|" else source


def _class_of(characters: str) -> str:
    return characters if len(characters) == 1 else f"[{''.join(map(_escaped, characters))}]"


def rows_of(roots: Iterable[Piece]) -> tuple[list[Row], dict[int, int]]:
    """All pieces below some as plain values, and the row of each by its `id`."""
    rows: list[Row] = []
    places: dict[int, int] = {}

    def add(piece: Piece) -> int:
        if id(piece) not in places:
            parts = tuple([add(part) for part in piece.parts])
            places[id(piece)] = len(rows)
            rows.append((piece.kind, piece.source, parts, piece.least, piece.most))
        return places[id(piece)]

    for root in roots:
        add(root)
    return rows, places


def sorts_in(pieces: Iterable[Piece]) -> list[str]:
    """The sorts of characters that pieces, or those below them, ask for."""
    found: set[str] = set()
    waiting = [*pieces]
    seen: set[int] = set()
    while waiting:
        piece = waiting.pop()
        if id(piece) not in seen:
            seen.add(id(piece))
            waiting += piece.parts
            if piece.kind == ONE:
                found.update(piece.of().sorts)
    return sorted(found)


def pieces_of(rows: Iterable[Sequence[Any]]) -> list[Piece]:
    """Pieces from their rows, each behind those of its parts."""
    pieces: list[Piece] = []
    for kind, source, parts, least, most in rows:
        pieces.append(Piece(len(pieces), kind, source, tuple([pieces[part] for part in parts]), least, most))
    return pieces


class _Reader:
    """Reads one pattern from the left."""

    def __init__(self, pattern: str, trees: Trees) -> None:
        self.pattern = pattern
        self.trees = trees
        self.at = 0

    def whole(self) -> Piece:
        tree = self.choice()
        return tree if self.at == len(self.pattern) else self.trees.bare(ANYTHING)

    def choice(self) -> Piece:
        branches = [self.sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            branches.append(self.sequence())
        return self.trees.choice(branches)

    def sequence(self) -> Piece:
        parts: list[Piece] = []
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            if character in "|)":
                break
            if character.isspace():
                self.at += 1
            elif character == "#":
                line = self.pattern.find("\n", self.at)
                self.at = len(self.pattern) if line < 0 else line
            else:
                parts.append(self.counted(self.item(character)))
        return self.trees.sequence(parts)

    def counted(self, part: Piece) -> Piece:
        while self.at < len(self.pattern):
            sign = self.pattern[self.at]
            count = _COUNT.match(self.pattern, self.at) if sign == "{" else None
            if count and (count[1] or count[3]):
                least = int(count[1] or 0)
                most = least if not count[2] else int(count[3]) if count[3] else -1
                self.at = count.end()
            elif sign in "?*+":
                least, most = {"?": (0, 1), "*": (0, -1), "+": (1, -1)}[sign]
                self.at += 1
            else:
                break
            if self.pattern[self.at : self.at + 1] in ("?", "+"):
                self.at += 1
            part = self.trees.repeat(part, least, most)
        return part

    def item(self, character: str) -> Piece:
        if character == "(":
            return self.group()
        if character == "[":
            return self.class_()
        if character == "\\":
            return self.escape()
        self.at += 1
        if character == ".":
            return self.trees.one("[^\n]")
        if character in "^$":
            return self.trees.bare(END if character == "$" else BEHIND)
        return self.trees.one(character)

    def class_(self) -> Piece:
        hit = _CLASS.match(self.pattern, self.at)
        assert hit is not None
        self.at = hit.end()
        return self.trees.one(hit.group())

    def escape(self) -> Piece:
        if listed := _LIST.match(self.pattern, self.at):
            self.at = listed.end()
            return self.trees.words(listed[1])
        if code := _CODE.match(self.pattern, self.at):
            self.at = code.end()
            return self.trees.one(chr(int(code[1] or code[2] or code[3], 16)))
        if sort := _SORT.match(self.pattern, self.at):
            self.at = sort.end()
            return self.trees.one(sort.group())
        character = self.pattern[self.at + 1]
        self.at += 2
        if character in _SIGNS or not character.isalnum():
            return self.trees.one(_SIGNS.get(character, character))
        kind = END if character == "Z" else BEHIND if character in "bBA" else ANYTHING
        return self.trees.bare(kind)

    def group(self) -> Piece:
        if call := _CALL.match(self.pattern, self.at):
            self.at = call.end()
            return self.trees.fragment(call[1])
        if again := _AGAIN.match(self.pattern, self.at):
            self.at = again.end()
            return self.trees.any_text()
        opening = next((sign for sign in _LOOKS if self.pattern.startswith(sign, self.at)), "")
        named = _NAMED.match(self.pattern, self.at)
        plain = next((sign for sign in ("(?:", "(?>") if self.pattern.startswith(sign, self.at)), "")
        if not (opening or named or plain) and self.pattern.startswith("(?", self.at):
            return self.unknown()
        self.at += len(opening or (named.group() if named else plain) or "(")
        inside = self.choice()
        if not self.pattern.startswith(")", self.at):
            return self.unknown()
        self.at += 1
        return self.trees.look(_LOOKS[opening], inside) if opening else inside

    def unknown(self) -> Piece:
        """Give up what is left of the pattern."""
        self.at = len(self.pattern)
        return self.trees.bare(ANYTHING)
