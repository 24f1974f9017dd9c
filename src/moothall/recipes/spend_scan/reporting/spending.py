"""The report's spending: month by month, by service, category and supplier, with the change since a year before."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from moothall.engines.spend.cube import Row, Slice
from moothall.kit import charts
from moothall.kit.documents.model import Block, Chart
from moothall.recipes.spend_scan.reporting.blocks import SOURCE, bars, bullets, heading, notice, said, table
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.words import category_names, in_full, month_name, whole_pounds

MOST = 20  # rows of one table
MOST_BARS = 12
# what is told of suppliers, where the files say anything of it
KINDS = (("sme", "small and medium suppliers"), ("vcse", "voluntary suppliers"), ("local", "local suppliers"))


def spending(scan: Scan) -> Iterator[Block]:
    """What was spent and on what."""
    yield heading("What was spent, and on what", id="spending")
    months = scan.cube.latest_year()
    yield from _monthly(scan)
    if months is None:
        yield said("No payment bears a date, so nothing can be set beside a year before.")
        since = until = None
    else:
        since, until = months
    whole = scan.cube.slice((), since=since, until=until, prices=scan.prices)
    if since and until:
        yield said(_in_words(whole, month_name(since), month_name(until)))
    if whole.doubts:
        yield bullets(whole.doubts)
    if scan.prices is None and whole.total.before is not None:
        yield said(
            "Changes are in cash only: give an index of prices (--prices) to see them without inflation."
        )
    if whole.partial:
        yield notice("Some months seem to hold less than all of their payments:")
        yield bullets(f"{month_name(it.month)}: {it.why}" for it in whole.partial)
    for dimension, what, title in (
        ("supplier", "Supplier", "The largest suppliers"),
        ("family", "Category", "The largest groups of categories"),
        ("service", "Service", "The largest services"),
    ):
        found = scan.cube.slice((dimension,), since=since, until=until, prices=scan.prices)
        yield from _sliced(found, what, title)
    yield from _kinds(scan, since, until)


def _in_words(whole: Slice, since: str, until: str) -> str:
    total = whole.total
    said = f"From {since} to {until}, {whole_pounds(total.amount)} was spent in {total.payments:,} payments."
    if total.change is None:
        return said
    real = "" if total.real_change is None else f", {_more(total.real_change)} at the later prices"
    return f"{said} That is {_more(total.change)} in cash than in the same months a year before{real}."


def _more(change: Decimal) -> str:
    return f"{whole_pounds(abs(change))} {'less' if change < 0 else 'more'}"


def _monthly(scan: Scan) -> Iterator[Block]:
    rows = [it for it in scan.cube.slice(("month",)).rows if it.key[0] is not None]
    if len(rows) < 2:
        return
    trend = charts.Trend(
        tuple(it.labels[0] for it in rows),
        charts.Line("Payments", tuple(it.amount for it in rows)),
        charts.Unit(prefix="£", decimals=0),
    )
    highest, lowest = max(rows, key=lambda it: it.amount), min(rows, key=lambda it: it.amount)
    words = (
        f"Spending in {len(rows)} months. Highest: {highest.labels[0]} ({whole_pounds(highest.amount)}); "
        f"lowest: {lowest.labels[0]} ({whole_pounds(lowest.amount)})."
    )
    drawn = charts.Chart("Spending by month", SOURCE, trend, words)
    exact = table(
        "Spending by month",
        ("Month", "Payments", "Amount"),
        [(it.labels[0], it.payments, it.amount) for it in rows],
        numeric=("Payments", "Amount"),
    )
    yield Chart("Spending by month", str(drawn.svg), words, exact, SOURCE)


def _sliced(found: Slice, what: str, title: str) -> Iterator[Block]:
    names = category_names() if what == "Category" else {}
    called = [(in_full(it.key[0], names) if what == "Category" else it.labels[0], it) for it in found.rows]
    chart = bars(
        title, what, "spent (£)", [(name, it.amount) for name, it in called[:MOST_BARS]],
        f"The most was spent on {called[0][0]} ({whole_pounds(called[0][1].amount)})." if called else "",
    ) if len(called) > 1 else None  # fmt: skip
    if chart:
        yield chart
    compared, priced = found.total.before is not None, found.total.priced is not None
    columns = [
        *(what, "Payments", "Amount"),
        *(("Change in cash",) if compared else ()),
        *(("Change at the later prices",) if priced else ()),
    ]
    rows = [_row(name, it, compared, priced) for name, it in called[:MOST]]
    if len(called) > MOST:
        others = [it for _, it in called[MOST:]]
        rows.append(_row(f"{len(others):,} others", _together(others), compared, priced))
    rows.append(_row("All", found.total, compared, priced))
    yield table(f"Spending by {what.lower()}", columns, rows, numeric=columns[1:], source=SOURCE)


def _row(name: str, it: Row, compared: bool, priced: bool) -> list[str | int | Decimal | None]:
    return [
        name,
        it.payments,
        it.amount,
        *((it.change,) if compared else ()),
        *((it.real_change,) if priced else ()),
    ]


def _together(rows: list[Row]) -> Row:
    def total(name: str) -> Decimal | None:
        given = [getattr(it, name) for it in rows]
        return None if None in given else sum(given, Decimal(0))

    amount = total("amount")
    assert amount is not None
    return Row((), (), amount, sum(it.payments for it in rows), 0, total("before"), total("priced"))


def _kinds(scan: Scan, since: date | None, until: date | None) -> Iterator[Block]:
    rows: list[list[str | int | Decimal | None]] = []
    unknown = []
    for dimension, what in KINDS:
        found = {it.key[0]: it for it in scan.cube.slice((dimension,), since=since, until=until).rows}
        if found.keys() <= {None}:
            unknown.append(what)
            continue
        empty = Row((), (), Decimal("0.00"), 0, 0)
        rows.append([what, *(found.get(it, empty).amount for it in (True, False, None))])
    if rows:
        yield table(
            "Kinds of suppliers",
            ("Kind", "Yes", "No", "Not known"),
            rows,
            numeric=("Yes", "No", "Not known"),
            source=SOURCE,
        )
    if unknown:
        yield said(
            f"The files do not say what was paid to {', '.join(unknown)}: that is not known, and it is not nothing."
        )
