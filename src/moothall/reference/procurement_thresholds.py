"""What public procurement asks above which amount, which notices there are, and how long a procurement takes.

The rows are in `procurement_thresholds.toml`, each with its law, the days it holds and how sure we are of it
(`checked`: "secondary" where several who write about the law agree, "unverified" where we found no second one).
Amounts are whole pounds with VAT, but for the Transparency Code's, which is without VAT that is got back.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount above which (for the five of Schedule 1: from which) something is asked, from a day to another."""

    kind: str
    holds_from: date
    holds_to: date | None
    pounds: int
    says: str
    law: str
    checked: str

    def held(self, on: date) -> bool:
        """Whether it was the law on a day."""
        return self.holds_from <= on and (self.holds_to is None or on <= self.holds_to)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of the Procurement Act 2023: its code, what it says, and by when (`days` and, in words, `counted`)."""

    code: str
    title: str
    stage: str
    holds_from: date
    counted: str
    says: str
    law: str
    checked: str
    days: int = 0
    light_touch_days: int = 0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A part of a procurement and how long before another it stands; `ours`: a usual length to plan by, not a rule.

    `before`: the key of that other, '' for the one that comes next. `size`: 'large' from the threshold on, or 'small'.
    """

    key: str
    size: str
    title: str
    ours: bool
    before: str = ""
    days: int = 0
    working_days: int = 0


def threshold(kind: str, on: date) -> Threshold:
    """The threshold of a kind on a day. Raises LookupError where none was known for it then."""
    found = next((it for it in thresholds() if it.kind == kind and it.held(on)), None)
    if found is None:
        raise LookupError(f"no threshold is known for '{kind}' on {on}")
    return found


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Every row, in the order of the file: by kind, then by day."""
    return tuple(
        Threshold(holds_from=it.pop("from"), holds_to=it.pop("to", None), **it) for it in _data("threshold")
    )


@cache
def notices() -> tuple[Notice, ...]:
    """Every notice, by its number."""
    return tuple(Notice(holds_from=it.pop("from"), **it) for it in _data("notice"))


def notice(code: str) -> Notice:
    """The notice with a code such as 'UK7'. Raises LookupError where there is none."""
    found = next((it for it in notices() if it.code == code), None)
    if found is None:
        raise LookupError(f"no notice is called '{code}'")
    return found


@cache
def works(size: str) -> tuple[Work, ...]:
    """The parts of a large or a small procurement, the last first: worked back from the day the new contract starts."""
    return tuple(it for it in (Work(**it) for it in _data("work")) if it.size == size)


@cache
def _read() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(
        (files("moothall.reference") / "procurement_thresholds.toml").read_text(encoding="utf-8")
    )


def _data(name: str) -> list[dict[str, Any]]:
    """The rows of a table, each the caller's own."""
    return [dict(it) for it in _read()[name]]
