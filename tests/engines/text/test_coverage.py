"""Which questions an invented plan answers, and what a reader's correction does."""

import itertools
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.text.coverage import Correction, coverage
from moothall.engines.text.coverage.judgement import BARS
from moothall.engines.text.coverage.lexicon import Finder, lexicon, pattern, sentence
from moothall.engines.text.coverage.outline import outline, raises, theme_of
from moothall.engines.text.found import Answer, Status
from moothall.kit.papers import Kind, Passage, read_bytes
from moothall.reference.productivity_letter import letter

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"

PLAN = """# Marlock Productivity Plan

## Introduction

This paper answers four questions:

- How services and their design and delivery were transformed to make better use of resources
- How technology and better use of data will improve decisions, design and the use of resources
- Plans to reduce wasteful spending in the organisation and systems
- The barriers to progress that Government can help reduce or remove

## How we have transformed the design and delivery of services to make better use of resources

We restructured our senior management team in 2022 and moved most staff to hybrid working. The establishment fell from
412 to 371 full time equivalents in four years as two directorates became one.

### How do you measure productivity in your organisation?

A set of 24 key performance indicators is reported to the Executive each quarter, with unit costs benchmarked against
our nearest neighbours. Each service manager answers for the cost of one transaction.

### Preventative work

Our falls prevention service visits people at home before they need care.

### Invest to save

New street lighting cost £400,000 and saves £95,000 every year, so that it paid for itself in just over four years.

## Plans to reduce wasteful spending

### Agency staff and consultants

Agency staff were 6% of the staff budget last year.

### Trade union facility time

Facility time is 0.04% of the pay bill.

## The barriers to progress that Government can help to reduce or remove

- Funding is settled for one year at a time.
- We cannot recruit planners or environmental health officers.
- Grants come with short deadlines and reporting of their own.

We ask the Government to give councils a multi-year settlement, and to simplify grant reporting.
"""


def read(text: str) -> tuple[Passage, ...]:
    return read_bytes(text.encode(), "plan.md").passages


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    return read(PLAN)


@pytest.fixture(scope="module")
def answers(passages: tuple[Passage, ...]) -> dict[str, Answer]:
    return coverage(passages)


@pytest.mark.parametrize(
    ("id", "status"),
    [
        ("1.1", Status.ANSWERED),
        ("1.2", Status.ANSWERED),
        ("1.7", Status.PARTLY),  # the approach, but no value
        ("2.2", Status.ABSENT),
        ("3.2", Status.PARTLY),  # in and out, but in one line
        ("3.3", Status.ABSENT),
        ("3.4", Status.PARTLY),  # no consultants, no plan
        ("3.7", Status.ABSENT),
        ("3.8", Status.ABSENT),
        ("4.1", Status.ANSWERED),
        ("4.4", Status.PARTLY),
    ],
)
def test_a_plan_is_read_as_a_person_would(answers: dict[str, Answer], id: str, status: Status) -> None:
    assert answers[id].status is status, answers[id]


def test_a_percentage_answers_what_asks_for_one() -> None:
    full = (
        "## Trade union facility time\n\nFacility time for trade union representatives was 0.04% of our pay bill. "
        * 2
    )
    bare = "## Trade union facility time\n\nWe value our trade unions and give their representatives facility time."
    assert coverage(read(full))["3.9"].status is Status.ANSWERED
    assert coverage(read(bare))["3.9"].status is Status.PARTLY


def test_every_question_has_an_answer_in_the_letters_order(answers: dict[str, Answer]) -> None:
    assert list(answers) == [question.id for question in letter().questions]


def test_passages_are_cited_exactly_where_something_was_found(
    passages: tuple[Passage, ...], answers: dict[str, Answer]
) -> None:
    numbers = {passage.number for passage in passages}
    for answer in answers.values():
        assert bool(answer.passages) == (answer.status is not Status.ABSENT)
        assert set(answer.passages) <= numbers
        assert answer.why.endswith(".")
        assert not answer.corrected


def test_the_best_passage_is_cited_first(passages: tuple[Passage, ...], answers: dict[str, Answer]) -> None:
    by_number = {passage.number: passage for passage in passages}
    assert "street lighting" in by_number[answers["3.2"].passages[0]].text
    assert "0.04%" in by_number[answers["3.9"].passages[0]].text


