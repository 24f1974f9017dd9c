"""How a figure is meant, when it is said of, and what a table lends its cells. Sentences are invented."""

from decimal import Decimal

import pytest

from moothall.engines.text.figures import figures, malformed
from moothall.engines.text.found import Comparator, StatedFigure, Written
from moothall.kit.papers.paper import Kind, Passage


def paper(*texts: str) -> list[Passage]:
    """'# ' makes a heading, '|' a table row, '!|' a row that names columns; anything else is a paragraph."""
    passages = []
    for number, text in enumerate(texts):
        header = text.startswith("!|")
        if header or text.startswith("|"):
            cells = tuple(cell.strip() for cell in text.lstrip("!").strip("|").split("|"))
            passages.append(
                Passage(number, Kind.ROW, " | ".join(cells), number + 1, cells=cells, header=header)
            )
        elif text.startswith("# "):
            passages.append(Passage(number, Kind.HEADING, text[2:], number + 1, level=1))
        else:
            passages.append(Passage(number, Kind.PARAGRAPH, text, number + 1))
    return passages


def found(*texts: str) -> list[StatedFigure]:
    return list(figures(paper(*texts)))


def said(*texts: str) -> list[str]:
    return [f"{it.value} {it.unit}" for it in found(*texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost £4m.", Comparator.EXACT),
        ("It cost c£4m.", Comparator.ABOUT),
        ("It cost c.£4m.", Comparator.ABOUT),
        ("It cost c. £4m.", Comparator.ABOUT),
        ("It cost circa £4m.", Comparator.ABOUT),
        ("It cost ~£4m.", Comparator.ABOUT),
        ("It cost approx. £4m.", Comparator.ABOUT),
        ("It cost approximately £4m.", Comparator.ABOUT),
        ("It cost around £4m.", Comparator.ABOUT),
        ("It cost in the region of £4m.", Comparator.ABOUT),
        ("It cost £4m or so.", Comparator.ABOUT),
        ("There are c.400 homes.", Comparator.ABOUT),
        ("There are c400 homes.", Comparator.ABOUT),
        ("Some 400 homes stand empty.", Comparator.ABOUT),
        ("It cost over £4m.", Comparator.OVER),
        ("It cost more than £4m.", Comparator.OVER),
        ("It cost in excess of £4m.", Comparator.OVER),
        ("It cost >£4m.", Comparator.OVER),
        ("It cost less than £4m.", Comparator.UNDER),
        ("It cost just under £4m.", Comparator.UNDER),
        ("It cost at least £4m.", Comparator.AT_LEAST),
        ("It cost £4m or more.", Comparator.AT_LEAST),
        ("We hold 100+ licences.", Comparator.AT_LEAST),
        ("It cost no less than £4m.", Comparator.AT_LEAST),
        ("It cost up to £4m.", Comparator.UP_TO),
        ("It cost no more than £4m.", Comparator.UP_TO),
        ("It cost a maximum of £4m.", Comparator.UP_TO),
        ("It cost nearly £4m.", Comparator.NEARLY),
        ("It cost almost £4m.", Comparator.NEARLY),
        ("It is approaching £4m.", Comparator.NEARLY),
        ("We saved £2m in total, handover £4m.", Comparator.EXACT),
    ],
)
def test_words_by_the_number_say_how_it_is_meant(text: str, expected: Comparator) -> None:
    figure = found(text)[-1]
    assert figure.comparator is expected
    assert figure.value in (4_000_000, 400, 100)
    assert not any(figure.text.lower().startswith(word) for word in ("c", "over", "~", ">", "about"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It saves £1-2m.", ["from", "to"]),
        ("It saves between £1m and £2m.", ["from", "to"]),
        ("It saves £1m to £2m.", ["from", "to"]),
        ("Costs ranging from 3% to 5%.", ["from", "to"]),
        ("Costs rose from 3% to 5%.", ["", ""]),
        ("Posts fell from 40 FTE in 2020/21 to 30 FTE in 2023/24.", ["", ""]),
        ("We saved £1m and £2m.", ["", ""]),
    ],
)
def test_a_range_has_two_ends_and_a_change_has_two_exact_figures(text: str, expected: list[str]) -> None:
    assert [str(it.comparator) for it in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spend was £3m in 2023/24.", ["2023/24"]),
        ("In 2023/24 spend was £3m.", ["2023/24"]),
        ("Spend was 8% in 2023/24 (9% in 2022/23 and 7% in 2021/22).", ["2023/24", "2022/23", "2021/22"]),
        ("Since 2013-14 grants have fallen by 40%.", ["Since 2013-14"]),
        ("Grants were £9m in 2013-14, and in 2024-25 they will be £4m.", ["2013-14", "2024-25"]),
        ("In 2013-14 grants were £9m, and in 2024-25 they will be £4m.", ["2013-14", "2024-25"]),
        ("We save £200k per annum.", ["per annum"]),
        ("We save £200k a year.", ["a year"]),
        ("We save between £200k - £300k per annum.", ["per annum", "per annum"]),
        ("We saved £2m over the last 6 years.", ["over the last 6 years", "over the last 6 years"]),
        ("From May 2023 to end March 2024 we spent £3m.", ["From May 2023 to end March 2024"]),
        ("We will save £3m by March 2026.", ["by March 2026"]),
        ("We saved £3m and £4m in 2023/24.", ["2023/24", "2023/24"]),
        ("Staffing costs £3m.", [""]),
        ("It was built in 1998. It now costs £3m.", [""]),
    ],
)
def test_each_figure_is_said_of_its_own_period(text: str, expected: list[str]) -> None:
    assert [it.period for it in found(text)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["!| Service | Saving £000 |", "| Waste | 120 |"], ["120000 GBP"]),
        (["!| Service | Saving (£m) |", "| Waste | 1.25 |"], ["1250000 GBP"]),
        (["!| Service | Saving (£) |", "| Waste | 1,250 |"], ["1250 GBP"]),
        (["!| Service | Saving £'000 |", "| Waste | (120) |"], ["-120000 GBP"]),
        (["!| Service | Saving |", "| Waste | £1.2m |"], ["1200000 GBP"]),
        (["!| Measure | 2022/23 | 2023/24 |", "| Sickness (%) | 4.1 | 3.9 |"], ["4.1 %", "3.9 %"]),
        (
            ["!| Measure | 2022/23 | 2023/24 |", "| Agency spend £m | 4.1 | 3.9 |"],
            ["4100000 GBP", "3900000 GBP"],
        ),
        (
            ["Savings by service (£000)", "!| Service | Year 1 | Year 2 |", "| Waste | 12 | 14 |"],
            ["12000 GBP", "14000 GBP"],
        ),
        (["!| Service | Number of homes |", "| North | 45 |"], ["45 homes"]),
        (["!| Service | FTE |", "| North | 45.5 |"], ["45.5 FTE"]),
        (["!| Ref | Action | Deadline |", "| 12 | Open a depot | 2025 |"], []),
        (
            ["!| Action | Effect |", "| Open a depot | Saved £3m across 4 sites in 2023 |"],
            ["3000000 GBP", "4 sites"],
        ),
        (["| Service | Saving £000 |", "| Waste | 120 |"], ["120000 GBP"]),
    ],
)
def test_a_cell_takes_its_unit_and_scale_from_its_column_row_or_caption(
    rows: list[str], expected: list[str]
) -> None:
    assert said(*rows) == expected
    assert malformed(paper(*rows)) == ()


