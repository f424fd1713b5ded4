"""A sentence as a row of tokens: cue words, readings, punctuation, and the nominal runs between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role
from shuliang.meaning.firms import meet_firms, with_firms
from shuliang.meaning.ground import TITLES_MEET
from shuliang.meaning.phrases import begins, name_end
from shuliang.meaning.tokens import KNOWN, NO_CUE, PERSON, READING, Piece, Token, run_start

if TYPE_CHECKING:
    from shuliang.meaning.cues import Cue, Cues
    from shuliang.meaning.ground import Ground

_TITLE = re.compile(r"《[^《》\n]*》")
_QUOTED = re.compile(r"[“‘「『][^“”‘’「」『』，。；：！？\n]{1,20}[”’」』]")
_ASIDE = re.compile(r"[（(【\[][^（()）【】\[\]\n]{0,60}[)）】\]]")
_CLOSED = {"《": _TITLE, **dict.fromkeys("“‘「『", _QUOTED), **dict.fromkeys("（(【[", _ASIDE)}
_ITEM = re.compile(r"\s*(?:[0-9]{1,2}[.．、)）](?![0-9])|[▲△●○■□◆◇★☆·•①-⑳⑴-⒇])\s*")
"""What numbers or marks an item of a list at its beginning."""
_FRAME_LENGTH: Final = 5
_ASPECTS: Final = frozenset("了着")
_DERIVABLE: Final = Role.VERB | Role.EITHER | Role.FLOW
_ACTS: Final = Role.VERB | Role.EITHER | Role.FLOW | Role.COMMON
_MAY_ACT: Final = Role.EITHER | Role.FLOW
_ENDINGS: Final = Role.COMMA | Role.STOP | Role.ENUM | Role.OF | Role.BRACKET
# These do end a clause: 下降了, 基础上.
_CLOSING: Final = Role.ASPECT | Role.WHERE | Role.CHANGE | Role.COMPARED
_UNSURE: Final = Role.WEAK | Role.TIMID | Role.COMPARATOR


def said_before(tokens: list[Token], at: int, roles: int) -> bool:
    """Whether the clause has a word of these roles before `tokens[at]`."""
    for place in range(at - 1, -1, -1):
        if tokens[place].roles & roles:
            return True
        if tokens[place].roles & (Role.COMMA | Role.STOP | Role.COLON):
            break
    return False


def tokenise(ground: Ground, pieces: list[Piece]) -> list[Token]:
    """The tokens of some pieces of a sentence, in their order.

    Quoted names and book titles without a reading belong to a noun, asides in brackets without one are left out.
    """
    tokens: list[Token] = []
    text = ground.text
    for piece in pieces:
        at = piece.start
        if not tokens and (item := _ITEM.match(text, at, piece.end)) and not _covers(ground, piece, item.end()):
            at = item.end()
        for index in piece.places:
            _scan_around_people(ground, at, ground.starts[index], tokens)
            at = ground.ends[index]
            tokens.append(Token(Role.READING, ground.starts[index], at, READING, index))
        _scan_around_people(ground, at, piece.end, tokens)
    tokens = _with_titles_apart(tokens, ground)
    tokens = [token for token in tokens if token.cue is not NO_CUE or not text[token.start : token.end].isspace()]
    _settle(tokens, ground)
    if ground.firms:
        tokens = with_firms(tokens, ground)
    meet_firms(tokens, ground)
    return tokens


def _with_titles_apart(tokens: list[Token], ground: Ground) -> list[Token]:
    """Titles that follow each other without a mark are items of a list (《山河》《海》分别…)."""
    if not ground.titles_meet:
        return tokens
    found: list[Token] = []
    for token in tokens:
        start = token.start
        if token.cue is NO_CUE:
            while (at := ground.text.find(TITLES_MEET, start, token.end)) >= 0:
                found += (Token(token.roles, start, at + 1, NO_CUE), Token(Role.ENUM, at + 1, at + 1, READING))
                start = at + 1
        found.append(token if start == token.start else Token(token.roles, start, token.end, NO_CUE))
    return found


def _scan_around_people(ground: Ground, at: int, end: int, tokens: list[Token]) -> None:
    """Append the tokens of `text[at:end]`, each name of a person one of them."""
    for start, stop in ground.people_between(at, end):
        _scan(ground.text, at, start, ground.cues, tokens)
        tokens.append(Token(KNOWN, start, stop, PERSON))
        at = stop
    _scan(ground.text, at, end, ground.cues, tokens)


def _named(text: str, tokens: list[Token], cue: Cue, start: int, stop: int, end: int, cues: Cues) -> int:  # noqa: PLR0913, PLR0917 -- a token in pieces
    """The end of a person's name behind an office, or behind 的 after a number (11岁的…); else that of the cue."""
    if cue.word in cues.owners.titles or (cue.roles & Role.OF and _follows_reading(tokens, start)):
        return name_end(text, stop, end, cues)
    return stop


