"""The minister's letter as data."""

from datetime import date

import pytest

from moothall.reference.productivity_letter import letter


def test_twelve_requirements_and_twenty_five_questions_in_four_themes() -> None:
    it = letter()
    assert [requirement.id for requirement in it.requirements] == [f"R{n}" for n in range(1, 13)]
    assert [theme.id for theme in it.themes] == [1, 2, 3, 4]
    counts = [sum(question.theme == theme.id for question in it.questions) for theme in it.themes]
    assert counts == [8, 4, 9, 4]
    for theme, count in zip(it.themes, counts, strict=True):
        ids = [question.id for question in it.questions if question.theme == theme.id]
        assert ids == [f"{theme.id}.{n}" for n in range(1, count + 1)]


def test_its_dates_and_where_it_is_from() -> None:
    it = letter()
    assert (it.sent, it.deadline) == (date(2024, 4, 16), date(2024, 7, 19))
    assert it.holds_from == it.sent
    assert it.retrieved > it.deadline
    assert it.source
    assert it.licence


def test_each_question_says_what_it_asks_and_names_its_parts_once() -> None:
    for question in letter().questions:
        assert question.title
        assert question.asks.endswith("?")
        assert question.expects
        names = [part.id for part in question.parts]
        assert names
        assert len(set(names)) == len(names)


def test_questions_that_ask_two_things_have_two_parts() -> None:
    assert [part.id for part in letter().question("3.1").parts] == ["identified", "monitored"]
    assert len(letter().question("3.4").parts) == 5


def test_a_question_that_is_not_in_the_letter() -> None:
    with pytest.raises(KeyError):
        letter().question("5.1")
