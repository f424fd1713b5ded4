"""Noun phrases: which tokens make one up, and where the owner ends and the property begins inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role, lengths_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.meaning.cues import Cues
    from shuliang.meaning.tokens import Token

_LONGEST_OWNER: Final = 30
_LONGEST_GAP: Final = 12
_LONGEST_PLAIN: Final = 4
_SHORTEST_NAME: Final = 2
_NOUNS: Final = Role.NOMINAL | Role.EITHER | Role.FLOW
_ENDS_NAME: Final = (
    Role.REPORT
    | Role.PREPOSITION
    | Role.MODE
    | Role.ACTUAL
    | Role.HAVE
    | Role.AND
    | Role.OF
    | Role.THIS
    | Role.COMPARATOR
)
_SEPARATES: Final = frozenset("、,，")
_WITH = "与"
_MEMBERS: Final = frozenset({"person", "group"})
_LONGEST_NAME: Final = 3
_BLANKS = " \u3000·"
_PAIRS: Final = (("“", "”"), ("‘", "’"), ("「", "」"), ("(", ")"), ("（", "）"), ("《", "》"))
_CORNERS: Final = ("「", "」", "『", "』")
_ROUND = str.maketrans("「」『』", "“”‘’")
_EDGES: Final = frozenset(_BLANKS).union(*_PAIRS)


class Owner:
    """The first `length` characters of a phrase name an owner of this class (`whole`, `place`, `ending`, …)."""

    __slots__ = ("length", "role")

    def __init__(self, length: int, role: str) -> None:
        self.length = length
        self.role = role


NAMED: Final = frozenset({"whole", "place", "ending"})
PLACED: Final = frozenset({"whole", "place", "part"})
NAMED_BARE: Final = frozenset({"ending", "event", "thing"})
NO_OWNER = Owner(0, "")


class Names:
    """Finds owners in phrases; remembers what it found, for the same phrases come again and again."""

    def __init__(self, cues: Cues, bound: int = 50_000) -> None:
        owners = cues.owners
        self.suffixes = frozenset(cues.suffixes)
        self._words = owners
        self._cues = cues
        self._whole_longest = max(map(len, owners.whole), default=0)
        self._ending_longest = max(map(len, owners.endings), default=0)
        self._whole_lengths = lengths_by((word[:2], word) for word in owners.whole if len(word) > 1)
        self._ending_lengths = lengths_by((word[-1], word) for word in owners.endings)
        self._properties = _words_of(cues, Role.PROPERTY | Role.OPENING)
        covers = (*_words_of(cues, Role.NOUN | Role.PROPERTY), *owners.whole)
        self._covers = frozenset(word for word in covers if len(word) > 1)
        self._seen: dict[str, Owner] = {}
        self._bound = bound

    def owner(self, phrase: str) -> Owner:
        """The owner that a phrase begins with."""
        found = self._seen.get(phrase)
        if found is None:
            if len(self._seen) >= self._bound:
                self._seen.clear()
            found = self._seen[phrase] = self._find(phrase)
        return found

    def _find(self, phrase: str) -> Owner:
        first = self._begins(phrase)
        if first.length == len(phrase):
            return first
        ended = self._first_ending(phrase, max(first.length, 0))
        if not first.length:
            return ended
        if first.role == "place" and (
            ended.role in ("ending", "event")
            or (ended.role == "thing" and _has_model(phrase[first.length : ended.length]))
        ):
            return ended  # 常州 + 市, 常州 + 市第一医院, 美国 + F-22战斗机
        if first.role == "whole" and ended.length == len(phrase) and ended.role in ("ending", "event"):
            return ended  # 全国 + 装备协会
        if first.role == "part" and ended.role in ("ending", "event"):
            return ended  # 北方 + 足球甲级联赛
        return first

    def _begins(self, phrase: str) -> Owner:
        for length in self._whole_lengths.get(phrase[:2], ()):
            role = self._words.whole.get(phrase[:length]) if length <= len(phrase) else None
            if role:
                return NO_OWNER if self._opens_longer(phrase, length) else Owner(length, role)
        return NO_OWNER

    def _opens_longer(self, phrase: str, length: int) -> bool:
        """Whether the word with which the phrase begins is only part of a longer one (国内 in 国内生产总值)."""
        return any(phrase[:end] in self._covers for end in range(length + 1, min(len(phrase), length + 6) + 1))

    def _first_ending(self, phrase: str, start: int) -> Owner:
        """The earliest ending of an owner's name, carried on while another ending of more follows at once."""
        endings = self._words.endings
        best = NO_OWNER
        for end in range(max(start + 1, 2), min(len(phrase), _LONGEST_OWNER) + 1):
            role = ""
            for length in self._ending_lengths.get(phrase[end - 1], ()):
                role = endings.get(phrase[end - length : end], "") if length <= end else ""
                if role and self._stands(phrase, end, length) and not self._covered(phrase, end, length):
                    break
                role = ""
            if best.length and phrase[end - 1] in _BLANKS:
                break  # 青山镇 村委会
            if best.length == end - 1 and phrase[end - 1] == _WITH:
                break  # 某公司与某集团签订…
            if phrase[end - 1] in _SEPARATES or (best.length == end - 1 and phrase[end - 1] == phrase[end - 2]):
                break  # 新湖村 | 村集体
            if not role or (role in _MEMBERS and self._belongs(phrase, end, length, best)):
                continue
            # 景区停车场 is one name, 博物馆馆藏文物 is not.
            apart = end < len(phrase) or (role == "thing" and end - length > best.length)
            if best.role == "ending" and role in ("thing", "event") and apart:
                continue
            if best.length and end - best.length > _LONGEST_GAP:
                break
            best = Owner(end, role)
        return best

    def _belongs(self, phrase: str, end: int, length: int, owner: Owner) -> bool:
        """Whether a noun for people or firms is no owner here: inside a phrase, or behind the place that has them."""
        if end < len(phrase):
            return True
        if owner.role == "ending":
            return True  # 公司在职员工
        return owner.length > 0 and (length == 1 or phrase[owner.length - 1] in self._words.kinds)

    def _stands(self, phrase: str, end: int, length: int) -> bool:
        """One character ends a name only at the end of the phrase, unless it is the kind of a place (省, 县)."""
        if end == length and phrase[:end] in self._words.never_bare:
            return False
        if phrase[end - length : end] in self._words.finals and end < len(phrase):
            return self._property_at(phrase, end)
        if (
            phrase[end - length : end] in self._words.only_ends
            and end - length < _SHORTEST_NAME
            and end < len(phrase)
            and not self._property_at(phrase, end)
        ):
            return False
        if length > 1 or end == len(phrase) or phrase[end - 1] in self._words.kinds:
            return True
        return phrase[end - 1] in self._words.inside and end > _SHORTEST_NAME

    def _property_at(self, phrase: str, start: int) -> bool:
        """Whether the name of a property begins at `start`."""
        return any(phrase[start:end] in self._properties for end in range(start + 1, min(len(phrase), start + 8) + 1))

    def region(self, name: str) -> str:
        """The word for a whole region with which a longer name begins (全市 in 全市保险公司), "" for none."""
        for length in range(min(self._whole_longest, len(name) - 1), 1, -1):
            if self._words.whole.get(name[:length]) == "whole":
                return name[:length]
        return ""

    def bare(self, phrase: str) -> Owner:
        """The noun for an owner with which a longer phrase begins, without a name (理事会女性席次)."""
        for length in range(min(self._ending_longest, len(phrase) - 1), 1, -1):
            role = self._words.endings.get(phrase[:length])
            if role in NAMED_BARE and phrase[:length] not in self._words.never_bare:
                return Owner(length, role)
        return NO_OWNER

    def before_place(self, phrase: str) -> int:
        """The length of a phrase without the place with which it ends (电解铝华东)."""
        for length in range(2, min(self._whole_longest, len(phrase) - _SHORTEST_NAME) + 1):
            if phrase[-length:] in self._words.whole:
                return len(phrase) - length
        return len(phrase)

    def is_place(self, name: str) -> bool:
        """Whether the name is a place's: 常州, 云岭市."""
        return name[-1:] in self._words.kinds or self._words.whole.get(name) == "place"

    def role(self, phrase: str) -> str:
        """The role of the owner that a phrase is, from its beginning to its end, "" where it is none."""
        owner = self.owner(phrase)
        return owner.role if owner.length == len(phrase) else ""

    def suffix(self, token: Token, text: str) -> Mapping[str, str]:
        """What the lexicons say of the property of one character with which the token ends; {} where it is none."""
        entry = self._cues.suffixes.get(text[token.end - 1])
        return entry.meaning if entry else {}

    def is_static(self, token: Token, text: str) -> bool:
        """Whether the property with which the token ends describes a thing (高度, 体长)."""
        return token.cue.static or (self.suffix(token, text).get("static") == "yes" and not token.cue.word)

    def is_property(self, token: Token, text: str) -> bool:
        """Whether the token ends the name of a property: 面积, or any noun that ends with 率."""
        if token.roles & Role.PROPERTY:
            return True
        last = token.end - 1
        if text[last] not in self.suffixes or not token.roles & Role.NOMINAL:
            return False
        is_nickname = text[last] in self._cues.surnames and text[last - 1 : last] in self._cues.familiar  # 快递员小高
        return not (is_nickname and token.end - token.start > 1)

    def person(self, phrase: str) -> str:
        """The people with whom a phrase begins: a group (老年人), or an office (后卫) and the name behind it."""
        for start in range(len(phrase)):
            for length in range(min(self._ending_longest, len(phrase) - start), 1, -1):
                word = phrase[start : start + length]
                if self._words.endings.get(word) not in _MEMBERS:
                    continue
                if word not in self._words.titles:
                    return phrase[: self._members(phrase, start + length)]
                end = start + length
                rest = len(phrase) - end
                named = name_end(phrase, end, len(phrase), self._cues)
                return phrase if rest <= _LONGEST_NAME else phrase[: named if named > end else end + 2]
        return phrase

    def is_named_person(self, phrase: str) -> bool:
        """Whether the phrase is an office with a name behind it that no lexicon knows (主攻手 and two characters)."""
        for length in range(min(self._ending_longest, len(phrase) - 1), 1, -1):
            if phrase[:length] in self._words.titles:
                rest = phrase[length:]
                known = any(rest[at : at + 2] in self._cues.words for at in range(len(rest) - 1))
                return 1 < len(rest) <= _LONGEST_NAME and not known and rest[-1] not in self.suffixes
        return False

    def is_persons_name(self, phrase: str) -> bool:
        """Whether the phrase may be a person's name: a surname and one or two characters, and no word that is known."""
        if not 1 < len(phrase) <= _LONGEST_NAME or phrase in self._cues.plain or phrase in self._cues.words:
            return False
        return name_end(phrase, 0, len(phrase), self._cues) == len(phrase)

    def _members(self, phrase: str, end: int) -> int:
        """The end of the nouns for people that follow each other without a gap (家庭成员)."""
        for length in range(min(self._ending_longest, len(phrase) - end), 1, -1):
            if self._words.endings.get(phrase[end : end + length]) in _MEMBERS:
                return self._members(phrase, end + length)
        return end

    def _covered(self, phrase: str, end: int, length: int) -> bool:
        """Whether the ending is part of a longer word that names no owner (市 in 城市, 会 in 社会)."""
        for start in range(max(0, end - 5), end):
            for stop in range(max(end, start + length + 1), min(len(phrase), start + 7) + 1):
                if phrase[start:stop] in self._covers:
                    return True
        return False


