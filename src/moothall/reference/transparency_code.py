"""The Local Government Transparency Code 2015 as rows: amounts with the day they hold from, and how a name is redacted.

The sets to publish are in `recipes.transparency.sets`; this is what their checks and the reader share.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the Code: pounds, unless `says` that it is a count."""

    key: str
    holds_from: date
    pounds: Decimal
    says: str
    source: str
    checked: str


def amount(key: str, on: date) -> Decimal:
    """The amount called `key` as it stood on a day; the first stands for the days before it. Raises LookupError."""
    rows = sorted((it for it in amounts() if it.key == key), key=lambda it: it.holds_from)
    if not rows:
        raise LookupError(f"the Transparency Code has no amount called '{key}'")
    return next((it for it in reversed(rows) if it.holds_from <= on), rows[0]).pounds


@cache
def amounts() -> tuple[Amount, ...]:
    """Every amount, with where it comes from."""
    return tuple(
        Amount(it["key"], it["from"], Decimal(it["pounds"]), it["says"], it["source"], it["checked"])
        for it in _data()["amounts"]
    )


def redacted_name() -> str:
    """What is written in the place of a redacted name."""
    return str(_data()["redaction"]["written"])


def redacted_words() -> str:
    """What is written in the place of redacted words inside a text."""
    return str(_data()["redaction"]["within"])


@cache
def redaction_markers() -> frozenset[str]:
    """The spellings of a redacted name that are understood, in capitals."""
    return frozenset(_data()["redaction"]["markers"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("moothall.reference") / "transparency_code.toml").read_text(encoding="utf-8"))
