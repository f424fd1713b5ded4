"""One number in its clause: the pieces from which its indicator and its subject are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning import indicator as ind
from shuliang.meaning.candidates import Subject, subject_of
from shuliang.meaning.clauses import said_before
from shuliang.meaning.cues import Role
from shuliang.meaning.ground import Told
from shuliang.meaning.phrases import NAMED, PLACED, phrase_text, span_before
from shuliang.meaning.tokens import role_of_name

if TYPE_CHECKING:
    from shuliang.facts import Kind, Quantity
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.subject import SubjectTracker
    from shuliang.meaning.tokens import Token

_JOINS: Final = Role.AND | Role.ENUM
_ENDS_CLAUSE: Final = Role.COMMA | Role.STOP | Role.COLON
_LONGEST_REACH: Final = 3
_CLOSES_NOUN: Final = _ENDS_CLAUSE | Role.ENUM | Role.AND | Role.OF | Role.AND_MORE | Role.READING
_NAMES_PROPERTY: Final = Role.PROPERTY | Role.OPENING
_OPENS_PROPERTY = _NAMES_PROPERTY | Role.EITHER | Role.NOUN
_THINGS: Final = frozenset({"thing", "goods", "work"})
_PEOPLE: Final = frozenset({"person", "group"})
_BETWEEN: Final = Role.LEVEL | Role.ADVERB | Role.ALL | Role.ARRIVAL | Role.PREPOSITION | Role.RESPECTIVELY
_OPENED = {"(": ")", "（": "）"}
_BETWEEN_NAMES = "、"
_LONGEST_ASIDE: Final = 12
_LONGEST_RATE: Final = 6
_SHORT_NAME: Final = 2
_LEADS: Final = Role.AND | Role.ENUM | Role.OF | Role.ASPECT
_BEFORE_POSSESSOR: Final = (
    Role.COMMA | Role.STOP | Role.COLON | Role.HAVE | Role.LEVEL | Role.ADVERB | Role.NOW | Role.THIS
)
_POSSESSORS: Final = frozenset({"whole", "place", "ending", "event", "person", "group"})
_PAID: Final = frozenset({"money", "percent", "fraction"})
# A noun directly behind one of these is not counted or measured by it.
_FREE: Final = frozenset({"date", "ordinal", "age", "money", "percent", "duration"})


class Number:
    """The number at `tokens[at]`; `each`: a frame (每人) stands before it in its clause; `changes`: it is a change.

    Filled while its indicator is looked for: `owned`, a thing that is the subject because the number describes it;
    `carried`: the indicator is the one told before; `acts`: it is what the people counted do; `static`: it is an
    attribute; `start` and `end`: its place.
    """

    __slots__ = (
        "_behind",
        "acts",
        "at",
        "attribute",
        "before",
        "carried",
        "changes",
        "each",
        "end",
        "ground",
        "kind",
        "owned",
        "quantity",
        "start",
        "static",
        "subjects",
        "tokens",
        "told",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913 -- what a number stands in
        self, ground: Ground, tokens: list[Token], at: int, told: Told, subjects: SubjectTracker, *, each: bool
    ) -> None:
        self.ground = ground
        self.tokens = tokens
        self.at = at
        self.told = told
        self.subjects = subjects
        self.each = each
        self.quantity: Quantity = ground.readings[tokens[at].reading].quantity
        self.kind: Kind = self.quantity.kind
        self.before = ind.before(tokens, at, ground)
        self._behind: ind.Phrase | None = None
        self.owned: str | None = None
        self.carried = False
        self.acts = False
        self.changes = False
        self.static = False
        self.attribute = False
        self.start = self.end = -1

    def behind(self) -> ind.Phrase:
        """The noun phrase directly behind the number."""
        if self._behind is None:
            self._behind = ind.after(self.tokens, self.at, self.ground)
            first, last = self._behind.first, self._behind.last
            if self.kind != "count" and first == last >= 0 and self.tokens[first].roles & Role.COMMON:
                self._behind = ind.NOTHING  # 骑车12公里上班
            elif self.is_of_places() or (self.kind != "count" and self._is_milestone(first, last)):
                self._behind = ind.NOTHING
            elif first >= 0 and self._is_parted(first):
                self._behind = ind.NOTHING  # 村委会14个 户籍人口1.6万人
            elif self.kind == "money" and first < last and self._is_spent(self._behind):
                self._behind = ind.NOTHING  # 以3亿元收购某公司
        return self._behind

    def _is_spent(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase behind a sum is a verb with its object, for which it is spent (投资20亿元建设新厂)."""
        verb, last = self.tokens[phrase.first], self.tokens[phrase.last]
        if phrase.through & Role.OF or not verb.roles & Role.EITHER or verb.roles & (Role.NOMINAL | Role.FLOW):
            return False
        names_sum = bool(last.roles & Role.FLOW) or self.ground.names.is_property(last, self.ground.text)
        return not names_sum and not self._is_compound(phrase.first)

    def _is_milestone(self, first: int, last: int) -> bool:
        """Whether the noun only says that so much was reached (迈上700亿元台阶)."""
        return (
            first >= 0
            and self.ground.text[self.tokens[first].start : self.tokens[last].end] in self.ground.cues.milestones
        )

    def is_of_places(self) -> bool:
        """Whether the unit itself is what is counted, places or their levels (10市PM2.5浓度改善, 省市县三级网络)."""
        unit, cues = self.quantity.unit, self.ground.cues
        return self.kind == "count" and (unit in cues.owners.kinds or unit in cues.attributes)

    def _is_parted(self, first: int) -> bool:
        """Whether white space parts the number from the noun behind it, and a noun of its own touches it before."""
        before, tokens, text = self.before, self.tokens, self.ground.text
        if before.why != "noun" or before.through or tokens[before.last].end != tokens[self.at].start:
            return False
        owner = self.ground.names.owner(text[tokens[before.first].start : tokens[before.last].end])
        is_place = owner.role in PLACED and tokens[before.first].start + owner.length == tokens[before.last].end
        return text[tokens[self.at].end].isspace() and first > self.at and not is_place

    def tell(self, indicator: str | None, *, distributive: bool) -> Told:
        """What the next number may go on with."""
        if self._describes_those():
            return self.told
        if self.kind == "age" or self.attribute or (indicator is None and self.kind in ("duration", "score")):
            return self.told
        told, unit = self.told, None if self.acts else self.quantity.unit
        earlier = told.earlier if told.kind == self.kind else told.alone()
        return Told(
            indicator, self.kind, unit, self.owned, distributive, self.static, self.start, self.end, earlier
        )  # fmt: skip

    def _describes_those(self) -> bool:
        """Whether the number only tells which of what was counted are meant (人口超过5万人的有3个)."""
        behind = self.tokens[self.at + 1 : self.at + 3]
        return len(behind) > 1 and bool(behind[0].roles & Role.OF) and bool(behind[1].roles & (Role.HAVE | Role.SHARE))

    # -- names ---------------------------------------------------------------------------------------------------

    def name(self, phrase: ind.Phrase) -> str | None:
        """The phrase before the number as read, without the verb at its head and the owner it begins with."""
        tokens = self.tokens
        first, last = self._past_verbs(phrase.first, phrase.last), phrase.last
        if first and not self.is_free(first):
            first = next((p for p in range(first + 1, last + 1) if tokens[p].roles & _NAMES_PROPERTY), first)
        start = tokens[first].start
        subject = self.subjects.at()
        if subject is not None and subject.start > start:
            inside = (p for p in range(first + 1, last + 1) if tokens[p].start == subject.start)
            place = next(inside, first)
            if place > first and tokens[place - 1].roles & Role.OF:
                first, start = place, subject.start  # 某集团投资的|新工厂占地
        if subject is not None and subject.start == start:
            start = self._past_owner(first, last, subject)
            behind = next((p for p in range(first + 1, last + 1) if tokens[p].start == start), last)
            if behind < last:
                behind += self._acts(behind)
                start = tokens[self._past_verbs(behind, last)].start
        end = tokens[last].end - 1
        if self.kind == "physical" and end - start > 1 and self._is_dimension(start, last):
            start = end  # 渔船长38米
        elif last > first and tokens[last].start - start == 1 == tokens[last].end - tokens[last].start:
            start = self._past_verb(first, start)
        return self._said(start, last)

    def _is_dimension(self, start: int, last: int) -> bool:
        """Whether one character behind the name of a thing tells what is measured of it (桥面宽, but 净宽)."""
        tokens, text = self.tokens, self.ground.text
        end = tokens[last].end - 1
        suffix = self.ground.names.suffix(tokens[last], text)
        if suffix.get("static") != "yes" or tokens[last].roles & Role.PROPERTY:
            return False
        if tokens[last].start == end:
            return end - start > 1 and not tokens[last - 1].roles & Role.OPENING
        return self.ground.names.role(text[start:end]) == "thing"

    def _past_verb(self, first: int, start: int) -> int:
        """The place behind a verb of one character with its object of one (养羊6000只)."""
        cue = self.ground.cues.words.get(self.ground.text[start])
        lead = self.tokens[first - 1].roles if first else Role.STOP
        acts = cue is not None and cue.roles & Role.VERB and not lead & Role.NOMINAL
        return start + 1 if acts and self.kind in ("count", "physical") else start

    def share(self, phrase: ind.Phrase) -> str | None:
        """The same where the noun keeps a number of its own (65岁及以上人口)."""
        start = self._attributed(phrase.first)
        return self.name(phrase) if start is None else self._said(start, phrase.last)

    def counted(self, phrase: ind.Phrase) -> str | None:
        """The phrase behind the number, whole, with its other names in brackets (63个县(市、区))."""
        return self._said(self._past_grade(phrase), phrase.last, aside=True)

    def verb(self, phrase: ind.Phrase) -> str | None:
        """The verb directly before the number, where it is one that may itself be counted."""
        token = self.tokens[phrase.last]
        return self._said(token.start, phrase.last) if token.roles & Role.FLOW else None

    def carry(self) -> str | None:
        """What was told before."""
        told = self.told
        self.carried, self.static = True, told.static
        self.start, self.end = told.start, told.end
        if told.indicator is None:
            self.owned = told.owned
        return told.indicator

    def resume(self) -> str | None:
        """What was told of the last number of this kind."""
        self.told = self.told.of(self.kind) or self.told
        return self.carry()

    def own(self, phrase: ind.Phrase) -> None:
        """The phrase names the thing that the number describes: its subject, and there is no indicator."""
        start, end = self._past_grade(phrase), self.tokens[phrase.last].end
        text = self.ground.text
        if self.kind == "physical":
            self.attribute = True
            owner = self.ground.names.owner(text[start:end])
            end = start + owner.length if owner.role == "thing" else end
        self.owned = phrase_text(text, start, end)

    def described(self) -> Subject | None:
        """The thing that the number describes, at no place of its own: it is not what the indicator names.

        Or whoever has what is counted, named with 的 before the number (市铸造协会的4名专家), or pays the sum.
        """
        if self.owned is not None:
            return Subject(self.owned, "thing", -1, -1)
        if self.kind == "count":
            return self._possessor()
        return self._payer() or self._fined() if self.kind in _PAID else None

    def _payer(self) -> Subject | None:
        """Who bears the sum or share, named behind it (费用9450元由龚某负担)."""
        tokens, place, paid = self.tokens, self.at + 1, self.ground.cues.payments
        while place < len(tokens) and place <= self.at + _LONGEST_REACH and not tokens[place].roles & Role.FROM:
            if tokens[place].roles & (_ENDS_CLAUSE | Role.READING):
                return None
            place += 1
        if place >= len(tokens) or not tokens[place].roles & Role.FROM:
            return None
        first = place = place + 1
        while place < len(tokens) and tokens[place].roles & Role.NOMINAL and tokens[place].cue.word not in paid:
            place += 1
        if first == place or place >= len(tokens) or tokens[place].cue.word not in paid:
            return None
        return self._named(first, place)

    def _fined(self) -> Subject | None:
        """Who pays a fine, behind 对 (对某厂罚款98万元)."""
        tokens, last = self.tokens, self.at - 1
        if last < 1 or tokens[last].cue.word not in self.ground.cues.fines:
            return None
        first = last
        while first and tokens[first - 1].roles & Role.NOMINAL:
            first -= 1
        if not first or first == last or not tokens[first - 1].roles & Role.PREPOSITION:
            return None
        return self._named(first, last)

    def _named(self, first: int, end: int) -> Subject:
        tokens = self.tokens
        role = role_of_name(tokens[end - 1])
        start, stop = tokens[first].start, tokens[end - 1].end
        return subject_of(self.ground.text, start, stop, role or self.ground.names.role(self.ground.text[start:stop]))

    def _possessor(self) -> Subject | None:
        tokens, last = self.tokens, self.at - 2
        if last < 0 or not tokens[last + 1].roles & Role.OF or not tokens[last].roles & Role.NOMINAL:
            return None
        first = last
        while first and tokens[first - 1].roles & Role.NOMINAL and not role_of_name(tokens[first]):
            first -= 1
        before = tokens[first - 1] if first else None
        if before is not None and not before.roles & _BEFORE_POSSESSOR:
            return None  # 来自北京的3名专家
        found = self._named(first, last + 1)
        if found.role not in _POSSESSORS:
            return None
        if before is not None and before.roles & Role.THIS and before.end == found.start:
            return subject_of(self.ground.text, before.start, found.end, found.role)
        return found

    def object_in(self, phrase: ind.Phrase) -> ind.Phrase:
        """The object behind the last verb in the phrase, where another number counts its head (3处古迹展出作品)."""
        verbs = (
            place
            for place in range(phrase.last - 1, phrase.first, -1)
            if self.tokens[place].roles & Role.EITHER and not self.tokens[place].roles & Role.NOMINAL
        )
        verb = next(verbs, -1)
        return ind.Phrase("noun", verb + 1, phrase.last) if verb > phrase.first else ind.NOTHING

    def words(self, phrase: ind.Phrase) -> str:
        """The phrase as it stands in the text."""
        return self.ground.text[self.tokens[phrase.first].start : self.tokens[phrase.last].end]

    def label(self) -> ind.Phrase:
        """What stands before a colon and a list of places or bodies with their numbers (企业数：东湖区112家)."""
        before, tokens = self.before, self.tokens
        colon = before.first - 1
        if before.why != "noun" or colon < 1 or not tokens[colon].roles & Role.COLON:
            return ind.NOTHING
        if self.ground.names.role(self.words(before)) not in NAMED or not tokens[colon - 1].roles & Role.NOMINAL:
            return ind.NOTHING
        return ind.Phrase("noun", span_before(tokens, colon - 1), colon - 1)

    def having(self) -> str | None:
        """The noun before 的, which those who are counted have (具有大学文化程度的有9870人)."""
        last = self.before.last - 1
        if last < 0 or not self.tokens[last].roles & Role.NOMINAL or self.tokens[last].roles & Role.COMMON:
            return None
        return self.name(ind.Phrase("noun", span_before(self.tokens, last), last))

    def topic(self) -> str | None:
        """A property named in the clause before (最低气温出现在某地，为…)."""
        topic = self.subjects.topic
        if topic is None or self.tokens[topic[0]].start <= self.told.start:
            return None
        return self.name(ind.Phrase("noun", *topic))

    def fronted(self, *, measured: bool = False) -> str | None:  # noqa: PLR0911 -- one return for each reason
        """A noun before the verb that counts it (蔬菜抽检4120批次); a property, where it is `measured`."""
        tokens, last = self.tokens, self.before.last - 1
        if last >= 0 and tokens[last + 1].cue.word in self.ground.cues.motions:
            return None  # 试驾车跑了187公里
        passed = Role.EACH | Role.OPENING | Role.ADVERB
        while last > 0 and (tokens[last].roles & passed or self.ground.is_date(tokens[last].reading)):
            last -= 1
        if last < 0 or not tokens[last].roles & Role.NOMINAL:
            return None
        if measured and not self.ground.names.is_property(tokens[last], self.ground.text):
            return None
        first = span_before(tokens, last)
        start, end = tokens[first].start, tokens[last].end
        names, words = self.ground.names, self.ground.text[start:end]
        if names.role(words) not in ("", "group", "thing") or names.is_named_person(words):
            return None
        if names.is_persons_name(words) and tokens[last].roles == Role.NOMINAL:
            return None  # 周楠贡献24分
        lead = tokens[first - 1].roles if first else Role.STOP
        if lead & Role.VERB if measured else not lead & (_ENDS_CLAUSE | Role.ENUM):
            return None
        self.subjects.drop(start, end)
        return self.name(ind.Phrase("noun", first, last))

    def given(self) -> ind.Phrase:
        """The sum given at this rate, where the rate is not that of a noun before it."""
        tokens, at = self.tokens, self.at
        is_rate = self.before.why != "noun" or bool(self.before.through & (Role.PREPOSITION | Role.EACH))
        return ind.granted(tokens, at) if is_rate else ind.NOTHING

    def number_before(self) -> int:
        """The place of the number before this one, 0 where there is none."""
        tokens = self.tokens
        return next((place for place in range(self.at - 1, 0, -1) if tokens[place].reading >= 0), 0)

    # -- tests ---------------------------------------------------------------------------------------------------

    def measures(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase ends with the name of a property."""
        return phrase.why == "noun" and self.ground.names.is_property(self.tokens[phrase.last], self.ground.text)

    def spans(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase ends with the name of a length of time (工期, 时长)."""
        if not self.measures(phrase):
            return False
        last = self.tokens[phrase.last]
        return (last.cue.property or self.ground.names.suffix(last, self.ground.text).get("role")) == "span"

    def is_owner(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase is nothing but a place (北部, 省会), which is the subject and no indicator."""
        tokens = self.tokens
        first = phrase.first
        if self.before.through & Role.HAVE:  # 他所在的清溪村有318户
            first = next((p + 1 for p in range(phrase.last - 1, first, -1) if tokens[p].roles & Role.OF), first)
        words = self.ground.text[tokens[first].start : tokens[phrase.last].end]
        role, told = self.ground.names.role(words), self.told
        if role in NAMED and self._is_caused(phrase):
            return True
        goes_on = told.kind == self.kind and told.unit == self.quantity.unit and told.indicator is not None
        is_listed = goes_on and self.ground.names.role(told.indicator or "") != "ending"
        is_listed = is_listed and words not in self.ground.cues.owners.endings  # 甲镇9个, but 其中医院9个
        # 试验组另有37人, 打包组12人
        has = self.is_bare() and (self.before.through & Role.HAVE or self._opens(phrase))
        is_named = role == "ending" and (
            is_listed or first > phrase.first or bool(has)
        )  # 甲镇9个, but 建成园区3个、集群5个
        if role not in PLACED and not is_named:
            return False
        return not (phrase.first and tokens[phrase.first - 1].roles & (Role.VERB | Role.CHANGE | Role.AND_MORE))

    def _opens(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase alone stands before the number at the head of the clause."""
        is_first = phrase.first == 0 or bool(self.tokens[phrase.first - 1].roles & _ENDS_CLAUSE)
        return is_first and not self.before.through

    def _is_caused(self, phrase: ind.Phrase) -> bool:
        """Whether a causative stands directly before the phrase (造成某镇320户受灾)."""
        return phrase.first > 0 and self.tokens[phrase.first - 1].cue.word in self.ground.cues.causatives

    def is_doer(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase is who does something by the number (某公司以12亿元竞得一宗土地)."""
        return bool(self.before.through & Role.PREPOSITION) and self.ground.names.role(self.words(phrase)) in NAMED

    def is_same(self, *, earlier: bool = False) -> bool:
        """Whether the number told before counts with the same unit; `earlier`: or the last count before that."""
        told = self.told.of("count") if earlier else self.told
        return told is not None and told.kind == "count" == self.kind and told.unit == self.quantity.unit

    def is_bare(self) -> bool:
        """Whether the unit says itself what is counted (人), so that no noun need be named."""
        return self.quantity.unit is None or self.quantity.unit in self.ground.cues.bare

    def acting(self) -> ind.Phrase:
        """What those who are counted do, where nothing else names them (另有2人失联, 培训中心组织712人参加技能鉴定)."""
        before, tokens = self.before, self.tokens
        if not self.is_bare() or self.quantity.unit is None:
            return ind.NOTHING
        if before.why == "noun" and tokens[before.last].roles & Role.NOMINAL and not self.is_owner(before):
            return ind.NOTHING
        return ind.predicate(tokens, self.at)

    def is_people(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase is a noun for people (从业人员)."""
        return self.ground.names.role(self.words(phrase)) in _PEOPLE

    def is_quoted(self) -> bool:
        """Whether a verb of prices (大跌, 收于) follows a noun that names no property: the noun is what is priced."""
        before = self.before
        if before.why != "noun" or not before.through & Role.PRICE:
            return False
        if self.measures(before):
            return self.kind == "count"  # 综合指数报3200点
        return not self.tokens[before.last].roles & (Role.FLOW | Role.EITHER) and not self.is_object(before)

    def is_distance(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase is a place that so far is away (距县城15公里)."""
        apart, tokens, first = self.ground.cues.apart, self.tokens, phrase.first
        if first < phrase.last and tokens[first].cue.word in apart:
            return True
        return first > 0 and tokens[first - 1].cue.word in apart

    def is_object(self, phrase: ind.Phrase) -> bool:
        """Whether a verb stands directly before the phrase."""
        return phrase.first > 0 and bool(self.tokens[phrase.first - 1].roles & Role.VERB)

    def is_paid(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase is what a verb gives (发放奖品每人500元), or a verb that counts itself."""
        if self.tokens[phrase.last].roles & (Role.FLOW | Role.EITHER):
            return True
        return self.is_object(phrase) and not self.before.through & Role.EACH

    def is_object_of_both(self) -> bool:
        """Whether a verb stands before the noun before the number, another behind it (引进种苗3万株试种)."""
        before, behind, tokens = self.before, self.behind(), self.tokens
        if before.why != "noun" or before.through or not (self.is_object(before) or self._joined(before.first)):
            return False
        if behind.through & Role.OF:
            return self.kind == "count"  # 改造客房30间以上的酒店
        verb = tokens[behind.first].roles
        return bool(verb & Role.COMMON) or (
            behind.first == behind.last and bool(verb & Role.FLOW) and not verb & Role.PROPERTY
        )

    def is_item_of_sum(self) -> bool:
        """Whether the noun has so much of the sum told before (甲以100亿元居首，乙以90亿元居次)."""
        before, told = self.before, self.told
        is_by = self.tokens[self.at - 1].roles & Role.PREPOSITION
        return bool(is_by) and told.kind == self.kind and told.indicator is not None and not self.measures(before)

    def is_further(self) -> bool:
        """Whether the verb before the number opens its clause and says more of what was counted (，新开工450个)."""
        last = self.before.last
        lead = self.tokens[last - 1].roles if last else Role.STOP
        return bool(lead & Role.COMMA) and not self.is_bare()

    def is_item_of_rate(self) -> bool:
        """Whether the noun has the rate told before (退货率方面，女装50%，男装15%)."""
        before, told = self.before, self.told
        if self.changes or told.kind != self.kind or told.indicator is None or before.through & ~_BETWEEN:
            return False
        if self.measures(before) or self.tokens[before.last].roles & (Role.FLOW | Role.EITHER):
            return False
        return self._names_rate(told.indicator)

    def _names_rate(self, words: str) -> bool:
        """Whether the words end with the name of a rate."""
        cues = self.ground.cues
        for length in range(min(_LONGEST_RATE, len(words)), 1, -1):
            cue = cues.words.get(words[-length:])
            if cue is not None and cue.property:
                return cue.property == "rate"
        entry = cues.suffixes.get(words[-1])
        return entry is not None and entry.meaning.get("role") == "rate"

    def is_reached(self) -> bool:
        """Whether its own bound says that a level is reached (突破100亿元), by something named before."""
        words, text, start = self.ground.cues.words, self.ground.text, self.tokens[self.at].start
        for length in range(_LONGEST_REACH, 1, -1):
            cue = words.get(text[start : start + length])
            if cue is not None and cue.roles & Role.LEVEL:
                return True
        return False

    def is_first_time(self) -> bool:
        """Whether the number is reached for the first time (首次突破2亿元), which says that something named did so."""
        reading = self.tokens[self.at - 1].reading if self.at else -1
        return reading >= 0 and self.ground.kinds[reading] == "ordinal"

    def is_free(self, first: int) -> bool:
        """Whether the phrase is not already counted by the number directly before it (237户人家一千来人)."""
        before = self.tokens[first - 1] if first else None
        if before is None or before.reading < 0 or self.ground.text[before.end].isspace():
            return True
        return self.ground.kinds[before.reading] in _FREE or self.ground.describes(before.reading)

    def is_of_counted(self) -> bool:
        """Whether the number is of those counted just before it, and what it measures was told (其中18个县超过38℃)."""
        before = self.before
        if before.why != "noun" or self.is_free(before.first) or self.measures(before):
            return False
        return self.told.of(self.kind) is not None

    def is_spoken_of(self) -> bool:
        """Whether something is said of what the number counts, in the same clause (12名志愿者驱车…)."""
        place = self.behind().last + 1
        return 0 < place < len(self.tokens) and not self.tokens[place].roles & _CLOSES_NOUN

    def is_next_item(self) -> bool:
        """Whether the noun is the next item of a list of nouns and numbers (压减时间58%、材料52%)."""
        first = self.before.first
        return self.before.why == "noun" and self._joined(first)

    def is_state(self) -> bool:
        """Whether what is measured is read off at a moment (水位)."""
        return self.before.why == "noun" and bool(self.tokens[self.before.last].roles & Role.STATE)

    def is_item(self) -> bool:
        """Whether 、 stands before the number and its noun: it is an item of a list."""
        first = self.before.first if self.before.why == "noun" else self.at
        return first > 0 and bool(self.tokens[first - 1].roles & Role.ENUM)

    def is_chained(self) -> bool:
        """Whether the number follows another with nothing but 、 or 和 between (0.4和0.9个百分点)."""
        return self._joined(self.at)

    def chain_end(self) -> int:
        """The place of the last number of the chain that begins here and shares its unit (3、4、6座)."""
        tokens, at, unit = self.tokens, self.at, self.quantity.unit
        while at + 2 < len(tokens) and tokens[at + 1].roles & _JOINS and tokens[at + 2].reading >= 0:
            following = self.ground.quantity(tokens[at + 2].reading)
            if following.kind != self.kind or (unit is not None and following.unit not in (unit, None)):
                break
            at += 2
        return at

    def is_start(self) -> bool:
        """Whether another level is reached from this one (由4小时压缩到…), or it is the base of a rate (以…为基数)."""
        tokens, at = self.tokens, self.at
        if at + 1 < len(tokens) and tokens[at + 1].roles & Role.BASE:
            return True
        if not self.before.through & Role.FROM:
            return False
        for token in tokens[at + 1 : at + 6]:
            if token.roles & (Role.ARRIVAL | Role.CHANGE):
                return True
            if token.roles & _ENDS_CLAUSE:
                break
        return False

    def is_yearly(self) -> bool:
        """Whether the clause says before the number that it holds for each of several years (年均增长9%)."""
        return said_before(self.tokens, self.at, Role.YEARLY)

    # -- pieces --------------------------------------------------------------------------------------------------

    def _said(self, start: int, last: int, *, aside: bool = False) -> str | None:
        token = self.tokens[last]
        self.static = token.cue.static
        self.start, self.end = start, self._past_names(token.end) if aside else token.end
        return phrase_text(self.ground.text, start, self.end) or None

    def _past_grade(self, phrase: ind.Phrase) -> int:
        """Where the phrase begins, past the character that makes a grade of the unit before it (15万吨级船舶)."""
        start, unit, text = self.tokens[phrase.first].start, self.quantity.unit, self.ground.text
        touches = unit is not None and start == self.tokens[self.at].end and start + 1 < self.tokens[phrase.last].end
        return start + 1 if touches and f"{unit}{text[start]}" in self.ground.cues.attributes else start

    def _past_names(self, end: int) -> int:
        """The place behind the list of short names in brackets that begins at `end`."""
        text = self.ground.text
        closed = _OPENED.get(text[end : end + 1])
        stop = text.find(closed, end, end + _LONGEST_ASIDE) if closed else -1
        names = text[end + 1 : stop].split(_BETWEEN_NAMES) if stop > end else []
        return stop + 1 if names and all(0 < len(name) <= _SHORT_NAME for name in names) else end

    def _joined(self, place: int) -> bool:
        tokens = self.tokens
        return place > 1 and bool(tokens[place - 1].roles & _JOINS) and tokens[place - 2].reading >= 0

    def _past_verbs(self, first: int, last: int) -> int:
        """The first token behind the verbs with which the phrase begins."""
        while first < last and self._is_verb(first):
            first += 1
            while first < last and self.tokens[first].roles & _LEADS:
                first += 1
        return first

    def _is_verb(self, place: int) -> bool:
        """Whether a word that is verb or noun, at the head of the phrase, is the verb of the clause.

        It is not where another verb follows the phrase (研发人员达2300人).
        """
        tokens = self.tokens
        if self.before.through & Role.LEVEL and tokens[place + 1].roles & Role.NOUN:
            return False
        if not tokens[place].roles & (Role.EITHER | Role.FLOW) or tokens[place].roles & Role.NOMINAL:
            return False
        if tokens[place + 1].roles & (_NAMES_PROPERTY | Role.OF):
            return False
        if self._is_derived(place) or self._is_compound(place):
            return False
        return not (place and tokens[place - 1].roles & (Role.VERB | Role.HAVE))

    def _is_compound(self, place: int) -> bool:
        """Whether the verb makes a noun with the head behind it (检测设备), which it is not done to (采购设备)."""
        verb, head = self.tokens[place], self.tokens[place + 1]
        taken_by = self.ground.cues.heads.get(self.ground.text[head.start : head.end])
        return taken_by is not None and head.start == verb.end and verb.cue.word not in taken_by

    def _acts(self, place: int) -> bool:
        """Whether a verb that may be a noun stands between an owner and what is counted (水务局清淤河道12条)."""
        verb, behind = self.tokens[place], self.tokens[place + 1]
        if not verb.roles & Role.COMMON or self.before.through or self.kind == "percent" or behind.start != verb.end:
            return False
        return not behind.roles & (_NAMES_PROPERTY | Role.OF)

    def _is_derived(self, place: int) -> bool:
        """Whether one character makes a noun of the verb before it (孵化期, 安置点)."""
        behind, end = self.tokens[place + 1], self.before.last
        return place + 1 == end and behind.end - behind.start == 1 and behind.start == self.tokens[place].end

    def _past_owner(self, first: int, last: int, owner: Subject) -> int:
        """The place behind the owner with which the phrase begins, where something is left to count or measure."""
        tokens, rest = self.tokens, owner.end
        end = tokens[last].end
        if not owner.start < rest < end or (owner.role not in NAMED and owner.role not in _THINGS):
            return owner.start
        behind = next((token for token in tokens[first : last + 1] if token.start == rest), None)
        is_suffix = rest == end - 1 and self.ground.text[rest] in self.ground.cues.suffixes
        if owner.role == "thing" and not is_suffix and not (behind and behind.roles & _OPENS_PROPERTY):
            return owner.start
        return behind.end if behind and behind.roles & Role.OF else rest

    def _attributed(self, first: int) -> int | None:
        """The place of the number that describes the part of a share (65岁及以上人口), None where there is none."""
        tokens = self.tokens
        at = first - 1
        if at > 0 and tokens[at].roles & Role.OF:
            at -= 1
        if at >= 0 and tokens[at].reading >= 0 and self.ground.kinds[tokens[at].reading] in ("age", "money"):
            return tokens[at].start
        return None
