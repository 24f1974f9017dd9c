"""The statutory returns known here: a TOML file each, found by looking in this folder.

A file says what the return is, who asks for it, under which law, how often, when it is due and how sure we are.
`verified = true` means that the due rule was found in the source it names; otherwise the page says it was not.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from moothall.reference.statutory_returns.due import BadRule, Rule, read

FREQUENCIES = ("annual", "quarterly", "monthly")
TIERS = ("district", "unitary", "metropolitan-district", "london-borough", "county")
"""Kinds of council, as `reference.gss` calls them."""
_KEYS = {
    "id", "title", "body", "about", "basis", "frequency", "year_starts", "due", "verified", "source", "tiers", "note",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A return of the catalogue. `year_starts` is the month its periods count from: 4 for a financial year."""

    id: str
    title: str
    body: str
    about: str
    basis: str
    frequency: str
    year_starts: int
    rule: Rule
    verified: bool
    source: str
    tiers: tuple[str, ...]
    note: str = ""


@cache
def catalogue() -> Mapping[str, Known]:
    """Every return known, by its id, in the order of their titles. Raises BadRule naming a file that is wrong."""
    found = [
        _known(it.name, tomllib.loads(it.read_text(encoding="utf-8")))
        for it in files(__name__).iterdir()
        if it.name.endswith(".toml")
    ]
    return {it.id: it for it in sorted(found, key=lambda it: it.title)}


def _known(name: str, data: dict[str, Any]) -> Known:
    try:
        if wrong := data.keys() - _KEYS:
            raise BadRule(f"nothing is called '{sorted(wrong)[0]}'")
        if data["id"] != name.removesuffix(".toml"):
            raise BadRule(f"its id must be its name, not '{data['id']}'")
        if data["frequency"] not in FREQUENCIES or data["year_starts"] not in range(1, 13):
            raise BadRule("its frequency or the month its year starts in is not one there is")
        if not data["tiers"] or set(data["tiers"]) - set(TIERS):
            raise BadRule(f"its tiers must be some of {', '.join(TIERS)}")
        told = {key: data[key] for key in data if key not in ("due", "tiers")}
        return Known(**told, rule=read(data["due"]), tiers=tuple(data["tiers"]))
    except (BadRule, KeyError, TypeError) as wrong:
        raise BadRule(f"{name}: {wrong}") from wrong