def test_why_says_what_is_missing(answers: dict[str, Answer]) -> None:
    assert "their value in figures" in answers["1.7"].why
    assert "the percentage spent on consultants" in answers["3.4"].why


def test_the_questions_alone_are_no_answers() -> None:
    asked = "\n\n".join(f"- {question.asks}" for question in letter().questions)
    titled = "\n\n".join(f"## {question.title}" for question in letter().questions)
    for text in (asked, titled):
        assert {answer.status for answer in coverage(read(text)).values()} == {Status.ABSENT}


def test_the_four_themes_in_a_list_are_not_headings() -> None:
    places = outline(read(PLAN))
    listed = [place for place in places if place.passage.kind is Kind.ITEM][:4]
    assert [place.evidence for place in listed] == [False] * 4
    assert [place.theme for place in listed] == [None] * 4


@pytest.mark.parametrize("question", letter().questions, ids=lambda question: question.id)
def test_a_heading_in_the_letters_sense_raises_its_question(question: object) -> None:
    from moothall.reference.productivity_letter import Question

    assert isinstance(question, Question)
    assert question.id in raises(question.title)
    assert question.id in raises(question.asks)


def test_a_question_run_into_its_answer_governs_it() -> None:
    text = (
        "Where have you followed invest to save? We put solar panels on both depots and they earn their keep."
    )
    answer = coverage(read(text))["3.2"]
    assert answer.status is Status.PARTLY
    assert answer.passages == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "## Trade union facility time\n\n0.04% of the pay bill.",
        "Trade union facility time: 0.04% of the pay bill.",
        "| Asked | Answer |\n| --- | --- |\n| Trade union facility time | 0.04% of the pay bill |",
        "What proportion of your pay bill is spent on trade union facility time? 0.04%.",
        "What proportion of your pay bill is spent on trade union facility time?\n\n0.04%",
    ],
    ids=["heading", "run-in", "table", "question", "question and answer"],
)
def test_one_figure_is_a_full_answer_however_it_is_set_out(text: str) -> None:
    assert coverage(read(text))["3.9"].status is Status.ANSWERED


def test_a_short_no_is_an_answer_to_what_was_asked() -> None:
    text = "## Mayor, combined authority or devolution deal\n\nNot applicable."
    assert coverage(read(text))["3.8"].status is not Status.ABSENT


def test_what_the_letter_says_to_the_council_is_no_answer() -> None:
    text = "## How has the organisation changed?\n\nYou may wish to consider staffing, structures and operating models."
    assert coverage(read(text))["1.1"].status is Status.ABSENT


def test_what_follows_the_letters_own_words_is_an_answer() -> None:
    text = (
        "How has the organisation changed? You may wish to consider what you have done around staffing, etc. "
        "We merged two directorates and most staff have moved to hybrid working since 2021."
    )
    found = outline(read(text))[0]
    assert found.said.startswith("We merged")
    assert coverage(read(text))["1.1"].passages == (0,)


def test_sentences_before_a_question_are_not_the_question() -> None:
    text = "We restructured our senior management team and closed an office. Was it worth it? It was."
    assert coverage(read(text))["1.1"].status is not Status.ABSENT


def test_a_line_that_opens_a_list_gives_it_to_the_question() -> None:
    text = "We share office functions with other councils:\n\n- Payroll\n- Building control surveyors for the county\n"
    items = [place for place in outline(read(text)) if place.passage.kind is Kind.ITEM]
    assert all("3.6" in place.raised for place in items)


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("How we transformed the way we design and deliver services to make better use of resources", 1),
        (
            "Taking advantage of technology and making better use of data to improve decisions and service design",
            2,
        ),
        ("Our plans to reduce wasteful spend within our organisation and systems", 3),
        ("Barriers preventing progress that the Government can help to reduce or remove", 4),
        ("Barriers", 4),
        ("About our borough", None),
    ],
)
def test_a_themes_heading_is_known(heading: str, theme: int | None) -> None:
    assert theme_of(heading)[0] == theme


# -- corrections


