"""Comments, corrections of how questions are answered, what the letter asks beside the text, and the check."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.plan.test_life import refused

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.engines.text.found import Status
from moothall.figures.measures import catalogue
from moothall.plan import actions, queries
from moothall.plan.checking import laid, typed
from moothall.plan.models import Plan
from moothall.plan.prompts import HOLDS, evidence, prompts
from moothall.plan.themes import SECTION, THEMES
from moothall.reference.productivity_letter import letter

Who = Callable[..., Person]


def test_anybody_who_reads_may_comment_and_it_stays(plan: Plan, person: Who, officer: Person) -> None:
    auditor = person("auditor")
    made = actions.comment(auditor, plan=plan, theme="spend", text="How much?", quoted="We  buy less.")
    assert (made.version, made.quoted) == (1, "We  buy less.")
    assert queries.open_comments(plan) == {"spend": 1}
    closed = actions.resolve(officer, comment=made, reason="Said in version 2.")
    assert queries.open_comments(plan) == {} and list(queries.comments(plan, "spend")) == [closed]
    refused(NotPossible, "closed already", lambda: actions.resolve(officer, comment=made, reason="Again."))


def test_a_comment_is_closed_by_its_writer_or_by_an_author(plan: Plan, person: Who, clerk: Person) -> None:
    auditor = person("auditor")
    made = actions.comment(auditor, plan=plan, theme="spend", text="How much?")
    refused(NotPossible, "whoever wrote it", lambda: actions.resolve(clerk, comment=made, reason="x"))
    refused(NotPossible, "reason is empty", lambda: actions.resolve(auditor, comment=made, reason=" "))
    assert actions.resolve(auditor, comment=made, reason="I see it now.").resolved_by == auditor


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "comment is empty"),
        ({"theme": "nothing"}, "no section 'nothing'"),
        ({"quoted": "Words that are not there"}, "not in the section"),
        ({"text": "x" * 4001}, "cut it to 4,000"),
    ],
)
def test_a_comment_says_something_of_a_section(
    plan: Plan, clerk: Person, change: dict[str, Any], words: str
) -> None:
    given = {"theme": "spend", "text": "How much?", **change}
    refused(NotPossible, words, lambda: actions.comment(clerk, plan=plan, **given))


def test_whoever_may_not_read_may_not_comment(plan: Plan, person: Who) -> None:
    refused(
        PermissionDenied,
        "read plans",
        lambda: actions.comment(person("contributor"), plan=plan, theme="spend", text="x"),
    )


# --- how questions are answered ---


def test_a_correction_stands_until_a_newer_one_and_every_one_stays(
    plan: Plan, officer: Person, clerk: Person
) -> None:
    given = {"plan": plan, "question": "3.9", "reason": "It is in the annex."}
    refused(PermissionDenied, "write", lambda: actions.correct_coverage(clerk, status="partly", **given))
    refused(NotPossible, "choose one", lambda: actions.correct_coverage(officer, status="maybe", **given))
    refused(
        NotPossible, "Nothing was corrected", lambda: actions.correct_coverage(officer, status="", **given)
    )
    _, before = queries.answered(officer, plan)
    assert before["3.9"].status is Status.ABSENT
    actions.correct_coverage(officer, status="partly", **given)
    actions.correct_coverage(officer, status="answered", **given)
    draft, now = queries.answered(officer, plan)
    assert now["3.9"].status is Status.ANSWERED
    assert [draft.sections[number] for number in now["3.9"].passages] == ["spend"]
    (asked,) = [it.prompt for it in queries.prompted(officer, plan, now) if it.prompt.question.id == "3.9"]
    assert asked.status is Status.ANSWERED and asked.corrected
    actions.correct_coverage(officer, status="", **given)
    assert queries.answered(officer, plan)[1] == before
    assert [it.status for it in queries.coverage_history(plan, "3.9")] == ["", "answered", "partly"]


def test_no_question_is_corrected_that_the_letter_does_not_ask(plan: Plan, officer: Person) -> None:
    act = lambda: actions.correct_coverage(  # noqa: E731
        officer, plan=plan, question="9.9", status="absent", reason="x"
    )
    refused(NotPossible, "no question '9.9'", act)


def test_every_question_has_its_section_and_its_evidence_is_of_the_catalogue() -> None:
    asked = {it.id for it in letter().questions}
    assert asked - set(evidence()) == {"3.3", "3.6", "3.7", "3.8", "3.9"}, "nothing here would answer these"
    assert set(evidence()) <= asked
    assert {SECTION[it.theme] for it in letter().questions} == {it.key for it in THEMES if it.required}
    for question, it in evidence().items():
        assert it.measures or it.holds, question
        assert all(one.id in catalogue() for one in it.measures)
        assert all(one in HOLDS.values() for one in it.holds)


def test_evidence_of_the_file_is_all_in_the_shipped_catalogue() -> None:
    import tomllib
    from importlib.resources import files

    rows = tomllib.loads((files("moothall.plan") / "evidence.toml").read_text(encoding="utf-8"))
    named = {one for row in rows.values() for one in row.get("measures", ())}
    assert named <= set(catalogue())


def test_an_unanswered_question_comes_with_the_councils_newest_figures(
    plan: Plan, officer: Person, council: Organisation, django_assert_num_queries: Any
) -> None:
    _, answers = queries.answered(officer, plan)
    with django_assert_num_queries(2):  # the corrections, and the figures
        asked = queries.prompted(officer, plan, answers, "services")
    assert [it.prompt.question.id for it in asked] == [f"1.{number}" for number in range(1, 9)]
    measured = next(it for it in asked if it.prompt.question.id == "1.3")
    if measured.prompt.status is not Status.ANSWERED:
        assert any("42.3%" in words for found in measured.evidence for words, _ in found.figures)
    assert prompts(answers, {}, "introduction") == []


# --- the check ---


def test_the_draft_is_laid_out_as_its_readers_have_it(plan: Plan, officer: Person) -> None:
    draft = laid(plan.title, queries.draft(officer, plan).blocks)
    said = [it.text for it in draft.paper.passages]
    assert (
        said[:2] == ["Productivity plan", "Introduction"] and "We recycle 42.3% (2022-23) of waste." in said
    )
    assert all(it.text == " ".join(it.text.split()) for it in draft.paper.passages)
    place = said.index("We recycle 42.3% (2022-23) of waste.")
    assert draft.sections[place] == "services"
    ((start, end),) = draft.sourced[place]
    assert said[place][start:end] == "42.3% (2022-23)"
    assert [it.text for it in typed(draft)] == ["90,000"]


def test_the_check_says_which_section_is_meant_and_writes_nothing(
    plan: Plan, officer: Person, django_assert_num_queries: Any
) -> None:
    queries.check(officer, plan)
    with django_assert_num_queries(3):  # texts, figures as they stand, corrections
        found = queries.check(officer, plan, {"spend": "We saved £3,203.453 and £1.2m."})
    assert any("3,203.453" in it.finding.message for it in found.of("spend"))
    assert [it.text for it in found.typed] == ["90,000", "£1.2m"]
    assert queries.current(plan)["spend"].text == "We buy less."
    assert not any(it.finding.code in ("L301", "L401") for it in found.told)


def test_two_editions_and_the_draft_are_put_in_words(
    plan: Plan, officer: Person, endorse: Callable[[Plan], Any]
) -> None:
    endorse(plan)
    assert queries.words_of(officer, plan, "1") == queries.words_of(officer, plan, "draft")
    actions.write(officer, plan=plan, theme="spend", text="We buy nothing.", opened=1)
    assert "We buy nothing." in str(queries.words_of(officer, plan, "draft"))
    for none in ("2", "0", "x", "99999999"):
        assert queries.words_of(officer, plan, none) is None
