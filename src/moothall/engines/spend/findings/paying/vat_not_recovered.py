"""VAT that was paid and not taken back.

A council takes back the VAT on what it buys, on its exempt business too while that stays small (VAT Act 1994 s33).
Three signs, one finding a supplier and sign:

- *irrecoverable*: VAT posted as irrecoverable on bills of a service where that is rare. Where a fifth of a service's
  bills or of the whole ledger's have it, or nearly all of a supplier's, it is how that is done, and less likely to be
  wrong. A tenth of the net is half of the VAT: on a leased car the other half is blocked by law.
- *none*: a bill with no VAT (net equals gross) from a supplier that charges the standard rate on nine in ten of its
  other bills to the same account, between two such bills. A sixth of the gross is at stake.
- *gross*: in a ledger of net amounts, a bill of exactly 1.2 times what the supplier usually bills, once, between bills
  of the usual sum: the VAT may have been posted as cost. Sums in whole pounds are less likely, they meet by chance, and
  so are those of a supplier that bills by the day: six days are 1.2 times the usual five.

What it is not: proof. Zero-rated and exempt supplies, disbursements, deposits outside VAT, the reverse charge in
building and a supplier that registered between two bills are innocent. Four years back can be claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import payments_of
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.wording import pounds
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: a query of (supplier, document, amount at stake, likelihood, what a reviewer wants to know)."""

    name: str
    needs: tuple[str, ...]
    query: str
    says: str


_IRRECOVERABLE = """
    WITH told AS (
        SELECT document, sum(irrecoverable_vat) AS kept, sum(amount) AS taxed FROM payment JOIN document_of USING (id)
        WHERE irrecoverable_vat <> 0 GROUP BY document HAVING kept > 0),
    seen AS (SELECT document, supplier, coalesce(service, '') AS service, kept, taxed, redacted
             FROM document LEFT JOIN told USING (document) WHERE amount > 0),
    service AS (SELECT service, count(kept) / count(*) AS share FROM seen GROUP BY service),
    habit AS (SELECT supplier, count(kept) AS bills, count(kept) / count(*) AS share FROM seen GROUP BY supplier),
    council AS (SELECT count(kept) / count(*) AS share FROM seen)
    SELECT supplier, document, kept AS stake,
           CASE WHEN greatest(service.share, council.share) > 0.2 THEN 0.15
                WHEN taxed > 0 AND abs(kept / taxed - 0.1) < 0.005 THEN 0.1
                WHEN habit.bills >= 4 AND habit.share > 0.8 THEN 0.2
                WHEN service.share > 0.05 THEN 0.35 ELSE 0.55 END AS likelihood,
           printf('%.1f%% of the service''s bills have any', 100 * service.share) AS told
    FROM seen JOIN service USING (service) JOIN habit USING (supplier), council WHERE kept > 0 AND NOT redacted
"""
_NONE = """
    WITH rated AS (
        SELECT document, supplier, coalesce(account, category, '') AS account, paid, amount,
               coalesce(gross, amount + vat) AS gross,
               CASE WHEN coalesce(vat, gross - amount) = 0 THEN 'none'
                    WHEN abs(coalesce(vat, gross - amount) / amount - 0.2) < 0.005 THEN 'standard' END AS rate
        FROM bought WHERE kind = 'ledger' AND amount > 0 AND coalesce(vat, gross - amount) IS NOT NULL),
    habit AS (
        SELECT supplier, account, count(*) AS bills, count(*) FILTER (rate = 'standard') AS standard,
               count(*) FILTER (rate = 'none') AS none,
               min(paid) FILTER (rate = 'standard') AS first, max(paid) FILTER (rate = 'standard') AS last
        FROM rated GROUP BY ALL HAVING standard >= 5 AND none <= 0.25 * bills)
    SELECT supplier, document, round(gross / 6, 2)::DECIMAL(18,2) AS stake,
           CASE WHEN paid NOT BETWEEN first AND last THEN 0.2
                WHEN none > 0.1 * bills THEN 0.4 ELSE 0.6 END AS likelihood,
           printf('%d of %d bills to that account have VAT at the standard rate', standard, bills) AS told
    FROM rated JOIN habit USING (supplier, account) WHERE rate = 'none'
"""
_GROSS = """
    WITH billed AS (
        SELECT document, bought.supplier, bought.paid, bought.amount, ref
        FROM bought JOIN document USING (document) JOIN file USING (file)
        WHERE bought.kind = 'ledger' AND bought.amount > 0 AND file.basis = 'net' AND bought.gross IS NULL),
    sums AS (
        SELECT supplier, amount, count(*) AS bills, min(paid) AS first, max(paid) AS last, min(document) AS document,
               list(DISTINCT ref) AS refs
        FROM billed GROUP BY supplier, amount)
    SELECT supplier, high.document, (high.amount - usual.amount)::DECIMAL(18,2) AS stake,
           CASE WHEN usual.amount % 1 = 0 THEN 0.25
                WHEN EXISTS (FROM sums AS days WHERE days.supplier = usual.supplier
                             AND days.amount NOT IN (usual.amount, high.amount) AND days.amount * 5 % usual.amount = 0)
                THEN 0.25 ELSE 0.55 END AS likelihood,
           printf('%d bills of the supplier are £%.2f', usual.bills, usual.amount) AS told
    FROM sums AS high JOIN sums AS usual USING (supplier)
    WHERE high.amount = round(usual.amount * 1.2, 2) AND high.bills = 1 AND usual.bills >= 4
      AND usual.amount % 5 <> 0 AND high.first > usual.first AND high.first < usual.last
      AND NOT list_has_any(high.refs, usual.refs)
"""
_SIGNS = (
    Sign(
        "irrecoverable",
        ("irrecoverable_vat",),
        _IRRECOVERABLE,
        "VAT was posted as irrecoverable. Innocent where the service's supplies are exempt or its VAT is blocked",
    ),
    Sign(
        "none",
        ("vat",),
        _NONE,
        "no VAT was taken from bills of a supplier that charges it. Innocent where that was zero-rated or exempt",
    ),
    Sign(
        "gross",
        ("file.basis",),
        _GROSS,
        "a bill is 1.2 times the usual sum, as if its VAT were posted as cost. Innocent where more was bought",
    ),
)


