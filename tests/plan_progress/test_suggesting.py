"""What a plan's own words promise, and what they only tell."""

from datetime import date

import pytest

from moothall.kit.documents.model import Block, Document, Heading, Paragraph, Text
from moothall.plan.progress.suggesting import promises, suggested
from moothall.plan.themes import BY_KEY


def test_what_a_plan_promises_is_offered_and_nothing_else() -> None:
    sections = {
        "introduction": (
            "This place does not exist: the plan was made up to show what can be done. "
            "This plan will be published on our website. Our vision is that Testham will thrive."
        ),
        "services": (
            "We will open a new depot by June 2027. Missed bins fell by June 2024. "
            "Households in temporary accommodation: 41. We will lease twenty homes rather than pay for nights in a "
            "hotel. We aim to introduce one booking form. Demand will grow next year. We wanted to be better."
        ),
        "technology": "A new case system opens by spring 2027, which saves £120,000 a year. We use a chatbot.",
        "spend": (
            "Of this year's savings, 53.2% were secured by the half year. "
            "We plan to save £90,000 on printing, with an investment of £20,000."
        ),
        "barriers": "We will need grant that lasts longer than a year. Government should plan to fund it by 2027.",
    }
    blocks: list[Block] = []
    for key, text in sections.items():
        blocks += [Heading(2, (Text(BY_KEY[key].title),), id=key), Paragraph((Text(text),))]
    offered = suggested(Document("Plan", tuple(blocks), date(2026, 11, 23)), [])
    assert [(it.theme, it.words, it.saving) for it in offered] == [
        ("services", "We will open a new depot by June 2027.", None),
        (
            "services",
            "We will lease twenty homes rather than pay for nights in a hotel.",
            None,
        ),
        ("services", "We aim to introduce one booking form.", None),
        ("technology", "A new case system opens by spring 2027, which saves £120,000 a year.", 12_000_000),
        ("spend", "We plan to save £90,000 on printing, with an investment of £20,000.", 9_000_000),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "We will open a new depot by June 2027.",
        "The council plans to introduce one form.",
        "The two depots are to be merged.",
        "A new depot opens by June 2027.",
        "By 2030 we will be the best council in the land.",
    ],
)
def test_what_is_to_come_is_a_promise(words: str) -> None:
    assert promises(words)


@pytest.mark.parametrize(
    "words",
    [
        "It does not exist: this plan was made up to show what can be done.",
        "Missed bins fell by June 2024.",
        "We merged two depots.",
        "Costs will rise.",
        "We will always strive for excellence.",
        "Our vision is that everyone will thrive.",
        "This plan will be read by Cabinet.",
    ],
)
def test_what_is_told_or_hoped_is_none(words: str) -> None:
    assert not promises(words)
