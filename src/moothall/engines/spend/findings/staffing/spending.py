"""What the two tests of agency staff and of consultants share: a finding a service, with what it is known by."""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterator
from decimal import Decimal

from moothall.engines.spend.findings import bought
from moothall.engines.spend.findings.bought import ask, payments_of
from moothall.engines.spend.findings.finding import Finding, Settings
from moothall.engines.spend.findings.staffing.kinds import STAFFED
from moothall.engines.spend.findings.wording import pounds, share
from moothall.engines.spend.ledger import Ledger
from moothall.kit.numbers import counted

_LIKELIHOOD = {"category": 0.4, "account": 0.4, "purpose": 0.35, "name": 0.2, "words": 0.2}


def of(ledger: Ledger, settings: Settings, *, code: str, sort: str, called: str) -> Iterator[Finding]:
    """One finding a service that spent on one of the two as much as needs a contract, over the whole ledger."""
    bought.prepare(ledger)
    ledger.db.execute(
        f"CREATE OR REPLACE TEMP TABLE staffed AS SELECT * FROM ({STAFFED}) WHERE sort = '{sort}'"
    )
    whole = ledger.one("SELECT sum(amount) FROM staffed") or Decimal(0)
    everything = ledger.one("SELECT sum(amount) FROM document") or Decimal(0)
    payments = payments_of(ledger, "SELECT service, document, amount FROM staffed")
    for service, spent, bills, suppliers, because, by, most in ask(
        ledger,
        """
        WITH sums AS (SELECT service, because, sum(amount) AS spent FROM staffed GROUP BY ALL),
        told AS (
            SELECT service, arg_max(because, spent) AS because,
                   string_agg(because || ' £' || format('{:,}', spent::BIGINT), ', ' ORDER BY spent DESC) AS by
            FROM sums GROUP BY service)
        SELECT service, sum(amount) AS spent, count(*), count(DISTINCT supplier), any_value(told.because),
               any_value(told.by), arg_max(supplier_name, amount)
        FROM staffed JOIN told USING (service) GROUP BY service HAVING sum(amount) >= $least
        ORDER BY spent DESC, service""",
        least=settings.contract_needed_from,
    ):
        yield Finding(
            code,
            payments[service],
            spent,
            _LIKELIHOOD[because],
            f"{service} paid {pounds(spent)} for {called}, on {bills:,} bills of "
            f"{counted(suppliers, 'supplier')}. The whole council paid {pounds(whole)}. Innocent where "
            f"a post could not be filled, or work was needed for a while.",
            facts={
                "Spent": pounds(spent),
                "Of the council's": f"{share(spent, whole)} of {pounds(whole)}",
                "The council's share of all spending": f"{float(whole) / float(everything):.1%}"
                if everything
                else "0%",
                "Suppliers": f"{suppliers:,}, the largest bill from {most}",
                "Known by": by,
            },
            subject=f"{service}\x1f{sort}",
        )
