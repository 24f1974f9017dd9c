"""Plain text: what is a heading, an item, a row, a paragraph, whatever the extract looks like."""

import pytest
from tests.kit.papers.made import outline, rows

from moothall.kit.papers import Kind, Paper, read_bytes

LONG = (
    "The council reviewed each of its services in turn and moved the money that this released to the teams that "
    "visit people at home, where the need had grown most."
)


def read(text: str) -> Paper:
    return read_bytes(text.encode(), "plan.txt")


def headings(text: str) -> list[str]:
    return [it.text for it in read(text).headings]


@pytest.mark.parametrize(
    ("line", "level", "label"),
    [
        ("## Our services", 2, ""),
        ("**Our services**", 1, ""),
        ("### **2. Our services**", 3, "2"),
        ("OUR SERVICES", 1, ""),
        ("Our services\n============", 1, ""),
        ("Our services\n------------", 2, ""),
        ("2. Our services", 1, "2"),
        ("2.1 Our services", 2, "2.1"),
        ("2 Our services:", 1, "2"),
        ("Our services", 1, ""),
        ("How have our services changed?", 1, ""),
        ("Annex B: our services", 1, ""),
    ],
)
def test_a_line_that_names_what_follows_is_a_heading(line: str, level: int, label: str) -> None:
    paper = read(f"{LONG}\n\n{LONG}\n\n{LONG}\n\n{LONG}\n\n{line}\n\n{LONG}\n")

    (heading,) = paper.headings
    assert heading.text.lower().endswith(("our services", "services:", "changed?"))
    assert (heading.level, heading.label) == (level, label)
    assert heading.line == 9


@pytest.mark.parametrize(
    "line",
    [
        "There are no legal implications",
        "Dear colleague",
        "12 March 2031",
        "www.council.example",
        "The council saved £2m in the year.",
        "It will be reviewed each year",
        "We aim to do better, and",
    ],
)
def test_a_short_line_that_says_something_is_no_heading(line: str) -> None:
    assert headings(f"{LONG}\n\n{LONG}\n\n{LONG}\n\n{line}\n\n{LONG}\n") == []


def test_an_address_is_no_row_of_headings() -> None:
    text = f"{LONG}\n\n{LONG}\n\nDepartment of Parks\nGreen Tower\nMade Town\n\n{LONG}\n\n{LONG}\n"
    assert headings(text) == []


def test_questions_one_to_a_line_are_a_list_and_not_headings() -> None:
    text = (
        f"{LONG}\n\n{LONG}\n\n{LONG}\n\nHow have you changed?\n\nWhat will you do next?\n\n"
        f"Your plans to share offices.\n\n{LONG}\n\n{LONG}\n"
    )
    assert headings(text) == []


def test_numbered_paragraphs_are_not_headings_and_keep_their_numbers() -> None:
    paper = read(
        f"1. ADVICE\n\n1.1 {LONG}\n\n1.2 {LONG}\n\n1.3 None given\n\n2. RISK\n\n2.1 {LONG}\n\n{LONG}\n"
    )

    assert [(it.label, it.text) for it in paper.headings] == [("1", "ADVICE"), ("2", "RISK")]
    assert [it.label for it in paper.passages if it.kind is Kind.PARAGRAPH] == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "",
    ]


def test_bullets_nest_by_their_indent() -> None:
    paper = read(
        "We will:\n\n- open a hub\n  - in the town\n    • by the park\n- close a depot\n* plant trees\n"
    )

    items = [(it.level, it.text) for it in paper.passages if it.kind is Kind.ITEM]
    assert items == [
        (1, "open a hub"),
        (2, "in the town"),
        (3, "by the park"),
        (1, "close a depot"),
        (1, "plant trees"),
    ]


def test_short_lines_after_a_colon_are_items() -> None:
    said = "The plan says:\nWhat was done\nWhat comes next\nWhat stands in the way\n1. Beginning"
    text = f"{LONG}\n{said}\n{LONG}\n{LONG}"
    assert [it.text for it in read(text).passages if it.kind is Kind.ITEM] == [
        "What was done",
        "What comes next",
        "What stands in the way",
    ]


