"""The words of `words.toml`, read once."""

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """The whole file, as it stands."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


@cache
def listed(*path: str) -> frozenset[str]:
    """One list of the file as a set: `listed("nouns", "stops")`."""
    found: Any = words()
    for step in path:
        found = found[step]
    return frozenset(found)


@cache
def lookup(*path: str) -> dict[str, str]:
    """A table of lists turned round: each word to the name that it stands under."""
    found: Any = words()
    for step in path:
        found = found[step]
    return {word: name for name, its in found.items() for word in its}


def either(options: Iterable[str]) -> str:
    """A pattern for any of these, the longest first; a space in one stands for any short white space."""
    ordered = sorted(options, key=lambda option: (-len(option), option))
    return "(?:" + "|".join(re.escape(option).replace(r"\ ", r"\s{1,2}") for option in ordered) + ")"


@cache
def scales() -> dict[str, tuple[str, Decimal]]:
    """Each word of scale to its short name and what it multiplies by."""
    return {
        word: (name, Decimal(10) ** it["power"])
        for name, it in words()["scales"].items()
        for word in it["words"]
    }
