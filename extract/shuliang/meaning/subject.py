"""Whose a number is: the owner named in its clause, else in its sentence, else the last one before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from shuliang.meaning import things
from shuliang.meaning.candidates import (
    PREDICATE,
    Candidate,
    Subject,
    candidate,
    extent,
    governs,
    is_relative,
    last_part,
    opens_noun,
    subject_of,
)
from shuliang.meaning.choice import OUTLASTS_CLAUSE, Mentions
from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import NAMED, phrase_text
from shuliang.meaning.tokens import role_of_name

if TYPE_CHECKING:
    from shuliang.facts import Kind
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token

_BOUNDS: Final = Role.COMMA | Role.STOP | Role.COLON | Role.BRACKET
_PASSED: Final = (
    Role.ADVERB | Role.CONJUNCTION | Role.MODE | Role.WITHIN | Role.NOW | Role.PERIOD | Role.BASIS | Role.THIS
    | Role.TOWARD | Role.ACTUAL | Role.OF | Role.AND | Role.ALL | Role.RESPECTIVELY | Role.TIMELESS
)  # fmt: skip
_STRONG: Final = NAMED | {"event", "work"}
_PLACES: Final = frozenset({"whole", "place"})
_SUFFERS: Final = frozenset({"ending", "place"})
_MEMBERS: Final = frozenset({"person", "group"})
_COUNTED: Final = frozenset({"ending", "event", "thing", "person", "group"})
_TELLS_TIME: Final = frozenset({"date", "ordinal"})
_FRAMES = _TELLS_TIME | {"duration"}
_AMOUNTS: Final = frozenset({"count", "number", "physical", "fraction", "percent"})
_ACTS: Final = Role.VERB | Role.STAGE | Role.ALL | Role.LEVEL
_PARTS: Final = frozenset({"group", "person", "thing", "goods"})
_STATISTICS: Final = frozenset({"property", "rate"})
_LABELS: Final = NAMED | {"event", "thing", "person"}
_BODIES: Final = frozenset({"group", "person", "ending"})
_INSIDE = "里"
_SHORT_NAME: Final = 2
_MAY_ACT: Final = Role.EITHER | Role.COMMON | Role.FLOW
_ACTS_OR_NOUN: Final = Role.VERB | _MAY_ACT
_YEAR = re.compile(r"[0-9]{4}(?:[-—~～][0-9]{4})?")


class SubjectTracker:
    """Walks through the tokens of a document and knows the subject at each place.

    `_strong` is the last owner named; `_local`, someone who acts, holds to the semicolon or the end of the sentence;
    `_passing`, a part or a person with a measure of his own, to the end of the clause. `topic` is the last property
    that was named without a number, as (first, last) token.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.mentions = Mentions(ground.cues.owners.here, ground.cues.owners.wider)
        self._main: Subject | None = None
        self._strong: Subject | None = None
        self._local: Subject | None = None
        self._passing: Subject | None = None
        self._last: Subject | None = None
        self.topic: tuple[int, int] | None = None
        self._named = False
        self._is_first = True
        self._counted = False
        self._expecting = True
        self._aside = False
        self._joined = False
        self._speaks = False
        self._coming: Subject | None = None
        self._person: Subject | None = None
        self._spoken_of: Subject | None = None
        self._skip_to = -1

    def title(self, title: str) -> None:
        """The owner with which the title begins is the subject until the text names one."""
        bare = title.strip()
        if match := _YEAR.match(bare):
            bare = bare[match.end() :]
            bare = next((bare.removeprefix(word) for word in self._ground.cues.years if bare.startswith(word)), bare)
        bare = bare.lstrip("《“‘")
        owner = self._ground.names.owner(bare)
        if owner.role in _STRONG:
            self._strong = self.mentions.title = Subject(bare[: owner.length], owner.role, -1, -1)
            if self._ground.names.is_place(self._strong.text):
                self._main = self._strong
                self.mentions.is_about_place = True

    def place(self, name: str) -> None:
        """The text is a report about this place, which is its subject until another is named."""
        self.mentions.is_report = self.mentions.is_about_place = True
        if self._main is None:
            self._main = self._strong = self.mentions.title = Subject(name, "ending", -1, -1)

    def label(self, name: str, start: int) -> None:
        """A line says by a label what the next ones are about (项目名称：…)."""
        subject = Subject(name, "ending", start, start + len(name))
        self.mentions.add_alone(subject, Role.VERB, "head")
        self._hold(subject)

    def paragraph(self) -> None:
        """Organisations and places go on in the next paragraph, things do not."""
        self.mentions.paragraph(self._strong)
        self._local = self._last = None
        if self._strong is not None and self._strong.role not in _STRONG:
            self._strong = None

    def sentence(self, *, continues: bool) -> None:
        """A new sentence: in a text about a place, what belongs to nobody named in it is the place's."""
        self.mentions.sentence += 1
        self.mentions.clause = 0
        if not continues:
            self.mentions.item()
            if self._main is not None and not self._is_here(self._strong):
                self._strong = self._main
        if self._main is not None:
            self._last = None
        self._local = self._passing = self.topic = None
        self._named, self._is_first, self._counted = False, True, False
        self._expecting, self._aside = True, False
        self._speaks = False
        self._skip_to = -1

    def _is_here(self, subject: Subject | None) -> bool:
        """Whether the subject stands for the place that the text is about; in a report only some words do (全市)."""
        if subject is None:
            return False
        return subject.text in self._ground.cues.owners.here if self.mentions.is_report else subject.role == "whole"

    def at(self, *, here: bool = False) -> Subject | None:
        """The subject of what stands at this place; with `here` only one that its own sentence names."""
        return self.state(here=here)[0]

    def state(self, *, here: bool = False) -> tuple[Subject | None, str]:
        """The same, and why: it passes with the clause, holds locally, was named in the sentence, or is carried on."""
        if self._passing is not None:
            return self._passing, "passing"
        if self._local is not None:
            return self._local, "local"
        if self._named:
            return self._strong, "named"
        return None if here else (self._strong or self._last), "carried"

    def drop(self, start: int, end: int) -> None:
        """The phrase turned out to be what is counted: it is no subject."""
        self.mentions.drop(start, end)
        if self._passing is not None and start <= self._passing.start < end:
            self._passing = None
        if self._local is not None and start <= self._local.start < end:
            self._local = None

    def person(self, text: str, start: int, end: int) -> None:
        """Someone whose age was told acts in what follows."""
        self._person = Subject(text, "person", start, end)
        self.turn_to(self._person)

    def turn_to(self, person: Subject) -> None:
        """This person, named elsewhere, is the subject of what follows in the sentence."""
        self._local = person
        self.mentions.add_alone(person, Role.VERB, "person")

    def counted(self, noun: Subject) -> None:
        """Note what a number counts: something may be said of it (12名志愿者驱车…)."""
        role = "group" if self.mentions.is_report else self._ground.names.owner(noun.text).role
        self.mentions.add_alone(noun.as_role(role), Role.READING, "counted")

    def _come(self) -> None:
        """What a number before counted has what comes now."""
        if self._coming is not None:
            self._passing, self._coming = self._coming, None
            self.mentions.add_alone(self._passing, Role.READING, "counted", "property")

    def feed(self, tokens: list[Token], at: int) -> bool:  # noqa: PLR0911 -- one return for each kind of token
        """Take the token; whether a new subject began with it."""
        roles = tokens[at].roles
        self._come()
        if roles & Role.READING and not self._counted:
            self._counted = self._ground.kinds[tokens[at].reading] not in _FRAMES
        if at < self._skip_to:
            return False
        if roles & _BOUNDS:
            self._bound(roles)
            return False
        if roles & Role.STAGE and at + 1 < len(tokens):
            return self._staged(tokens, at + 1)
        if tokens[at].cue.word in self._ground.cues.causatives and self._caused(tokens, at):
            return True
        self._reopen(tokens, at)
        if not self._expecting:
            return False
        if self._aside:
            self._leave(tokens, at)
            return False
        if _numbers_item(tokens, at):
            self._skip_to = at + 2
            return False
        is_noun = roles & Role.NOMINAL or (roles & Role.EITHER and opens_noun(tokens, at, self._ground))
        is_away = roles & Role.PREPOSITION and is_noun and _opens_distance(tokens, at, self._ground)
        if is_noun and not is_away and not governs(tokens, at):
            return self._take(tokens, at)
        self._pass(tokens, at)
        return False

    def _reopen(self, tokens: list[Token], at: int) -> None:
        """A subject may come behind 的是, and behind 、 where there is none yet."""
        roles = tokens[at].roles
        if (roles & Role.LEVEL and _singles_out(tokens, at)) or (roles & Role.ENUM and self.at() is None):
            self._expecting, self._aside = True, self._aside and not roles & Role.LEVEL

    def _bound(self, roles: int) -> None:
        """A clause ends."""
        if roles & (Role.COMMA | Role.STOP | Role.COLON):
            self.mentions.clause += 1
        self._expecting, self._aside = True, False
        if roles & (Role.COMMA | Role.STOP):
            self._passing = None
        if roles & Role.COMMA and (self._local or self._named or self._counted) and not self._speaks:
            self._is_first = False
        self._speaks = False
        if self.mentions.is_report and roles & (Role.COMMA | Role.STOP):
            self._let_go(roles)
        if roles & Role.STOP:
            self._local = None
            self._is_first = True

    def _let_go(self, roles: int) -> None:
        """In a report about a place only places, organisations and meetings have more than their clause."""
        if self._local is not None and self._local.role not in _STRONG:
            self._local = None
        if roles & Role.STOP:
            self.mentions.item()
        strong = self._strong
        if (
            strong is not None
            and not self._is_here(strong)
            and (roles & Role.STOP or strong.role not in OUTLASTS_CLAUSE)
        ):
            self._strong, self._named = self._main, False

    def _leave(self, tokens: list[Token], at: int) -> None:
        """In a phrase with a preposition, which is no subject: it ends with a word of place, or with 的 after 由."""
        roles = tokens[at].roles
        if roles & Role.WHERE or (roles & Role.OF and self._joined):
            self._aside = False
        elif roles & Role.VERB and not is_relative(tokens, at):
            self._expecting = False

    def _pass(self, tokens: list[Token], at: int) -> None:
        """A word before the subject: an adverb, a date; a preposition or a verb with 的 opens a phrase that is none."""
        roles, reading = tokens[at].roles, tokens[at].reading
        if tokens[at].cue.word in self._ground.cues.pronouns and self._person is not None:
            self.turn_to(self._person)
        if tokens[at].cue.word in self._ground.cues.thing_pronouns and self._spoken_of is not None:
            self._local = self._spoken_of
            self.mentions.add_alone(self._spoken_of, Role.VERB, "head")
        if reading >= 0:
            kind = self._ground.kinds[reading]
            self._expecting = kind in _TELLS_TIME or kind == "age" or self._ground.describes(reading)
            if kind == "count":
                self._pass_counted(tokens, at + 1)
        elif roles & (Role.PREPOSITION | Role.FROM) and not roles & Role.MODE:
            self._aside, self._joined = True, bool(roles & Role.FROM)
        elif roles & Role.WHERE:
            self._expecting = True  # 园内的油松…
        elif roles & (Role.VERB | Role.EITHER | Role.FLOW) and not roles & (Role.STAGE | Role.REPORT):
            self._mention_verbal(tokens, at)
            self._expecting = self._aside = self._joined = is_relative(tokens, at)
        elif not roles & _PASSED and not _singles_out(tokens, at):
            self._expecting = self._aside = self._joined = is_relative(tokens, at)

    def _pass_counted(self, tokens: list[Token], at: int) -> None:
        """What was counted may have a property of its own (28种蔬菜均价…)."""
        if at >= len(tokens) or not tokens[at].roles & Role.NOMINAL:
            return
        found = candidate(tokens, at, self._ground)
        if found.first < found.property_at < found.end and found.reading >= 0:
            start, end = tokens[found.first].start, tokens[found.property_at].start
            self._coming = subject_of(self._ground.text, start, end, "thing")

    # -- the phrase at the head of a clause ------------------------------------------------------------------------

    def _mention(self, tokens: list[Token], at: int, found: Candidate) -> None:
        """Note the phrase, the owner with which it begins, and what stands before the name of a property in it."""
        mentions, following = self.mentions, found.following
        mentions.phrase()
        sort = None
        if found.first > at + 1:
            start, end = tokens[at].start, tokens[found.first - 1].start
            role = role_of_name(tokens[found.first - 2]) or self._ground.names.owner(self._ground.text[start:end]).role
            mentions.add(subject_of(self._ground.text, start, end, role), Role.OF, "of")
        if found.property_at < found.end or following & Role.PROPERTY or found.measured:
            sort = things.sort(tokens, found, self._ground)
        if found.property_at > found.first:
            if not found.measured:
                self._mention_whole(tokens, found, sort)
            elif not self._is_statistic(sort) and (owned := things.owned(tokens, found, self._ground)) is not None:
                mentions.add(owned.thing, following, "thing", sort)
        if found.head is not None and self._is_part(found.head) and found.measured and self._is_statistic(sort):
            return
        if found.head is not None:
            mentions.add(self._known(found.head), following, "pointed" if found.pointed else "head", sort)
            region = self._ground.names.region(found.head.text)
            if region:
                end = found.head.start + len(region)
                mentions.add(Subject(region, "whole", found.head.start, end), following, "region", sort)
        elif (bare := self._ground.names.bare(found.whole.text)).length:
            start, end = found.whole.start, found.whole.start + bare.length
            mentions.add(Subject(found.whole.text[: bare.length], bare.role, start, end), following, "bare", sort)

    def _mention_whole(self, tokens: list[Token], found: Candidate, sort: str | None) -> None:
        """Note the phrase; in a report about a place, words that every report has (重点, 年度) name nobody.

        Neither does a word that only opens the name of a property, whatever cut the two apart (最大挖掘深度).
        """
        is_plain = found.head is None and things.is_plain(tokens, found, found.whole.end)
        opens = all(token.roles & Role.OPENING for token in tokens[found.first : found.end])
        is_label = is_plain and bool(found.following & Role.COLON)  # 项目概况：…
        if not (opens or is_label or (is_plain and self.mentions.is_report)):
            self.mentions.add(found.whole, found.following, "pointed" if found.pointed else "whole", sort)

    def _is_part(self, head: Subject) -> bool:
        """Whether the phrase begins with what a place has: not where that has a name of its own (龙潭水库水位)."""
        return head.role in _PARTS and (head.role != "thing" or head.text in self._ground.cues.owners.endings)

    def _is_statistic(self, sort: str | None) -> bool:
        """Whether a text about a place tells a total or a rate: it is the place's, whatever else has it (粮食产量)."""
        strong = self._strong
        is_here = strong is not None and strong.text in self._ground.cues.owners.here
        return (self._main is not None or is_here) and sort in _STATISTICS

    def _mention_verbal(self, tokens: list[Token], at: int) -> None:
        """Note a noun that begins with what may be a verb (上榜企业实现…, 调查队用…)."""
        if at + 1 >= len(tokens) or governs(tokens, at) or not tokens[at + 1].roles & Role.NOMINAL:
            return
        found = candidate(tokens, at + 1, self._ground)
        end = max(found.first, found.property_at)
        start, stop = tokens[at].start, tokens[end - 1].end
        is_object = found.reading >= 0 and not found.measured and found.is_number_next
        if found.first > at + 1 or stop <= tokens[at].end or is_object:
            return
        text = phrase_text(self._ground.text, start, stop)
        noun = Subject(text, self._ground.names.role(text), start, stop)
        is_verb = not tokens[at].roles & Role.EITHER and not found.following & (Role.LEVEL | Role.READING)
        is_measured = self._main is not None and (found.measured or found.following & Role.PROPERTY)
        if noun.role not in _MEMBERS or is_verb or is_measured:
            return
        self.mentions.add_alone(noun, found.following, "verbal")
        if found.following & (Role.VERB | Role.COMMON) and self._is_first and not self._named:
            self._local = noun

    def _take(self, tokens: list[Token], at: int) -> bool:
        found = candidate(tokens, at, self._ground)
        if _is_verb(tokens, at, found):
            self._expecting = False
            return False
        self._skip_to = found.end
        if not any(map(str.isalpha, found.whole.text)):
            self._expecting = True  # 3. and the like, which number what follows
            return False
        self._expecting = False
        if not self._modifies(tokens, found):
            return self._name(tokens, at, found)
        self._expecting, self._skip_to = True, found.end + 2
        if found.head is not None:
            self.mentions.add_alone(found.head, Role.OF, "of")
        return False

    def _name(self, tokens: list[Token], at: int, found: Candidate) -> bool:
        """The phrase names somebody or something: note it, and whether it is the subject of what follows."""
        if found.measured and found.reading < 0:
            self.topic = (found.first, found.end - 1)
        behind = tokens[found.end].roles if found.end < len(tokens) else Role.STOP
        if behind & Role.OF and found.end + 1 < len(tokens) and tokens[found.end + 1].roles & Role.HAVE:
            self._expecting = True
            return False  # 同行的还有协会的4名专家
        kind = self._ground.kinds[found.reading] if found.reading >= 0 else None
        if not self._is_wider(found) and not (self.mentions.is_report and behind & Role.AND_MORE):
            self._mention(tokens, at, found)
        if (named_before := self._echoed(tokens, at, found)) is not None:
            self.mentions.add_alone(named_before, found.following, "object", things.sort(tokens, found, self._ground))
            self._local, self._passing = named_before, None
            return False
        head = self._work(found) or found.head
        self._meet(found)
        if behind & Role.AND_MORE or self._is_wider(found) or (kind is not None and self._is_counted(found, kind)):
            return False
        if behind & Role.COLON and head is not None and found.is_known and head.role in _LABELS:
            return self._hold(head)
        if behind & Role.OF:
            self._expecting = True
            if head is None or head.role not in _STRONG:
                return False
        return self._follow(tokens, found, head, kind)

    def _meet(self, found: Candidate) -> None:
        """Keep the person whom the phrase names: 他 means him; and the last thing: 它 means that."""
        names, head = self._ground.names, found.head
        if not found.measured and (head is None or head.role != "person"):
            self._spoken_of = self._work(found) or (found.whole if head is None or head.role == "whole" else head)
        if head is not None and head.role == "person":
            self._person = head
        elif names.is_persons_name(found.whole.text) or names.is_named_person(found.whole.text):
            self._person = found.whole.as_role("person")

    def _modifies(self, tokens: list[Token], found: Candidate) -> bool:
        """Whether the phrase only tells, with a verb and 的, which thing or body is spoken of (学院研制的机器，…)."""
        verb = found.end
        if verb + 2 >= len(tokens) or not tokens[verb].roles & _ACTS_OR_NOUN or not tokens[verb + 1].roles & Role.OF:
            return False
        place = verb + 2
        while place + 1 < len(tokens) and tokens[place].roles & Role.ADVERB:
            place += 1
        if not tokens[place].roles & Role.NOMINAL:
            return False
        noun = candidate(tokens, place, self._ground)
        return noun.head is not None and noun.property_at == noun.end and noun.reading < 0

    def _echoed(self, tokens: list[Token], at: int, found: Candidate) -> Subject | None:
        """The noun that ends the clause before, where its own word opens the name of a property (青花大罐，罐高…)."""
        text = self._ground.text
        if at <= 1 or not tokens[at - 1].roles & Role.COMMA or not tokens[at - 2].roles & Role.NOMINAL:
            return None
        if not found.measured or (found.head is not None and found.head.role in _STRONG):
            return None
        if self.mentions.is_report or tokens[at - 2].roles & _MAY_ACT:
            return None  # 高铁全线贯通，高铁运营里程…
        first = at - 2
        while first and tokens[first - 1].roles & Role.NOMINAL and not tokens[first - 1].roles & _MAY_ACT:
            first -= 1
        noun, name = text[tokens[first].start : tokens[at - 2].end], found.whole.text
        if len(name) == _SHORT_NAME:
            is_echoed = len(noun) > 1 and noun.endswith(name[0])
        else:
            is_echoed = len(noun) > _SHORT_NAME and name[:_SHORT_NAME] in noun
        return Subject(noun, "thing", tokens[first].start, tokens[at - 2].end) if is_echoed else None

    def _is_wider(self, found: Candidate) -> bool:
        """Whether the phrase only begins with what is larger than the place of a report (全国古树调查…)."""
        if not self.mentions.is_report or found.head is None or found.head.end == found.whole.end:
            return False
        return found.head.text in self._ground.cues.owners.wider

    def _follow(self, tokens: list[Token], found: Candidate, head: Subject | None, kind: Kind | None) -> bool:
        """What the phrase is by what follows it: an owner, a part, or whoever or whatever else."""
        following = found.following
        acts = kind == "duration" and self._acts_behind(tokens, found)
        if found.is_number_next and (kind in ("date", "age") or acts):
            self._expecting = kind == "date"
            following = Role.VERB
        if head is not None and head.role in _STRONG:
            return self._owner(tokens, found, head, following)
        if head is not None and head.role == "part":
            is_name = self._is_body(head.end, found.whole.end, _BODIES | {"thing"})
            self._passing = found.whole if is_name else head  # 县城影院
        elif not following & Role.REPORT:
            return self._other(tokens, found, following)
        return False

    @staticmethod
    def _acts_behind(tokens: list[Token], found: Candidate) -> bool:
        """Whether a predicate follows the length of time behind the phrase (骆驼10分钟内就能喝下…)."""
        place = found.number_at + 1
        if found.measured or tokens[found.end - 1].roles & (Role.NOUN | Role.EITHER | Role.FLOW | Role.COMMON):
            return False
        return place < len(tokens) and not tokens[place].roles & _BOUNDS

    @staticmethod
    def _is_counted(found: Candidate, kind: Kind) -> bool:
        """Whether the phrase is what the number behind it counts, or the number tells its rank (全国首个)."""
        head = found.head
        if head is None:
            return False
        if kind == "ordinal":
            return found.is_number_next and head.role == "whole"
        if head.role == "ending" and not found.is_number_next:
            return False
        return found.is_known and head.role in _COUNTED and kind in _AMOUNTS

    def _work(self, found: Candidate) -> Subject | None:
        """A book or film, where no place or organisation is spoken of."""
        return None if self._strong and self._strong.role in NAMED else things.work(found, self._ground.text)

    def _other(self, tokens: list[Token], found: Candidate, following: int) -> bool:
        is_thing = found.head is not None and found.head.role == "thing"
        if is_thing or (found.pointed and found.first < found.property_at < found.end):
            return self._thing(tokens, found, following)
        return self._actor(tokens, found, following)

    def _owner(self, tokens: list[Token], found: Candidate, head: Subject, following: int) -> bool:
        """A place, an organisation, a team, a meeting."""
        more = head.end < found.whole.end
        if more and (following & Role.REPORT or (head.role == "event" and not found.abuts(tokens, self._ground))):
            return False
        if more and self.mentions.is_report and not found.measured and found.property_at == found.end:
            self._passing = head  # 延安苹果入选…，产值…
            return False
        if more and head.role == "whole" and following & _ACTS and self._is_body(head.end, found.whole.end):
            head = found.whole.as_role("whole")  # 全市交警
        self._hold(head)
        if not more and self._says(tokens, found.end):
            self._named, self._speaks = False, True
        return True

    @staticmethod
    def _says(tokens: list[Token], at: int) -> bool:
        """Whether a clause ends with a verb of saying at `at`: its subject only tells what follows (联盟预计，…)."""
        if at >= len(tokens) or not tokens[at].roles & Role.REPORT:
            return False
        return at + 1 == len(tokens) or bool(tokens[at + 1].roles & (Role.COMMA | Role.COLON))

    def _is_body(self, start: int, end: int, roles: frozenset[str] = _BODIES) -> bool:
        """Whether the words are a noun for people or firms as a body, or of other roles."""
        return self._ground.names.role(self._ground.text[start:end]) in roles

    def _thing(self, tokens: list[Token], found: Candidate, following: int) -> bool:
        """A thing with a property behind it, or one that does something; a place named with it keeps it as its own."""
        abuts = found.abuts(tokens, self._ground)
        has_property = abuts or (self._strong is None and found.property_at < found.end)
        describes = abuts and self._opens(found) and things.describes(tokens, found, self._ground)
        if not found.pointed and ((self._keeps() and not describes) or not (has_property or following & PREDICATE)):
            return False
        is_body = self._strong is not None and self._strong.role in NAMED
        if is_body and not (has_property or found.pointed) and _counts_it(tokens, found, Role.VERB):
            return False  # 农村公路新改建218公里
        head = found.head
        if head is None:
            end = tokens[found.property_at].start
            head = subject_of(self._ground.text, found.whole.start, end, "thing")
        elif not (has_property or found.pointed):
            head = found.whole.as_role("thing")
        if found.pointed and self._strong and len(head.text) == 1 and self._strong.text.endswith(head.text):
            head = self._strong  # 该机: the machine named before
        return self._hold(head)

    def _actor(self, tokens: list[Token], found: Candidate, following: int) -> bool:
        """Whoever does something: known nouns anywhere, unknown ones only where nobody else is named."""
        head, ground = found.head, self._ground
        is_person = (head is not None and head.role == "person") or ground.names.is_named_person(found.whole.text)
        if head is not None and self._has_property(tokens, found, head):
            if self._is_first and not self._named:
                self._local = head
            else:
                self._passing = head
            return False
        if (thing := self._measured(tokens, found) or things.priced(tokens, found)) is not None:
            if self._strong is None:
                self._last = thing
            if self._opens(found):
                self._local = thing
            self._passing = thing
            return False
        if not self._acts(tokens, found, following):
            return False
        if self._is_first or self._strong is None:
            self._local = self._last = found.whole
            return True
        if is_person or self._strong.role == "thing":
            self._passing = found.whole
        return False

    def _acts(self, tokens: list[Token], found: Candidate, following: int) -> bool:
        """Whether the phrase does something; what the lexicons do not know does so only before certain words."""
        if found.measured or not following & PREDICATE or len(found.whole.text) == 1:
            return False
        if found.is_known:
            return True
        if found.pointed or not self._may_act(following):
            return False
        is_object = self._strong is not None and _counts_it(tokens, found, Role.FLOW | Role.EITHER)
        return not is_object  # 二手房成交4105套

    def _has_property(self, tokens: list[Token], found: Candidate, head: Subject) -> bool:
        """Whether people or firms have what is measured (学员年龄), and not the body or place that they belong to."""
        if head.role not in _MEMBERS or not found.abuts(tokens, self._ground) or self.is_in_place():
            return False
        return things.measure(tokens, found, self._ground) != "rate"

    def _measured(self, tokens: list[Token], found: Candidate) -> Subject | None:
        """The noun before the name of a property, which has it.

        Where somebody else is named only a description or a price belongs to it: others may be a part of his.
        """
        owned = things.owned(tokens, found, self._ground)
        if owned is None:
            return None
        if self._passing or self._local or self._strong:
            opens = self._opens(found)
            is_place = self._strong is not None and self._strong.role in _PLACES
            is_price = owned.role == "price" and (opens or (is_place and self._is_first and found.reading >= 0))
            is_own = is_price or (owned.static and (owned.is_suffix or opens))
        else:
            is_rate = self._last is not None and owned.role == "rate"
            is_own = owned.static or owned.role == "price" or (owned.is_sure and not is_rate)
        return owned.thing if is_own else None

    def is_in_place(self) -> bool:
        """Whether a place is spoken of, whose people and firms are its own."""
        strong = self._strong
        return self.mentions.is_report or (
            strong is not None and (strong.role in _PLACES or self._ground.names.is_place(strong.text))
        )

    def _opens(self, found: Candidate) -> bool:
        """Whether the phrase is measured at the head of a sentence that has named nobody yet."""
        return self._is_first and not self._named and found.reading >= 0

    def _may_act(self, following: int) -> bool:
        """Whether an unknown noun before a verb is taken for a name, where no place is the text's own."""
        if self._strong is None and following & Role.EACH:
            return True
        return bool(following & (Role.VERB | Role.HAVE | Role.COMMON))

    def _known(self, subject: Subject) -> Subject:
        """The place that was named before, where the subject only points into it (村里)."""
        if self._strong and subject.text == f"{self._strong.text[-1]}{_INSIDE}":
            return self._strong
        return subject

    def _hold(self, subject: Subject) -> bool:
        subject = self._known(subject)
        if self._main is None and self._strong is None and subject.text in self._ground.cues.owners.here:
            self._main = self.mentions.title = subject  # 全市…: the text is about that place
            self.mentions.is_about_place = True
        self._strong, self._local, self._last = subject, None, None
        self._named = True
        return True

    def _keeps(self) -> bool:
        """Whether a place or organisation named in the same sentence keeps its things as its own."""
        if self._strong is None or self._strong.role not in NAMED:
            return False
        return self._named or not self._is_first or self._main is not None

    def _caused(self, tokens: list[Token], at: int) -> bool:
        """Whether the object of a causative at `at` is an owner who does or suffers what follows (造成某镇…受灾)."""
        if at + 1 >= len(tokens) or not tokens[at + 1].roles & Role.NOMINAL:
            return False
        found = candidate(tokens, at + 1, self._ground)
        head = found.head
        if head is None or head.start != found.whole.start or head.role not in _SUFFERS:
            return False
        if not found.is_known and not found.abuts(tokens, self._ground) and found.property_at == found.end:
            return False
        if found.following & _BOUNDS and found.is_known:
            return False  # 带动某县，…: nothing of theirs follows in the clause
        self.mentions.add_alone(head, found.following, "head")
        self._expecting, self._skip_to = False, found.end
        return self._hold(head)

    def _staged(self, tokens: list[Token], at: int) -> bool:
        """The object of 举办, 走进: what follows is about it."""
        while at < len(tokens) and tokens[at].roles & (Role.ASPECT | Role.READING):
            at += 1
        if at >= len(tokens) or not tokens[at].roles & (Role.NOMINAL | Role.EITHER):
            return False
        end = extent(tokens, at, self._ground)
        if end < len(tokens) and not tokens[end].roles & _BOUNDS:
            return False
        start, stop = tokens[last_part(tokens, at, end)].start, tokens[end - 1].end
        role = self._ground.names.role(self._ground.text[start:stop])
        if role not in _STRONG:
            return False
        if role != "event" and (self._local is not None or self._named):
            return False
        self._skip_to = end
        staged = subject_of(self._ground.text, start, stop, role)
        self.mentions.add_alone(staged, Role.STOP, "object")
        return self._hold(staged)


