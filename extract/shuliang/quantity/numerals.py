"""From the text of a numeral to exact numbers. The only user of cn2an.

A numeral is read in one of four ways, tried in this order:

- Arabic digits with magnitudes, also mixed (`3.5万亿`, `3万4000`, `13万2`): an exact Decimal path, since cn2an gives
  floats here.
- An unsaid digit (`几十`, `十几万`, `数百`) or two neighbouring digits (`三五`, `十七八`, `一万六七`): low and high are
  read apart.
- Chinese digits only: below a hundred, as most are, a table; else cn2an, where it is known to be right.
- What cn2an refuses or gets wrong (`三亿二`, `卅九`, `五十五兆`, `百二万`): the same section-by-section reading as for
  mixed numerals.

Reference for the forms: GB/T 15835-2011; for cn2an's limits, `tests/quantity/test_numerals.py`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from shuliang.errors import NumeralError
from shuliang.facts import Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.rulebook.model import Lexicon

ZERO = Decimal(0)
ONE = Decimal(1)
TEN = Decimal(10)
HALF = Decimal("0.5")
EIGHT = 8
"""百八十 is eighty to a hundred; no other digit is used so."""
ELIDABLE = 2
"""The least power of ten after which a last digit may stand for the next magnitude below: 一百二 is 120."""
ELIDING = (2, 3)
"""The powers of ten that a digit before 万 or 亿 may leave unsaid: 百二万 is 1,200,000."""
LONGEST = 64
"""Characters; a longer run is no numeral that anyone wrote as one."""
SCIENTIFIC = regex.compile(
    r"(?:(?P<digits>.+?)[×xX*·])?10(?:\^?(?P<power>(?<=\^)[0-9]+|[-−][0-9]+)|(?P<power>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-")
DROPPED = dict.fromkeys(map(ord, ",， \n\t\u3000\u2009\xa0"))
"""What may stand inside a numeral without meaning anything."""


class Numeral(NamedTuple):
    """A number as stated: `value` is None for a range or a vague one; bounds as in `facts.Quantity`."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: Modifier