def find(ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    """One finding a supplier and sign of VAT that was not taken back."""
    bought.prepare(ledger)
    for sign in _SIGNS:
        if ledger.has(*sign.needs):
            yield from _findings(ledger, sign)


def _findings(ledger: Ledger, sign: Sign) -> Iterator[Finding]:
    ledger.db.execute(f"CREATE OR REPLACE TEMP TABLE vat_sign AS {sign.query}")
    payments = payments_of(ledger, "SELECT supplier, document, stake FROM vat_sign")
    for supplier, name, stake, bills, likelihood, told in ledger.rows(
        """
        SELECT supplier, coalesce(any_value(supplier.name), 'A supplier'), sum(stake), count(*),
               sum(likelihood * stake) / sum(stake), arg_max(told, stake)
        FROM vat_sign LEFT JOIN supplier USING (supplier) GROUP BY supplier ORDER BY 3 DESC, supplier"""
    ):
        yield _finding(sign, payments[supplier], name, stake, bills, likelihood, told)


def _finding(sign: Sign, payments: tuple[int, ...], *row: Any) -> Finding:
    name, stake, bills, likelihood, told = row
    return Finding(
        TEST.code,
        payments,
        Decimal(stake).quantize(_PENNY),
        float(likelihood),
        f"{name}: {sign.says}. {pounds(stake)} may be taken back, on {counted(bills, 'bill')}; {told}.",
        facts={"Sign": sign.name, "VAT at stake": pounds(stake), "Bills": f"{bills:,}", "Seen": told},
        subject=f"{name}\x1f{sign.name}",
    )


TEST = SpendTest(
    code="vat-not-recovered",
    title="VAT not recovered",
    family="paying",
    about="VAT posted as irrecoverable, not taken from a bill that had it, or posted as cost.",
    recoverable=Decimal("0.8"),
    find=find,
    prior=0.4,
)
