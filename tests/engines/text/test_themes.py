"""Many plans at once, made so that what they have in common is known beforehand."""

import random

import pytest

from moothall.engines.text.themes import (
    Library,
    Place,
    Sentence,
    Stance,
    jaccard,
    near_duplicates,
    stance,
    topics,
    topics_of,
)
from moothall.engines.text.words import stems

PLANS = {
    "Exbury": [
        "We plan to optimise the waste collection rounds with new software next year.",
        "Hybrid working has reduced the space we need.",
        "Recruitment and retention of surveyors is hard.",
        "The harbour dredging partnership pays its way.",
    ],
    "Wyeham": [
        "Our waste collection rounds were optimised and two vehicles saved.",
        "We adopted hybrid working in every team.",
        "The harbour dredging partnership was renewed.",
        "Funding is settled one year at a time, and single year settlements stop us planning.",
    ],
    "Tarnley": [
        "Hybrid working is in place.",
        "A harbour dredging partnership lowers our costs.",
        "We have introduced a chatbot that answers one call in five.",
    ],
}


@pytest.fixture
def library() -> Library:
    return Library(
        Sentence(Place(plan, number), text)
        for plan, texts in PLANS.items()
        for number, text in enumerate(texts)
    )


def test_a_topic_is_spoken_of_by_whom_its_passages_say(library: Library) -> None:
    spreads = {it.topic.id: it for it in library.spreads()}
    assert spreads["hybrid-working"].plans == ("Exbury", "Wyeham", "Tarnley")
    assert tuple(it.place for it in spreads["hybrid-working"].sentences) == (
        Place("Exbury", 1),
        Place("Wyeham", 1),
        Place("Tarnley", 0),
    )
    assert spreads["recruitment"].plans == ("Exbury",)
    assert library.spreads()[0].topic.id == "hybrid-working"  # the widest first
    spoken, unspoken = set(spreads), {it.id for it in library.unspoken()}
    assert spoken.isdisjoint(unspoken)
    assert spoken | unspoken == {it.id for it in topics()}


def test_what_one_council_alone_says_stands_out_only_among_enough_plans(library: Library) -> None:
    assert {it.topic.id for it in library.outliers()} >= {"recruitment", "artificial-intelligence"}
    assert Library(it for it in library.sentences if it.place.plan != "Tarnley").outliers() == []


def test_a_phrase_of_several_plans_that_no_topic_names_is_found(library: Library) -> None:
    phrases = {it.phrase: it for it in library.shared_phrases()}
    assert phrases["harbour dredging partnership"].plans == ("Exbury", "Wyeham", "Tarnley")
    assert not any("hybrid" in phrase.casefold() for phrase in phrases)


def test_what_one_wants_and_another_did_is_matched_and_never_the_other_way(library: Library) -> None:
    matches = [it for it in library.matches() if it.topic.id == "waste-rounds"]
    assert [(it.wanted.place, [done.place for done in it.done]) for it in matches] == [
        (Place("Exbury", 0), [Place("Wyeham", 0)])
    ]


def test_a_council_is_not_matched_with_itself() -> None:
    alone = Library(
        [
            Sentence(Place("Exbury", 0), "We plan to introduce a chatbot."),
            Sentence(Place("Exbury", 1), "We have introduced a chatbot."),
        ]
    )
    assert alone.matches() == []


def test_a_search_puts_first_what_holds_more_of_the_question() -> None:
    said = [
        "Cuts, cuts and more cuts: a budget of cuts.",
        "Much of the work is closer policy design with staff.",
        "We cut what we pay agency staff from 9% to 4%.",
        "Agency workers fill posts for which we recruit.",
        "How much have agency staff been cut?",
        *(f"Staff of the council opened garden number {it}." for it in range(20)),
    ]
    library = Library(Sentence(Place("Exbury", number), text) for number, text in enumerate(said))
    found = [it.text for it in library.search("Who has cut agency staff and by how much?")]
    assert found[0] == said[2]
    assert set(found) == {said[0], said[2], said[3]}  # 'staff' alone is in most; a question answers none


def test_a_search_quotes_and_never_invents(library: Library) -> None:
    best = library.search("Who has optimised waste rounds?")
    assert {it.place for it in best[:2]} == {Place("Exbury", 0), Place("Wyeham", 0)}
    assert library.search("zeppelin moorings") == []
    assert library.search("") == []
    assert len(library.search("harbour dredging working", limit=2)) == 2


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We plan to share a legal team with our neighbours.", Stance.WANTED),
        ("A shared legal team has been set up.", Stance.DONE),
        ("We have begun, and will be extending it.", Stance.WANTED),
        ("Would a shared team help us?", Stance.UNCLEAR),
        ("A review of the rounds is in progress with the aim of better routes.", Stance.UNCLEAR),
        ("The move is under way and the first team has been set up.", Stance.UNCLEAR),
        ("Future Marlock is our programme of change.", Stance.UNCLEAR),
        ("In future we share a legal team.", Stance.WANTED),
        ("The legal team.", Stance.UNCLEAR),
    ],
)
def test_stance(sentence: str, expected: Stance) -> None:
    assert stance(sentence) is expected


def test_every_topic_is_found_by_each_of_its_own_phrases() -> None:
    for topic in topics():
        assert topic.ways, topic.id
        for way in topic.ways:
            words = [word for part in way for word in part]
            assert topic.id in topics_of(words), (topic.id, way)


def test_words_are_compared_by_their_stems() -> None:
    assert "hybrid-working" in topics_of(stems("They worked flexibly and in a hybrid-work pattern."))
    assert topics_of(stems("A thing about nothing.")) == frozenset()


def _words(seed: int, count: int) -> list[str]:
    drawn = random.Random(seed)
    return ["".join(drawn.choices("abcdefghijklmnop", k=6)) for _ in range(count)]


def test_near_duplicates_planted_among_a_thousand_are_all_found_and_nothing_else_is() -> None:
    texts = {("noise", seed): " ".join(_words(seed, 40)) for seed in range(1000)}
    planted = []
    for seed in range(2000, 2040):
        words = _words(seed, 40)
        other = [*words]
        other[7] = "changed"
        texts["one", seed], texts["other", seed] = " ".join(words), " ".join(other)
        planted.append((("one", seed), ("other", seed)))
    assert sorted(near_duplicates(texts)) == sorted(planted)


def test_short_passages_are_not_called_duplicates() -> None:
    assert near_duplicates({"a": "We work with partners.", "b": "We work with partners."}) == []


def test_groups_are_joined_across_pairs_and_keep_their_order() -> None:
    words = _words(1, 60)
    texts = {at: " ".join(words[at : at + 45]) for at in range(0, 12, 3)}
    assert near_duplicates(texts) == [(0, 3, 6, 9)]


def test_jaccard_of_known_sets() -> None:
    assert jaccard(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_four_hundred_plans_are_read_the_same_way_twice() -> None:
    sentences = [
        Sentence(Place(f"Council {plan}", number), " ".join([text, *_words(plan * 10 + number, 12)]))
        for plan in range(100)
        for number, text in enumerate(PLANS["Exbury"])
    ]
    assert Library(sentences).spreads() == Library(sentences).spreads()
    assert len(Library(sentences).spreads()[0].plans) == 100
