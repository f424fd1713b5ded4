"""Mentions, where they stand, and which of them is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from shuliang.meaning.candidates import Subject
from shuliang.meaning.choice import Choice, Mentions
from shuliang.meaning.clauses import tokenise
from shuliang.meaning.cues import Role
from shuliang.meaning.features import SOURCES, Weigher, features, names, standing_of, weights_of
from shuliang.meaning.ground import NOTHING_TOLD, Ground
from shuliang.meaning.lexicons import build_cues
from shuliang.meaning.number import Number
from shuliang.meaning.phrases import Names
from shuliang.meaning.subject import SubjectTracker
from shuliang.meaning.tokens import Piece
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load
from shuliang.running.reader import RulebookReader
from shuliang.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.meaning.conftest import Read

TOWN = Subject("青山市", "place", 0, 3)
FIRM = Subject("红星公司", "ending", 10, 14)
HALL = Subject("体育馆", "thing", 20, 23)
NAMES = names()


class Recorder:
    """Keeps the candidates for the last number and lets the best be taken."""

    def __init__(self) -> None:
        self.found: list[tuple[str | None, set[str]]] = []

    def take(self, _at: int, subjects: Sequence[Subject | None], standings: Sequence[int], best: int) -> int:
        self.found = [
            (subject.text if subject else None, features_of(standing))
            for subject, standing in zip(subjects, standings, strict=True)
        ]
        return best


def features_of(standing: int) -> set[str]:
    """The names of the features, without the numbers of their tables."""
    return {NAMES[at].split(" ", 1)[1] for at in features(standing)}


class Make(Protocol):
    def __call__(self, surface: str = ..., *, owned: str | None = ..., start: int = ..., end: int = ...) -> Number: ...


@pytest.fixture(scope="module")
def a_number() -> Make:
    """Makes a number that stands alone, with the place of its indicator and the thing it describes."""
    reader, cues = RulebookReader.default(), build_cues(load(rules_folder()).lexicons)
    names, weigher = Names(cues), Weigher(cues.weights)

    def make(surface: str = "30家", *, owned: str | None = None, start: int = -1, end: int = -1) -> Number:
        text = clean(f"工厂{surface}。")
        [reading] = reader.engine.read(text, None).readings
        ground = Ground(text.text, [reading], None, cues, names, weigher)
        tokens = tokenise(ground, [Piece(0, len(text.text), [0])])
        number = Number(ground, tokens, 1, NOTHING_TOLD, SubjectTracker(ground), each=False)
        number.owned, number.start, number.end = owned, start, end
        return number

    return make


def named(*subjects: Subject) -> Mentions:
    """The subjects, each at the head of a clause of its own in one sentence; the number stands in the last clause."""
    mentions = Mentions()
    for place, subject in enumerate(subjects):
        mentions.clause = place
        mentions.phrase()
        mentions.add(subject, Role.VERB, "head")
    return mentions


def chosen(
    mentions: Mentions, weights: Mapping[str, float], number: Number, tracked: Subject | None = None
) -> str | None:
    choice = Choice(Weigher(weights_of(weights)))
    found = choice.choose(mentions, number, tracked, "carried", None)
    return found.text if found else None


def candidates(mentions: Mentions, number: Number) -> list[tuple[str | None, set[str]]]:
    """The candidates for a number and their features, in their order."""
    recorder = Recorder()
    choice = Choice(Weigher(weights_of({})), recorder)
    choice.choose(mentions, number, number.described(), "made" if number.owned else "carried", None)
    return recorder.found


def said_of(mentions: Mentions, subject: Subject, number: Number) -> set[str]:
    return dict(candidates(mentions, number))[subject.text]


# -- mentions ------------------------------------------------------------------------------------------------------


def test_where_a_mention_stands_is_told_from_the_clause_of_the_number() -> None:
    mentions = Mentions()
    mentions.add(TOWN, Role.VERB, "head")
    [mention] = mentions.recent
    seen = []
    for sentence, clause in ((0, 0), (0, 1), (0, 2), (0, 5), (1, 0), (2, 3)):
        mentions.sentence, mentions.clause = sentence, clause
        seen.append(SOURCES[mentions.source(mention)])
    assert seen == ["clause", "sentence", "far", "far", "before", "earlier"]


@pytest.mark.parametrize(
    ("roles", "follow"),
    [
        (Role.VERB, "verb"), (Role.HAVE, "have"), (Role.READING, "number"), (Role.REPORT | Role.VERB, "report"),
        (Role.OF, "of"), (Role.CHANGE, "change"), (Role.LEVEL | Role.PREPOSITION, "level"), (Role.FROM, "preposition"),
        (Role.COLON, "colon"), (Role.COMMA, "end"), (Role.NOMINAL, "other"),
    ],
)  # fmt: skip
def test_what_follows_a_mention(roles: int, follow: str) -> None:
    mentions = Mentions()
    mentions.add(TOWN, roles, "bare", "price")
    [mention] = mentions.recent
    said = features_of(standing_of(mention.standing, 0, 0))
    assert {f"follow={follow} form=bare", "sort=price form=bare", f"follow={follow} role=place"} <= said


def test_what_is_counted_is_no_mention_any_more() -> None:
    mentions = named(TOWN, FIRM, HALL)
    mentions.drop(FIRM.start, FIRM.end)
    assert [one.subject for one in mentions.recent] == [TOWN, HALL]


def test_the_next_paragraph_keeps_only_the_last_strong_one(a_number: Make) -> None:
    mentions = named(TOWN, HALL)
    mentions.paragraph(TOWN)
    assert (mentions.recent, mentions.earlier) == ([], TOWN)
    mentions.paragraph(None)
    assert mentions.earlier == TOWN
    assert "source=paragraph follow=other" in said_of(mentions, TOWN, a_number())


# -- candidates ----------------------------------------------------------------------------------------------------


def test_candidates_are_from_the_latest_to_the_earliest_and_nobody(a_number: Make) -> None:
    mentions = named(TOWN, FIRM, TOWN)
    mentions.title = HALL
    assert [text for text, _ in candidates(mentions, a_number())] == ["青山市", "红星公司", "体育馆", None]


def test_what_the_number_describes_comes_first(a_number: Make) -> None:
    found = candidates(named(TOWN), a_number(owned="变电站"))
    assert [text for text, _ in found] == ["变电站", "青山市", None]


def test_one_character_that_no_lexicon_knows_is_no_candidate(a_number: Make) -> None:
    mentions = named(Subject("它", "", 0, 1), Subject("县", "whole", 2, 3))
    assert [text for text, _ in candidates(mentions, a_number())] == ["县", None]


def test_phrases_between_a_mention_and_the_number_are_counted(a_number: Make) -> None:
    mentions = named(TOWN, FIRM, HALL)
    seen = [said_of(mentions, one, a_number()) for one in (HALL, FIRM, TOWN)]
    assert [f"source={source} newer={newer}" in said for source, newer, said in zip(
        ("clause", "sentence", "far"), (0, 1, 2), seen, strict=True
    )] == [True] * 3  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "overlap"),
    [(-1, -1, "apart"), (14, 18, "apart"), (10, 18, "inside"), (11, 13, "around")],
)
def test_how_a_mention_stands_to_the_indicator(a_number: Make, start: int, end: int, overlap: str) -> None:
    assert f"overlap={overlap} form=head" in said_of(named(FIRM), FIRM, a_number("30元", start=start, end=end))


def test_what_is_counted_is_not_whose_it_is(a_number: Make) -> None:
    found = {surface: candidates(named(FIRM), a_number(surface, start=10, end=14)) for surface in ("30家", "30%")}
    assert {surface: [text for text, _ in one] for surface, one in found.items()} == {
        "30家": [None], "30%": ["红星公司", None],
    }  # fmt: skip


def test_in_a_text_about_a_place_things_stay_in_their_sentence(a_number: Make) -> None:
    mentions = named(TOWN, HALL)
    mentions.sentence += 1
    assert [text for text, _ in candidates(mentions, a_number())] == ["体育馆", "青山市", None]
    mentions.is_about_place = True
    assert [text for text, _ in candidates(mentions, a_number())] == ["青山市", None]


def test_a_place_in_the_sentence_is_known_to_all_candidates(a_number: Make) -> None:
    mentions = named(TOWN, HALL)
    assert "placed=yes role=thing" in said_of(mentions, HALL, a_number())
    mentions.sentence += 1
    assert "placed=no role=thing" in said_of(mentions, HALL, a_number())


# -- the choice ----------------------------------------------------------------------------------------------------


def test_the_one_with_most_weight_is_chosen_and_of_equals_the_latest(a_number: Make) -> None:
    mentions = named(TOWN, FIRM, HALL)
    assert chosen(mentions, {}, a_number()) == "体育馆"
    assert chosen(mentions, {"1 role=ending kind=count": 0.5}, a_number()) == "红星公司"
    assert chosen(mentions, {"1 role=ending kind=count": 0.5}, a_number("30元")) == "体育馆"
    assert chosen(mentions, {"1 role=ending kind=count": 0.5, "15 placed=yes role=place": 0.6}, a_number()) == "青山市"


def test_weights_of_several_features_add_up(a_number: Make) -> None:
    weights = {"0 source=clause role=thing": 0.4, "0 source=far role=place": 0.3, "2 source=far follow=verb": 0.2}
    assert chosen(named(TOWN, FIRM, HALL), weights, a_number()) == "青山市"


def test_nobody_is_chosen_where_nobody_is_named_or_the_others_weigh_less(a_number: Make) -> None:
    assert chosen(Mentions(), {}, a_number()) is None
    assert chosen(named(HALL), {"0 source=nobody role=unknown": 0.1}, a_number()) is None


def test_the_subject_of_the_trackers_is_told_from_the_others(a_number: Make) -> None:
    weights = {"8 tracked=carried role=ending": 1.0}
    assert chosen(named(FIRM, HALL), weights, a_number()) == "体育馆"
    assert chosen(named(FIRM, HALL), weights, a_number(), FIRM) == "红星公司"
    assert chosen(named(HALL), weights, a_number(), FIRM) == "红星公司"  # though it is no mention of this paragraph


def test_a_chosen_subject_goes_on(a_number: Make) -> None:
    weights = {"1 role=place kind=money": 1.0, "6 before=goes_on source=sentence": 0.5}
    choice, mentions = Choice(Weigher(weights_of(weights))), named(TOWN, HALL)
    surfaces = ("30家", "30元", "30家")
    picks = [choice.choose(mentions, a_number(surface), None, "carried", None) for surface in surfaces]
    assert picks == [HALL, TOWN, TOWN]


def test_how_a_subject_stands_to_those_chosen_before(a_number: Make) -> None:
    recorder = Recorder()
    choice, mentions = Choice(Weigher(weights_of({})), recorder), named(TOWN)

    def before() -> str:
        """Asks for the subject of a further number."""
        choice.choose(mentions, a_number(), None, "carried", None)
        [name] = [name for name in dict(recorder.found)["青山市"] if name.startswith("before=") and "source" in name]
        return name.split(" ")[0]

    seen = [before(), before()]
    mentions.sentence += 1
    seen.append(before())
    mentions.phrase()
    mentions.add(HALL, Role.VERB, "head")
    seen.append(before())  # still the one chosen last, and now the hall is chosen
    seen.append(before())
    assert seen == ["before=first", "before=goes_on", "before=taken_up", "before=goes_on", "before=other"]


def test_what_a_recorder_takes_is_chosen(a_number: Make) -> None:
    class Second(Recorder):
        def take(self, at: int, subjects: Sequence[Subject | None], standings: Sequence[int], best: int) -> int:
            assert (at, super().take(at, subjects, standings, best)) == (2, 0)
            return 1

    choice = Choice(Weigher(weights_of({})), Second())
    assert choice.choose(named(TOWN, FIRM, HALL), a_number(), None, "carried", None) == FIRM


# -- in texts ------------------------------------------------------------------------------------------------------


def test_what_was_said_of_a_thing_goes_on_in_its_sentence(read: Read) -> None:
    found = read("5月8日，东江大桥通车。大桥全长1200米，桥面宽32米，设计时速80公里。")
    assert (found["1200米"].subject, found["80公里"].subject) == ("大桥", "大桥")


def test_a_count_behind_a_speaker_is_not_his(read: Read) -> None:
    assert read("全市有企业600家。王局长说，去年全市新增企业27家。")["27家"].subject == "全市"
