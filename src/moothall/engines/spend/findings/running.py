"""Every test over one ledger: what each found, which could not be run and why, and how long each took.

A duplicate is one, however many tests see it: of findings of the family 'duplicates' that claim one payment the
likeliest stands and the others go. Findings are put in order by what they may be expected to bring back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from moothall.engines.spend.findings.documents import prepare
from moothall.engines.spend.findings.finding import Finding, Settings, SpendTest
from moothall.engines.spend.findings.ranking import Outcome, Ranked, rank
from moothall.engines.spend.findings.registry import tests as all_tests
from moothall.engines.spend.ledger import Ledger

Report = Callable[[int, int, str], None]  # done, of how many, and what is being done

_FIELDS = {  # what a field is called where a sentence needs it
    "invoice_no": "invoice numbers",
    "transaction_no": "transaction numbers",
    "order_no": "order numbers",
    "paid": "dates of payment",
    "invoiced": "invoice dates",
    "received": "dates of receipt",
    "ordered": "dates of ordering",
    "vat": "VAT",
    "net": "net amounts",
    "gross": "gross amounts",
    "irrecoverable_vat": "irrecoverable VAT",
    "raised_by": "who raised an order",
    "service": "services",
    "purpose": "purposes",
    "account": "accounts",
    "contract.contract": "contracts",
    "contract.supplier": "contracts of known suppliers",
    "contract.value": "values of contracts",
    "contract.ends": "ends of contracts",
    "purchase_order.order_no": "orders",
    "purchase_order.amount": "values of orders",
    "kind=card": "payments by card",
    "kind=ledger": "payments of a ledger",
    "payment_category.category": "categories",
}


@dataclass(frozen=True)
class Found:
    """What `find` gives: findings in the order to look at them, and how each test went."""

    findings: tuple[Ranked, ...]
    ran: tuple[str, ...]  # codes, in order
    not_run: dict[str, str]  # code -> why, in a sentence
    seconds: dict[str, float] = field(compare=False)  # code -> how long it took; 'documents' beside
    left_out: tuple[str, ...] = ()  # what was too common to be compared, in sentences

    @property
    def likely(self) -> int:
        return sum(it.likely for it in self.findings if it.open)


def silent(done: int, total: int, message: str) -> None:
    """Reports to nobody."""


def find(
    ledger: Ledger,
    settings: Settings,
    *,
    only: Iterable[str] | None = None,
    outcomes: Iterable[Outcome] = (),
    report: Report = silent,
) -> Found:
    """Runs every test whose fields are there (of `only`, where given) and puts what they found in order.

    Raises ValueError for a code in `only` that no test has.
    """
    known = all_tests()
    chosen = list(known) if only is None else list(only)
    if strange := [code for code in chosen if code not in known]:
        raise ValueError(f"There is no test {', '.join(strange)}. There are: {', '.join(known)}.")
    seconds: dict[str, float] = {}
    report(0, len(chosen), "Putting lines together to documents")
    began = perf_counter()
    prepare(ledger)
    seconds["documents"] = perf_counter() - began
    findings: list[Finding] = []
    ran, not_run = [], {}
    there: dict[str, bool] = {}
    for number, code in enumerate(chosen):
        test = known[code]
        report(number, len(chosen), test.title)
        if lacking := [it for it in sorted(test.needs) if not _there(ledger, it, there)]:
            not_run[code] = _why(lacking)
            continue
        began = perf_counter()
        findings.extend(test.find(ledger, settings))
        seconds[code] = perf_counter() - began
        ran.append(code)
    report(len(chosen), len(chosen), "Putting the findings in order")
    once = once_each(findings, known)
    return Found(tuple(rank(once, outcomes, ledger)), tuple(ran), not_run, seconds, tuple(_left_out(ledger)))


def once_each(findings: Sequence[Finding], known: dict[str, SpendTest]) -> list[Finding]:
    """The findings, those of the family 'duplicates' only where no likelier one claims the same payments.

    A finding goes if any payment it holds to be too much is already held so, or if it says of the same payments that
    the other one is.
    """
    others: list[Finding] = []
    rival: list[Finding] = []
    for finding in findings:
        test = known.get(finding.test)
        (rival if test is not None and test.family == "duplicates" else others).append(finding)
    rival.sort(key=lambda it: (-it.likelihood, -it.amount, it.test, it.payments))
    extra: set[int] = set()
    links: dict[int, set[int]] = {}  # a payment that was claimed -> the finding's other payments
    kept = []
    for finding in rival:
        if any(it in extra for it in finding.payments):
            continue
        about = set(finding.payments) | set(finding.beside)
        if any(about & links.get(it, set()) for it in finding.beside):
            continue  # the same two, the other way round
        kept.append(finding)
        extra.update(finding.payments)
        for it in finding.payments:
            links.setdefault(it, set()).update(about)
    return others + kept


def _there(ledger: Ledger, need: str, known: dict[str, bool]) -> bool:
    """Whether a field is filled in anywhere; 'kind=card' asks for payments of that kind."""
    if need not in known:
        name, _, value = need.partition("=")
        if value:
            query = f"SELECT 1 FROM payment WHERE {name} = ? LIMIT 1"  # noqa: S608
            known[need] = ledger.one(query, [value]) is not None
        else:
            known[need] = ledger.has(need)
    return known[need]


def _why(lacking: Sequence[str]) -> str:
    words = [_FIELDS.get(it, it.replace("_", " ").replace(".", " ")) for it in lacking]
    listed = " and no ".join(words)
    return f"These files have no {listed}."


def _left_out(ledger: Ledger) -> list[str]:
    """What `left_out(what)` says, which tests write to while they run."""
    there = ledger.one("SELECT 1 FROM duckdb_tables() WHERE table_name = 'left_out'")
    return (
        [row[0] for row in ledger.rows("SELECT DISTINCT what FROM left_out ORDER BY what")] if there else []
    )