def _scan(text: str, at: int, end: int, cues: Cues, tokens: list[Token]) -> None:  # noqa: C901, PLR0912 -- one step for each kind of word
    """Append the tokens of `text[at:end]`, which holds no reading: the longest cue word at each place."""
    noun = -1  # where an open nominal run began
    known = 0  # whether a word of the lexicons begins there
    found_all = False
    while not found_all:
        found_all, base = True, at
        hits: list[tuple[int, int, int]] = cues.automaton.find(text[base:end])
        for start, stop, index in hits:
            start, stop = base + start, base + stop  # noqa: PLW2901 -- they were counted from the base
            if start < at:  # it begins in what was passed over since; another may begin behind that
                found_all = False
                break
            if noun < 0:
                noun, known = (at, 0) if start > at else (-1, Role.KNOWN_START)
            cue = cues.listed[index]
            if cue.roles & Role.PLAIN:
                noun = start if noun < 0 else noun
                at = stop
                continue
            ends = Role.KNOWN_END if at == start else 0
            if cue.roles & Role.BRACKET and (match := _closed(text, start, end)):
                if match.re is _ASIDE:
                    noun = _close(tokens, noun, start, known | ends)
                elif noun < 0:
                    noun = start
                at = match.end()
                continue
            if (name := _named(text, tokens, cue, start, stop, end, cues)) > stop:
                if cue.roles & Role.OF:
                    noun = _close(tokens, noun, start, known | ends)
                    tokens.append(Token(cue.roles, start, stop, cue))
                    start = stop  # noqa: PLW2901 -- the name begins behind 的
                noun = start if noun < 0 else noun
                at = name
                continue
            if cue.roles & Role.ASPECT and noun >= 0 and max(noun, at) < start and text[start] in _ASPECTS:
                noun = _close(tokens, noun, start - 1, known | Role.KNOWN_END)
                tokens.append(Token(Role.VERB, start - 1, start, NO_CUE))  # 手里还|压|着
            noun = _close(tokens, noun, start, known | ends)
            if cue.roles & _DERIVABLE and text[stop : stop + 1] in cues.derives and not begins(text, stop, cues):
                noun, known = start, Role.KNOWN_START
            else:
                if cue.roles & Role.EACH and not cue.roles & Role.HABIT:
                    stop = _frame(text, stop, end, cues)  # noqa: PLW2901
                elif cue.roles & Role.THIS and len(cue.word) == 1 and text[stop : stop + 1] in cues.classifiers:
                    stop += 1 if text[stop + 1 : stop + 2].isalpha() else 0  # noqa: PLW2901 -- 这笔|贷款
                tokens.append(Token(cue.roles, start, stop, cue))
            at = stop
    if noun < 0 and at < end:
        noun, known = at, 0
    _close(tokens, noun, end, known | (Role.KNOWN_END if at == end else 0))


def _covers(ground: Ground, piece: Piece, end: int) -> bool:
    """Whether a reading of the piece begins before `end`."""
    return bool(piece.places) and ground.starts[piece.places[0]] < end


def _follows_reading(tokens: list[Token], start: int) -> bool:
    return bool(tokens) and tokens[-1].reading >= 0 and tokens[-1].end == start


def _closed(text: str, at: int, end: int) -> re.Match[str] | None:
    """The quoted name, book title or aside that opens here, where it is closed before `end`."""
    pattern = _CLOSED.get(text[at])
    return pattern.match(text, at, end) if pattern else None


def _close(tokens: list[Token], noun: int, at: int, known: int) -> int:
    """End the open nominal run; `known`: with which ends words of the lexicons begin and end it."""
    if 0 <= noun < at:
        tokens.append(Token(Role.NOMINAL | known, noun, at, NO_CUE))
    return -1


def _frame(text: str, at: int, limit: int, cues: Cues) -> int:
    """The place behind what 每 counts by (人, 公斤)."""
    for length in range(min(_FRAME_LENGTH, limit - at), 0, -1):
        if text[at : at + length] in cues.frames:
            return at + length
    return at


def _settle(tokens: list[Token], ground: Ground) -> None:
    """Give unsure cues that stand in a noun back to it, and cut verbs off nouns."""
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if (
            token.end - token.start == 1
            and 0 < place < len(tokens) - 1
            and ground.text[token.start] in ground.cues.results
            and _cut_verb(tokens, place, ground)
        ):
            continue
        if (token.roles & _UNSURE and _is_noun(tokens, place, ground)) or (
            token.roles & Role.ADVERB and _ends_name(tokens, place, ground)
        ):
            tokens[place] = Token(Role.NOMINAL, token.start, token.end, NO_CUE)


