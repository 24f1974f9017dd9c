"""What stands in a table where a number could be: markers for missing, suppressed and qualified values.

Source: Government Analysis Function, 'Using symbols and shorthand' (guidance of 11 January 2022, in force),
https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/; the single
letters without brackets as StatsWales publishes them, https://stats.gov.wales/en-GB/shorthand. The older
symbols, which that guidance retires, and the words and spreadsheet errors are those met in council and
government files. Licence: Open Government Licence v3.0. Retrieved 22 November 2026. Holds from 11 January
2022; older symbols earlier.
"""

import re
from typing import Literal, NamedTuple

Kind = Literal["missing", "suppressed", "not applicable", "status"]


class Marker(NamedTuple):
    """What a marker says: a value that is absent and why, or ('status') a remark on the value beside it."""

    kind: Kind
    reason: str


_BRACKETED: dict[str, Marker] = {
    "b": Marker("status", "break in the series: not comparable with what came before"),
    "c": Marker("suppressed", "suppressed as confidential"),
    "e": Marker("status", "estimated"),
    "er": Marker("status", "the earliest value revised"),
    "f": Marker("status", "forecast"),
    "k": Marker("status", "a low figure that rounds to zero but is not zero"),
    "low": Marker("status", "a low figure that rounds to zero but is not zero"),
    "ns": Marker("status", "not statistically significant"),
    "p": Marker("status", "provisional"),
    "r": Marker("status", "revised"),
    "s": Marker("status", "statistically significant at the 5% level"),
    "ss": Marker("status", "statistically significant at the 1% level"),
    "sss": Marker("status", "statistically significant at the 0.1% level"),
    "t": Marker("status", "a total of other values"),
    "u": Marker("status", "of low reliability"),
    "w": Marker("missing", "none recorded in the survey"),
    "x": Marker("missing", "not available"),
    "z": Marker("not applicable", "not applicable"),
}

_NO_REASON = Marker("missing", "the source gives no value and no reason")
_NOT_AVAILABLE = Marker("missing", "not available")
_SUPPRESSED = Marker("suppressed", "suppressed by the source")
_NOT_APPLICABLE = Marker("not applicable", "not applicable")
_ERROR = Marker("missing", "the spreadsheet shows an error here")

_OLDER: dict[str, Marker] = {
    "": _NO_REASON,
    "-": Marker("missing", "the source gives a dash, which does not say whether it is nil or unknown"),
    "--": _NO_REASON,
    ".": _NOT_APPLICABLE,
    "..": _NOT_AVAILABLE,
    "...": _NOT_AVAILABLE,
    "…": _NOT_AVAILABLE,
    ":": _NOT_AVAILABLE,
    "*": _SUPPRESSED,
    "**": _SUPPRESSED,
    "#": _SUPPRESSED,
    "~": Marker("missing", "the source gives a tilde: too low to show, or too unreliable"),
    "?": _NO_REASON,
    "n/a": _NOT_AVAILABLE,
    "n.a.": _NOT_AVAILABLE,
    "na": _NOT_AVAILABLE,
    "nan": _NO_REASON,
    "nil return": Marker("missing", "the council made no return"),
    "no return": Marker("missing", "the council made no return"),
    "none": _NO_REASON,
    "null": _NO_REASON,
    "no data": _NO_REASON,
    "missing": _NO_REASON,
    "not available": _NOT_AVAILABLE,
    "unavailable": _NOT_AVAILABLE,
    "not applicable": _NOT_APPLICABLE,
    "tbc": Marker("missing", "to be confirmed"),
    "confidential": _BRACKETED["c"],
    "suppressed": _SUPPRESSED,
    "supp": _SUPPRESSED,
    "redacted": _SUPPRESSED,
    "#n/a": _NOT_AVAILABLE,
    "#value!": _ERROR,
    "#ref!": _ERROR,
    "#div/0!": Marker("missing", "the spreadsheet divides by zero here"),
    "#num!": _ERROR,
    "#name?": _ERROR,
    "#null!": _ERROR,
}

MARKERS: dict[str, Marker] = {
    **_BRACKETED,
    **{f"[{letters}]": marker for letters, marker in _BRACKETED.items()},
    **_OLDER,
}

_DASHES = str.maketrans(dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}", "-"))
_TRAILING = re.compile(r"\s*(\[[a-z]{1,3}\])\s*\Z", re.IGNORECASE)


def meaning(text: str) -> Marker | None:
    """What a whole cell says if it is a marker, else None (it is then meant as a number).

    A 'status' marker that stands alone qualifies a value that is not there: treat the value as missing, its
    reason the marker's.
    """
    return MARKERS.get(text.strip().translate(_DASHES).casefold())


def split_markers(text: str) -> tuple[str, tuple[Marker, ...]]:
    """A value and the bracketed markers after it, in their order: '35.9 [p][r]' is '35.9', provisional,
    revised.
    """
    found: list[Marker] = []
    while (match := _TRAILING.search(text)) and (marker := MARKERS.get(match[1].casefold())):
        found.insert(0, marker)
        text = text[: match.start()]
    return text.strip(), tuple(found)
