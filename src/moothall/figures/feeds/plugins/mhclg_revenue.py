"""MHCLG revenue outturn and budget workbooks (RO, RS, RA): banner rows, line numbers above the heads, footers below.

The workbook's address is given for each year: GOV.UK gives every file an address of its own. Amounts are in £ thousand,
which the banner says; they are kept in pounds, exactly. The table ends at its first row of no authority (the total).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from moothall.figures.feeds.faults import Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting
from moothall.figures.measures import fold
from moothall.kit.tables import Sheet, Table, Unreadable, open_table

HEADER_WITHIN = 40
CODES = ("ons code", "ons authority code", "gss code", "ons geography code")
OLD_CODES = ("e code", "ecode", "la code")
NAMES = ("local authority", "authority", "local authority name")
GSS = re.compile(r"[EKNSW]\d{8}")
OLD = re.compile(r"[Ee]\d{4}")
YEAR = re.compile(r"\b(20\d\d)\s?[-–/]\s?(\d\d)\b")
UNITS = (("£ thousand", 1000), ("£thousand", 1000), ("£000", 1000), ("£ million", 10**6), ("£million", 10**6))
GOVUK = frozenset({"www.gov.uk", "assets.publishing.service.gov.uk"})

FEED = Feed(
    id="mhclg-revenue",
    title="MHCLG revenue outturn and budgets",
    publisher="Ministry of Housing, Communities and Local Government",
    licence="Open Government Licence v3.0",
    attribution="Source: Ministry of Housing, Communities and Local Government, local authority revenue expenditure",
    url="https://assets.publishing.service.gov.uk",
    docs="https://www.gov.uk/government/collections/local-authority-revenue-expenditure-and-financing",
    reads="figures",
    source="mhclg-revenue",
    hosts=GOVUK,
    days=30,
    settings=(
        Setting("workbook", "Workbook", "The address of the .xlsx or .ods file.", kind="address"),
        Setting(
            "lines",
            "Lines and their measures",
            "A line’s number or its words, one a line: 509 = spend-cultural-services.",
            kind="measures",
        ),
        Setting("sheet", "Sheet", "Its name, when more than one sheet has these lines.", required=False),
        Setting("year", "Financial year", "Such as 2024-25, when the sheet does not say.", required=False),
    ),
)


@dataclass(frozen=True)
class Found:
    """The table on a sheet: where its columns are, what an amount is worth in pounds, and which year it is of."""

    sheet: Sheet
    name: int
    code: int | None
    old: int | None
    lines: Mapping[str, int]
    pounds: int
    year: str
    header: int


def fetch(asked: Asked) -> Iterator[Page]:
    """The whole workbook, as one page: it is one file."""
    path = asked.folder / "workbook"
    headers = {"If-None-Match": asked.marks["etag"]} if asked.marks.get("etag") else {}
    answer = asked.client.download(asked.config["workbook"], path, headers=headers)
    if answer.status == 304:
        raise Unchanged
    yield Page(tuple(read(path, asked.config)), "read", marks={"etag": answer.headers.get("etag", "")})


def check(asked: Asked) -> str:
    """Reads the workbook's table and says what was found."""
    path = asked.folder / "workbook"
    asked.client.download(asked.config["workbook"], path)
    rows = list(read(path, asked.config))
    return (
        f"The workbook is there: {len(rows):,} figures for {rows[0]['period']}."
        if rows
        else "It holds no figures."
    )


def read(path: Path, config: Mapping[str, object]) -> Iterator[Mapping[str, str]]:
    """The figures of the lines that are chosen. Raises Refused with a sentence."""
    measures = {fold(str(line)): str(measure) for line, measure in dict(config["lines"]).items() if measure}  # type: ignore[call-overload]
    try:
        with open_table(path, "the workbook") as table:
            yield from _rows(_table(table, measures, config), measures)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault


