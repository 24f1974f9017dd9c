"""A contract register that a council kept in a spreadsheet: columns known by what their heads mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.kit.periods import NotAPeriod, parse
from moothall.kit.tables import Unreadable, open_table
from moothall.spend.life import Invitation, Kind, Route, Tier
from moothall.spend.names import number_of
from moothall.spend.reading.parsed import Reject, line_of, words

# what a column holds, and patterns that its head matches (in small letters, one space between words)
HEADS: Mapping[str, tuple[str, ...]] = {
    "reference": (r"(contract |register |our )?(ref|reference|id|number|no|reference number|ref no|code)", "contract"),
    "title": (r"(contract |agreement )?(title|name)( of (contract|agreement))?", "title of agreement"),
    "description": (r"(contract |short |brief )?description.*", "details", "purpose", "scope.*"),
    "supplier": (r"(supplier|contractor|provider|vendor|company)( ?/ ?\w+)?( name)?s?", "name of supplier"),
    "company_number": (r"(companies house|company|registration|registered|co) ?(reg |registration )?(no|number|num).*",
                       r"companies house.*"),
    "charity_number": (r"(registered )?charity (no|number|reg).*",),
    "vat_number": (r"(supplier )?vat (reg|registration|no|number).*",),
    "postcode": (r"(supplier )?post ?code",),
    "sme": (r"(is )?(the )?(supplier )?(an? )?sme( status| flag|\?)?", r"small.*medium.*", r"sme ?/ ?vcse"),
    "vcse": (r"(is )?(the )?(supplier )?(an? )?(vcse|vcs|voluntary.*)( status| flag|\?)?",),
    "local": (r"local( supplier)?\??",),
    "service": (r"(responsible |lead |council )?(department|service|directorate|service area|team|division|"
                r"department ?/ ?\w+|business unit)( name)?", r"local authority department.*",
                r"department responsible"),
    "owner": (r"(contract |responsible |lead )?(owner|manager|officer|lead)( name)?", "contact( officer)?"),
    "category": (r"(procurement |spend |contract |proclass )?category.*", "commodity"),
    "cpv": (r"cpv.*",),
    "kind": (r"(contract |agreement )?type( of contract)?", r"goods ?,? ?services.*"),
    "starts": (r"(contract |agreement )?(start|commencement|from)( date)?", r"date (started|of start)"),
    "ends": (r"(contract |agreement |current |initial )?(end|expiry|expiration|finish|to)( date)?",),
    "notice_by": (r"(notice|notice by|notice period ends|termination notice)( date)?",),
    "review_on": (r"(next |contract )?review( date)?",),
    "annual_pence": (r".*(annual|per annum|yearly|a year|p\.?a\.?)( .*)?",),
    "vat_pence": (r".*(irrecoverable|non.?recoverable|not recovered|vat that cannot be recovered).*",),
    "value_pence": (r"(total |whole |overall |estimated |lifetime )?(contract |agreement )?"
                    r"(value|sum|amount|cost|price)( .*)?",),
    "tier": (r"(contract )?(tier|classification|segment|risk tier)",),
    "route": (r"(procurement |sourcing )?(route|procedure|process)( .*)?",),
    "invitation": (r"(tender|quote|quotation|invitation|tender process)( .*)?",),
}  # fmt: skip
NEEDED = {"reference": "reference", "title": "title", "supplier": "supplier", "starts": "start date"}
SCANNED = 15  # rows within which the heads stand
# what people read where a column's own name would not do
CALLED = {
    "starts": "first day", "ends": "last day of the first term", "notice_by": "notice by", "review_on": "next review",
    "value_pence": "value", "annual_pence": "value a year", "vat_pence": "VAT that is not got back",
    "company_number": "Companies House number", "sme": "SME", "vcse": "VCSE", "cpv": "CPV code",
    "kind": "what is bought", "invitation": "whether others were asked",
}  # fmt: skip
MONEY = ("value_pence", "annual_pence", "vat_pence")
DAYS = ("starts", "ends", "notice_by", "review_on")
_ROLLING = re.compile(
    r"(rolling|ongoing|on-going|perpetual|n/?a|none|no end.*|until further notice|tbc|-)?", re.I
)
_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
# a word in a cell, and what it means
MEANINGS: Mapping[str, Sequence[tuple[str, str]]] = {
    "kind": (("light", Kind.LIGHT_TOUCH), ("concession", Kind.CONCESSION), ("work", Kind.WORKS),
             ("construct", Kind.WORKS), ("goods", Kind.GOODS), ("suppl", Kind.GOODS), ("service", Kind.SERVICES)),
    "tier": (("gold", Tier.GOLD), ("silver", Tier.SILVER), ("bronze", Tier.BRONZE)),
    "route": (("2023", Route.ACT), ("pa23", Route.ACT), ("procurement act", Route.ACT), ("2015", Route.EARLIER),
              ("pcr", Route.EARLIER), ("exempt", Route.EXEMPT), ("waiver", Route.WAIVER), ("quot", Route.QUOTATION)),
    "invitation": (("quot", Invitation.QUOTE), ("tender", Invitation.TENDER), ("yes", Invitation.TENDER),
                   ("direct", Invitation.NEITHER), ("neither", Invitation.NEITHER), ("no", Invitation.NEITHER)),
}  # fmt: skip


@dataclass
class Register:
    """A register as it was read: `columns` are head and what it was read as. read = rows + rejects, always."""

    columns: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    read: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_register(path: Path, name: str) -> Register:
    """Every row below the heads. Raises Unreadable where no row of heads is found."""
    found = Register()
    with open_table(path, name) as table:
        found.notes += table.notes
        for sheet in table.sheets:
            rows = sheet.rows()
            places = _heads(rows, found)
            if not places:
                continue
            for line, cells in rows:
                found.read += 1
                try:
                    found.rows.append({"line": line} | _row(cells, places))
                except Unreadable as fault:
                    found.rejects.append(Reject(line, str(fault), sheet.original()))
            return found
    wanted = ", ".join(NEEDED.values())
    raise Unreadable(
        f"‘{name}’ has no row of column heads that name {wanted}: give those columns and load it again."
    )


def places_of(cells: Sequence[str]) -> dict[str, int]:
    """Where each column that we know stands: each head is what it matches first, and each holds one column."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        head = " ".join(re.sub(r"[^a-z0-9/?.,&]+", " ", cell.casefold().replace("_", " ")).split()).rstrip(
            "."
        )
        held = next(
            (
                it
                for it, patterns in HEADS.items()
                if it not in found and any(re.fullmatch(pattern, head) for pattern in patterns)
            ),
            None,
        )
        if held and head:
            found[held] = place
    return found


