"""GOV.UK bank holidays: compared with the days Moothall reckons, which every deadline rests on.

The list brings no figures. Its copy is kept with the run, and each day that differs is said; the days reckoned are in
`reference.statutory_returns.holidays`, where what Parliament or the Crown decides later is added.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from moothall.figures.feeds.faults import Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page
from moothall.reference.statutory_returns.holidays import bank_holidays

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
OURS = "england-and-wales"

FEED = Feed(
    id="bank-holidays",
    title="GOV.UK bank holidays",
    publisher="Government Digital Service",
    licence="Open Government Licence v3.0",
    attribution="Source: GOV.UK bank holidays",
    url="https://www.gov.uk",
    docs="https://www.gov.uk/bank-holidays",
    reads="reference",
    days=30,
    settings=(),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """The list, and the days in which it differs from ours."""
    headers = {"If-None-Match": asked.marks["etag"]} if asked.marks.get("etag") else {}
    answer = asked.client.get("/bank-holidays.json", headers=headers)
    if answer.status == 304:
        raise Unchanged
    kept = _divisions(answer.json())
    yield Page(
        (),
        "read",
        marks={"etag": answer.headers.get("etag", "")},
        found={"holidays": kept, "differences": differences(kept[OURS])},
    )


def check(asked: Asked) -> str:
    """Reads the list."""
    kept = _divisions(asked.client.get("/bank-holidays.json").json())
    return f"GOV.UK answers: {len(kept[OURS])} bank holidays of England and Wales, up to {max(kept[OURS])}."


def differences(theirs: Mapping[str, str]) -> list[str]:
    """A sentence for each day that one list has and the other has not, within the years that theirs covers."""
    listed = {date.fromisoformat(day) for day in theirs}
    years = sorted({day.year for day in listed})
    ours = frozenset().union(*(bank_holidays(year) for year in years)) if years else frozenset()
    said = [
        f"{day.isoformat()} ({theirs[day.isoformat()]}) is on GOV.UK’s list and not among the days reckoned."
        for day in sorted(listed - ours)
    ]
    return said + [
        f"{day.isoformat()} is reckoned a bank holiday and is not on GOV.UK’s list."
        for day in sorted(ours - listed)
    ]


def _divisions(said: Any) -> dict[str, dict[str, str]]:
    """By division, day to title. Raises Refused where the list is of another shape."""
    try:
        found = {
            division: {
                date.fromisoformat(it["date"]).isoformat(): str(it["title"])
                for it in said[division]["events"]
            }
            for division in DIVISIONS
        }
    except (KeyError, TypeError, ValueError):
        raise Refused(
            "GOV.UK’s list of bank holidays is not laid out as we know it: the days reckoned stay."
        ) from None
    if not found[OURS]:
        raise Refused("GOV.UK’s list of bank holidays is empty: the days reckoned stay.")
    return found
