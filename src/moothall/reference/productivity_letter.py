"""What the minister's letter of 16 April 2024 requires of a productivity plan, and the questions it asks.

Source: the letter as councils published it; paraphrased in `productivity_letter.toml`, where the dates stand.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Requirement:
    """A thing the letter requires of every plan; R12 is context and asks nothing of the plan."""

    id: str  # 'R1' to 'R12'
    title: str
    asks: str


@dataclass(frozen=True, slots=True)
class Theme:
    id: int  # 1 to 4
    title: str
    asks: str


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One of the things a question asks for: 'a percentage spent on agency staff'."""

    id: str
    asks: str  # ends the sentence 'It says …' or 'It does not say …'


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the letter, with the parts it asks for."""

    id: str  # '1.1' to '4.4'
    theme: int
    title: str
    asks: str
    expects: str
    parts: tuple[AskedPart, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    author: str
    sent: date
    deadline: date
    holds_from: date
    retrieved: date
    source: str
    licence: str
    requirements: tuple[Requirement, ...]
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]

    def question(self, id: str) -> Question:
        """Raises KeyError where the letter has no such question."""
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)


@cache
def letter() -> Letter:
    """The letter as data: 12 requirements, and 25 questions under four themes."""
    text = (files("moothall.reference") / "productivity_letter.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Letter(
        **data["letter"],
        requirements=tuple(Requirement(**row) for row in data["requirement"]),
        themes=tuple(Theme(**row) for row in data["theme"]),
        questions=tuple(
            Question(
                id=row["id"],
                theme=int(row["id"].split(".")[0]),
                title=row["title"],
                asks=row["asks"],
                expects=row["expects"],
                parts=tuple(AskedPart(**part) for part in row["part"]),
            )
            for row in data["question"]
        ),
    )
