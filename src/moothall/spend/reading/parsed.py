"""What reading a notice gives, and how its text, days and amounts are read."""

import hashlib
import html
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from moothall.kit.documents.words import showable
from moothall.kit.periods import NotAPeriod, parse

FIND_A_TENDER, CONTRACTS_FINDER = "find-a-tender", "contracts-finder"
SOURCES = {FIND_A_TENDER: "Find a Tender", CONTRACTS_FINDER: "Contracts Finder"}


@dataclass(frozen=True)
class Parsed:
    """A notice as published: `release` is the publisher's id. Pence; None where nothing, or nought, was published."""

    source: str
    release: str
    title: str
    raw_sha256: str
    ocid: str = ""
    stage: str = ""
    code: str = ""
    description: str = ""
    buyer: str = ""
    buyer_ids: tuple[str, ...] = ()
    published_on: date | None = None
    deadline_on: date | None = None
    awarded_on: date | None = None
    starts: date | None = None
    ends: date | None = None
    value_pence: int | None = None
    value_words: str = ""
    cpv: str = ""
    cpv_words: str = ""
    suppliers: tuple[dict[str, Any], ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Reject:
    """What could not be read: its line, or its place in the package, why, and how it came."""

    line: int
    reason: str
    original: str = ""

    def plain(self) -> dict[str, Any]:
        """As an intake keeps it."""
        return {"line": self.line, "reason": self.reason, "row": self.original[:500]}


@dataclass
class Notices:
    """A file's notices: read = parsed + rejects, always."""

    read: int = 0
    parsed: list[Parsed] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


class Unfit(ValueError):
    """This notice cannot be kept; the message says why."""


def digest(raw: object) -> str:
    """The SHA-256 of a release or row as it came."""
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def words(value: object, most: int) -> str:
    """Text as people read it: entities undone, the publisher's '\\r' taken out, cut to the room there is."""
    text = html.unescape(value) if isinstance(value, str) else ""
    text = showable(text.replace("\\r", "").replace("\\n", "\n")).strip()
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def line_of(value: object, most: int) -> str:
    """The same on one line."""
    return words(" ".join(value.split()) if isinstance(value, str) else "", most)


def day_of(value: object) -> date | None:
    """The day of a moment or of a date; None where there is none, or it cannot be one."""
    text = value.strip()[:10] if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text) if text[4:5] == "-" else parse(value.strip(), "daily").start  # type: ignore[attr-defined]
    except (ValueError, NotAPeriod, AttributeError):
        return None


def pence_of(value: object) -> int | None:
    """Pounds as pence; None for nought, which publishers write where no value was given, and for what is no amount."""
    try:
        found = Decimal(str(value).replace(",", "").replace("£", "").strip())
    except (InvalidOperation, ValueError):
        return None
    if not found.is_finite() or not 0 < found < 10**13:
        return None
    return int((found * 100).to_integral_value())
