"""Months: moving from one to another, and those for which there seems to be less than all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from moothall.engines.spend.ledger import Ledger

KINDS = {"ledger": "payments", "card": "card payments"}

_EDGE = 7  # days: a month that begins or ends so far from where others do is part of one
_FEW = 3  # and so is one with less than a third of the payments of the middle month


@dataclass(frozen=True, slots=True)
class Partial:
    """A month for which there seems to be less than all, and why."""

    month: date
    why: str


def partial(ledger: Ledger) -> Iterator[Partial]:
    """Months that begin late, end early, are thin, or are missing between others; for each kind of payment."""
    kinds: dict[str, dict[date, tuple[int, int, int]]] = defaultdict(dict)
    for kind, month, payments, first, last in ledger.rows(
        "SELECT kind, date_trunc('month', paid)::DATE AS month, count(*), min(day(paid)), max(day(paid)) "
        "FROM payment WHERE paid IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        kinds[kind][month] = payments, first, last
    for kind, months in kinds.items():
        what = KINDS[kind]
        first, last = min(months), max(months)
        usual = [sorted(column)[len(months) // 2] for column in zip(*months.values(), strict=True)]
        month = first
        while month <= last:
            payments, begins, ends = months.get(month, (0, 0, 0))
            if not payments:
                yield Partial(month, f"no {what}")
            elif month == first and begins > _EDGE and begins > usual[1] + _EDGE:
                yield Partial(month, f"{what} begin on day {begins}")
            elif month == last and ends < min(usual[2], _days(month)) - _EDGE:
                yield Partial(month, f"{what} end on day {ends}")
            elif payments * _FEW < usual[0]:
                few = what.removesuffix("s") if payments == 1 else what
                yield Partial(month, f"{payments:,} {few}, where the middle month has {usual[0]:,}")
            month = moved(month, 1)


def moved(month: date, by: int) -> date:
    place = month.year * 12 + month.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def _days(month: date) -> int:
    return (moved(month, 1) - month).days
