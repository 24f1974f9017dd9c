"""Why a row of `raw` is not kept: a table of conditions in SQL, the first that holds being the reason."""

from collections.abc import Sequence

from moothall.engines.spend.ledger import Ledger, quoted
from moothall.engines.spend.reading.layout import Layout

Fault = tuple[str, str]  # a condition (NULL is no), and the reason: both in SQL
Rejected = list[tuple[int, str]]  # line, reason

_WORDS = r"(?:grand |sub ?-?|report |overall |page |final |monthly |net |gross )?totals?"
SAYS_TOTAL = quoted(rf"(?:^|\| ){_WORDS}\b")  # at the start of a cell of several
IS_TOTAL = quoted(rf"^{_WORDS}\W*$")  # the whole cell

CELL_TOO_MANY: Fault = (
    "beyond IS NOT NULL",
    "'it has a cell too many: ‘' || left(beyond, 40) || '’ stands beyond the last column'",
)


def good(faults: Sequence[Fault]) -> str:
    """The condition that a row has none of the faults."""
    return " AND ".join(f"NOT coalesce({condition}, false)" for condition, _ in faults)


def rejected(ledger: Ledger, faults: Sequence[Fault], joins: str) -> Rejected:
    """The rows of raw that have one, by line."""
    reasons = " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in faults)
    return ledger.rows(
        f"SELECT line, CASE {reasons} END FROM raw {joins} WHERE NOT ({good(faults)}) ORDER BY line"  # noqa: S608
    )


def no_amount(amount: str, texts: Sequence[str]) -> Fault:
    """`amount`: what is counted; `texts`: what stands where it could not be read."""
    said = f"'the amount ‘' || left(coalesce({', '.join(texts)}, NULL), 40) || '’ is not a number'"
    return f"({amount}) IS NULL", f"coalesce({said}, 'it has no amount')"


def impossible(layout: Layout, name: str) -> list[Fault]:
    """A date that was given and is none."""
    if name not in layout.mapping:
        return []
    return [
        (
            f"{name}_text IS NOT NULL AND day_{name}.day IS NULL",
            f"coalesce(day_{name}.fault, 'the date ‘' || left({name}_text, 40) || '’ is not a date')",
        )
    ]
