"""What nobody could have bought elsewhere: the one table of it, and how a payment is known to be such.

A payment is settled where the law, a pay run, an award or another public body decided whom to pay. It is known by
its category (proclass.toml says which are not contestable), by what the payment says, or by whom it is paid to.
Expressions are DuckDB's, which Python reads as well, over text in lower case.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from moothall.engines.spend.categories import ids, taxonomy
from moothall.engines.spend.ledger import quoted

# Bodies that are paid by law or by agreement between public bodies, not chosen among sellers.
PUBLIC_BODY = (
    r"\b(hmrc|h ?m revenue|revenue (&|and) customs|inland revenue|department (for|of)|dwp|hm (treasury|courts?)|"
    r"(county|borough|district|city|metropolitan|parish|town) council|council of|mbc|combined authority|"
    r"(london|royal) borough of|police|fire (&|and) rescue|fire authority|nhs|integrated care board|icb|ccg|"
    r"clinical commissioning|commissioning board|pension fund|teachers'? pensions?|land registry|"
    r"environment agency|ofsted|dvla|driver (&|and) vehicle|valuation office|magistrates'? courts?|hmcts|"
    r"public works loan|uk debt management|electoral commission|information commissioner|"
    r"(primary|infants?|junior|nursery|high|secondary|grammar|community|special) (school|academy)|"
    r"academy trust|learning trust|diocese)\b"
)


@dataclass(frozen=True, slots=True)
class Settled:
    """One reason. `said` is looked for in purpose, account and category as given, `payee` in the payee's name.

    `billed`: whether somebody sends a bill for it, so that two equal payments may be of one bill. What nobody sends a
    bill for is looked for in the payee's name as well.
    """

    why: str
    billed: bool
    categories: tuple[str, ...]  # or groups of them
    said: str
    payee: str = ""


TABLE = (
    Settled(
        "the law",
        False,
        ids.BY_LAW,
        r"\b(precepts?|lev(y|ies)|hmrc|paye|revenue (and|&) customs|council tax (refund|credit)s?|ctax|nndr|"
        r"business rates? (refund|retention)s?|collection fund)\b",
    ),
    Settled(
        "a pay run",
        False,
        ids.PAYROLL,
        r"\b(superann\w*|supn|pensions?( fund| contrib\w*)?|national insurance|payroll|net pay|salar(y|ies)|wages|"
        r"employers?'?s? contributions?)\b",
    ),
    Settled(
        "an award",
        False,
        ids.AWARDS,
        r"\b(housing benefits?|rent allowances?|direct payments?|personal budgets?|"
        r"(foster\w*|adoption|guardianship|special guardian\w*|carers?|kinship) (allowances?|payments?|fees?)|"
        r"budget share|schools?.? budget\w*|dsg|dedicated schools|pupil premium|schools?.{0,12} deposits?)\b",
    ),
    Settled(
        "borrowing or cash",
        False,
        ids.TREASURY,
        r"\b(loan (principal|interest)|treasury|investments?|pwlb|imprest|petty cash)\b",
    ),
    Settled(
        "taxes and fees",
        True,
        ids.TAXES,
        r"\b(council tax|business rates|national non.domestic|rates payable|vat (return|payment)|cis tax|stamp duty|"
        r"court fees?|election (fees?|staff))\b",
    ),
    Settled(
        "given, or given back",
        True,
        (*ids.GRANTS, *ids.PEOPLE),
        r"\b(grants?|rebates?|refunds?|compensation|claims? settle\w*|disabled facilit(y|ies)|dfg|"
        r"bonds? (return\w*|refund\w*)|contributions? to (reserves?|other))\b",
    ),
    Settled(
        "another public body",
        True,
        ids.PUBLIC_BODIES,
        r"\b(inter.authority|recharges?|section 256|better care fund)\b",
        PUBLIC_BODY,
    ),
)


def settled(category: str, said: str, payee: str) -> str:
    """SQL: whether nobody could have bought it elsewhere; of SQL of its category and of words in lower case."""
    billed = [it for it in TABLE if it.billed]
    ways = (
        unbilled(category, said, payee),
        f"coalesce({category} IN ({_listed(taxonomy().not_contestable)}), false)",
        _speaks(said, (it.said for it in billed)),
        _speaks(payee, (it.payee for it in billed if it.payee)),
    )
    return f"({' OR '.join(ways)})"


def unbilled(category: str, said: str, payee: str) -> str:
    """SQL: whether, besides, nobody sends a bill for it."""
    without = [it for it in TABLE if not it.billed]
    known = [it for it in taxonomy().not_contestable if any(ids.within(it, of.categories) for of in without)]
    words = _speaks(f"concat({said}, ' | ', {payee})", (it.said for it in without))
    return f"(coalesce({category} IN ({_listed(known)}), false) OR {words})"


def _listed(categories: Iterable[str]) -> str:
    return ", ".join(map(quoted, categories))


def _speaks(text: str, words: Iterable[str]) -> str:
    """One expression for all: the making of one takes longer than a small ledger's asking."""
    return f"regexp_matches({text}, {quoted('|'.join(words))})"
