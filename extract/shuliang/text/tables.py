"""What the text room knows of scripts, readings and damage: the tables below rules/script/, loaded once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from shuliang.rulebook.files import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
TONE_MARKS = "\u0300\u0301\u0304\u030c"
BLANKS = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
WIDE_SIGNS = "％＋－．／～＝＜＞＄＃＆＠＊＿｜"
WIDE_OFFSET = 0xFEE0
LOOK_ALIKES = {
    "\u2010": "-", "\u2011": "-", "\u2043": "-", "\u2012": "–", "\u2015": "—", "\ufe58": "—", "\u02dc": "~",
    "\u223c": "~", "\u301c": "~", "\u00ba": "°", "\ufe50": ",", "\ufe52": ".",
}  # fmt: skip
"""Dashes, tildes, the ordinal sign and small stops that stand where the usual sign is meant."""
CP1252 = {chr(byte): byte for byte in range(0xA0, 0x100)} | {
    bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0xA0)
}
CP1252 |= {chr(byte): byte for byte in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class Folding:
    """Character for character: `hans` folds any text (widths and traditional characters), `hant` a traditional one.

    `traditional` are the characters that prove traditional script, `simplified` finds those that prove the other.
    `words` are read as wholes in traditional text; one of `word_signs` is in each of them.
    """

    hans: dict[int, str]
    hant: dict[int, str]
    traditional: frozenset[str]
    simplified: re.Pattern[str]
    words: dict[str, str]
    word_pattern: re.Pattern[str]
    word_signs: frozenset[str]
    wide_digits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """The content of signs.yaml; `question` finds, at the end of what it is given, words that ask."""

    question: re.Pattern[str]
    numerals: str
    unit_beginnings: str
    word_numerals: str
    joints: str
    bound_beginnings: str
    bound_endings: str
    replaced: str
    uninitialised: str


@cache
def common_han() -> frozenset[str]:
    """The 3,755 characters of GB/T 2312, level 1: all but a few of every hundred in ordinary simplified text."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset("".join(code.decode("gb2312", "ignore") for code in codes))


@cache
def folding() -> Folding:
    traditional: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for source, target, *only in _rows("fold.tsv"):
        (doubtful if only else traditional)[source] = target
    words = dict(_rows("words.tsv"))
    always = dict(_widths()) | {shown: traditional.get(plain, plain) for shown, plain in _compatibility()} | traditional
    everything = always | doubtful
    # None beyond the basic plane: one of them in a character class makes the class ten times slower.
    basic = sorted(target for target in set(traditional.values()) if target <= "\uffff")
    simplified = (target for target in basic if not _encodes(target, "cp950"))
    word_signs = (source for word, target in words.items() for source, to in zip(word, target, strict=True)
                  if everything.get(source, source) != to)  # fmt: skip
    return Folding(
        hans=str.maketrans(always),
        hant=str.maketrans(everything),
        traditional=frozenset(traditional),
        simplified=re.compile(f"[{''.join(simplified)}]"),
        words=words,
        word_pattern=re.compile("|".join(sorted(words, key=len, reverse=True))),
        word_signs=frozenset(word_signs),
        wide_digits=frozenset(map(chr, range(0xFF10, 0xFF1A))),
    )


@cache
def readings() -> dict[str, frozenset[str]]:
    """Reading in pinyin (NFC, lower case, tone marks) → the characters that have it."""
    return {reading: frozenset(characters) for reading, characters in _rows("readings.tsv")}


@cache
def toneless_readings() -> dict[str, frozenset[str]]:
    """Reading without its tone → the traditional characters that have it in any tone."""
    gathered: dict[str, set[str]] = {}
    traditional = folding().traditional
    for reading, characters in readings().items():
        gathered.setdefault(without_tone(reading), set()).update(characters & traditional)
    return {reading: frozenset(characters) for reading, characters in gathered.items()}


@cache
def signs() -> Signs:
    import yaml  # noqa: PLC0415 - which takes a hundredth of a second

    content = yaml.safe_load((rules_folder() / "script" / "signs.yaml").read_text(encoding="utf-8"))
    asking = (
        "|".join(content["particles"]),
        rf"(?:{'|'.join(content['question_words'])})[^，。；：！？,;:!?\n]{{0,12}}",
        rf"(?P<verb>.)(?:{'|'.join(content['negations'])})(?P=verb).{{0,8}}",
    )
    return Signs(
        question=re.compile(rf"(?:{'|'.join(asking)})[”’」』）)]*\Z"),
        numerals=content["numerals"],
        unit_beginnings=content["unit_beginnings"],
        word_numerals=content["word_numerals"],
        joints=content["joints"],
        bound_beginnings=content["bound_beginnings"],
        bound_endings=content["bound_endings"],
        replaced=content["replaced"],
        uninitialised="".join(content["uninitialised"]),
    )


@cache
def gap_words() -> dict[str, list[str]]:
    """What belongs to a numeric expression set apart by blanks: `part`s of numerals, words `after` units, `joint`s."""
    words: dict[str, list[str]] = {}
    for role, word in _rows("gaps.tsv"):
        words.setdefault(role, []).append(word)
    return words


def without_tone(reading: str) -> str:
    """`lǜ` → `lü`: the four tone marks go, the dots of ü stay."""
    bare = "".join(mark for mark in unicodedata.normalize("NFD", reading) if mark not in TONE_MARKS)
    return unicodedata.normalize("NFC", bare)


def _rows(name: str) -> Iterator[list[str]]:
    text = (rules_folder() / "script" / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _widths() -> Iterable[tuple[str, str]]:
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *map(ord, WIDE_SIGNS)]
    yield from ((chr(code), chr(code - WIDE_OFFSET)) for code in wide)
    yield from ((blank, " ") for blank in BLANKS)
    yield from LOOK_ALIKES.items()


def _compatibility() -> Iterable[tuple[str, str]]:
    """Kangxi radicals and compatibility ideographs, which text taken from PDFs holds, as the characters they show."""
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), 0xFE6A, 0xFE62, 0xFE63):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and len(plain) == 1:
            yield chr(code), plain


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
