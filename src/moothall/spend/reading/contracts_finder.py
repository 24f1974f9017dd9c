"""Rows of Contracts Finder notices: a CSV, XLSX or ODS with one notice a row, its columns known by their names."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from moothall.kit.tables import Unreadable, open_table
from moothall.spend.reading.parsed import (
    CONTRACTS_FINDER,
    Notices,
    Parsed,
    Reject,
    Unfit,
    day_of,
    digest,
    line_of,
    pence_of,
    words,
)

# what a column holds, and the names it goes by, in small letters with underscores
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "release": ("id", "notice_id", "notice_identifier", "noticeidentifier"),
    "title": ("title", "notice_title"),
    "description": ("description",),
    "buyer": ("organisation", "organisation_name", "organisationname", "buyer", "authority"),
    "status": ("status", "notice_status"),
    "type": ("notice_type", "noticetype", "type"),
    "published": ("published_date", "publisheddate", "published"),
    "deadline": ("deadline_date", "closing_date", "closingdate", "deadline"),
    "awarded": ("awarded_date", "award_date", "awardeddate"),
    "starts": ("start_date", "contract_start", "contract_start_date", "contractstart"),
    "ends": ("end_date", "contract_end", "contract_end_date", "contractend"),
    "low": ("value_low", "valuelow", "value_from"),
    "high": ("value_high", "valuehigh", "value_to"),
    "value": ("awarded_value", "awardedvalue", "award_value"),
    "supplier": ("awarded_supplier", "supplier", "awardedsupplier", "supplier_name"),
    "sme": ("awarded_to_sme", "sme"),
    "cpv": ("cpv_codes", "cpvcodes", "cpv"),
    "cpv_words": ("cpv_description", "cpvdescription"),
    "postcode": ("supplier_postcode",),
    "url": ("url", "link", "notice_url"),
}
NEEDED = ("release", "title")
_BOOL = {"true": True, "yes": True, "false": False, "no": False}


def read_rows(path: Path, name: str) -> Notices:
    """Every row below the header: parsed, or rejected with its line and why. Raises Unreadable."""
    with open_table(path, name) as table:
        sheet = table.sheets[0]
        rows = sheet.rows()
        columns: dict[str, int] = {}
        for _line, cells in rows:
            columns = columns_of(cells)
            break
        if missing := [it for it in NEEDED if it not in columns]:
            raise Unreadable(
                f"‘{name}’ has no column for the notice’s {'id' if missing[0] == 'release' else missing[0]}: "
                "load notices as Contracts Finder gives them."
            )
        found = Notices()
        for line, cells in rows:
            found.read += 1
            try:
                found.parsed.append(_parsed(cells, columns))
            except Unfit as fault:
                found.rejects.append(Reject(line, str(fault), sheet.original()))
    return found


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Where each column that we know stands; the first that bears one of its names."""
    named = [re.sub(r"[^a-z0-9]+", "_", it.casefold()).strip("_") for it in cells]
    return {
        held: named.index(name)
        for held, names in COLUMNS.items()
        for name in reversed(names)
        if name in named
    }


def _parsed(cells: Sequence[str], columns: Mapping[str, int]) -> Parsed:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    ident, title = line_of(cell("release"), 120), line_of(cell("title"), 400)
    if not ident:
        raise Unfit("It has no id: it cannot be told from others.")
    if not title:
        raise Unfit("It has no title.")
    published = day_of(cell("published"))
    if cell("published") and published is None:
        raise Unfit(
            f"‘{line_of(cell('published'), 40)}’ is no date of publication: write it such as 2026-04-01."
        )
    pence, said = _value(cell)
    cpv = re.match(r"[0-9]{8}", cell("cpv"))
    url = cell("url")
    return Parsed(
        source=CONTRACTS_FINDER,
        release=ident,
        title=title,
        raw_sha256=digest(list(cells)),
        stage=line_of(f"{cell('status')} {cell('type').lower()}", 40),
        description=words(cell("description"), 5000),
        buyer=line_of(cell("buyer"), 200),
        published_on=published,
        deadline_on=day_of(cell("deadline")),
        awarded_on=day_of(cell("awarded")),
        starts=day_of(cell("starts")),
        ends=day_of(cell("ends")),
        value_pence=pence,
        value_words=said,
        cpv=cpv[0] if cpv else "",
        cpv_words=line_of(cell("cpv_words"), 200),
        suppliers=tuple(_suppliers(cell("supplier"), _BOOL.get(cell("sme").lower()), cell("postcode"))),
        url=url if url.startswith("https://") and len(url) <= 300 else "",
    )


def _value(cell: Any) -> tuple[int | None, str]:
    """What was awarded, else the highest and then the lowest that was expected."""
    for name, said in (("value", "awarded"), ("high", "expected, at most"), ("low", "expected, at least")):
        if pence := pence_of(cell(name)):
            return pence, said
    return None, ""


def _suppliers(text: str, sme: bool | None, postcode: str) -> list[dict[str, Any]]:
    """Names stand side by side with commas and no space; one with a comma and a space is one name."""
    names = dict.fromkeys(line_of(it, 200) for it in re.split(r",(?! )", text))
    found = [it for it in names if it]
    alone = len(found) == 1
    return [
        {
            "name": it,
            "company_number": "",
            "postcode": postcode if alone else "",
            "sme": sme if alone else None,
            "vcse": None,
        }
        for it in found
    ]
