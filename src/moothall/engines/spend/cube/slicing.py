"""The cube added up again by some of its dimensions, beside the same months a year before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from moothall.engines.spend.cube.months import KINDS, Partial, moved
from moothall.engines.spend.ledger import Ledger
from moothall.kit.periods import Period

Value = str | int | bool | date | None

# what a slice may be by, as an expression over the table
DIMENSIONS = {
    "service": "service",
    "category": "category",
    "family": "split_part(category, '/', 1)",
    "supplier": "supplier",
    "contract": "contract",
    "sme": "sme",
    "vcse": "vcse",
    "local": "local",
    "kind": "kind",
    "capital": "capital",
    "month": "month",
    "year": "year(month - INTERVAL 3 MONTH)",  # the financial year, by the year in which it begins
}
UNKNOWN = {
    "supplier": "no payee given",
    "contract": "no contract known",
    "month": "no date",
    "year": "no date",
}  # else 'not known'
_TIMES = ("month", "year")
_NOTHING = Decimal("0.00")
_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: its value in each dimension of the slice, in words too, and what was spent.

    `before` is the same months a year earlier: None where the ledger does not hold them, nought where it does and
    nothing was spent. `priced` is `before` at the prices of the later months; None without an index for all of it.
    """

    key: tuple[Value, ...]
    labels: tuple[str, ...]
    amount: Decimal
    payments: int
    suppliers: int
    before: Decimal | None = None
    priced: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Pounds more than the year before, in cash."""
        return None if self.before is None else self.amount - self.before

    @property
    def real_change(self) -> Decimal | None:
        """Pounds more than the year before, both at the later prices."""
        return None if self.priced is None else self.amount - self.priced


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows asked for, their total, and what stands beside them.

    `outside` is what the ledger holds beyond these months and conditions, undated payments among it: with the total
    it comes to all that was kept.
    """

    by: tuple[str, ...]
    since: date | None
    until: date | None
    rows: tuple[Row, ...]
    total: Row
    outside: Decimal
    partial: tuple[Partial, ...]
    doubts: tuple[str, ...]


