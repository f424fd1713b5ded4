"""Which of many trees can still match: a text is followed character by character, each way through it found once.

What one tree has left behind some characters is a `Left`, which remembers what is left behind one more; a state is what
all trees have left. A character that a tree does not name is taken for all of its sort. A tree that has nothing left is
decided, one that has no way left is out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.rulebook.syntax import AHEAD, ANYTHING, CHOICE, END, NOT_AHEAD, ONE, REPEAT, SEQUENCE, belongs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shuliang.rulebook.syntax import Piece

MOST_STEPS: Final = 100_000
"""Steps remembered; an automaton that knows more begins anew."""
MANY_FOLLOWING: Final = 12
"""Characters met in a state from which on it pays to know which trees name which."""
FEW_FOLLOWING: Final = 4
"""Characters met behind what a tree has left up to which it does not pay to know which it names."""


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


class Left:
    """What one tree has left: all rests that may be met. Without any it is decided, or out; `bit` says which tree."""

    __slots__ = ("_named", "bit", "following", "is_decided", "rests")

    def __init__(self, bit: int, rests: list[Rest], *, is_decided: bool) -> None:
        self.bit = bit
        self.rests = rests
        self.is_decided = is_decided
        self.following: dict[str, Left] = {}
        """By characters that are told apart, and by sorts of others."""
        self._named: frozenset[str] | None = None

    def named(self) -> frozenset[str]:
        """The characters that are told from others of their sorts."""
        if self._named is None:
            if len(self.rests) == 1:
                self._named = self.rests[0].named()
            else:
                self._named = frozenset([character for rest in self.rests for character in rest.named()])
        return self._named


class State:
    """What is left of all trees; while it is `open` more characters may leave fewer of them.

    Trees are bits, the first the lowest; `decided` match whatever comes.
    """

    __slots__ = ("_namers", "_possible", "alike", "decided", "following", "lefts", "open")

    def __init__(self, lefts: list[Left], decided: int) -> None:
        self.lefts = lefts
        self.decided = decided
        self.open = len(lefts) > 0
        self._possible = -1
        self.following: dict[str, State] = {}
        self._namers: dict[str, list[int]] | None = None
        self.alike: dict[str, list[Left | None]] = {}
        """By sort what is left behind a character that is not told apart, as far as it was found."""

    def possible(self) -> int:
        """The trees that can match."""
        if self._possible < 0:
            self._possible = self.decided
            for left in self.lefts:
                self._possible |= left.bit
        return self._possible

    def namers(self) -> dict[str, list[int]] | None:
        """For each character that is told apart the places of those who do; None while too few were met to pay."""
        if self._namers is None and len(self.following) >= MANY_FOLLOWING:
            self._namers = {}
            for place, left in enumerate(self.lefts):
                for character in left.named():
                    self._namers.setdefault(character, []).append(place)
        return self._namers


class Automaton:
    """Follows texts through trees; `sorts` are all that they ask for."""

    def __init__(self, trees: Iterable[Piece], sorts: Sequence[str], most_steps: int = MOST_STEPS) -> None:
        self._trees = list(trees)
        self._sorts = sorts
        self._most_steps = most_steps
        self._sort_of: dict[str, str] = {}
        self._rests: dict[tuple[int, int, int], Rest] = {}
        self._lefts: dict[frozenset[int], Left] = {}
        self._states: dict[tuple[int, tuple[Left, ...]], State] = {}
        self._steps = 0
        self._numbers = 0
        self._out = Left(0, [], is_decided=False)
        self.start = self._begin()

    def _begin(self) -> State:
        self._rests.clear()
        self._lefts.clear()
        self._states.clear()
        self._steps = 0
        lefts: list[Left] = []
        decided = 0
        for place, tree in enumerate(self._trees):
            if tree.kind == SEQUENCE and not tree.parts:
                decided |= 1 << place
            else:
                lefts.append(self._left(place, [self._rest(place, tree, self._rest(place, None, None))]))
        return self._state(lefts, decided)

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

    def _left(self, tree: int, rests: list[Rest]) -> Left:
        key = frozenset([rest.number for rest in rests])
        found = self._lefts.get(key)
        if found is None:
            found = self._lefts[key] = Left(1 << tree, rests, is_decided=False)
        return found

    def _state(self, lefts: list[Left], decided: int) -> State:
        key = (decided, tuple(lefts))
        found = self._states.get(key)
        if found is None:
            found = self._states[key] = State(lefts, decided)
        return found

    def _step(self, state: State, character: str) -> State:
        if self._steps >= self._most_steps:
            self.start = self._begin()
        self._steps += 1
        decided = state.decided
        lefts: list[Left] = []
        for left in self._lefts_behind(state, character):
            if left.is_decided:
                decided |= left.bit
            elif left.bit:
                lefts.append(left)
        found = state.following[character] = self._state(lefts, decided)
        return found

    def _lefts_behind(self, state: State, character: str) -> list[Left]:
        """What each of the state's trees has left behind the character."""
        sort = self._sort(character)
        namers = state.namers()
        if namers is None or not character:
            return [self._left_behind(left, character, sort) for left in state.lefts]
        alike = state.alike.get(sort)
        if alike is None:
            alike = state.alike[sort] = [None] * len(state.lefts)
        found = alike.copy()
        for place in namers.get(character, ()):
            found[place] = self._left_behind(state.lefts[place], character, sort)
        lefts: list[Left] = []
        for place, known in enumerate(found):
            left = known or self._left_behind(state.lefts[place], character, sort)
            if known is None:
                alike[place] = left
            lefts.append(left)
        return lefts

    def _left_behind(self, left: Left, character: str, sort: str) -> Left:
        is_apart = not character or len(left.following) < FEW_FOLLOWING or character in left.named()
        key = character if is_apart else sort
        found = left.following.get(key)
        if found is None:
            found = left.following[key] = self._found_behind(left, character)
        return found

    def _found_behind(self, left: Left, character: str) -> Left:
        found: dict[int, Rest] = {}
        seen: set[int] = set()
        for rest in left.rests:
            piece = rest.piece
            goes_on = piece is None or piece.nullable or piece.begins(character)
            if goes_on and self._follow(rest, character, found, seen):
                return Left(left.bit, [], is_decided=True)
        return self._left(left.rests[0].tree, list(found.values())) if found else self._out

    def _sort(self, character: str) -> str:
        """What stands for a character that is not named: the sorts that it belongs to."""
        found = self._sort_of.get(character)
        if found is None:
            if len(self._sort_of) >= self._most_steps:
                self._sort_of.clear()
            found = "".join(["+" if belongs(character, sort) else "-" for sort in self._sorts])
            self._sort_of[character] = found = f"sort {found}"
        return found

    def _follow(  # noqa: C901, PLR0911 - a branch for each kind of piece
        self, rest: Rest, character: str, found: dict[int, Rest], seen: set[int]
    ) -> bool:
        """Add to `found` what is left of a rest behind the character; tells whether nothing has to be left."""
        if rest.number in seen:
            return False
        seen.add(rest.number)
        piece, after, tree = rest.piece, rest.after, rest.tree
        if piece is None or piece.kind == ANYTHING:
            return True
        if not (piece.nullable or piece.begins(character)):
            return False
        assert after is not None
        kind = piece.kind
        if kind == ONE:
            found[after.number] = after
            return False
        if kind == SEQUENCE:
            return self._follow(rest.within or self._open(rest, piece, after), character, found, seen)
        if kind == CHOICE:
            for part in piece.branches(character):
                if self._follow(self._rest(tree, part, after), character, found, seen):
                    return True
            return False
        if kind == REPEAT:
            again = piece.most != 0 and (piece.parts[0].nullable or piece.parts[0].begins(character))
            if again and self._follow(rest.within or self._open(rest, piece, after), character, found, seen):
                return True
            return (piece.least == 0 or piece.parts[0].nullable) and self._follow(after, character, found, seen)
        if self._holds(piece, after, character):
            return self._follow(after, character, found, seen)
        ends = kind == AHEAD and after.piece is None
        return ends and self._follow(self._rest(tree, piece.parts[0], after), character, found, seen)

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