def test_numbered_lines_in_a_row_are_items_with_labels() -> None:
    paper = read(
        f"{LONG}\n\n1. That the cabinet agrees the plan.\n2. That it is published.\n\na) first\nb) second\n"
    )

    assert [(it.kind, it.label) for it in paper.passages[1:]] == [
        (Kind.ITEM, "1"),
        (Kind.ITEM, "2"),
        (Kind.ITEM, "a"),
        (Kind.ITEM, "b"),
    ]


def test_a_sentence_cut_by_a_page_is_put_together() -> None:
    text = f"{LONG}\n\n{LONG}\n\n- a review of the use of\n\nempty buildings across the county\n\n- a sale\n"
    paper = read(text)

    assert paper.passages[2].text == "a review of the use of empty buildings across the county"
    assert paper.passages[3].line == 9


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    lines = (
        "The council has moved its teams into one\nbuilding, and it has let the other two to\n"
        "local firms at a fair rent. The money pays\nfor six more visits to every household in\n"
        "the county each year.\n"
    )
    paper = read(f"{lines}\n{lines}\n- a bullet that goes on for a good while and\n  so takes two lines\n")

    assert [it.kind for it in paper.passages] == [Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.ITEM]
    assert paper.passages[0].text == " ".join(lines.split())
    assert paper.passages[1].line == 7


def test_each_line_is_a_paragraph_where_no_blank_lines_stand_between() -> None:
    assert len(read(f"{LONG}\n{LONG}\n{LONG}\n").passages) == 3


def test_tables_by_bars_and_by_tabs() -> None:
    paper = read(
        "| Measure | Now |\n|---|---|\n| Visits | 12 |\n\nText stands between the two.\n\n"
        "Year\tSpend\n2030\t£3m\n2031\t£4m\n"
    )

    assert rows(paper) == [
        ("Measure", "Now"),
        ("Visits", "12"),
        ("Year", "Spend"),
        ("2030", "£3m"),
        ("2031", "£4m"),
    ]
    assert [it.header for it in paper.passages if it.kind is Kind.ROW] == [True, False, True, False, False]
    assert paper.passages[1].text == "Visits | 12"
    assert paper.passages[1].line == 3


def test_a_row_cut_by_a_page_is_put_together() -> None:
    paper = read(
        "Barrier\tAsk\nMoney\tFunds are set a year at a time\tA longer\n\n\twhich is too short to plan.\tsettlement.\n"
    )
    assert rows(paper)[-1] == (
        "Money",
        "Funds are set a year at a time which is too short to plan.",
        "A longer settlement.",
    )


def test_marks_are_taken_off_and_words_kept() -> None:
    paper = read(
        f"{LONG}\n\nSee *the* **new** [strategy](https://council.example/a_(b)) for 5 * 3 and a_b_c.<br>Done.\n"
    )
    assert paper.passages[1].text == "See the new strategy for 5 * 3 and a_b_c. Done."


def test_form_feeds_are_pages_and_page_numbers_are_dropped() -> None:
    paper = read(f"{LONG}\n\nPage 1 of 2\n\f{LONG}\n\n2\n")

    assert paper.pages == 2
    assert [(it.page, it.text) for it in paper.passages] == [(1, LONG), (2, LONG)]


def test_a_picture_without_words_is_counted_with_its_line() -> None:
    paper = read(f"{LONG}\n\n![](a.png)\n\n![A chart of visits](b.png) {LONG}\n")
    assert (paper.access.pictures, paper.access.pictures_without_words) == (2, (3,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    paper = read_bytes("We saved £3m – “in all”.\r\nAnd more was found.".encode(encoding), "plan.txt")
    assert outline(paper) == [("paragraph", "We saved £3m – “in all”."), ("paragraph", "And more was found.")]
