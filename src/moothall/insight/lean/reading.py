"""Steps as people write them: times such as '2 days' or '1 h 30 min', and rows pasted or sent as a file.

Pure: text in, steps out.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from moothall.core.errors import NotPossible
from moothall.insight.lean.life import StepKind, Value

COLUMNS = ("name", "who", "kind", "touch", "wait", "share", "value", "failure")
HEADINGS = ("Step", "Who", "Kind", "Touch time", "Wait", "Share of cases (%)", "Adds value", "Failure demand")
_SPELLED = {
    **{name: name for name in COLUMNS},
    "step": "name", "what": "name", "role": "who", "touch time": "touch", "touch minutes": "touch",
    "wait time": "wait", "wait minutes": "wait", "share of cases (%)": "share", "share of cases": "share",
    "%": "share", "adds value": "value", "value-adding": "value", "does it add value?": "value",
    "failure demand": "failure", "failure demand?": "failure", "what it is": "kind", "type": "kind",
}  # fmt: skip
UNITS = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_PIECE = re.compile(
    r"\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(?:(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z]))?\s*",
    re.IGNORECASE,
)
_YES = {"yes", "y", "true", "1", "x", "on"}
_NO = {"", "no", "n", "false", "0"}
_MOST = 5 * 366 * 24 * 60  # minutes: a step that takes five years is a slip of the keyboard


@dataclass(frozen=True)
class Written:
    """A step as it was typed: text in every place, for a form to show again as it was."""

    name: str = ""
    who: str = ""
    kind: str = StepKind.WORK
    touch: str = ""
    wait: str = ""
    share: str = "100"
    value: str = Value.NO
    failure: str = ""

    @property
    def blank(self) -> bool:
        """Whether nobody wrote anything here."""
        return not (self.name.strip() or self.who.strip() or self.touch.strip() or self.wait.strip())


def tenths(text: str, what: str) -> int | None:
    """A time in tenths of a minute; None where it is blank or '?', for nobody measured it. A bare number is minutes.

    A day is 24 hours by the clock, for a case that waits overnight waits the whole of it. Raises NotPossible.
    """
    said = text.strip()
    if said in ("", "?"):
        return None
    minutes, place, last = Decimal(0), 0, ""
    while place < len(said):
        match = _PIECE.match(said, place)
        bare = match is not None and not match[2]
        if match is None or (bare and last != "h" and (place or match.end() < len(said))):
            raise NotPossible(f"{what}: ‘{said[:40]}’ is no time: write 12, 90 min, 3 h or 2 days.")
        last = unit = (match[2] or "m")[0].lower()
        minutes += Decimal(match[1].replace(",", "")) * UNITS[unit]
        place = match.end()
    if minutes > _MOST:
        raise NotPossible(f"{what}: ‘{said[:40]}’ is more than five years: mend it.")
    if minutes * 10 != (minutes * 10).to_integral_value():
        raise NotPossible(f"{what}: give minutes to one decimal place at most.")
    return int(minutes * 10)


def typed(minutes: Decimal | None) -> str:
    """A time as it can be typed again: '2 days', '90', ''."""
    if minutes is None:
        return ""
    for unit, word in ((UNITS["d"], "days"), (UNITS["h"], "h")):
        if minutes and minutes % unit == 0:
            return f"{int(minutes // unit)} {word}"
    return f"{minutes.normalize():f}"


def spoken(minutes: Decimal | None) -> str:
    """A time in words, no finer than it is worth: '4 minutes', '2 days 3 hours'; 'none' for nought."""
    if minutes is None:
        return "not measured"
    if minutes == 0:
        return "none"
    if minutes < 60:
        shown = f"{minutes.quantize(Decimal('0.1')).normalize():f}"
        return f"{shown} minute{'' if shown == '1' else 's'}"
    whole = int(minutes.to_integral_value())
    days, rest = divmod(whole, UNITS["d"])
    hours, left = divmod(rest, 60)
    pieces = [(days, "day"), (hours, "hour"), (left, "minute")]
    said = [f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in pieces if count]
    return " ".join(said[:2])


def pasted(text: str) -> list[Written]:
    """Rows that were pasted: apart by tabs, as from a spreadsheet, else by commas. A first row of headings is known."""
    lines = [line for line in text.splitlines() if line.strip()]
    tabs = any("\t" in line for line in lines)
    return rows(csv.reader(lines, delimiter="\t" if tabs else ","))


def rows(given: Iterable[Sequence[str]]) -> list[Written]:
    """Steps from rows of cells, in the order of COLUMNS unless the first row says otherwise."""
    found: list[Written] = []
    order: Sequence[str | None] = COLUMNS
    for place, cells in enumerate(given):
        named = [_SPELLED.get(" ".join(it.split()).casefold()) for it in cells]
        if place == 0 and "name" in named and sum(it is not None for it in named) > 1:
            order = named
            continue
        held = {name: cell.strip() for name, cell in zip(order, cells, strict=False) if name}
        it = _written(held)
        if not it.blank:
            found.append(it)
    return found


def _written(held: Mapping[str, str]) -> Written:
    kind = held.get("kind", "").casefold().replace("handover", "hand-over") or StepKind.WORK
    value = held.get("value", "").casefold()
    value = {"y": Value.YES, "n": Value.NO, "no, but necessary": Value.NECESSARY}.get(value, value)
    return Written(
        held.get("name", ""),
        held.get("who", ""),
        kind,
        held.get("touch", ""),
        held.get("wait", ""),
        held.get("share", "").rstrip("% ") or "100",
        value or Value.NO,
        "yes" if held.get("failure", "").casefold() in _YES else "",
    )


def share(text: str, what: str) -> int:
    """A whole percentage. Raises NotPossible."""
    said = text.strip().rstrip("% ")
    if not said.isdecimal():
        raise NotPossible(f"{what}: write the share of cases as a whole percentage, such as 30.")
    return int(said)


def said_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return text.strip().casefold() not in _NO
