"""What is wrong with a set, where, and what to do: one sentence each, never with a person's data in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the set; a warning is to be read; a notice says what was done."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a row stands: `line` counts lines of the file from 1, header included; `sheet` is '' but for workbooks."""

    file: str
    sheet: str
    line: int

    def __str__(self) -> str:
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at every place where it is: `said` and `mend` are the same for all of them."""

    check: str
    severity: Severity
    said: str
    mend: str
    places: tuple[Place, ...] = ()
    column: str = ""


def gathered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problem at many places as one, errors first, in the order they were met."""
    groups: dict[tuple[str, Severity, str, str, str], list[Place]] = {}
    for it in problems:
        groups.setdefault((it.check, it.severity, it.said, it.mend, it.column), []).extend(it.places)
    order = list(Severity)
    found = [
        Problem(check, severity, said, mend, tuple(places), column)
        for (check, severity, said, mend, column), places in groups.items()
    ]
    return tuple(sorted(found, key=lambda it: order.index(it.severity)))
