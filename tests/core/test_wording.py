"""What people type into a change, made fit to keep."""

import pytest

from moothall.core.errors import NotPossible
from moothall.core.wording import line, prose, prose_or_none


def test_a_line_is_one_line_of_what_can_be_shown() -> None:
    assert line("  Cleaner\n streets\x00 ", "the title", 20) == "Cleaner streets�"


def test_prose_keeps_its_lines() -> None:
    assert prose(" One.\n\nTwo. ", "the reason", 20) == "One.\n\nTwo."
    assert prose_or_none("  ", "the reason", 20) == ""


@pytest.mark.parametrize("made", [line, prose])
def test_nothing_is_refused_in_a_sentence(made: type) -> None:
    with pytest.raises(NotPossible, match=r"^What it prevents is empty: write it\.$"):
        made(" \n", "what it prevents", 20)


@pytest.mark.parametrize("made", [line, prose, prose_or_none])
def test_too_much_is_refused_with_how_much(made: type) -> None:
    assert len(made("x" * 1000, "the reason", 1000)) == 1000
    with pytest.raises(NotPossible, match=r"^The reason has 1,001 characters: cut it to 1,000 or fewer\.$"):
        made("x" * 1001, "the reason", 1000)