def test_a_cell_takes_its_period_from_its_column() -> None:
    rows = ("!| Measure | 2022/23 | 2023/24 |", "| Sickness (%) | 4.1 | 3.9 |")
    assert [it.period for it in found(*rows)] == ["2022/23", "2023/24"]


def test_brackets_in_a_sentence_are_no_minus() -> None:
    assert said("The grant (£16.1m) was spent.") == ["16100000 GBP"]


def test_headings_state_no_figures() -> None:
    assert said("# 3 reasons to save £4m", "We saved £4m.") == ["4000000 GBP"]


def test_a_number_that_opens_a_short_line_without_a_full_stop_numbers_it() -> None:
    assert said("6 Legal implications", "There are 6 legal implications.") == ["6 implications"]


def test_a_stretch_of_time_is_named_once_in_a_paper() -> None:
    texts = (
        "Over the last 10 years we cut costs.",
        "Staff fell over the 10 year period.",
        "It lasted the last 5 years.",
    )
    assert said(*texts) == ["10 years", "5 years"]


def test_a_stretch_of_time_that_is_not_the_same_one_is_told_again() -> None:
    assert said("Work takes 10 days.", "Calls take 10 days.") == ["10 days", "10 days"]


def test_a_length_of_time_that_defines_what_is_measured_is_no_figure() -> None:
    assert said("The percentage of calls answered within 5 minutes was 94%.") == ["94 %"]
    assert said("Calls were answered within 5 minutes.") == ["5 minutes"]


def test_an_amount_that_lost_its_scale_is_malformed_only_beside_amounts_that_have_one() -> None:
    assert [it.text for it in malformed(paper("We saved £3.2m.", "The gap is £25.4 from next year."))] == [
        "£25.4"
    ]
    assert [it.text for it in malformed(paper("The gap is £25.4 from next year."))] == []
    assert malformed(paper("We saved £3.2m.", "# Elsewhere", "A swim costs £4.5 now.")) == ()
    assert malformed(paper("We saved £3.2m.", "A swim costs £4.5 per visit.")) == ()
    assert malformed(paper("We saved £3.2m.", "A swim costs £4.50 now.")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We created three new posts.", ["3 posts"]),
        ("We created twenty-five new posts.", ["25 posts"]),
        ("We serve two million residents.", ["2000000 residents"]),
        ("We planted three hundred trees.", ["300 trees"]),
        ("Half of residents replied.", ["0.5 share of residents"]),
        ("A quarter of the residents replied.", ["0.25 share of residents"]),
        ("Two-thirds of residents replied.", ["0.6667 share of residents"]),
        ("A third party replied.", []),
        ("One of our homes is empty.", []),
        ("It is a two-tier area.", []),
        ("Phase two homes were let.", []),
        ("Someone often weighed ten.", []),
    ],
)
def test_numbers_in_words_are_found_with_care(text: str, expected: list[str]) -> None:
    figures_found = found(text)
    assert [f"{it.value} {it.unit}" for it in figures_found] == expected
    assert all(it.written is Written.WORDS for it in figures_found)


def test_the_scale_and_the_text_are_as_written() -> None:
    figure = found("We saved around £3.9 million in 2023/24.")[0]
    assert (figure.text, figure.scale, figure.value) == ("£3.9 million", "m", Decimal(3_900_000))
    assert figure.sentence == "We saved around £3.9 million in 2023/24."


def test_the_same_value_said_of_two_subjects_is_two_figures() -> None:
    assert said("We cut 4% from waste and 4% from parks.") == ["4 %", "4 %"]


def test_nothing_comes_of_nothing() -> None:
    assert figures([]) == () and malformed([]) == ()