def test_a_correction_is_kept_and_marked(passages: tuple[Passage, ...], answers: dict[str, Answer]) -> None:
    found = coverage(
        passages,
        corrections={
            "1.2": Correction(Status.ABSENT, why="Those are not measures of productivity."),
            "2.2": Correction(Status.PARTLY, (3,)),
            "3.4": Correction(Status.ANSWERED),
        },
    )
    assert (found["1.2"].status, found["1.2"].passages) == (Status.ABSENT, ())
    assert found["1.2"].why == "Those are not measures of productivity."
    assert (found["2.2"].status, found["2.2"].passages) == (Status.PARTLY, (3,))
    assert (found["3.4"].status, found["3.4"].passages) == (Status.ANSWERED, answers["3.4"].passages)
    assert {id for id, answer in found.items() if answer.corrected} == {"1.2", "2.2", "3.4"}


@pytest.mark.parametrize(
    ("id", "correction", "why"),
    [
        ("9.9", Correction(Status.ABSENT), "no question 9.9"),
        ("2.2", Correction(Status.ANSWERED), "say which passage"),
        ("1.2", Correction(Status.PARTLY, (4000,)), "not in the plan"),
    ],
)
def test_a_correction_that_cannot_stand(
    passages: tuple[Passage, ...], id: str, correction: Correction, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        coverage(passages, corrections={id: correction})


# -- the lexicon


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("invest to save", "Where we invested to save we gained.", True),
        ("invest to save", "We save and then invest.", False),
        ("share|sharing + data", "Data is shared weekly.", True),
        ("share + data", "Data is stored.", False),
        ("improve + improve", "Improved.", False),  # one word cannot meet two groups
        ("<%>", "It is 4 per cent.", True),
        ("<%>", "It is 4.", False),
        ("<£>", "It cost £3m.", True),
        ("<n>", "In 2023/24 it grew.", False),  # a year is no figure
        ("<n>", "In 2023/24 it grew by 12.", True),
        ("<waste>", "The waste collection service won a prize.", False),
        ("<waste>", "We found waste in our processes.", True),
        ("=governance", "The government decides.", False),
        ("governance", "Our track record is long.", False),
        ("track", "Our track record is long.", False),
    ],
)
def test_patterns(written: str, text: str, found: bool) -> None:
    assert bool(Finder([("it", pattern(written))]).found(sentence(text))) is found


def test_the_lexicon_speaks_of_every_question_and_part() -> None:
    asked = lexicon().asked
    assert set(asked) == {question.id for question in letter().questions}
    for question in letter().questions:
        parts = {part.id for part in question.parts}
        assert set(asked[question.id].wanted) <= parts
        assert 1 <= asked[question.id].needed <= len(parts)


# -- any text at all


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(Kind),
            st.text(max_size=120),
            st.integers(0, 6),
            st.sampled_from(["", "1", "1.2", "a"]),
        ),
        max_size=25,
    )
)
def test_any_text_is_read_the_same_way_twice(rows: list[tuple[Kind, str, int, str]]) -> None:
    passages = [
        Passage(n, kind, text, n + 1, None, level, label) for n, (kind, text, level, label) in enumerate(rows)
    ]
    once = coverage(passages)
    assert once == coverage(passages)
    for answer in once.values():
        assert bool(answer.passages) == (answer.status is not Status.ABSENT)


def test_nothing_answers_nothing() -> None:
    assert {answer.status for answer in coverage(()).values()} == {Status.ABSENT}


def test_work_grows_in_proportion(passages: tuple[Passage, ...]) -> None:
    def calls(times: int) -> int:
        many = [
            Passage(n, p.kind, p.text, n + 1, None, p.level, p.label) for n, p in enumerate(passages * times)
        ]
        counted = itertools.count()
        sys.setprofile(lambda *_: next(counted))
        try:
            coverage(many)
        finally:
            sys.setprofile(None)
        return next(counted)

    calls(1)  # what is kept at the first use
    assert calls(40) < 12 * calls(4)


@pytest.mark.parametrize(
    "hostile", ["?" * 50_000, "a? " * 20_000, "x: " * 20_000, "1." * 30_000, "waste " * 20_000]
)
def test_a_hostile_passage_is_soon_read(hostile: str) -> None:
    start = time.process_time()
    coverage([Passage(0, Kind.PARAGRAPH, hostile, 1)])
    assert time.process_time() - start < 5