class NumeralReader:
    """Reads numerals with the characters of the lexicon `numerals`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.digits: dict[str, int] = {}
        self.tens: dict[str, Decimal] = {}
        self.powers: dict[str, int] = {}
        self.big: set[str] = set()
        self.vague: set[str] = set()
        self.point: set[str] = set()
        self.half: set[str] = set()
        self.signs: dict[str, bool] = {}
        self.particles: dict[str, Modifier] = {}
        self._dropped: dict[int, None] = dict(DROPPED)
        self._sorts = {"big": self.big, "vague": self.vague, "point": self.point, "half": self.half}
        for entry in lexicon.entries:
            for word in entry.words:
                self._learn(word, entry.meaning)
        chinese = "".join(word for word in self.digits if not word.isascii())
        self._chinese_only = regex.compile(f"[{chinese}{''.join(p for p in self.powers if not p.isascii())}]+")
        self._neighbours = regex.compile(f"(?<![{chinese}])[{chinese}]{{2}}(?![{chinese}])")
        self._elided = regex.compile(
            f"[{''.join(p for p, n in self.powers.items() if n in ELIDING)}][{chinese}][{''.join(self.big)}]"
        )
        self.below_hundred = self._below_hundred()
        self._zeros = {word for word, digit in self.digits.items() if digit == 0 and not word.isascii()}
        self.read = lru_cache(maxsize=16384)(self._read)

    def _below_hundred(self) -> dict[str, Decimal]:
        """All regular numerals in Chinese digits from one to ninety-nine."""
        ones = {word: Decimal(digit) for word, digit in self.digits.items() if digit and not word.isascii()}
        below = dict(ones)
        for ten in (word for word, power in self.powers.items() if power == 1 and not word.isascii()):
            for tens, times in ({"": ONE} | ones).items():
                below[tens + ten] = times * TEN
                below.update({tens + ten + one: times * TEN + value for one, value in ones.items()})
        return below

    def _learn(self, word: str, meaning: Mapping[str, str]) -> None:
        if "digit" in meaning:
            self.digits[word] = int(meaning["digit"])
        if "ten" in meaning:
            self.tens[word] = Decimal(meaning["ten"])
        if "power" in meaning:
            self.powers[word] = int(meaning["power"])
        if "negative" in meaning:
            self.signs[word] = meaning["negative"] == "yes"
        if "filler" in meaning:
            self._dropped[ord(word)] = None
        if "modifier" in meaning:
            self.particles[word] = meaning["modifier"]  # type: ignore[assignment]  # the schema allows modifiers only
        for key in meaning.keys() & self._sorts.keys():
            self._sorts[key].add(word)

    def integer(self, text: str) -> int:
        """The whole number that `text` writes, digit by digit where it has no magnitudes (二〇二三 → 2023)."""
        value = self.exact(text)
        if value != value.to_integral_value():
            raise NumeralError(f"{text}: not a whole number")
        return int(value)

    def _read(self, text: str) -> Numeral:
        """Read a numeral with its inner bound; raises `NumeralError` where it is none."""
        if len(text) > LONGEST:
            raise NumeralError(f"{text[:12]}…: a numeral of {len(text)} characters")
        text = text.translate(self._dropped)
        if text in self.vague:
            return Numeral(None, Decimal(2), None if len(text) > 1 else Decimal(9), "vague")
        core, modifier = self._split_particle(text)
        at = next((i for i, character in enumerate(core) if character in self.vague), None)
        if at is not None:
            return Numeral(None, *self._vague(core[:at], core[at + 1 :]), "vague")
        pair = self._neighbouring(core)
        if pair is not None:
            return Numeral(None, *pair, "range")
        return bounded(self.exact(core), modifier)

    def _split_particle(self, text: str) -> tuple[str, Modifier]:
        """`1.3万余` → `1.3万`, more_than; the particle may stand before a last magnitude (`10余万`)."""
        for i in range(len(text) - 1, 0, -1):
            modifier = self.particles.get(text[i])
            if modifier is not None:
                return text[:i] + text[i + 1 :], modifier
        return text, "exact"

    def _vague(self, before: str, after: str) -> tuple[Decimal, Decimal]:
        """The least and the most of an unsaid digit.

        几 2–9, 十几 11–19, 几十 20–99, 数百 200–999, 几十万 200000–990000, 数万 20000–90000.
        """
        least = "1" if before else "2"
        power = self.powers.get(after[:1])
        if power is None or after[:1] in self.big:
            return self.exact(before + least + after), self.exact(before + "9" + after)
        most = self.exact(before + "9" + after[:1]) + TEN**power - 1
        for character in after[1:]:
            if character not in self.powers:
                raise NumeralError(f"{after}: digits after an unsaid digit")
            most *= TEN ** self.powers[character]
        return self.exact(before + "2" + after), most

    def _neighbouring(self, text: str) -> tuple[Decimal, Decimal] | None:
        """The two numbers of 三五, 十七八, 两三百, 一万六七, 六十三四万; and of 百八十 (80 to 100)."""
        hit = self._neighbours.search(text)
        if hit is None:
            power = self.powers.get(text[:1])
            below = text[1:]
            if power and self.digits.get(below[:1]) == EIGHT and self.powers.get(below[1:]) == power - 1:
                return self.exact(text[1:]), TEN**power
            return None
        first, second = hit[0][0], hit[0][1]
        a, b = self.digits[first], self.digits[second]
        if a < 1 or not (b == a + 1 or (a, b) == (3, 5)):
            return None
        before, after = text[: hit.start()], text[hit.end() :]
        low, high = self.exact(before + first + after), self.exact(before + second + after)
        return (low, high) if low < high else None

    def exact(self, text: str) -> Decimal:
        """The one number that `text` states; raises `NumeralError` where it states none."""
        negative = self.signs.get(text[:1])
        if negative is not None:
            value = self.exact(text[1:])
            return -value if negative else value
        if not text:
            raise NumeralError("no numeral at all")
        small = self.below_hundred.get(text)
        if small is not None:
            return small
        if text in self.half:
            return HALF
        power = SCIENTIFIC.fullmatch(text)
        if power is not None:
            return (self.exact(power["digits"]) if power["digits"] else ONE).scaleb(
                int(power["power"].translate(RAISED))
            )
        if self._chinese_only.fullmatch(text) and not self._elided.search(text):
            known = self._with_cn2an(text)
            if known is not None:
                return known
        return self._sections(text)

    @staticmethod
    def _with_cn2an(text: str) -> Decimal | None:
        import cn2an  # noqa: PLC0415  # it takes a tenth of a second to begin, which few numerals are worth

        try:
            return Decimal(cn2an.cn2an(text, "smart"))
        except (ValueError, KeyError):
            return None

    def _sections(self, text: str) -> Decimal:
        """Sum of sections: 3万4000, 1亿2千万, 三亿二 (3.2亿), 二十万亿, 六点四二万, 10万万.

        `total` holds the closed sections (万, 亿), `section` the open one, `pending` the digits that wait for a
        magnitude.
        A last single digit after 百 or more stands for the next magnitude below (elision), unless a zero stands before
        it.
        """
        total = section = ZERO
        pending: Decimal | None = None
        closed = power = 0
        elidable = False
        at, end = 0, len(text)
        while at < end:
            character = text[at]
            run = self._digit_run(text, at)
            if run:
                at += len(run)
                if run in self._zeros and at < end and text[at] in self.powers:
                    continue
                pending = self._positional(run)
                elidable = len(run) == 1 and pending > 0
            elif character in self.point:
                places = self._digit_run(text, at + 1)
                if not places:
                    raise NumeralError(f"{text}: nothing after the point")
                at += 1 + len(places)
                pending = total + section + (pending or ZERO) + self._positional(places).scaleb(-len(places))
                total = section = ZERO
                closed, elidable = 0, False
            elif character in self.tens and pending is None:
                section += self.tens[character]
                at, power = at + 1, 1
            elif character in self.powers:
                at += 1
                above, power = power, self.powers[character]
                if character in self.big:
                    part = ONE if at == 1 else section + _said(pending, above, elided=elidable and above in ELIDING)
                    total = (total + part) * TEN**power if power >= closed else total + part * TEN**power
                    section, closed = ZERO, power
                else:
                    section += (ONE if pending is None else pending) * TEN**power
                pending = None
            else:
                raise NumeralError(f"{text}: {character} does not belong to a numeral")
        return total + section + _said(pending, power, elided=elidable and power >= ELIDABLE)

    def _digit_run(self, text: str, at: int) -> str:
        end = at
        while end < len(text) and text[end] in self.digits:
            end += 1
        return text[at:end]

    def places(self, text: str) -> Decimal:
        """The digits as decimal places: 83 → 0.83, 六 → 0.6 (as in 1米83, 五块六)."""
        run = self._digit_run(text, 0)
        if run != text:
            raise NumeralError(f"{text}: only digits can be decimal places")
        return self._positional(run).scaleb(-len(run))

    def _positional(self, run: str) -> Decimal:
        return Decimal("".join(str(self.digits[character]) for character in run))


def _said(pending: Decimal | None, above: int, *, elided: bool) -> Decimal:
    """Digits without a magnitude: as they are, or for the magnitude below the one `above` them."""
    if pending is None:
        return ZERO
    return pending.scaleb(above - 1) if elided else pending


def bounded(value: Decimal, modifier: Modifier) -> Numeral:
    """A number under a modifier, by the fact model's table of bounds."""
    if modifier == "exact":
        return Numeral(value, value, value, modifier)
    low = value if modifier in ("more_than", "at_least") else None
    high = value if modifier in ("less_than", "at_most", "near") else None
    return Numeral(value, low, high, modifier)
