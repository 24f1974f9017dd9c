"""The sections of a service plan and the question sets of a self-assessment: data beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HERE = files(__name__.rpartition(".")[0])
HIGHEST = 4


@dataclass(frozen=True)
class Section:
    """A section of a service plan and what it should answer."""

    key: str
    title: str
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """Something people say how far it is true, and what each level from 0 to 4 would look like."""

    id: str
    text: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    id: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class QuestionSet:
    """The themes and statements of one self-assessment; `levels` are the names of the levels, lowest first."""

    id: str
    title: str
    levels: tuple[str, ...]
    themes: tuple[Theme, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(it for theme in self.themes for it in theme.statements)


@cache
def sections() -> Mapping[str, Section]:
    """The sections by key, in order."""
    found = tomllib.loads((_HERE / "sections.toml").read_text(encoding="utf-8"))
    return {key: Section(key, it["title"], tuple(it["prompts"])) for key, it in found.items()}


@cache
def question_sets() -> Mapping[str, QuestionSet]:
    """Every question set in the folder `questions`, by id. Raises ValueError naming one that is wrong."""
    made = {}
    for file in sorted((_HERE / "questions").iterdir(), key=lambda it: it.name):
        if file.name.endswith(".toml"):
            it = _read(file.name, tomllib.loads(file.read_text(encoding="utf-8")))
            made[it.id] = it
    return made


def _read(name: str, data: dict[str, object]) -> QuestionSet:
    themes = tuple(
        Theme(
            theme["id"],
            theme["title"],
            tuple(Statement(it["id"], it["text"], tuple(it["levels"])) for it in theme["statement"]),
        )
        for theme in data["theme"]  # type: ignore[attr-defined]
    )
    made = QuestionSet(str(data["id"]), str(data["title"]), tuple(data["levels"]), themes)  # type: ignore[arg-type]
    ids = [it.id for it in made.statements]
    levels = [made.levels, *(it.levels for it in made.statements)]
    if len(set(ids)) < len(ids) or any(len(it) != HIGHEST + 1 for it in levels):
        raise ValueError(f"{name}: each statement needs an id of its own and {HIGHEST + 1} levels.")
    return made
