"""The letter's twelve requirements, judged from invented files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.text.coverage import CONTEXT, requirements
from moothall.engines.text.found import Answer, Status
from moothall.engines.text.parts import parts
from moothall.kit.papers import Kind, Paper, Passage, read_bytes

A, P, N = Status.ANSWERED, Status.PARTLY, Status.ABSENT

FULL = """# Marlock Borough Council Productivity Plan 2024

Members oversaw this plan, and the Executive endorsed the plan on 8 July 2024.

The plan was submitted to the department on 12 July 2024 and is published on our website.

## How services were transformed

We restructured three teams in 2022 and hybrid working freed a floor, saving £210,000 a year.

Over the next two years our transformation programme will redesign the housing service.

The transformation board monitors delivery of the programme each month against 12 key performance indicators.

We work with the NHS, the police and the fire and rescue service to keep people well at home.

Town centre regeneration has brought 14% more visitors for £2m, and gave value for money.

## Technology and data

We share data with partners every month and are trying predictive analytics.

## Wasteful spending

Budget monitoring and internal audit find waste; agency staff are 4% of the pay bill.

## Barriers

Single-year settlements are a barrier to productivity. We ask the Government for multi-year settlements.

## Progress

Progress on this plan will be reported to the Executive quarterly and the plan refreshed each year.
"""

BARE = "# Marlock Productivity Plan\n\nMarlock is a pleasant town by a river and people like to live here.\n"


def of(text: str) -> dict[str, Answer]:
    return requirements(read_bytes(text.encode(), "plan.md"))


def test_a_plan_that_meets_all_that_its_file_can_show() -> None:
    found = of(FULL)
    assert list(found) == [f"R{n}" for n in range(1, 13)]
    assert {id: answer.status for id, answer in found.items()} == dict.fromkeys(found, A) | {"R12": N}


def test_a_plan_that_says_nothing() -> None:
    statuses = {id: answer.status for id, answer in of(BARE).items()}
    assert statuses == dict.fromkeys(statuses, N) | {"R1": A}


def test_context_asks_nothing_and_says_so() -> None:
    assert {"R12"} == CONTEXT
    assert "context" in of(FULL)["R12"].why


@pytest.mark.parametrize(
    ("id", "old", "new", "status"),
    [
        ("R7", "on 12 July 2024", "on 2 August 2024", P),
        ("R7", "on 12 July 2024", "last month", P),
        ("R8", "Members oversaw this plan, and the Executive endorsed the plan on 8 July 2024.",
         "The Executive is asked to endorse this plan.", P),
        ("R8", "Members oversaw this plan, and the Executive endorsed the plan on 8 July 2024.", "", N),
        ("R9", " and is published on our website", "", N),
        ("R10", " quarterly and the plan refreshed each year", "", P),
        ("R5", "the NHS, the police and the fire and rescue service", "the police", P),
        ("R5", "the NHS, the police and the fire and rescue service", "our neighbours", N),
        ("R6", "Single-year settlements are a barrier to productivity. "
         "We ask the Government for multi-year settlements.", "None.", P),
        ("R3", "The transformation board monitors delivery of the programme each month against 12 key performance "
         "indicators.", "", P),
    ],
)  # fmt: skip
def test_one_thing_taken_away(id: str, old: str, new: str, status: Status) -> None:
    assert old in FULL
    found = of(FULL.replace(old, new))[id]
    assert found.status is status, found.why
    assert bool(found.passages) == (status is not N)


def test_what_the_letter_asked_is_not_what_was_done() -> None:
    text = (
        BARE
        + "\nThe letter required that members approved the plan and that the plan be published on the website.\n"
    )
    found = of(text)
    assert found["R8"].status is not A
    assert found["R9"].status is not A


@pytest.mark.parametrize(("words", "status"), [(400, A), (2200, A), (2900, P), (6000, N)])
def test_length_in_words_where_there_are_no_pages(words: int, status: Status) -> None:
    found = of("# Marlock Productivity Plan\n\n" + "\n\n".join(["river " * 99 + "town."] * (words // 100)))[
        "R1"
    ]
    assert found.status is status
    assert "words" in found.why


@pytest.mark.parametrize(("pages", "status"), [(1, A), (4, A), (5, P), (6, P), (7, N)])
def test_length_in_pages_where_there_are(pages: int, status: Status) -> None:
    passages = tuple(Passage(n, Kind.PARAGRAPH, "We did well.", n + 1, n + 1) for n in range(pages))
    paper = Paper("plan.pdf", "pdf", passages, pages)
    found = requirements(paper)["R1"]
    assert found.status is status
    assert f"{pages} page" in found.why


def test_parts_and_answers_need_not_be_worked_out_twice() -> None:
    from moothall.engines.text.coverage import coverage
    from moothall.engines.text.parts import of_plan

    paper = read_bytes(FULL.encode(), "plan.md")
    answers = coverage(of_plan(paper.passages))
    assert requirements(paper, parts(paper.passages), answers) == requirements(paper)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Kind), st.text(max_size=100)), max_size=20))
def test_any_text_is_judged(rows: list[tuple[Kind, str]]) -> None:
    passages = tuple(Passage(n, kind, text, n + 1) for n, (kind, text) in enumerate(rows))
    for answer in requirements(Paper("x", "text", passages)).values():
        assert bool(answer.passages) == (answer.status is not N)


def test_a_date_that_does_not_exist_is_passed_over() -> None:
    assert of(FULL.replace("12 July 2024", "31 June 2024"))["R7"].status is P


STEPS = [
    ("- Approved by the Executive on 3 July 2024", "R8", A),
    ("- Endorsed by Full Council on 3 July 2024 (minute 4)", "R8", A),
    ("| Step | Who |\n|---|---|\n| Adopted | Cabinet, 3 July 2024 |", "R8", A),
    ("- Approved by the Chief Executive on 3 July 2024", "R8", N),
    ("- Submitted to the Ministry on 12 July 2024", "R7", A),
    ("- Sent to the department on 30 July 2024", "R7", P),
    ("| Step | When |\n|---|---|\n| Sent | 12 July 2024 |", "R7", A),
    ("- Sent to residents on 12 July 2024", "R7", N),
    ("Cabinet met on 3 July 2024 before its submission to the department on 12 July 2024.", "R7", A),
    ("It is published at www.marlock.example/plan.", "R9", A),
    ("Leaflets are at www.marlock.example.", "R9", N),
]


@pytest.mark.parametrize(("line", "id", "status"), STEPS)
def test_a_line_that_only_tells_the_step_is_of_the_plan(line: str, id: str, status: Status) -> None:
    paper = read_bytes(f"{BARE}\n{line}\n".encode(), "plan.md")
    assert requirements(paper)[id].status is status