class Cube:
    """The table, its months, which of them seem to be partial, and how far each kind of payment reaches."""

    def __init__(self, ledger: Ledger, partial: tuple[Partial, ...]) -> None:
        self.ledger = ledger
        self.partial = partial
        self.total: Decimal = ledger.one("SELECT coalesce(sum(amount), 0)::DECIMAL(38,2) FROM cube")
        self.first: date | None = ledger.one("SELECT min(month) FROM cube")
        self.last: date | None = ledger.one("SELECT max(month) FROM cube")
        self.reach: dict[str, tuple[date, date]] = {
            kind: (first, last)
            for kind, first, last in ledger.rows(
                "SELECT kind, min(month), max(month) FROM cube WHERE month IS NOT NULL GROUP BY kind ORDER BY kind"
            )
        }

    def latest_year(self) -> tuple[date, date] | None:
        """The first and last month of the latest twelve, or of as many as there are; None without a date."""
        if self.first is None or self.last is None:
            return None
        return max(self.first, moved(self.last, -11)), self.last

    def holds(self, since: date, until: date) -> bool:
        """Whether the ledger reaches from the one month to the other."""
        return self.first is not None and self.last is not None and self.first <= since and until <= self.last

    def count(self, by: Sequence[str]) -> int:
        """How many rows a slice of everything by these dimensions has."""
        columns = ", ".join(DIMENSIONS[it] for it in by) or "true"
        return int(self.ledger.one(f"SELECT count(*) FROM (SELECT DISTINCT {columns} FROM cube)"))  # noqa: S608

    def slice(
        self,
        by: Sequence[str],
        *,
        where: Mapping[str, Value | Collection[Value]] | None = None,
        since: date | None = None,
        until: date | None = None,
        compare: str | None = "year before",
        prices: Mapping[Period, Decimal] | None = None,
    ) -> Slice:
        """The cube added up by some of DIMENSIONS, the largest amount first (by time where that comes first).

        `since` and `until` are months, by any of their days; without both the whole ledger is added up and nothing
        is compared. `where` gives a dimension the value or values it must have, None among them for what is not
        known. `prices` is an index by month, quarter or year. Raises ValueError for an unknown dimension or
        comparison.
        """
        where = where or {}
        if strange := {*by, *where} - DIMENSIONS.keys():
            raise ValueError(
                f"There is no dimension {sorted(strange)[0]!r}: choose of {', '.join(DIMENSIONS)}."
            )
        if compare not in (None, "year before"):
            raise ValueError("A slice is compared with the 'year before' or with nothing.")
        since, until = since and since.replace(day=1), until and until.replace(day=1)
        begin, end = since or self.first, until or self.last
        dated = since is not None or until is not None
        now = self._sums(by, where, (begin, end) if dated and begin and end else None, 0)
        total = self._sums((), where, (begin, end) if dated and begin and end else None, 0)
        before: dict[tuple[Value, ...], Decimal] | None = None
        priced: dict[tuple[Value, ...], Decimal] | None = None
        doubts: list[str] = []
        if compare and dated and begin and end:
            if self.holds(moved(begin, -12), moved(end, -12)):
                earlier = (moved(begin, -12), moved(end, -12))
                before, priced = self._before(by, where, earlier, prices)
                doubts += self._short(earlier[0], end)
                if prices is not None and priced is None:
                    doubts.append("The index of prices does not hold every month: changes are in cash only.")
            else:
                doubts.append("The files do not reach back a year before these months: nothing is compared.")
        rows = self._rows(by, now, before, priced)
        amount, payments, suppliers = total.get((), (_NOTHING, 0, 0))
        whole = Row(
            (),
            (),
            amount,
            payments,
            suppliers,
            None if before is None else sum(before.values(), _NOTHING),
            None if priced is None else sum(priced.values(), _NOTHING),
        )
        return Slice(
            tuple(by),
            begin if dated else None,
            end if dated else None,
            rows,
            whole,
            self.total - amount,
            tuple(
                it for it in self.partial if not dated or _concerns(it.month, begin, end, before is not None)
            ),
            tuple(doubts),
        )

    def _short(self, since: date, until: date) -> Iterator[str]:
        """Kinds of payments that the files hold for only part of these months, where they hold some."""
        for kind, (first, last) in self.reach.items():
            if first <= until and last >= since and (first > since or last < until):
                yield (
                    f"{KINDS[kind].capitalize()} are in the files from {Period(first, 'P1M').label} to "
                    f"{Period(last, 'P1M').label} only: beyond, changes are of the files and not of the spending."
                )

    def labels(self, dimension: str, values: Iterable[Value]) -> dict[Value, str]:
        """Each value in words: a supplier's and a contract's name, 'yes' and 'no', 'Apr 2024', and what None is."""
        wanted: set[Value] = {it for it in values if it is not None}
        unknown: dict[Value, str] = {None: UNKNOWN.get(dimension, "not known")}
        match dimension:
            case "supplier":
                named = self._names("SELECT supplier, name FROM supplier", wanted)
            case "contract":
                named = self._names(
                    "SELECT contract, coalesce(title, reference, 'contract ' || contract) FROM contract",
                    wanted,
                )
            case "month":
                named = {it: Period(it, "P1M").label for it in wanted if isinstance(it, date)}
            case "year":
                named = {it: Period(date(it, 4, 1), "P1Y").label for it in wanted if isinstance(it, int)}
            case "sme" | "vcse" | "local" | "capital":
                named = {True: "yes", False: "no"}
            case _:
                named = {it: str(it) for it in wanted}
        return unknown | named

    def _names(self, query: str, wanted: set[Value]) -> dict[Value, str]:
        return {id: name for id, name in self.ledger.rows(query) if id in wanted}

    def _sums(
        self,
        by: Sequence[str],
        where: Mapping[str, Value | Collection[Value]],
        months: tuple[date, date] | None,
        shift: int,
        each_month: bool = False,
    ) -> dict[tuple[Value, ...], tuple[Decimal, int, int]]:
        """Amount, payments and suppliers by key; times in keys are `shift` months later than they stand."""
        keys = [_as_later(it) for it in by]
        if each_month:
            keys.append("month")
        conditions, given = ["true"], []
        for dimension, value in where.items():
            condition, values = _condition(_as_later(dimension), value)
            conditions.append(condition)
            given += values
        if months is not None:
            conditions.append("month BETWEEN ? AND ?")
            given += months
        columns = "".join(f"{it}, " for it in keys)
        found = self.ledger.rows(
            f"SELECT {columns}sum(amount), sum(payments)::BIGINT, count(DISTINCT supplier) "  # noqa: S608
            f"FROM (SELECT *, (month + INTERVAL {shift:d} MONTH)::DATE AS later FROM cube) "
            f"WHERE {' AND '.join(conditions)} {'GROUP BY ALL' if keys else 'HAVING count(*) > 0'}",
            given,
        )
        return {row[:-3]: row[-3:] for row in found}

    def _before(
        self,
        by: Sequence[str],
        where: Mapping[str, Value | Collection[Value]],
        months: tuple[date, date],
        prices: Mapping[Period, Decimal] | None,
    ) -> tuple[dict[tuple[Value, ...], Decimal], dict[tuple[Value, ...], Decimal] | None]:
        """The year before by key, its times moved to this year's; and the same at this year's prices."""
        if prices is None:
            return {key: row[0] for key, row in self._sums(by, where, months, 12).items()}, None
        index = _by_month(prices)
        cash: dict[tuple[Value, ...], Decimal] = defaultdict(lambda: _NOTHING)
        exact: dict[tuple[Value, ...], Decimal] = defaultdict(lambda: _NOTHING)
        whole = True
        for (*key, month), (amount, _, _) in self._sums(by, where, months, 12, each_month=True).items():
            assert isinstance(month, date)
            cash[tuple(key)] += amount
            then, now = index.get(month), index.get(moved(month, 12))
            if then is None or now is None:
                whole = False
            else:
                exact[tuple(key)] = _WIDE.add(
                    exact[tuple(key)], _WIDE.divide(_WIDE.multiply(amount, now), then)
                )
        priced = {key: it.quantize(Decimal("0.01"), ROUND_HALF_UP, _WIDE) for key, it in exact.items()}
        return dict(cash), priced if whole else None

    def _rows(
        self,
        by: Sequence[str],
        now: Mapping[tuple[Value, ...], tuple[Decimal, int, int]],
        before: Mapping[tuple[Value, ...], Decimal] | None,
        priced: Mapping[tuple[Value, ...], Decimal] | None,
    ) -> tuple[Row, ...]:
        keys = [*now, *(key for key in before or () if key not in now)]
        names = [self.labels(it, {key[place] for key in keys}) for place, it in enumerate(by)]
        rows = [
            Row(
                key,
                tuple(names[place].get(value, str(value)) for place, value in enumerate(key)),
                *now.get(key, (_NOTHING, 0, 0)),
                None if before is None else before.get(key, _NOTHING),
                None if priced is None else priced.get(key, _NOTHING),
            )
            for key in keys
        ]
        if by and by[0] in _TIMES:
            return tuple(
                sorted(rows, key=lambda it: (it.key[0] is None, it.key[0] or 0, -it.amount, it.labels))
            )
        return tuple(sorted(rows, key=lambda it: (-it.amount, it.labels)))


