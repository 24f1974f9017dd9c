"""Reading `figure("recycling-rate", period="2022-23")`, the way that a plan's text refers to a stored figure.

A reference is read here and nowhere else: nothing in it is ever run.

    reference = "figure" "(" text { "," name "=" text } [ "," ] ")"
    name      = "period" | "area" | "show" | "source"
    text      = a string between two quotation marks of the same kind, without that mark inside
"""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn, cast, get_args

Show = Literal["value", "number"]
Whose = Literal["", "published", "own"]
EXAMPLE = 'figure("recycling-rate", period="2022-23")'
LONGEST = 300
NAMES = ("period", "area", "show", "source")

# the curly quotation marks are what a word processor makes of straight ones
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’)|(?P<name>[A-Za-z_]\w*)|(?P<mark>[(),=])|(?P<other>\S))"
)


class Malformed(ValueError):
    """The reference cannot be read; the message is one sentence that says what to write."""


@dataclass(frozen=True)
class Reference:
    """A figure asked for: the measure's id, the period as written, the area ('' is the council's own), how to
    show it ('value' with its period, 'number' without) and, where two figures stand, whose is meant.
    """

    measure: str
    period: str
    area: str = ""
    show: Show = "value"
    source: Whose = ""


def read(raw: str) -> Reference:
    """What stands between `{{` and `}}`, as a reference. Raises Malformed."""
    if len(raw) > LONGEST:
        _fail(f"This reference is longer than {LONGEST} characters: write it like {EXAMPLE}.")
    tokens = _Tokens(raw)
    if tokens.take("name") != "figure":
        _fail(f"Only figures can be referred to: write {EXAMPLE}.")
    tokens.expect("(")
    measure = tokens.text("the measure's id comes first, in quotation marks")
    given: dict[str, str] = {}
    while not tokens.at(")"):
        tokens.expect(",")
        if tokens.at(")"):
            break
        name = tokens.take("name")
        if name not in NAMES:
            _fail(f"'{name or tokens.rest()}' is not something a figure takes: it takes {', '.join(NAMES)}.")
        if name in given:
            _fail(f"{name} is given twice: keep one of them.")
        tokens.expect("=")
        given[name] = tokens.text(f"what follows {name}= stands in quotation marks")
    tokens.expect(")")
    tokens.end()
    return _checked(measure, given)


def write(reference: Reference) -> str:
    """The reference as it is written in a plan, without the braces. `read` gives it back."""
    parts = [_quoted(reference.measure), f"period={_quoted(reference.period)}"]
    parts += [f"area={_quoted(reference.area)}"] if reference.area else []
    parts += [f"show={_quoted(reference.show)}"] if reference.show != "value" else []
    parts += [f"source={_quoted(reference.source)}"] if reference.source else []
    return f"figure({', '.join(parts)})"


def _checked(measure: str, given: dict[str, str]) -> Reference:
    if not measure:
        _fail(f"The measure's id is empty: write {EXAMPLE}.")
    if not given.get("period"):
        _fail(f"A figure needs its period: write {EXAMPLE}.")
    show, source = given.get("show", "value"), given.get("source", "")
    if show not in get_args(Show):
        _fail(f"show can be {' or '.join(get_args(Show))}, not '{show}'.")
    if source not in get_args(Whose):
        _fail(f"source can be published or own, not '{source}'.")
    return Reference(measure, given["period"], given.get("area", ""), cast(Show, show), cast(Whose, source))


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def _fail(sentence: str) -> NoReturn:
    raise Malformed(sentence)


class _Tokens:
    """The reference's words and marks, taken from the left."""

    def __init__(self, raw: str):
        self.left = [(found.lastgroup, found[found.lastgroup or 0]) for found in _TOKEN.finditer(raw)]

    def at(self, mark: str) -> bool:
        return bool(self.left) and self.left[0] == ("mark", mark)

    def take(self, kind: str) -> str:
        """The next token if it is of this kind, else ''."""
        return self.left.pop(0)[1] if self.left and self.left[0][0] == kind else ""

    def rest(self) -> str:
        return self.left[0][1] if self.left else "the end"

    def expect(self, mark: str) -> None:
        if not self.at(mark):
            _fail(f"'{mark}' is expected where '{self.rest()}' stands: write {EXAMPLE}.")
        self.left.pop(0)

    def text(self, otherwise: str) -> str:
        found = self.take("text")
        if not found:
            _fail(f"{otherwise[0].upper()}{otherwise[1:]}: write {EXAMPLE}.")
        return found[1:-1].strip()

    def end(self) -> None:
        if self.left:
            _fail(f"'{self.rest()}' stands after the end of the reference: write {EXAMPLE}.")
