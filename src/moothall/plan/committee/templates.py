"""What a report is made of: one TOML file for each kind, found by looking in `templates/`.

A file that is added there is a template; nothing else has to change. Only files that ship are read: a council's
own template comes with a release, so that what each section means can be relied on.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

REPORT, DECISION = "report", "decision"
RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True, slots=True)
class CoverField:
    """A line of the cover that this template asks for."""

    key: str
    label: str
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text. `signs`: the permission that signs off an implication; `numbered`: each line is an item."""

    key: str
    title: str
    prompt: str
    required: bool = False
    numbered: bool = False
    last: bool = False  # it stands after the implications
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of report. `executive`: its decisions may be key decisions. A `decision` was made by an officer."""

    key: str
    title: str
    kind: str
    purpose: str
    executive: bool
    cover: tuple[CoverField, ...]
    sections: tuple[Section, ...]
    implications: tuple[Section, ...]

    @property
    def parts(self) -> tuple[Section, ...]:
        """Every section and implication, in the order they are read."""
        before = tuple(it for it in self.sections if not it.last)
        return (*before, *self.implications, *(it for it in self.sections if it.last))

    def part(self, key: str) -> Section | None:
        """The section or implication with this key."""
        return next((it for it in self.parts if it.key == key), None)


@cache
def templates() -> dict[str, Template]:
    """Every template by its file's name."""
    folder = files("moothall.plan.committee") / "templates"
    found = {it.name.removesuffix(".toml"): it for it in folder.iterdir() if it.name.endswith(".toml")}
    return {key: _read(key, found[key].read_text(encoding="utf-8")) for key in sorted(found)}


def _read(key: str, text: str) -> Template:
    """Raises ValueError where a file says what nobody understands: a fault of ours, found by a test."""
    data: dict[str, Any] = tomllib.loads(text)
    try:
        made = Template(
            key=key,
            cover=tuple(CoverField(**it) for it in data.pop("cover", [])),
            sections=tuple(Section(**it) for it in data.pop("section", [])),
            # every implication is required: 'there are none' is written and signed
            implications=tuple(Section(required=True, **it) for it in data.pop("implication", [])),
            **data,
        )
    except TypeError as fault:
        raise ValueError(f"templates/{key}.toml: {fault}") from fault
    keys = [it.key for it in made.parts]
    if len(set(keys)) != len(keys) or made.kind not in (REPORT, DECISION):
        raise ValueError(
            f"templates/{key}.toml: a key is used twice, or the kind is neither report nor decision"
        )
    return made
