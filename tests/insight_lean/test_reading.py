"""Times and rows as people write them."""

from decimal import Decimal as D

import pytest

from moothall.core.errors import NotPossible
from moothall.insight.lean.reading import Written, pasted, rows, spoken, tenths, typed


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("12", 12), ("12.5", D("12.5")), ("0", 0), ("90 min", 90), ("1 h 30 min", 90), ("1h30", 90),
        ("2 days", 2880), ("1 week 1 day", 11520), ("1,200", 1200), ("3 Hours", 180), ("1 minute", 1),
    ],
)  # fmt: skip
def test_times_in_any_spelling(text: str, minutes: D) -> None:
    assert tenths(text, "It") == minutes * 10


@pytest.mark.parametrize("text", ["", "  ", "?"])
def test_a_blank_time_is_not_measured_and_not_nought(text: str) -> None:
    assert tenths(text, "It") is None


@pytest.mark.parametrize(
    "text", ["soon", "2 months", "-3", "1.25", "3 hours ago", "9999 weeks", "4 x", "3 4", "2 days 3"]
)
def test_what_is_no_time_is_refused_with_the_step(text: str) -> None:
    with pytest.raises(NotPossible, match="Step 4"):
        tenths(text, "Step 4")


@pytest.mark.parametrize("minutes", ["0", "0.5", "12", "60", "90", "1440", "4320", "2880.5"])
def test_what_is_typed_again_reads_the_same(minutes: str) -> None:
    assert tenths(typed(D(minutes)), "It") == D(minutes) * 10


def test_times_in_words() -> None:
    assert [spoken(D(it)) for it in ("0", "1", "0.5", "59", "90", "1500", "4320")] == [
        "none", "1 minute", "0.5 minutes", "59 minutes", "1 hour 30 minutes", "1 day 1 hour", "3 days",
    ]  # fmt: skip
    assert (spoken(None), typed(None)) == ("not measured", "")


def test_rows_are_pasted_with_tabs_or_commas_and_headings_may_change_the_order() -> None:
    wanted = [Written("Open it", "Adviser", "work", "4", "1 h", "30", "necessary", "yes")]
    assert pasted("Open it,Adviser,Work,4,1 h,30%,Necessary,Yes\n\n") == wanted
    assert pasted("Open it\tAdviser\twork\t4\t1 h\t30\tnecessary\tx") == wanted
    headed = [
        ["Who", "Step", "Failure demand", "Wait", "Touch time", "Adds value", "Share of cases (%)", "Note"]
    ]
    assert (
        rows([*headed, ["Adviser", "Open it", "y", "1 h", "4", "necessary", "30", "ignored"], ["", ""]])
        == wanted
    )
    assert pasted("Ask,Adviser") == [Written("Ask", "Adviser")]
    assert pasted("") == []
