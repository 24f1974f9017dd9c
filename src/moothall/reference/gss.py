"""What kind of area a GSS code names: the first three characters of a nine-character code say it.

Source: ONS Register of Geographic Codes, https://geoportal.statistics.gov.uk (search 'RGC'); checked against
the codes in use in ONS's Explore Local Statistics data. Combined county authorities share E47 with combined
authorities. Licence: Open Government Licence v3.0. Retrieved 22 November 2026. Holds from 1 January 2011,
when GSS codes began.

Codes that begin with X are ours: the mirror of an English tier for councils that do not exist, as in
demonstrations.
"""

from typing import NamedTuple


class AreaType(NamedTuple):
    """A tier of area: a slug for code and addresses, a title for people, and the nation it belongs to."""

    slug: str
    title: str
    nation: str


_ENGLAND, _WALES, _SCOTLAND, _IRELAND = "England", "Wales", "Scotland", "Northern Ireland"
FICTIONAL = "Fictional"

AREA_TYPES: dict[str, AreaType] = {
    "E01": AreaType("lsoa", "Lower layer super output area", _ENGLAND),
    "E02": AreaType("msoa", "Middle layer super output area", _ENGLAND),
    "E04": AreaType("parish", "Parish", _ENGLAND),
    "E05": AreaType("ward", "Ward", _ENGLAND),
    "E06": AreaType("unitary", "Unitary authority", _ENGLAND),
    "E07": AreaType("district", "Non-metropolitan district", _ENGLAND),
    "E08": AreaType("metropolitan-district", "Metropolitan district", _ENGLAND),
    "E09": AreaType("london-borough", "London borough", _ENGLAND),
    "E10": AreaType("county", "County", _ENGLAND),
    "E11": AreaType("metropolitan-county", "Metropolitan county", _ENGLAND),
    "E12": AreaType("region", "Region", _ENGLAND),
    "E13": AreaType("london-part", "Inner or outer London", _ENGLAND),
    "E14": AreaType("constituency", "Parliamentary constituency", _ENGLAND),
    "E26": AreaType("national-park", "National park", _ENGLAND),
    "E47": AreaType("combined-authority", "Combined authority", _ENGLAND),
    "E61": AreaType("greater-london", "Greater London Authority", _ENGLAND),
    "E92": AreaType("nation", "Nation", _ENGLAND),
    "W05": AreaType("ward", "Ward", _WALES),
    "W06": AreaType("unitary", "Unitary authority", _WALES),
    "W92": AreaType("nation", "Nation", _WALES),
    "S12": AreaType("council-area", "Council area", _SCOTLAND),
    "S13": AreaType("ward", "Ward", _SCOTLAND),
    "S92": AreaType("nation", "Nation", _SCOTLAND),
    "N09": AreaType("local-government-district", "Local government district", _IRELAND),
    "N92": AreaType("nation", "Nation", _IRELAND),
    "K02": AreaType("united-kingdom", "United Kingdom", "United Kingdom"),
    "K03": AreaType("great-britain", "Great Britain", "Great Britain"),
    "K04": AreaType("england-and-wales", "England and Wales", "England and Wales"),
    "X05": AreaType("ward", "Ward", FICTIONAL),
    "X06": AreaType("unitary", "Unitary authority", FICTIONAL),
    "X07": AreaType("district", "Non-metropolitan district", FICTIONAL),
    "X08": AreaType("metropolitan-district", "Metropolitan district", FICTIONAL),
    "X10": AreaType("county", "County", FICTIONAL),
    "X12": AreaType("region", "Region", FICTIONAL),
    "X92": AreaType("nation", "Nation", FICTIONAL),
}


def well_formed(code: str) -> bool:
    """Whether this is one capital letter and eight digits, as every GSS code is."""
    number = code[1:]
    return len(number) == 8 and number.isascii() and number.isdecimal() and "A" <= code[0] <= "Z"


def area_type(code: str) -> AreaType | None:
    """The kind of area a code names, or None when it is not a well-formed code of a kind known here."""
    return AREA_TYPES.get(code[:3]) if well_formed(code) else None
