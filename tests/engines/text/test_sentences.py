"""Where sentences begin and end. Examples are invented."""

import pytest

from moothall.engines.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   ", []),
        ("One sentence without a stop", ["One sentence without a stop"]),
        ("First one. Second one.", ["First one.", "Second one."]),
        ("  First one.   Second one.  ", ["First one.", "Second one."]),
        ("Is it? Yes! Good.", ["Is it?", "Yes!", "Good."]),
        (
            "We fund parks, i.e. Green Spaces. They thrive.",
            ["We fund parks, i.e. Green Spaces.", "They thrive."],
        ),
        (
            "Some areas, e.g. Planning, are short. Others are not.",
            ["Some areas, e.g. Planning, are short.", "Others are not."],
        ),
        ("Pens, paper etc. are bought. All is well.", ["Pens, paper etc. are bought.", "All is well."]),
        ("Pens, paper, etc. The rest is leased.", ["Pens, paper, etc.", "The rest is leased."]),
        ("See No. 12 for more. Then stop.", ["See No. 12 for more.", "Then stop."]),
        ("Is it ready? No. We wait.", ["Is it ready?", "No.", "We wait."]),
        ("It costs 3.5 pence. Cheap.", ["It costs 3.5 pence.", "Cheap."]),
        (
            "Papers are on Modern.Gov for all. Look there.",
            ["Papers are on Modern.Gov for all.", "Look there."],
        ),
        ("Cllr. Smith spoke. Dr. Jones left.", ["Cllr. Smith spoke.", "Dr. Jones left."]),
        ("Led by J. Smith and A. B. Jones. It passed.", ["Led by J. Smith and A. B. Jones.", "It passed."]),
        ("We chose plan B. It worked.", ["We chose plan B.", "It worked."]),
        ("It saves £2m p.a. The rest is spent.", ["It saves £2m p.a.", "The rest is spent."]),
        ("It saves £2m p.a. and more. Good.", ["It saves £2m p.a. and more.", "Good."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("It rose (see below). £3m was spent.", ["It rose (see below).", "£3m was spent."]),
        ("It ended in 2023. 20% was saved.", ["It ended in 2023.", "20% was saved."]),
        ("It went on... and on. Then it stopped.", ["It went on... and on.", "Then it stopped."]),
        ("See p. 14 and para. 3.2. Then go.", ["See p. 14 and para. 3.2.", "Then go."]),
        ("Costs vs. Income rose. Fine.", ["Costs vs. Income rose.", "Fine."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
