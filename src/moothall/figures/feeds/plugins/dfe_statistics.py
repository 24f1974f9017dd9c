"""DfE Explore education statistics: a data set as CSV, `GET /statistics/v1/data-sets/{id}/csv`.

Which version is the latest stands in `/v1/data-sets/{id}`. https://api.education.gov.uk/statistics/docs/. The columns
of the CSV are those of DfE's open data standard: time_period, time_identifier, geographic_level, new_la_code and so on.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moothall.figures.feeds.faults import BrokenOff, Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting

ROWS = 20_000
# level, as it is written and folded, to the columns of its code and name
LEVELS = {
    "national": ("country_code", "country_name"),
    "regional": ("region_code", "region_name"),
    "local authority": ("new_la_code", "la_name"),
}
SYMBOLS = frozenset({"c", "z", "x", "u", "low", "k"})

FEED = Feed(
    id="dfe-statistics",
    title="DfE Explore education statistics",
    publisher="Department for Education",
    licence="Open Government Licence v3.0",
    attribution="Source: Department for Education, Explore education statistics",
    url="https://api.education.gov.uk",
    docs="https://api.education.gov.uk/statistics/docs/",
    reads="figures",
    source="dfe-statistics",
    days=30,
    settings=(
        Setting("dataset", "Data set", "Its id, as its page in Explore education statistics gives it."),
        Setting(
            "columns",
            "Columns and their measures",
            "One a line, such as absence_rate = school-absence.",
            kind="measures",
        ),
        Setting(
            "filters",
            "Rows to read",
            "One a line, such as school_type = Total. Name every column that breaks the figures down.",
            kind="pairs",
            required=False,
        ),
        Setting(
            "levels",
            "Kinds of area",
            "National, Regional or Local authority, one a line.",
            kind="list",
            default="National\nRegional\nLocal authority",
        ),
    ),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """The rows of the newest version, in pages."""
    position = asked.position or {"version": _version(asked), "row": 0}
    version = position["version"]
    if asked.position is None and asked.marks.get("version") == version:
        raise Unchanged
    path = asked.folder / "data.csv"
    asked.client.download(
        f"/statistics/v1/data-sets/{asked.config['dataset']}/csv?dataSetVersion={version}", path
    )
    kept: list[Mapping[str, str]] = []
    read = 0
    for read, row in enumerate(_rows(path, asked), start=1):
        if read > position["row"]:
            kept += row
        if len(kept) >= ROWS:
            yield Page(tuple(kept), {"version": version, "row": read})
            kept = []
    yield Page(tuple(kept), {"version": version, "row": read}, marks={"version": version})


def check(asked: Asked) -> str:
    """Asks what the data set is called."""
    said = _summary(asked)
    return f"DfE answers: ‘{said.get('title', asked.config['dataset'])}’, version {_version(asked, said)}."


def _summary(asked: Asked) -> Mapping[str, Any]:
    said = asked.client.get(f"/statistics/v1/data-sets/{asked.config['dataset']}").json()
    return said if isinstance(said, dict) else {}


def _version(asked: Asked, said: Mapping[str, Any] | None = None) -> str:
    latest = (said if said is not None else _summary(asked)).get("latestVersion")
    version = latest.get("version") if isinstance(latest, dict) else None
    if not version:
        raise Refused("DfE does not say which version of the data set is the latest: check its id.")
    return str(version)


def _rows(path: Path, asked: Asked) -> Iterator[list[Mapping[str, str]]]:
    """For each row of the file, the figures in it: none where it is not chosen."""
    config = asked.config
    levels = {it.strip().casefold() for it in config["levels"]}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or []
        wanted = (
            "time_period",
            "time_identifier",
            "geographic_level",
            *config["columns"],
            *config["filters"],
        )
        if missing := [it for it in wanted if it not in columns]:
            raise Refused(
                f"DfE’s file has no column ‘{missing[0]}’; it has {', '.join(columns)[:200] or 'nothing'}."
            )
        for row in reader:
            if None in row.values() or None in row:
                raise BrokenOff(
                    f"Line {reader.line_num} of DfE’s file was cut short: the next run fetches it again."
                )
            level = row["geographic_level"].strip().casefold()
            chosen = level in levels and level in LEVELS
            if not chosen or any(row[name] != value for name, value in config["filters"].items()):
                yield []
                continue
            yield [
                {
                    "measure": measure,
                    "area": row.get(LEVELS[level][0], ""),
                    "area_name": row.get(LEVELS[level][1], ""),
                    "period": period(row["time_period"], row["time_identifier"]),
                    "value": _value(row[column]),
                }
                for column, measure in config["columns"].items()
                if measure
            ]


def _value(text: str) -> str:
    text = text.strip()
    return f"[{text.lower()}]" if text.lower() in SYMBOLS else text


def period(text: str, identifier: str) -> str:
    """DfE's pair as we read it: 202223 and 'Academic year' starts in September 2022."""
    text, kind = text.strip(), identifier.strip().casefold()
    year = text[:4]
    if kind == "academic year" and len(text) == 6:
        return f"{year}-09-01/P1Y"
    if kind == "financial year" and len(text) == 6:
        return f"{year}/{text[4:]}"
    if kind.startswith("financial year q") and len(text) == 6:
        return f"Q{kind[-1]} {year}/{text[4:]}"
    if kind in ("calendar year", "reporting year") and len(text) == 4:
        return year
    return f"{identifier} {text}".strip()