def _heads(rows: Any, found: Register) -> dict[str, int]:
    for number, (_line, cells) in enumerate(rows, start=1):
        places = places_of(cells)
        if set(NEEDED) <= set(places):
            by_place = {place: held for held, place in places.items()}
            found.columns = [
                (cells[place], CALLED.get(held, held.replace("_", " ")))
                for place, held in sorted(by_place.items())
            ]
            found.unread = [it for place, it in enumerate(cells) if it.strip() and place not in by_place]
            return places
        if number >= SCANNED:
            break
    return {}


def _row(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, Any]:
    def cell(name: str) -> str:
        place = places.get(name, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    row: dict[str, Any] = {}
    for name, what in NEEDED.items():
        if not cell(name):
            raise Unreadable(f"It has no {what}.")
    for name in ("reference", "title", "supplier", "service", "owner", "category"):
        row[name] = line_of(cell(name), 300)
    row["description"] = words(cell("description"), 5000)
    for name in ("charity_number", "vat_number", "postcode"):
        row[name] = line_of(cell(name), 14)
    row["company_number"] = number_of(cell("company_number"))
    row["cpv"] = next(iter(re.findall(r"[0-9]{8}", cell("cpv"))), "")
    for name in ("sme", "vcse", "local"):
        row[name] = _YES.get(cell(name).lower())
    for name in DAYS:
        found = _day(cell(name), name)
        row[name] = found.isoformat() if found else None
    for name in MONEY:
        row[name] = _pence(cell(name), name)
    for name, meanings in MEANINGS.items():
        text = cell(name).casefold()
        row[name] = next((str(value) for word, value in meanings if word in text), "")
    row["kind"] = row["kind"] or str(Kind.SERVICES)
    return row


def _day(text: str, name: str) -> date | None:
    if name != "starts" and _ROLLING.fullmatch(text):
        return None
    try:
        found = parse(text, "daily")
    except NotAPeriod:
        raise Unreadable(f"‘{text[:40]}’ is no date: write it such as 1/4/2026.") from None
    # a month or a year is the days in it: a contract starts with the first and ends with the last
    return found.start if name == "starts" else found.end


def _pence(text: str, name: str) -> int | None:
    if not text or _ROLLING.fullmatch(text):
        return None
    try:
        value = decimal(*exact(text)) * 100
    except NotANumber as fault:
        raise Unreadable(str(fault)) from fault
    if value < 0:
        raise Unreadable(f"‘{text[:40]}’ is below nought: a value is nought or more.")
    return int(value.to_integral_value())