def _as_later(dimension: str) -> str:
    """The dimension's expression, its months moved to those they are compared with."""
    expression = DIMENSIONS[dimension]
    return expression.replace("month", "later", 1) if dimension in _TIMES else expression


def _condition(expression: str, value: Value | Collection[Value]) -> tuple[str, list[Any]]:
    values: list[Any] = (
        list(value) if isinstance(value, Collection) and not isinstance(value, str) else [value]
    )
    known = [it for it in values if it is not None]
    parts = [f"{expression} IS NULL"] if len(known) < len(values) else []
    if known:
        parts.append(f"{expression} IN ({', '.join('?' * len(known))})")
    return f"({' OR '.join(parts) or 'false'})", known


def _by_month(prices: Mapping[Period, Decimal]) -> dict[date, Decimal]:
    """The index of each month: its own, else its quarter's, else its year's."""
    found: dict[date, Decimal] = {}
    for length, months in (("P1Y", 12), ("P3M", 3), ("P1M", 1)):
        for period, index in prices.items():
            if period.length == length:
                found |= {moved(period.start, place): index for place in range(months)}
    return found


def _concerns(month: date, begin: date | None, end: date | None, compared: bool) -> bool:
    """Whether a month is among those of a slice or of the year it is compared with."""
    if begin is None or end is None:
        return True
    return begin <= month <= end or (compared and moved(begin, -12) <= month <= moved(end, -12))