@pytest.mark.data
def test_three_plans_are_read_as_their_reader_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import text_coverage

    truth, ours = text_coverage.gold(), text_coverage.ours()
    found = {council: text_coverage.merged(plan) for council, plan in text_coverage.plans().items()}
    trio = {council: found[council] for council in sorted({council for council, _ in truth})}
    pooled, _ = text_coverage.left_out(truth, trio, text_coverage.by_bars, text_coverage.GRID)
    assert text_coverage.balanced(truth, pooled) >= 0.85
    assert text_coverage.kappa(truth, pooled, 1) >= 0.60
    shipped = text_coverage.by_bars(found, BARS)
    assert text_coverage.balanced(truth, shipped) >= 0.85
    assert text_coverage.balanced(ours, shipped) >= 0.85
    assert sys.modules.pop("text_coverage")


HEADINGS = [
    ("How we have changed our services", 1),
    ("How services have changed", 1),
    ("How we use technology and data", 2),
    ("How we cut wasteful spending", 3),
    ("Cutting waste", 3),
    ("What stands in our way", 4),
    ("4. What holds us back", 4),
    ("Obstacles", 4),
    ("Challenges we face", 4),
    ("How we will measure progress", None),
    ("Introduction", None),
]


@pytest.mark.parametrize(("heading", "theme"), HEADINGS)
def test_a_theme_is_known_by_other_words_than_the_letters(heading: str, theme: int | None) -> None:
    assert theme_of(heading)[0] == theme


def verdicts(text: str) -> dict[str, Answer]:
    return coverage(read(text))


def test_what_changed_and_what_stands_in_the_way_are_seen_under_plain_headings() -> None:
    found = verdicts(
        """# Plan

Results go on a scorecard, which the executive reviews each month.

## How we have changed our services

We merged five offices into two and cut management posts from 31 to 24.

Complaints fell from 410 in 2021 to 260 in 2024.

## What stands in our way

- Surveyors and drivers are scarce.
- The fees that we may charge were last set in 2012, and nobody can plan on grants that are renewed each spring.
"""
    )
    assert {id for id in ("1.1", "1.2", "1.3", "4.1", "4.2") if found[id].status is Status.ABSENT} == set()


def test_a_table_under_a_heading_answers_the_heading() -> None:
    table = "| Whom | Often |\n|---|---|\n| Schools | Each term |\n| The hospital | Each day, and it is useful |\n"
    assert verdicts(f"# Plan\n\n## How often we share data\n\n{table}")["2.3"].status is not Status.ABSENT
    assert verdicts(f"# Plan\n\n## Who we talk to\n\n{table}")["2.3"].status is Status.ABSENT


@pytest.mark.parametrize(
    "glossary",
    [
        "## Glossary\n\n- EDI: equality, diversity and inclusion\n- AI: artificial intelligence\n",
        "## Words\n\n| Term | Meaning |\n|---|---|\n| EDI | Equality, diversity and inclusion |\n",
        "## Appendix A: Abbreviations\n\nEDI stands for equality, diversity and inclusion.\n",
    ],
)
def test_a_glossary_answers_nothing(glossary: str) -> None:
    found = verdicts(f"# Plan\n\n## Barriers\n\nWe cannot hire surveyors at our pay.\n\n{glossary}")
    assert {found[id].status for id in ("2.4", "3.3")} == {Status.ABSENT}
    after = verdicts(
        f"# Plan\n\n{glossary}\n## Equality\n\nThe equality, diversity and inclusion post costs £9,000.\n"
    )
    assert after["3.3"].status is not Status.ABSENT


def test_services_shared_with_a_unitary_council_are_no_reform() -> None:
    shared = "# Plan\n\n## Spending\n\nPayroll is shared with two unitary councils, which saves £40,000.\n"
    assert verdicts(shared)["1.8"].status is Status.ABSENT
    assert verdicts(shared)["3.6"].status is not Status.ABSENT
    reform = "# Plan\n\n## Services\n\nWe have proposed a new unitary council for the county with our neighbours.\n"
    assert verdicts(reform)["1.8"].status is not Status.ABSENT
