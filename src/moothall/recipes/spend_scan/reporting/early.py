"""The report's early payment: rebates taken already, who could be asked, and what a programme might bring."""

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.early_payment import Assessment, Standing, annual_yield
from moothall.kit.documents.model import Block
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import counted
from moothall.recipes.spend_scan.reporting.blocks import heading, notice, said, table
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.words import exact_percent, percent, pounds, whole_pounds

MOST = 15
RATES = tuple(map(Decimal, ("0.005", "0.0075", "0.01", "0.015", "0.02")))


def early_payment(scan: Scan) -> Iterator[Block]:
    """What may be made of paying some suppliers earlier; where the files have no dates, why not."""
    yield heading("Paying early for a rebate", id="early-payment")
    found = scan.early
    if found is None:
        yield said("No payment bears a date, so nothing can be said of early payment.")
        return
    yield notice(
        "Small suppliers must be paid promptly as it is, and prompt payment is not to be sold to them. "
        "Suppliers known to be small, medium or voluntary are left out, and those whose size is not recorded "
        "must be asked that first."
    )
    yield from _taken(found)
    if not found.dated:
        yield said(
            "The files do not give the day on which invoices were sent or received, so it is not known how "
            "soon suppliers are paid now, and nobody can say what paying them earlier would bring. Add "
            "either date to the extract."
        )
        return
    yield from _could_be(found)


def _taken(found: Assessment) -> Iterator[Block]:
    if not found.taken:
        return
    total = sum((it.amount for it in found.taken), Decimal(0))
    yield said(
        f"Rebates for early payment stand in these files already: {pounds(total)} from "
        f"{counted(len(found.taken), 'supplier')}."
    )
    yield table(
        "Rebates taken, and what the same suppliers billed without one",
        ("Supplier", "Rebates", "Taken", "Of invoices named", "Share", "Billed meanwhile in all"),
        [
            (
                it.name,
                it.rebates,
                it.amount,
                it.billed_with,
                "" if it.share is None else f"{it.share * 100:.2f}%",
                it.spend,
            )
            for it in found.taken[:MOST]
        ],
        numeric=("Rebates", "Taken", "Of invoices named", "Share", "Billed meanwhile in all"),
    )


def _could_be(found: Assessment) -> Iterator[Block]:
    programme, terms = found.programme, found.programme.terms
    asked, unknown = found.standing(Standing.ASK), found.standing(Standing.SIZE_UNKNOWN)
    a_year = annual_yield(programme.paid_day, terms)
    yield said(
        f"As an example: a rebate of {exact_percent(terms.rate)} for payment on day {terms.anchor_day}, falling in "
        f"a straight line to nothing on day {terms.due_day}. That is {percent(a_year or 0)} a year on the "
        f"money paid early; the money would otherwise earn {exact_percent(programme.deposit_rate)} (Bank Rate is "
        f"taken). From {spoken_date(found.since)} to {spoken_date(found.until)}, "
        f"{counted(len(asked), 'supplier')} could be asked, and {len(unknown):,} more if it turns out that they "
        "are not small."
    )
    for title, some, wider in (
        ("If suppliers that could be asked join", asked, False),
        ("If none of those of unknown size turned out to be small", (*asked, *unknown), True),
    ):
        if some and (not wider or unknown):
            yield table(
                title,
                ("Share that joins", "Rebates", "Interest lost", "Net saving", "Nine in ten between"),
                [
                    (
                        f"{it.name} ({percent(it.take_up)})",
                        it.rebate,
                        it.lost,
                        it.net,
                        f"{whole_pounds(it.net_low)} and {whole_pounds(it.net_high)}",
                    )
                    for it in found.scenarios(size_unknown=wider)
                ],
                numeric=("Rebates", "Interest lost", "Net saving", "Nine in ten between"),
            )
    if asked or unknown:
        yield table(
            f"Rebates by the rate offered, if all that could be asked{'' if asked else ' and were not small'} joined",
            ("Rate", "Rebates"),
            [(exact_percent(rate), amount) for rate, amount in found.by_rate(RATES, size_unknown=not asked)],
            numeric=("Rebates",),
        )
        yield said(
            "The shares that join are assumptions, and no cost of running it is taken off: put your own in "
            "their place. What is bought is days, so an invoice that takes long to approve brings less."
        )
        yield table(
            "Suppliers that could be asked, the largest first",
            ("Supplier", "Standing", "Paid in the year", "Invoices", "Days now", "Rebate", "Interest lost"),
            [
                (it.name, str(it.standing), it.spend, it.invoices, it.days_now, it.rebate, it.lost)
                for it in (*asked, *unknown)[:MOST]
            ],
            numeric=("Paid in the year", "Invoices", "Days now", "Rebate", "Interest lost"),
        )
    left = [(it, found.standing(it)) for it in Standing if it not in (Standing.ASK, Standing.SIZE_UNKNOWN)]
    yield table(
        "Suppliers that are left out, and why",
        ("Why", "Suppliers", "Paid in the year"),
        [(str(it), len(some), sum((one.spend for one in some), Decimal(0))) for it, some in left if some],
        numeric=("Suppliers", "Paid in the year"),
    )
