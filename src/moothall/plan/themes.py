"""What a plan is made of: an introduction and the four themes that councils were asked to write on.

The themes follow the minister's letter to councils of April 2024; titles and guidance are in our own words.
"""

from dataclasses import dataclass

WORDS_ON_A_PAGE = 500  # of A4, in prose with a few headings
PAGES_ASKED_FOR = (3, 4)  # the letter's own length


@dataclass(frozen=True)
class Theme:
    """A section of every plan. `key` is stored and is the section's anchor, so it never changes."""

    key: str
    title: str
    guidance: str
    required: bool = True


# the letter's four themes, by number, to the sections that answer them
SECTION = {1: "services", 2: "technology", 3: "spend", 4: "barriers"}

INTRODUCTION = Theme(
    "introduction",
    "Introduction",
    "Say in a few sentences who the council serves, what this plan is for and how its progress is checked.",
    required=False,
)
THEMES = (
    INTRODUCTION,
    Theme(
        "services",
        "How we have changed our services",
        "Say what changed, what it did to cost and quality and how you know, and what is planned next.",
    ),
    Theme(
        "technology",
        "How we use technology and data",
        "Say how you improve data and share it, what old systems hold you back, and what new tools are for.",
    ),
    Theme(
        "spend",
        "How we cut wasteful spending",
        "Say how waste is found and cut, what was invested to save, what agency staff and consultants cost.",
    ),
    Theme(
        "barriers",
        "What stands in our way",
        "Say what prevents more, in which services, and what you need from government, the market or others.",
    ),
)
BY_KEY = {theme.key: theme for theme in THEMES}
