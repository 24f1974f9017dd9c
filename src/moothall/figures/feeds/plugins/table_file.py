"""Any table of open data at a web address: MHCLG's live tables, another department's CSV, a county's own page.

The columns that hold areas, periods and values are named in the feed; a file that has not changed is not read again.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from moothall.figures.feeds.faults import Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting
from moothall.figures.measures import fold
from moothall.kit.tables import Sheet, Unreadable, open_table

HEADER_WITHIN = 40
ROWS = 20_000

FEED = Feed(
    id="open-data",
    title="MHCLG open data, or any table at a web address",
    publisher="the publisher the feed is set up for",
    licence="as the publisher states; MHCLG publishes under the Open Government Licence v3.0",
    attribution="Source: the publisher named in the feed’s title",
    url="https://assets.publishing.service.gov.uk",
    docs="https://www.gov.uk/government/organisations/ministry-of-housing-communities-local-government/about/statistics",
    reads="figures",
    source="open-data",
    hosts=frozenset(
        {
            "www.gov.uk",
            "assets.publishing.service.gov.uk",
            "opendatacommunities.org",
            "ckan.publishing.service.gov.uk",
        }
    ),
    days=30,
    settings=(
        Setting(
            "file",
            "File",
            "A CSV, .xlsx or .ods file on GOV.UK, opendatacommunities.org or data.gov.uk.",
            kind="address",
        ),
        Setting(
            "area",
            "Column of areas",
            "Codes are surest; names work where only one area of today has it.",
            default="ONS code",
        ),
        Setting(
            "period",
            "Column of periods",
            required=False,
            hint="Leave it empty when the whole file is of one period.",
        ),
        Setting("one_period", "Or the one period", required=False, hint="Such as 2024-25."),
        Setting(
            "columns",
            "Columns and their measures",
            "One a line, such as Dwellings = dwellings.",
            kind="measures",
        ),
        Setting("sheet", "Sheet", "Its name, where the file has several.", required=False),
    ),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """The rows of the file, in pages."""
    path = asked.folder / "file"
    start = asked.position or {"row": 0, "etag": ""}
    headers = {"If-None-Match": asked.marks["etag"]} if asked.marks.get("etag") and not asked.position else {}
    answer = asked.client.download(asked.config["file"], path, headers=headers)
    if answer.status == 304:
        raise Unchanged
    etag = answer.headers.get("etag", "")
    if start["row"] and etag != start["etag"]:
        raise Refused("The file changed while it was being read: run the feed again.")
    kept: list[Mapping[str, str]] = []
    read = 0
    try:
        for read, figures in enumerate(_rows(path, asked.config), start=1):
            if read > start["row"]:
                kept += figures
            if len(kept) >= ROWS:
                yield Page(tuple(kept), {"row": read, "etag": etag})
                kept = []
    except Unreadable as fault:
        raise Refused(str(fault)) from fault
    yield Page(tuple(kept), {"row": read, "etag": etag}, marks={"etag": etag})


def check(asked: Asked) -> str:
    """Reads the file's header and first row."""
    path = asked.folder / "file"
    asked.client.download(asked.config["file"], path)
    try:
        first = next(_rows(path, asked.config), None)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault
    return (
        f"The file is there: its first row is of {first[0]['area']}, {first[0]['period']}."
        if first
        else "The file has no rows."
    )


def _rows(path: Path, config: Mapping[str, Any]) -> Iterator[list[Mapping[str, str]]]:
    measures = {fold(name): measure for name, measure in config["columns"].items() if measure}
    wanted = {fold(config["area"]), *measures} | ({fold(config["period"])} if config["period"] else set())
    if not config["period"] and not config["one_period"]:
        raise Refused("The feed names neither a column of periods nor one period: write one of them.")
    with open_table(path, "the file") as table:
        sheets = [it for it in table.sheets if not it.hidden and config["sheet"] in ("", it.name)]
        for sheet in sheets:
            header = _header(sheet, wanted)
            if header:
                yield from _figures(sheet, header, config, measures)
                return
    raise Refused(
        f"No row near the top has the columns {', '.join(sorted(wanted))}: check how the file writes them."
    )


def _header(sheet: Sheet, wanted: set[str]) -> tuple[int, list[str]] | None:
    for line, cells in islice(sheet.rows(), HEADER_WITHIN):
        folded = [fold(it) for it in cells]
        if wanted <= set(folded):
            return line, folded
    return None


def _figures(
    sheet: Sheet, header: tuple[int, list[str]], config: Mapping[str, Any], measures: Mapping[str, str]
) -> Iterator[list[Mapping[str, str]]]:
    line, columns = header
    area = columns.index(fold(config["area"]))
    period = columns.index(fold(config["period"])) if config["period"] else None
    for at, cells in sheet.rows():
        if at <= line or not any(cells):
            continue
        where = _cell(cells, area)
        if not where:
            continue  # notes and blank lines under the table name no area
        yield [
            {
                "measure": measure,
                "area": where,
                "period": _cell(cells, period) if period is not None else config["one_period"],
                "value": _cell(cells, columns.index(name)) or "[x]",
            }
            for name, measure in measures.items()
        ]


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
