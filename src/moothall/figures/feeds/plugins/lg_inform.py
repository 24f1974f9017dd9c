"""LG Inform Plus: the Local Government Association's store of council statistics. A key and a secret are needed.

`GET /data.table` gives one flat record a value; `/data` the same as a table of rows. Every address is signed: the
signature is the base64 of HMAC-SHA1, under the secret, of the whole address with the key in it.
https://developertools.esd.org.uk. See docs/methods/feeds.md for what is not verified.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from moothall.figures.feeds.faults import BrokenOff, Refused
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting, Unmapped

FEED = Feed(
    id="lg-inform",
    title="LG Inform Plus",
    publisher="Local Government Association",
    licence="Open Government Licence v3.0 where the source of a metric gives it; see the metric on LG Inform",
    attribution="Source: LG Inform Plus, Local Government Association",
    url="https://webservices.esd.org.uk",
    docs="https://developertools.esd.org.uk",
    reads="figures",
    source="lg-inform",
    secrets=("key", "secret"),
    days=7,
    settings=(
        Setting(
            "metrics",
            "Metrics and their measures",
            "One a line, such as 46 = recycling-rate. A metric with no measure yet may stand alone: "
            "the run then writes a file for it.",
            kind="measures",
        ),
        Setting(
            "areas",
            "Areas",
            "Codes or groups, one a line, such as E07000234 or AllLaInCountry_England.",
            kind="list",
        ),
        Setting("period", "Periods", "Such as latest, latest:5 or fi_2023.", default="latest:5"),
    ),
)

PUBLISHED = (None, "", "Published")  # of a value's status, what needs no remark


def sign(address: str, key: str, secret: str) -> str:
    """The address with its key and signature."""
    address += f"{'&' if '?' in address else '?'}ApplicationKey={quote(key, safe='')}"
    digest = hmac.new(secret.encode(), address.encode(), hashlib.sha1).digest()
    return f"{address}&Signature={quote(base64.b64encode(digest).decode(), safe='')}"


def fetch(asked: Asked) -> Iterator[Page]:
    """A page a metric: those that have a measure are read, the others described."""
    metrics = list(asked.config["metrics"].items())
    for number, (metric, measure) in enumerate(metrics):
        if number < (asked.position or 0):
            continue
        if measure:
            yield Page(rows=tuple(_rows(asked, metric, measure)), position=number + 1)
        else:
            yield Page(rows=(), position=number + 1, unmapped=(_described(asked, metric),))


def check(asked: Asked) -> str:
    """Asks what the first metric is called."""
    metric = next(iter(asked.config["metrics"]), "46")
    return f"LG Inform Plus answers: metric {metric} is ‘{_described(asked, metric).title}’."


def _signer(asked: Asked) -> Callable[[str], str]:
    return lambda address: sign(address, asked.keys["key"], asked.keys["secret"])


def _rows(asked: Asked, metric: str, measure: str) -> Iterator[Mapping[str, str]]:
    parameters = (
        ("value.valueType", "raw"),
        ("metricType", metric),
        ("area", ",".join(asked.config["areas"])),
        ("period", asked.config["period"] or "latest"),
        ("columnGrouping", "metricType"),
        ("columnGrouping", "period"),
        ("rowGrouping", "area"),
    )
    said = asked.client.get("/data.table", parameters, sign=_signer(asked)).json()
    for it in _flat(said):
        if str(it.get("metricTypeIdentifier", metric)) != metric:
            continue
        value = it.get("value")
        row = {
            "measure": measure,
            "area": str(it["areaIdentifier"]),
            "area_name": str(it.get("areaLabel") or ""),
            "period": period(str(it["periodIdentifier"])),
            "value": "[x]" if value in (None, "") else f"{value}",
            "note": "" if it.get("publicationStatus") in PUBLISHED else f"{it['publicationStatus']}",
        }
        for ours, theirs in (("lower", "confidenceIntervalLower"), ("upper", "confidenceIntervalUpper")):
            if it.get(theirs) not in (None, ""):
                row[ours] = f"{it[theirs]}"
        yield row


def _flat(said: Any) -> Iterator[Mapping[str, Any]]:
    """One record a value, from either shape of answer. Raises Refused when it is neither."""
    if isinstance(said, list):
        for it in said:
            if not isinstance(it, dict) or "areaIdentifier" not in it or "periodIdentifier" not in it:
                raise Refused(
                    "LG Inform Plus answered with records of a kind we do not know: tell us about it."
                )
            yield it
        return
    if isinstance(said, dict) and isinstance(said.get("rows"), list):
        columns = said.get("columns") or []
        for row in said["rows"]:
            area, values = row.get("area") or {}, row.get("values") or []
            if len(columns) != len(values):
                raise BrokenOff("A row of LG Inform Plus’s answer was cut short: run it again.")
            for column, value in zip(columns, values, strict=True):
                yield {
                    "areaIdentifier": area.get("identifier", ""),
                    "areaLabel": area.get("label", ""),
                    "metricTypeIdentifier": (column.get("metricType") or {}).get("identifier", ""),
                    "periodIdentifier": (column.get("period") or {}).get("identifier", ""),
                    "value": value.get("value"),
                }
        return
    errors = said.get("errors") if isinstance(said, dict) else None
    raise Refused(
        f"LG Inform Plus did not answer with figures{f' ({str(errors)[:150]})' if errors else ''}: "
        "check the metrics, areas and periods."
    )


def period(identifier: str) -> str:
    """A period as it is written elsewhere: fi_2023 is 2023/24, cal_2013 is 2013, acad_2022 starts in September.

    Of quarters and months ('cal_2023_q1', 'fi_2023_q1', 'cal_2023_05') the form is not verified. Anything else stays as
    it is, and the row is rejected with its text.
    """
    kind, _, rest = identifier.partition("_")
    year, _, part = rest.partition("_")
    if not (year.isdecimal() and len(year) == 4):
        return identifier
    split = f"{year}/{(int(year) + 1) % 100:02}"
    part = part.lower()
    known = {
        ("fi", ""): split,
        ("cal", ""): year,
        ("acad", ""): f"{year}-09-01/P1Y",
        ("aca", ""): f"{year}-09-01/P1Y",
    }
    if part.startswith("q") and part[1:] in ("1", "2", "3", "4"):
        known |= {("fi", part): f"Q{part[1:]} {split}", ("cal", part): f"{year} Q{part[1:]}"}
    if part.isdecimal() and 1 <= int(part) <= 12:
        known |= {("cal", part): f"{year}-{int(part):02}-01/P1M"}
    return known.get((kind, part), identifier)


def _described(asked: Asked, metric: str) -> Unmapped:
    """What a metric is called, from `/metricTypes`; its number where that says nothing."""
    said = asked.client.get("/metricTypes", (("metricType", metric),), sign=_signer(asked)).json()
    for it in _each(said):
        if str(it.get("identifier")) == metric:
            return Unmapped(
                metric, str(it.get("label") or it.get("shortLabel") or f"LG Inform metric {metric}")
            )
    return Unmapped(metric, f"LG Inform metric {metric}")


def _each(said: Any) -> Iterator[Mapping[str, Any]]:
    """Records of a list, wherever in the answer the list stands ('metricType-array' and the like)."""
    if isinstance(said, list):
        yield from (it for it in said if isinstance(it, dict))
    elif isinstance(said, dict):
        for value in said.values():
            if isinstance(value, list):
                yield from _each(value)
