"""Councils whose GSS code changed while they stayed the same council.

Source: ONS, the notes beside the old codes in the indicator files of Explore local statistics,
https://www.ons.gov.uk/explore-local-statistics. Licence: Open Government Licence v3.0. Retrieved 22 November 2026.
Boundary changes give a new code on the date stated; tables of councils made before it do not have it yet.
"""

from datetime import date
from typing import NamedTuple


class Recode(NamedTuple):
    """From this day on the council goes by the new code."""

    old: str
    new: str
    name: str
    holds_from: date


RECODES = (
    Recode("E08000016", "E08000038", "Barnsley", date(2025, 4, 1)),
    Recode("E08000019", "E08000039", "Sheffield", date(2025, 4, 1)),
)
