"""OpenStreetMap's tags as ways: which roads count, one-ways, limits, and who may drive.

Meanings: the wiki's pages Key:highway, Key:oneway, Key:junction, Key:access, Key:maxspeed, Key:maxwidth,
Key:maxheight, Key:maxweight, Key:maxweightrating, Key:service, Relation:restriction.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence

from moothall.engines.rounds.network.vehicles import KM_A_MILE, MODES
from moothall.engines.rounds.network.ways import ROADS, Limits, Point, Way

ATTRIBUTION = "© OpenStreetMap contributors, Open Database Licence (openstreetmap.org/copyright)"

SHUT = frozenset(("no", "private", "agricultural", "forestry", "emergency", "military", "psv", "bus"))
"""Values of an access tag that keep a council's vehicle out. 'destination', 'delivery', 'customers' and
'permissive' do not: whoever collects from a street or sweeps it has business there."""

FEET, INCHES = 0.3048, 0.0254
TONNES = {
    "": 1.0,
    "t": 1.0,
    "tonnes": 1.0,
    "kg": 0.001,
    "st": 0.90718474,
    "lbs": 0.00045359237,
    "cwt": 0.0508023,
}
NATIONAL = {"motorway": 70.0, "nsl_dual": 70.0, "nsl_single": 60.0, "nsl_restricted": 30.0}

WEIGHTS = ("maxweight", "maxweight:hgv", "maxgcweight", "maxweightrating", "maxweightrating:hgv")
CLOSED_UNLESS_SAID = ("pedestrian", "track")
SERVICE_UNLESS_SAID = ("driveway", "emergency_access", "drive-through")
EXCEPTED = ("destination", "delivery", "access", "loading")


def way(id: str, tags: Mapping[str, str], keys: Sequence[Hashable], points: Sequence[Point]) -> Way | None:
    """The way these tags describe; None where it is no road that any vehicle may drive."""
    road = tags.get("highway", "")
    if road not in ROADS or tags.get("area") == "yes" or len(points) < 2:
        return None
    shut = frozenset(mode for mode in MODES if _is_shut(road, mode, tags))
    if len(shut) == len(MODES):
        return None
    roundabout = tags.get("junction") in ("roundabout", "circular")
    forward, backward = _directions(road, roundabout, tags)
    return Way(
        id=id,
        road=road,
        keys=tuple(keys),
        points=tuple(points),
        name=(tags.get("name") or tags.get("ref") or "").strip(),
        usrn=tags.get("ref:GB:usrn", "").strip(),
        forward=forward,
        backward=backward,
        shut=shut,
        posted=miles_an_hour(tags.get("maxspeed", "")),
        limits=_limits(tags),
        roundabout=roundabout,
        dual=tags.get("dual_carriageway") == "yes",
    )


def _is_shut(road: str, mode: str, tags: Mapping[str, str]) -> bool:
    said = [(key, tags[key]) for key in MODES[mode] if tags.get(key)]
    if said:
        key, value = said[0]
        # access=yes on a pedestrian street lets people in, not lorries: a vehicle must be named
        if not (key == "access" and road in CLOSED_UNLESS_SAID):
            return value.split(";")[0].strip() in SHUT
    if road == "busway" or road in CLOSED_UNLESS_SAID:
        return True
    return road == "service" and tags.get("service") in SERVICE_UNLESS_SAID


def _directions(road: str, roundabout: bool, tags: Mapping[str, str]) -> tuple[bool, bool]:
    """May it be driven as drawn, and against it?"""
    told = tags.get("oneway", "").strip()
    if told in ("-1", "reverse"):
        return False, True
    if told in ("yes", "true", "1"):
        return True, False
    if told in ("no", "false", "0"):
        return True, True
    return True, not (roundabout or road in ("motorway", "motorway_link"))


def _limits(tags: Mapping[str, str]) -> Limits:
    return Limits(
        width=least(metres(tags.get(key, "")) for key in ("maxwidth", "maxwidth:physical")),
        height=least(metres(tags.get(key, "")) for key in ("maxheight", "maxheight:physical")),
        weight=least(tonnes(tags.get(key, "")) for key in WEIGHTS if not _excepted(key, tags)),
        length=metres(tags.get("maxlength", "")),
    )


def _excepted(key: str, tags: Mapping[str, str]) -> bool:
    """'None @ destination': the limit keeps through traffic out, and not who collects there."""
    words = tags.get(f"{key}:conditional", "")
    return words.startswith("none @") and any(it in words for it in EXCEPTED)


def least(values: Iterable[float | None]) -> float | None:
    return min((it for it in values if it is not None), default=None)


def miles_an_hour(text: str) -> float | None:
    """A posted limit: '30 mph', '50' (kilometres an hour), 'GB:nsl_single', 'national'."""
    text = text.strip().lower()
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?", text):
        return float(found[1]) / (1 if found[2] == "mph" else KM_A_MILE)
    return NATIONAL.get(text.rpartition(":")[2])


def metres(text: str) -> float | None:
    """A length: '2.1', '2.1 m', '7'0"', '6'6"'. None where it is no number ('default', 'below_default')."""
    text = text.strip().lower()
    if found := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(m|metres|meters|cm)?", text):
        return float(found[1].replace(",", ".")) * (0.01 if found[2] == "cm" else 1)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:'|ft|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|''|in)?)?", text):
        return round(float(found[1]) * FEET + float(found[2] or 0) * INCHES, 3)
    return None


def tonnes(text: str) -> float | None:
    """A weight: '7.5', '7.5 t', '18000 kg', '3 st'. None where it is no number."""
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(t|tonnes|kg|st|lbs|cwt)?", text.strip().lower())
    return round(float(found[1].replace(",", ".")) * TONNES[found[2] or ""], 3) if found else None
