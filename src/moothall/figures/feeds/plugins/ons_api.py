"""The ONS beta API: observations of a version of a dataset, one request an area with every period.

`GET /v1/datasets/{id}/editions/{edition}/versions/{version}/observations?time=*&geography=…`; one dimension may be '*'.
Limits: 120 requests in 10 seconds and 200 a minute, else 429 with Retry-After. https://developer.ons.gov.uk.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from moothall.figures.feeds.faults import BrokenOff, Refused, Unchanged
from moothall.figures.feeds.plugins import Asked, Feed, Page, Setting

FEED = Feed(
    id="ons-api",
    title="ONS datasets (beta API)",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    attribution="Source: Office for National Statistics",
    url="https://api.beta.ons.gov.uk",
    docs="https://developer.ons.gov.uk",
    reads="figures",
    source="ons-api",
    days=7,
    rate=(180, 60),  # a little under both of its limits
    settings=(
        Setting("dataset", "Dataset", "Its id, such as cpih01."),
        Setting("edition", "Edition", "Usually time-series.", default="time-series"),
        Setting("version", "Version", "A number, or latest.", default="latest"),
        Setting("areas", "Areas", "Codes, one a line, such as E07000234.", kind="list"),
        Setting("area_dimension", "Dimension of areas", default="geography"),
        Setting("time_dimension", "Dimension of periods", default="time"),
        Setting(
            "dimensions",
            "Every other dimension",
            "One a line: aggregate = cpih1dim1A0.",
            kind="pairs",
            required=False,
        ),
        Setting("measure", "Measure", "The measure of the catalogue that these figures are.", kind="measure"),
    ),
)


def fetch(asked: Asked) -> Iterator[Page]:
    """A page an area. The version is settled once, so that a run that goes on reads the version it began with."""
    position = asked.position or {"version": _version(asked), "area": 0}
    version = position["version"]
    if asked.position is None and asked.marks.get("version") == version:
        raise Unchanged
    for number, area in enumerate(asked.config["areas"]):
        if number >= position["area"]:
            yield Page(
                rows=tuple(_rows(asked, version, area)),
                position={"version": version, "area": number + 1},
                marks={"version": version},
            )


def check(asked: Asked) -> str:
    """Asks which version is the latest."""
    return f"ONS answers: version {_version(asked)} of {asked.config['dataset']} is the one to read."


def _version(asked: Asked) -> str:
    if asked.config["version"] not in ("", "latest"):
        return str(asked.config["version"])
    said = asked.client.get(
        f"/v1/datasets/{asked.config['dataset']}/editions/{asked.config['edition']}"
    ).json()
    link = _within(said, "links", "latest_version") or _within(said, "current", "links", "latest_version")
    if not isinstance(link, dict) or not link.get("id"):
        raise Refused(
            f"ONS does not say which version of {asked.config['dataset']} is the latest: write its number."
        )
    return str(link["id"])


def _within(said: Any, *names: str) -> Any:
    for name in names:
        said = said.get(name) if isinstance(said, dict) else None
    return said


def _rows(asked: Asked, version: str, area: str) -> Iterator[Mapping[str, str]]:
    config = asked.config
    path = f"/v1/datasets/{config['dataset']}/editions/{config['edition']}/versions/{version}/observations"
    parameters = {
        config["time_dimension"]: "*",
        config["area_dimension"]: area,
        **config["dimensions"],
    }
    said = asked.client.get(path, parameters.items()).json()
    found = said.get("observations") if isinstance(said, dict) else None
    if found is None and isinstance(said, dict) and said.get("total_observations") == 0:
        return
    if not isinstance(found, list):
        raise Refused("ONS did not answer with observations: check the dataset and its dimensions.")
    if said.get("total_observations", len(found)) != len(found):
        raise BrokenOff(
            f"ONS said {said['total_observations']} observations and gave {len(found)}: run it again."
        )
    for it in found:
        time = _named(it.get("dimensions") or {}, config["time_dimension"])
        value = str(it.get("observation") if it.get("observation") is not None else "").strip()
        yield {
            "measure": config["measure"],
            "area": area,
            "period": str(time.get("label") or time.get("id") or ""),
            "value": value or "[x]",
        }


def _named(dimensions: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A dimension whatever its case: the answer writes 'Time' where the question says 'time'."""
    return next((it for key, it in dimensions.items() if key.lower() == name.lower()), {}) or {}
