"""Looking postcodes up: from what is remembered, else from postcodes.io, a hundred at a time.

places = lookup(["B61 8DA", "SW1A 1AA"])   # {"B61 8DA": {"council_code": "E07000234", …}, …}
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from moothall.core import clock
from moothall.figures.feeds.connecting import client
from moothall.figures.feeds.http import Client
from moothall.figures.feeds.models import Postcode
from moothall.figures.feeds.plugins import plugins

FEED = "postcodes-io"
AT_ONCE = 100
AGAIN_AT_ONCE = 10_000  # in one run


def tidy(text: str) -> str:
    """A postcode as it is remembered: capitals, no space."""
    return "".join(text.split()).upper()[:8]


def lookup(wanted: Iterable[str], asking: Client | None = None) -> dict[str, dict[str, Any] | None]:
    """By postcode as it was given, where it is; None where there is none such. Raises NotPossible when nobody answers.

    A place has: postcode, council, council_code (GSS), county_code, ward, ward_code, lsoa_code, easting, northing,
    ended ('' or the month in which the postcode ended).
    """
    given = {it: tidy(it) for it in wanted}
    known: dict[str, dict[str, Any] | None] = dict(
        Postcode.objects.filter(pk__in=set(given.values())).values_list("postcode", "found")
    )
    missing = sorted({it for it in given.values() if it and it not in known})
    asking = asking or client(plugins()[FEED].feed)
    for begin in range(0, len(missing), AT_ONCE):
        found = _module().look_up(asking, missing[begin : begin + AT_ONCE])
        remember(found)
        known |= {tidy(name): place for name, place in found.items()}
    return {text: known.get(plain) for text, plain in given.items()}


def remember(found: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Keeps what was looked up, in the place of what was known."""
    now = clock.now()
    rows = [Postcode(postcode=tidy(name), found=place, looked_up_at=now) for name, place in found.items()]
    Postcode.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["postcode"], update_fields=["found", "looked_up_at"]
    )


def oldest(config: Mapping[str, Any]) -> list[str]:
    """The postcodes that were looked up so long ago that they are asked about again."""
    before = clock.now() - timedelta(days=int(config["older_than"]))
    found = Postcode.objects.filter(looked_up_at__lt=before).order_by("looked_up_at")
    return list(found.values_list("postcode", flat=True)[:AGAIN_AT_ONCE])


def _module() -> Any:
    from importlib import import_module

    return import_module(plugins()[FEED].fetch.__module__)