def _table(table: Table, measures: Mapping[str, str], config: Mapping[str, object]) -> Found:
    only = str(config.get("sheet") or "")
    sheets = [it for it in table.sheets if (it.name == only if only else not it.hidden)]
    if not sheets:
        raise Refused(f"The workbook has no sheet ‘{only}’: it has {_named(table.sheets)}.")
    heads = 0
    for sheet in sheets:
        top = list(islice(sheet.rows(), HEADER_WITHIN))
        place = next((n for n, (_, cells) in enumerate(top) if _is_header(cells)), None)
        if place is None:
            continue
        heads += 1
        found = _found(sheet, top, place, measures, str(config.get("year") or ""))
        if found:
            return found
    if heads:
        raise Refused("No sheet has every line that is chosen: check their numbers and words.")
    raise Refused(
        f"No sheet has a header with a code and a local authority within its first {HEADER_WITHIN} rows."
    )


def _named(sheets: Sequence[Sheet]) -> str:
    return ", ".join(it.name for it in sheets if it.name and not it.hidden)[:200]


def _is_header(cells: Sequence[str]) -> bool:
    said = {fold(it) for it in cells}
    return bool(said & {*CODES, *OLD_CODES}) and bool(said & set(NAMES))


def _found(
    sheet: Sheet, top: list[tuple[int, list[str]]], place: int, measures: Mapping[str, str], year: str
) -> Found | None:
    line, header = top[place]
    folded = [fold(it) for it in header]
    numbers = [it.strip() for it in top[place - 1][1]] if place else []
    lines: dict[str, int] = {}
    for wanted in measures:
        places = [n for n, it in enumerate(folded) if it == wanted] or [
            n for n, it in enumerate(numbers) if it == wanted
        ]
        if len(places) > 1:
            raise Refused(
                f"The line ‘{wanted}’ stands more than once: write its number instead of its words."
            )
        if not places:
            return None
        lines[wanted] = places[0]
    banner = " ".join(text for _, cells in top[:place] for text in cells if text)
    return Found(
        sheet=sheet,
        name=next(n for n, it in enumerate(folded) if it in NAMES),
        code=next((n for n, it in enumerate(folded) if it in CODES), None),
        old=next((n for n, it in enumerate(folded) if it in OLD_CODES), None),
        lines=lines,
        pounds=_pounds(banner),
        year=_year(banner, year),
        header=line,
    )


def _pounds(banner: str) -> int:
    said = banner.casefold()
    worth = {pounds for words, pounds in UNITS if words in said}
    if len(worth) != 1:
        raise Refused("The rows above the header do not say in what amounts are (such as £ thousand).")
    return worth.pop()


def _year(banner: str, given: str) -> str:
    said = [f"{a}-{b}" for a, b in YEAR.findall(banner)]
    given = "".join(f"{a}-{b}" for a, b in YEAR.findall(given))
    if given and said and given not in said:
        raise Refused(f"The sheet is of {said[0]} and the feed says {given}: mend the address or the year.")
    if not (given or said):
        raise Refused("The sheet does not say which financial year it is of: write it in the feed.")
    return given or said[0]


def _rows(found: Found, measures: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    begun = False
    for line, cells in found.sheet.rows():
        if line <= found.header:
            continue
        code = _cell(cells, found.code)
        old = _cell(cells, found.old)
        if not (GSS.fullmatch(code) or OLD.fullmatch(old)):
            if begun and any(cells):
                return  # the total, and the notes under it
            continue
        begun = True
        name = _cell(cells, found.name)
        for words, place in found.lines.items():
            yield {
                "measure": measures[words],
                "area": code or (name if found.code is None else old),
                "area_name": name,
                "period": found.year,
                "value": _in_pounds(_cell(cells, place), found.pounds),
            }


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _in_pounds(text: str, pounds: int) -> str:
    """An amount in pounds, digit for digit; what is no number stays as written, for the store to judge."""
    try:
        return f"{Decimal(text.replace(',', '')) * pounds:f}"
    except InvalidOperation:
        return text or "[x]"