def _cut_verb(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Cut off what 到 or 出 is the result of, a verb or one character behind an owner (科考队|采到); whether it was."""
    verb, result, noun = tokens[place - 1], tokens[place], tokens[place + 1]
    if verb.end < result.start or noun.start > result.end or noun.end - noun.start == 1:
        return False
    if not noun.roles & Role.NOMINAL or noun.roles & (Role.PROPERTY | Role.OPENING | Role.COMMON):
        return False  # 起|售价
    if verb.roles & _ACTS:
        tokens[place] = Token(Role.ASPECT, result.start, result.end, NO_CUE)  # 鉴定|出|苔藓
        return True
    first = run_start(tokens, place - 1)
    at = verb.end - 1
    is_verb = verb.cue is NO_CUE and at > verb.start and bool(ground.names.role(ground.text[tokens[first].start : at]))
    if is_verb:
        tokens[place - 1] = Token(Role.NOMINAL, verb.start, at, NO_CUE)
        tokens[place] = Token(Role.VERB, at, result.end, result.cue)
    return is_verb


def _is_noun(tokens: list[Token], place: int, ground: Ground) -> bool:  # noqa: PLR0911 -- one return for each kind of cue
    """Whether the cue is only a piece of a noun, by what touches it on both sides."""
    token = tokens[place]
    before = tokens[place - 1] if place else None
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    following = behind.roles if behind else Role.STOP
    touches_before = before is not None and before.end == token.start and bool(before.roles & Role.NOMINAL)
    touches_behind = behind is None or behind.start == token.end
    if token.roles & Role.COMPARED and token.cue.word in ground.cues.suffixes and touches_before and behind is not None:
        return behind.reading >= 0 and ground.kinds[behind.reading] == "physical"  # 油松高21米
    if token.roles & Role.FIRM and _stands_between(before, behind, token):
        return False
    if token.roles & Role.WEAK:
        if token.roles & Role.WHERE and touches_before and following & Role.PROPERTY:
            return False  # 园内|气温, but 磁体内孔
        if token.roles & Role.VERB and _opens_clause(before) and _is_counted_next(tokens, place):
            return False  # ，辖|行政村11个
        may_act = _MAY_ACT | Role.COMMON if touches_before else _MAY_ACT  # 幼崽刚|出生, but 再|生产品
        if touches_behind and following & Role.NOMINAL and not following & may_act:
            return True
        return touches_before and bool(following & _ENDINGS) and not token.roles & _CLOSING
    if token.roles & Role.TIMID:
        return touches_before and touches_behind and bool(following & Role.NOMINAL)
    # 车桩比达到…, 车位配比1:1.2: nothing is compared where a verb of level or a score follows the noun.
    if not touches_before or behind is None or len(token.cue.word) > 1:
        return False
    if behind.reading >= 0:
        return ground.kinds[behind.reading] == "score"
    return bool(following & Role.LEVEL) and not following & Role.PREPOSITION


def _ends_name(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether an adverb that names things too ends a name: what it would modify does not follow (西环|高速于…)."""
    token = tokens[place]
    if token.cue.word not in ground.cues.owners.endings or not place:
        return False
    before = tokens[place - 1]
    following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
    touches = before.end == token.start and bool(before.roles & Role.NOMINAL)
    return touches and not following & (Role.NOMINAL | Role.VERB | Role.CHANGE | _MAY_ACT)


def _opens_clause(before: Token | None) -> bool:
    return before is None or bool(before.roles & (Role.COMMA | Role.STOP | Role.ENUM))


def _is_counted_next(tokens: list[Token], place: int) -> bool:
    """Whether a noun that the lexicons know and its number follow the token."""
    if place + 2 >= len(tokens) or tokens[place + 2].reading < 0:
        return False
    noun = tokens[place + 1]
    return bool(noun.roles & Role.NOMINAL and (noun.cue.word or noun.roles & Role.KNOWN_START))


def _stands_between(before: Token | None, behind: Token | None, token: Token) -> bool:
    """Whether words that the lexicons know end before the token and begin behind it, so that it belongs to neither."""
    if before is None or behind is None or before.end < token.start or behind.start > token.end:
        return False
    ends = before.roles & Role.KNOWN_END or bool(before.cue.word)
    return bool(ends) and bool(behind.roles & Role.KNOWN_START or behind.cue.word)
