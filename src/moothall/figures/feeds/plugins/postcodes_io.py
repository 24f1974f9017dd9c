"""postcodes.io: which council, ward and small area a postcode is in. It brings no figures: other rooms look places up.

`POST /postcodes` takes up to 100; `GET /terminated_postcodes/{postcode}` knows those that ended. A run asks again for
the postcodes that were looked up longest ago: boundaries move.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from moothall.figures.feeds.faults import BrokenOff, Refused, Unchanged
from moothall.figures.feeds.http import Client
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting

AT_ONCE = 100

FEED = Feed(
    id="postcodes-io",
    title="Postcodes (postcodes.io)",
    publisher="Ideal Postcodes, from ONS and Ordnance Survey data",
    licence="Open Government Licence v3.0 (data); MIT (service)",
    attribution="Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database right",
    url="https://api.postcodes.io",
    docs="https://postcodes.io/docs",
    reads="areas",
    days=30,
    settings=(
        Setting(
            "older_than",
            "Ask again after",
            "Days after which a postcode is looked up again.",
            kind="whole",
            default="180",
        ),
    ),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """Looks up again what `found` holds under 'postcodes': given by the run, a hundred on a page."""
    postcodes: list[str] = list(asked.marks.get("again", ()))
    if not postcodes:
        raise Unchanged
    for number, begin in enumerate(range(0, len(postcodes), AT_ONCE)):
        some = postcodes[begin : begin + AT_ONCE]
        if number >= (asked.position or 0):
            yield Page((), number + 1, found={"postcodes": look_up(asked.client, some)})


def check(asked: Asked) -> str:
    """Looks up one postcode everybody knows."""
    found = look_up(asked.client, ["SW1A 1AA"])["SW1A 1AA"]
    return (
        f"postcodes.io answers: SW1A 1AA is in {found['council']}."
        if found
        else "postcodes.io answers, and knows nothing of SW1A 1AA."
    )


def look_up(client: Client, postcodes: Iterable[str]) -> dict[str, dict[str, Any] | None]:
    """By postcode as asked, where it is; None where there is none such. One that ended has no council, but its day."""
    asked = list(postcodes)
    if len(asked) > AT_ONCE:
        raise ValueError(f"postcodes.io takes {AT_ONCE} at a time")
    said = client.post("/postcodes", {"postcodes": asked}).json()
    results = said.get("result") if isinstance(said, dict) else None
    if not isinstance(results, list):
        raise Refused("postcodes.io did not answer with a list: tell us about it.")
    if len(results) != len(asked):
        raise BrokenOff(f"postcodes.io was asked for {len(asked)} postcodes and gave {len(results)}.")
    found: dict[str, dict[str, Any] | None] = {}
    for it in results:
        place = it.get("result")
        found[it["query"]] = _place(place) if place else _ended(client, it["query"])
    return found


def _place(it: Mapping[str, Any]) -> dict[str, Any]:
    codes = it.get("codes") or {}
    return {
        "postcode": it["postcode"],
        "council": it.get("admin_district") or "",
        "council_code": codes.get("admin_district") or "",
        "county_code": codes.get("admin_county") or "",
        "ward": it.get("admin_ward") or "",
        "ward_code": codes.get("admin_ward") or "",
        "lsoa_code": codes.get("lsoa") or "",
        "easting": it.get("eastings"),
        "northing": it.get("northings"),
        "ended": "",
    }


def _ended(client: Client, postcode: str) -> dict[str, Any] | None:
    """A postcode that is no longer used; None when there never was one."""
    try:
        said = client.get(f"/terminated_postcodes/{quote(postcode)}").json().get("result") or {}
    except Refused:
        return None
    year, month = said.get("year_terminated"), said.get("month_terminated")
    if not year:
        return None
    return {
        "postcode": said.get("postcode", postcode),
        "council_code": "",
        "council": "",
        "ended": f"{year}-{month or 1:02}",
    }
