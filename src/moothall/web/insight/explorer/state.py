"""What the explorer was asked for: the whole of it is in the address, so that a link shows the same again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

# what is shown, what the link to it says, and whether it is a picture
WAYS = {
    "trend": "Over time",
    "distribution": "All councils",
    "scatter": "Against another measure",
    "map": "Map",
    "table": "Table",
}
PICTURES = frozenset(WAYS) - {"table"}
BY_HAND = "codes:"
LONGEST = 700  # letters of any one choice: sixty codes fit


@dataclass(frozen=True)
class Asked:
    """The choices, as they stand in the address; '' is the usual one."""

    measure: str = ""
    area: str = ""
    peers: str = ""
    period: str = ""
    against: str = ""
    show: str = "trend"

    def but(self, **changes: str) -> "Asked":
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The choices as an address has them; the usual ones are left out."""
        kept = {name: value for name, value in vars(self).items() if value}
        if kept["show"] == "trend":
            del kept["show"]
        return urlencode(kept, safe=":,")

    def at(self, route: str, *args: object) -> str:
        """The address of a route with these choices."""
        return f"{reverse(route, args=args)}?{self.query}"


def asked(given: Mapping[str, str]) -> Asked:
    """The choices of an address: what no address of ours can hold is as if it were not there."""
    found = {name: _clean(given.get(name, "")) for name in ("measure", "area", "peers", "period", "against")}
    beside = _clean(given.get("beside", ""))
    if beside:  # councils typed by hand: names until the view makes codes of them
        found["peers"] = f"{BY_HAND}{beside}"
    show = given.get("show", "")
    return Asked(**found, show=show if show in WAYS else "trend")


def from_state(state: str) -> Asked:
    """The choices that a kept view holds."""
    return asked(QueryDict(state))


def _clean(text: str) -> str:
    return text.strip()[:LONGEST] if text.isprintable() else ""