def _words_of(cues: Cues, roles: int) -> frozenset[str]:
    return frozenset(word for word, cue in cues.words.items() if cue.roles & roles)


def _has_model(phrase: str) -> bool:
    """Whether letters or figures stand in the phrase, as in the name of a model."""
    return any(mark.isascii() and mark.isalnum() for mark in phrase)


def phrase_text(text: str, start: int, end: int) -> str:
    """The phrase as read, in simplified quotation marks, without blanks and marks that have no partner in it."""
    phrase = text[start:end]
    for corner in _CORNERS:
        if corner in phrase:
            phrase = phrase.translate(_ROUND)
            break
    if not phrase or (phrase[0] not in _EDGES and phrase[-1] not in _EDGES):
        return phrase
    phrase = phrase.strip(_BLANKS)
    for opened, closed in _PAIRS:
        if phrase.startswith(opened) and (closed not in phrase or phrase.find(closed) == len(phrase) - 1):
            phrase = phrase[1:].removesuffix(closed)
        elif phrase.endswith(closed) and opened not in phrase:
            phrase = phrase[:-1]
    return phrase


def span_before(tokens: list[Token], last: int) -> int:
    """The index of the first token of the noun phrase whose last token is `tokens[last]`."""
    first = last
    while first > 0:
        roles = tokens[first - 1].roles
        if roles & Role.VERB and not roles & (Role.EITHER | Role.NOMINAL) and _addresses(tokens, first - 1):
            break  # 向学校捐赠 | 书包
        if roles & _NOUNS:
            first -= 1
        elif roles & (Role.AND | Role.ENUM | Role.OF) and first > 1 and tokens[first - 2].roles & _NOUNS:
            if not roles & Role.OF and _counted(tokens, first - 2):
                break
            first -= 2
        else:
            break
    return first


