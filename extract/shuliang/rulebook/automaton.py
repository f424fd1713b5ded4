"""Which of many trees can still match: a text is followed character by character, each way through it found once.

A state is what each tree has left; it remembers the state behind every character that was met in it, and takes one that
its trees do not name for all of its sort. A tree that has nothing left is decided, one that has no way left is out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.rulebook.syntax import AHEAD, ANYTHING, CHOICE, END, NOT_AHEAD, ONE, REPEAT, SEQUENCE, belongs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shuliang.rulebook.syntax import Piece

MOST_STEPS: Final = 100_000
"""Steps remembered; an automaton that knows more begins anew."""


class Rest:
    """What a tree has left: a piece and the rest behind it; without a piece nothing is left."""

    __slots__ = ("_named", "after", "number", "piece", "tree", "within")

    def __init__(self, number: int, tree: int, piece: Piece | None, after: Rest | None) -> None:
        self.number = number
        self.tree = tree
        self.piece = piece
        self.after = after
        self.within: Rest | None = None
        """What is left when the piece is opened: the parts of a sequence, once the part of a repetition."""
        self._named: frozenset[str] | None = None

    def named(self) -> frozenset[str]:
        """The characters that are told apart."""
        if self._named is None:
            if self.piece is None:
                self._named = frozenset()
            elif self.after is not None and self.piece.nullable:
                self._named = self.piece.named() | self.after.named()
            else:
                self._named = self.piece.named()
        return self._named


class State:
    """What is left of the trees that can match; while it is `open` more characters may leave fewer of them."""

    __slots__ = ("_trees", "decided", "following", "number", "open", "rests")

    def __init__(self, number: int, rests: Sequence[Rest], decided: frozenset[int]) -> None:
        self.number = number
        self.rests = rests
        self.decided = decided
        self.open = len(rests) > 0
        self.following: dict[str, State] = {}
        self._trees: tuple[int, ...] | None = None

    def trees(self) -> tuple[int, ...]:
        """The trees that can match, in order."""
        if self._trees is None:
            self._trees = tuple(sorted(self.decided.union([rest.tree for rest in self.rests])))
        return self._trees

    def names(self, character: str) -> bool:
        """Whether what is left tells the character from others of its sort."""
        for rest in self.rests:
            if character in rest.named():
                return True
        return not character


class Automaton:
    """Follows texts through trees, which are known by their places in the list; `sorts` are all that they ask for."""

    def __init__(self, trees: Iterable[Piece], sorts: Sequence[str], most_steps: int = MOST_STEPS) -> None:
        self._trees = list(trees)
        self._sorts = sorts
        self._most_steps = most_steps
        self._sort_of: dict[str, str] = {}
        self._rests: dict[tuple[int, int, int], Rest] = {}
        self._states: dict[tuple[frozenset[int], frozenset[int]], State] = {}
        self._steps = 0
        self._numbers = 0
        self.start = self._begin()

    def _begin(self) -> State:
        self._rests.clear()
        self._states.clear()
        self._steps = 0
        ends = [place for place, tree in enumerate(self._trees) if tree.kind == SEQUENCE and not tree.parts]
        rests = [self._rest(place, tree, self._rest(place, None, None)) for place, tree in enumerate(self._trees)]
        return self._state(rests, ends)

    def after(self, state: State, text: str, start: int, end: int) -> State:
        """The state behind `text[start:end]`; what lies beyond the text's end is its end."""
        at = start
        while at < end and state.open:
            character = text[at] if at < len(text) else ""
            following = state.following.get(character)
            if following is None:
                following = self._step(state, character)
            state = following
            at += 1
        return state

    def back(self, state: State, text: str, end: int, start: int) -> State:
        """The same from `end` back to `start`; what lies before the text is its beginning."""
        at = end
        while at > start and state.open:
            at -= 1
            character = text[at] if at >= 0 else ""
            following = state.following.get(character)
            if following is None:
                following = self._step(state, character)
            state = following
        return state

    def _rest(self, tree: int, piece: Piece | None, after: Rest | None) -> Rest:
        key = (tree, 0 if piece is None else id(piece), -1 if after is None else after.number)
        found = self._rests.get(key)
        if found is None:
            self._numbers += 1
            found = self._rests[key] = Rest(self._numbers, tree, piece, after)
        return found

    def _state(self, rests: Sequence[Rest], decided: Iterable[int]) -> State:
        settled = frozenset(decided)
        left = [rest for rest in rests if rest.tree not in settled]
        key = (frozenset([rest.number for rest in left]), settled)
        found = self._states.get(key)
        if found is None:
            self._numbers += 1
            found = self._states[key] = State(self._numbers, left, settled)
        return found

    def _step(self, state: State, character: str) -> State:
        if self._steps >= self._most_steps:
            self.start = self._begin()
        self._steps += 1
        if state.names(character):
            found = self._behind(state, character)
        else:
            sort = self._sort(character)
            known = state.following.get(sort)
            found = state.following[sort] = known or self._behind(state, character)
        state.following[character] = found
        return found

    def _sort(self, character: str) -> str:
        """What stands for a character that is not named: the sorts that it belongs to."""
        found = self._sort_of.get(character)
        if found is None:
            if len(self._sort_of) >= self._most_steps:
                self._sort_of.clear()
            found = "".join(["+" if belongs(character, sort) else "-" for sort in self._sorts])
            self._sort_of[character] = found = f"sort {found}"
        return found

    def _behind(self, state: State, character: str) -> State:
        decided = set(state.decided)
        left: dict[int, Rest] = {}
        seen: set[int] = set()
        for rest in state.rests:
            piece = rest.piece
            if piece is None or piece.nullable or piece.begins(character):
                self._follow(rest, character, left, decided, seen)
        return self._state(list(left.values()), decided)

    def _follow(  # noqa: C901 - a branch for each kind of piece
        self, rest: Rest, character: str, left: dict[int, Rest], decided: set[int], seen: set[int]
    ) -> None:
        """Add to `left` what is left of a rest behind the character, to `decided` its tree if nothing had to be."""
        if rest.number in seen:
            return
        seen.add(rest.number)
        piece, after, tree = rest.piece, rest.after, rest.tree
        if piece is None or piece.kind == ANYTHING:
            decided.add(tree)
            return
        if not (piece.nullable or piece.begins(character)):
            return
        assert after is not None
        kind = piece.kind
        if kind == ONE:
            left[after.number] = after
        elif kind == SEQUENCE:
            self._follow(rest.within or self._open(rest, piece, after), character, left, decided, seen)
        elif kind == CHOICE:
            for part in piece.branches(character):
                self._follow(self._rest(tree, part, after), character, left, decided, seen)
        elif kind == REPEAT:
            if piece.most != 0 and (piece.parts[0].nullable or piece.parts[0].begins(character)):
                self._follow(rest.within or self._open(rest, piece, after), character, left, decided, seen)
            if piece.least == 0 or piece.parts[0].nullable:
                self._follow(after, character, left, decided, seen)
        elif self._holds(piece, after, character):
            self._follow(after, character, left, decided, seen)
        elif kind == AHEAD and after.piece is None:
            self._follow(self._rest(tree, piece.parts[0], after), character, left, decided, seen)

    def _open(self, rest: Rest, piece: Piece, after: Rest) -> Rest:
        if piece.kind == REPEAT:
            after = self._rest(rest.tree, piece.once_more(), after)
        for part in reversed(piece.parts):
            after = self._rest(rest.tree, part, after)
        rest.within = after
        return after

    @staticmethod
    def _holds(piece: Piece, after: Rest, character: str) -> bool:
        """Whether a condition may hold before the character; a look ahead that ends its tree is followed instead."""
        if piece.kind == AHEAD:
            ahead = piece.parts[0]
            return after.piece is not None and (ahead.nullable or ahead.begins(character))
        if piece.kind == NOT_AHEAD:
            return not piece.parts[0].surely(character)
        return piece.kind != END or character in ("", "\n")
