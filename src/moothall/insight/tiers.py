"""Kinds of council: which areas are compared with which, and what they are called together."""

from moothall.figures.models import Area
from moothall.reference.gss import AREA_TYPES, FICTIONAL

COUNCILS = {
    "district": "district councils",
    "county": "county councils",
    "unitary": "unitary authorities",
    "metropolitan-district": "metropolitan districts",
    "london-borough": "London boroughs",
    "council-area": "council areas",
    "local-government-district": "local government districts",
}
"""The types of area that councils serve (`reference.gss`), and their plural in a sentence."""

Tier = tuple[str, str]
"""Type of area, and nation: an English unitary authority and a Welsh one are different things."""


def tier_of(area: Area) -> Tier:
    """What an area must share with another to be of its kind."""
    return area.type, area.nation


def called(tier: Tier) -> str:
    """'district councils in England'."""
    kind, nation = tier
    return COUNCILS.get(kind, "areas of this kind") + within(nation)


def within(nation: str) -> str:
    """' in England'. A fictional nation is not a place, so it goes unnamed."""
    return "" if nation in ("", FICTIONAL) else f" in {nation}"


def type_title(area: Area, beside: Area | None = None) -> str:
    """The type of an area as people read it; with its nation where that is not the one `beside` is in."""
    known = AREA_TYPES.get(area.code[:3])
    title = known.title if known else "Area"
    return title if beside is None or area.nation == beside.nation else f"{title} ({area.nation})"
