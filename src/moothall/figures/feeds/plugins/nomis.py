"""Nomis: labour market, census and population statistics. One feed is one dataset read as one measure.

`GET /api/v01/dataset/{id}.data.csv`, in pages by `recordoffset` and `recordlimit`; RECORD_COUNT says how many rows
there are in all. https://www.nomisweb.co.uk/api/v01/help. See docs/methods/feeds.md for what is not verified.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from moothall.figures.feeds.faults import BrokenOff, Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting

GUEST_ROWS = 25_000  # the most that somebody without a key gets at a time
COLUMNS = (
    "date_name,date_code,geography_code,geography_name,obs_value,obs_status,obs_status_name,record_count"
)
NORMAL, ABSENT = "A", "Q"

FEED = Feed(
    id="nomis",
    title="Nomis",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    attribution="Source: Office for National Statistics, from Nomis",
    url="https://www.nomisweb.co.uk",
    docs="https://www.nomisweb.co.uk/api/v01/help",
    reads="figures",
    source="nomis",
    secrets=(),
    optional=("key",),
    days=7,
    settings=(
        Setting("dataset", "Dataset", "Its number on Nomis, such as NM_162_1 for the claimant count."),
        Setting(
            "geography",
            "Areas",
            "Codes or a type of area as Nomis writes them: TYPE424 is every district, E07000234 is one.",
        ),
        Setting(
            "time",
            "Periods",
            "Such as latest, or latestMINUS23-latest for two years of months.",
            default="latest",
        ),
        Setting(
            "dimensions",
            "Everything else that is chosen",
            "One a line, such as measures = 20100, gender = 0, measure = 1.",
            kind="pairs",
            required=False,
        ),
        Setting("measure", "Measure", "The measure of the catalogue that these figures are.", kind="measure"),
    ),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """Page after page until as many rows have come as there are."""
    latest = _latest(asked)
    if asked.position is None and latest and latest == asked.marks.get("latest"):
        raise Unchanged
    offset = asked.position or 0
    while True:
        rows = _rows(asked, {"recordoffset": str(offset), "recordlimit": str(GUEST_ROWS)})
        total = int(rows[0]["RECORD_COUNT"]) if rows and rows[0]["RECORD_COUNT"].isdecimal() else None
        if not rows and total is None and offset:
            raise BrokenOff("Nomis stopped before the end: the next run goes on from there.")
        offset += len(rows)
        yield Page(
            rows=tuple(_row(asked, it) for it in rows),
            position=offset,
            total=total,
            marks={"latest": latest},
        )
        if offset >= (total or 0) and (total is not None or len(rows) < GUEST_ROWS):
            return


def check(asked: Asked) -> str:
    """Asks for one row of what is chosen."""
    rows = _rows(asked, {"recordoffset": "0", "recordlimit": "1"})
    if not rows:
        return "Nomis answers, and has no rows for what is chosen: check the areas, periods and dimensions."
    return f"Nomis answers: {rows[0]['RECORD_COUNT'] or 'some'} rows, the first for {rows[0]['DATE_NAME']}."


def _latest(asked: Asked) -> str:
    """The newest period there is; '' where there is none."""
    rows = _rows(asked, {"recordoffset": "0", "recordlimit": "1"}, {"time": "latest"})
    return rows[0]["DATE_CODE"] or rows[0]["DATE_NAME"] if rows else ""


def _rows(
    asked: Asked, paging: Mapping[str, str], instead: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    config = asked.config
    parameters = {
        "geography": config["geography"],
        "time": config["time"] or "latest",
        **config["dimensions"],
        **(instead or {}),
        "select": COLUMNS,
        **paging,
    }
    if key := asked.keys.get("key"):
        parameters["uid"] = key
    answer = asked.client.get(f"/api/v01/dataset/{config['dataset']}.data.csv", parameters.items())
    reader = csv.DictReader(io.StringIO(answer.text()))
    fields = [it.strip().upper() for it in reader.fieldnames or []]
    if not fields:
        return []
    if missing := {"GEOGRAPHY_CODE", "OBS_VALUE"} - set(fields):
        said = " ".join((reader.fieldnames or [""])[0].split())[:120]
        raise Refused(
            f"Nomis did not answer with a table (no column {sorted(missing)[0]}): it says ‘{said}’. "
            "Check the dataset and its dimensions."
        )
    reader.fieldnames = fields
    width = len(fields)
    rows = []
    for row in reader:
        if None in row or any(value is None for value in row.values()):
            raise BrokenOff(
                f"A row of Nomis’s answer does not have {width} cells: it was cut short; run it again."
            )
        rows.append(dict.fromkeys(COLUMNS.upper().split(","), "") | row)
    return rows


def _row(asked: Asked, row: Mapping[str, str]) -> Mapping[str, str]:
    status, named = row["OBS_STATUS"].strip(), row["OBS_STATUS_NAME"].strip()
    absent = status == ABSENT or not row["OBS_VALUE"].strip()
    return {
        "measure": asked.config["measure"],
        "area": row["GEOGRAPHY_CODE"],
        "area_name": row["GEOGRAPHY_NAME"],
        "period": row["DATE_NAME"],
        "value": "[x]" if absent else row["OBS_VALUE"],
        "status": "" if status in (NORMAL, ABSENT, "") else status,
        "note": named if status not in (NORMAL, "") else "",
    }
