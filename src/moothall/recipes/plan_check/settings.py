"""Every threshold of the linter, in one place; a plan's own `moothall-check.toml` may change any of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any


class BadSettings(Exception):
    """The settings cannot be used; the message is one sentence that says what to put right."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A finding that somebody has decided to live with, and why. Without a reason it silences nothing."""

    code: str
    reason: str = ""
    line: int | None = None
    text: str = ""  # words of the passage

    def covers(self, code: str, line: int, text: str) -> bool:
        """Whether this ignore is about that finding."""
        if not self.reason.strip() or code != self.code:
            return False
        if self.line is not None and line != self.line:
            return False
        return self.text.casefold() in text.casefold()


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds. Every one can be set in the table [settings] of the file."""

    most_pages: int = 4  # the letter asked for three to four
    words_a_page: int = 600  # a full page of 11-point type
    fewest_words: int = 800
    deadline: date = date(2024, 7, 19)  # when plans were to be returned
    deadline_applies: date = date(2025, 3, 31)  # a plan dated later answers some other request
    long_sentence: int = 45  # words
    repeated_paragraph: int = 10  # words: shorter ones may well stand twice
    capitals: int = 8  # words in capitals, one after another
    acronyms: tuple[str, ...] = ()  # further ones that every reader of this plan knows
    ignores: tuple[Ignore, ...] = field(default=())
    select: tuple[str, ...] = ()  # codes or beginnings of codes; none is all

    @property
    def most_words(self) -> int:
        """The most words that fit the pages asked for."""
        return self.most_pages * self.words_a_page


def from_table(table: Mapping[str, Any], base: Settings | None = None) -> Settings:
    """Settings from the content of a `moothall-check.toml`. Raises BadSettings."""
    base = base or Settings()
    if unknown := set(table) - {"settings", "ignore", "select"}:
        raise BadSettings(f"There is no table '{min(unknown)}': use [settings], select and [[ignore]].")
    given = table.get("settings", {})
    if not isinstance(given, dict):
        raise BadSettings("[settings] is not a table: write 'most_pages = 4' under [settings].")
    known = {it.name for it in fields(Settings)} - {"ignores", "select"}
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise BadSettings(f"There is no setting '{name}': choose one of {', '.join(sorted(known))}.")
        wanted = type(getattr(base, name))
        value = tuple(value) if wanted is tuple and isinstance(value, list) else value
        if type(value) is not wanted or (wanted is tuple and not all(isinstance(it, str) for it in value)):
            raise BadSettings(f"The setting '{name}' is not of its kind: it is now {getattr(base, name)!r}.")
        changes[name] = value
    select = table.get("select", list(base.select))
    if not isinstance(select, list) or not all(isinstance(it, str) for it in select):
        raise BadSettings('select is not a list of codes: write select = ["N", "W"].')
    ignores = table.get("ignore", [])
    if not isinstance(ignores, list):
        raise BadSettings("ignore is not a list: write [[ignore]] with a code and a reason under it.")
    changes["ignores"] = base.ignores + tuple(_ignore(it) for it in ignores)
    return replace(base, select=tuple(select), **changes)


def _ignore(entry: Any) -> Ignore:
    if not isinstance(entry, dict) or not isinstance(entry.get("code"), str):
        raise BadSettings("An [[ignore]] names no rule: give it a code, such as N001, and a reason.")
    kinds = {"code": str, "reason": str, "line": int, "text": str}
    for name, value in entry.items():
        if name not in kinds or type(value) is not kinds[name]:
            raise BadSettings(f"'{name}' of an [[ignore]] cannot be used: give code, reason, line and text.")
    return Ignore(**entry)