def _numbers_item(tokens: list[Token], at: int) -> bool:
    """Whether the token is the number of an item (一、) and the mark behind it."""
    token = tokens[at]
    if not token.roles & Role.NOMINAL or token.end - token.start > 1 or at + 2 >= len(tokens):
        return False
    return bool(tokens[at + 1].roles & Role.ENUM) and (at == 0 or bool(tokens[at - 1].roles & _BOUNDS))


def _singles_out(tokens: list[Token], at: int) -> bool:
    """Whether 的是 stands here: whoever is named behind it is spoken of (藏品最多的是国家博物馆)."""
    return bool(tokens[at].roles & Role.LEVEL) and at > 1 and bool(tokens[at - 1].roles & Role.OF)


def _opens_distance(tokens: list[Token], at: int, ground: Ground) -> bool:
    """Whether a place stands behind a word for how far away it is (距离市中心28公里), which is no subject."""
    return tokens[at].cue.word in ground.cues.apart and at + 1 < len(tokens) and tokens[at + 1].reading < 0


def _counts_it(tokens: list[Token], found: Candidate, verbs: int) -> bool:
    """Whether a verb of these roles and its number follow at once: the phrase is what they count, of somebody else."""
    if found.end + 1 >= len(tokens):
        return False
    return bool(tokens[found.end].roles & verbs) and tokens[found.end + 1].reading >= 0


def _is_verb(tokens: list[Token], at: int, found: Candidate) -> bool:
    """Whether the phrase begins with the verb of its clause, whose object the number counts (硬化通村路21公里)."""
    if not tokens[at].roles & Role.COMMON or found.measured or found.is_known:
        return False
    if found.end == at + 1 < len(tokens) and tokens[at + 1].roles & Role.ASPECT:
        return True  # 召集了
    return at + 1 < found.end and (found.reading >= 0 or bool(found.following & _BOUNDS))