def _addresses(tokens: list[Token], verb: int) -> bool:
    """Whether a preposition and its noun stand before the verb, which so is none of a noun's parts."""
    place = verb - 1
    while place >= 0 and tokens[place].roles & Role.NOMINAL:
        place -= 1
    return 0 <= place < verb - 1 and bool(tokens[place].roles & Role.PREPOSITION)


def _counted(tokens: list[Token], last: int) -> bool:
    """Whether the noun that ends at `last` directly follows a number, which it belongs to."""
    while last >= 0 and tokens[last].roles & _NOUNS:
        last -= 1
    return last >= 0 and bool(tokens[last].roles & Role.READING)


def begins(text: str, at: int, cues: Cues) -> bool:
    """Whether a word of the lexicons begins here, longer than the ending that is looked for."""
    if any(text[at : at + length] in cues.words for length in cues.lengths.get(text[at : at + 2], ())):
        return True
    return any(text[at : at + length] in cues.plain for length in range(2, _LONGEST_PLAIN + 1))


def surname_length(text: str, at: int, cues: Cues) -> int:
    """Characters of the surname that begins at `at`, 0 where none does."""
    if text[at : at + 2] in cues.surnames:
        return 2
    return 1 if text[at : at + 1] in cues.surnames else 0


def name_end(text: str, at: int, end: int, cues: Cues) -> int:
    """The end of a person's name of two or three characters that begins at `at` with a surname, else `at`.

    The third character is left out where a word of the lexicons begins with it.
    """
    if text[at : at + 1] in cues.familiar and text[at + 1 : at + 2] in cues.surnames:
        return at + 2  # 老赵, 小高
    surname = surname_length(text, at, cues)
    last = at + surname
    cue = cues.words.get(text[at:last])
    if cue is not None and cue.roles & ~(Role.NOMINAL | Role.NOUN):
        return at  # 被告于…, 被告向…
    if not surname or last >= end or not text[last].isalpha() or begins(text, last, cues):
        return at
    last += 1
    if last < end and text[last].isalpha() and not begins(text, last, cues):
        behind = cues.words.get(text[last])
        if behind is None or not behind.roles & _ENDS_NAME:
            return last + 1
    return last
