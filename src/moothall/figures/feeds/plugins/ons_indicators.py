"""ONS Explore local statistics: one CSV file an indicator, with a JSON file that says what it is.

The files stand in ONS's public repository, `<indicator>/<indicator>.csv`. A file that has not changed since the last
run (its ETag) is not fetched again.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moothall.figures.feeds.faults import BrokenOff, Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting, Unmapped
from moothall.figures.measures import fold, names

COLUMNS = {
    "area": "areacd",
    "area_name": "areanm",
    "measure": "indicator",
    "period": "period",
    "value": "observation",
    "lower": "lci_95",
    "upper": "uci_95",
    "status": "status",
    "note": "notes",
}
NEEDED = ("areacd", "indicator", "period", "observation")
ROWS = 20_000  # on a page

FEED = Feed(
    id="ons-indicators",
    title="ONS Explore local statistics",
    publisher="Office for National Statistics and the departments it names",
    licence="Open Government Licence v3.0",
    attribution="Source: Office for National Statistics, Explore local statistics",
    url="https://raw.githubusercontent.com",
    docs="https://github.com/ONSdigital/explore-local-statistics-data",
    reads="figures",
    source="ons-indicator",
    days=7,
    settings=(
        Setting("indicators", "Indicators", "One a line, such as claimant-count.", kind="list"),
        Setting(
            "folder",
            "Where the files are",
            default="ONSdigital/explore-local-statistics-data/main",
            hint="The repository and branch.",
        ),
    ),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """Every file that has changed, its rows in pages; what no measure is said to be is described instead."""
    start = asked.position or {"file": 0, "row": 0, "etags": {}}
    etags = dict(asked.marks.get("etags", {})) | start["etags"]
    changed = asked.position is not None
    for number, indicator in enumerate(asked.config["indicators"]):
        if number < start["file"]:
            continue
        path = asked.folder / f"{number}.csv"
        etag = asked.marks.get("etags", {}).get(indicator)
        headers = {"If-None-Match": etag} if etag else {}
        answer = asked.client.download(_place(asked, indicator, "csv"), path, headers=headers)
        if answer.status == 304:
            continue
        changed = True
        skip = start["row"] if number == start["file"] else 0
        if skip and answer.headers.get("etag", "") != start["etags"].get(indicator, ""):
            raise Refused(f"The file of {indicator} changed while it was being read: run the feed again.")
        etags[indicator] = answer.headers.get("etag", "")
        yield from _pages(asked, indicator, number, path, skip, etags)
    if not changed:
        raise Unchanged


def check(asked: Asked) -> str:
    """Reads what the first indicator is called."""
    indicator = next(iter(asked.config["indicators"]), "claimant-count")
    return f"ONS answers: {indicator} is ‘{_described(asked, indicator, indicator).title}’."


def _place(asked: Asked, indicator: str, ending: str) -> str:
    return f"/{asked.config['folder'].strip('/')}/{indicator}/{indicator}.{ending}"


def _pages(
    asked: Asked, indicator: str, number: int, path: Path, skip: int, etags: Mapping[str, str]
) -> Iterator[Page]:
    unmapped: dict[str, Unmapped] = {}
    kept: list[Mapping[str, str]] = []
    read = 0
    for read, row in enumerate(_rows(path, indicator), start=1):
        if read <= skip:
            continue
        title = row["measure"]
        if fold(title) in names():
            kept.append(row)
        elif title not in unmapped:
            unmapped[title] = _described(asked, indicator, title)
        if len(kept) == ROWS:
            yield Page(tuple(kept), {"file": number, "row": read, "etags": dict(etags)})
            kept = []
    marks = {"etags": dict(etags)}
    position = {"file": number + 1, "row": 0, "etags": dict(etags)}
    yield Page(tuple(kept), position, marks=marks, unmapped=tuple(unmapped.values()))


def _rows(path: Path, indicator: str) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [it for it in NEEDED if it not in (reader.fieldnames or ())]:
            raise Refused(
                f"The file of {indicator} has no column {missing[0]}: it is no longer laid out as we know it."
            )
        for row in reader:
            if any(row[it] is None for it in NEEDED):
                raise BrokenOff(
                    f"Line {reader.line_num} of {indicator} was cut short: the next run fetches it again."
                )
            yield {field: row.get(theirs) or "" for field, theirs in COLUMNS.items()}


def _described(asked: Asked, indicator: str, title: str) -> Unmapped:
    """What the indicator's own JSON says of it; its title where there is no such file."""
    try:
        said = asked.client.get(_place(asked, indicator, "meta.json")).json()
    except Refused:
        return Unmapped(indicator, title)
    about: Any = said.get("ess-beta-metadata") if isinstance(said, dict) else None
    about = about if isinstance(about, dict) else {}
    unit = str(about.get("suffix") or about.get("subText") or "").strip()
    return Unmapped(indicator, str(about.get("label") or title), unit)
