"""What nobody could have bought elsewhere: the one table of it, and how a payment is known to be such.

A payment is settled where the law, a pay run, an award or another public body decided whom to pay. It is known by
its category (proclass.toml says which are not contestable), by what the payment says, or by whom it is paid to.
Expressions are DuckDB's, which Python reads as well, over text in lower case.
"""

from collections.abc import Sequence
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

    `billed`: whether somebody sends a bill for it, so that two equal payments may be of one bill.
    """

    why: str
    billed: bool
    categories: tuple[str, ...] = ()  # or groups of them
    said: str = ""
    payee: str = ""


_LAW = (
    r"\b(precepts?|lev(y|ies)|hmrc|paye|revenue (and|&) customs|council tax (refund|credit)s?|ctax|nndr|"
    r"business rates? (refund|retention)s?|collection fund)\b"
)
_PAY = (
    r"\b(superann\w*|supn|pensions?( fund| contrib\w*)?|national insurance|payroll|net pay|salar(y|ies)|wages|"
    r"employers?'?s? contributions?)\b"
)
_AWARD = (
    r"\b(housing benefits?|rent allowances?|direct payments?|personal budgets?|"
    r"(foster\w*|adoption|guardianship|special guardian\w*|carers?|kinship) (allowances?|payments?|fees?)|"
    r"budget share|schools?.? budget\w*|dsg|dedicated schools|pupil premium|schools?.{0,12} deposits?)\b"
)
_CASH = r"\b(loan (principal|interest)|treasury|investments?|pwlb|imprest|petty cash)\b"
# the first that holds is the reason
TABLE = (
    Settled("the law", False, ids.BY_LAW, _LAW, _LAW),
    Settled("a pay run", False, ids.PAYROLL, _PAY, _PAY),
    Settled("an award", False, ids.AWARDS, _AWARD, _AWARD),
    Settled("borrowing or cash", False, ids.TREASURY, _CASH, _CASH),
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
OTHERWISE = "its category"  # is not contestable, and none of the reasons says why


def why(category: str, said: str, payee: str) -> str:
    """SQL: why a payment is settled, or NULL. The arguments are SQL of its category and of words in lower case."""
    never = taxonomy().not_contestable
    reasons = [
        (it.why, _holds(_below(it.categories), it.said, it.payee, (category, said, payee))) for it in TABLE
    ]
    reasons.append((OTHERWISE, _holds(never, "", "", (category, said, payee))))
    # nearly all payments are none of these, and are asked once
    everything = _holds(
        never,
        "|".join(it.said for it in TABLE),
        "|".join(it.payee for it in TABLE if it.payee),
        (category, said, payee),
    )
    cases = " ".join(f"WHEN {holds} THEN '{reason}'" for reason, holds in reasons)
    return f"CASE WHEN {everything} THEN CASE {cases} END END"


def unbilled(reason: str) -> str:
    """SQL: whether nobody sends a bill for what is settled for this reason; `reason` is SQL of what `why` gave."""
    never_billed = ", ".join(f"'{it.why}'" for it in TABLE if not it.billed)
    return f"coalesce({reason} IN ({never_billed}), false)"


def _below(categories: Sequence[str]) -> tuple[str, ...]:
    """The categories among these, and those in the groups among them."""
    return tuple(it for it in taxonomy().not_contestable if ids.within(it, tuple(categories)))


def _holds(categories: Sequence[str], said: str, payee: str, of: tuple[str, str, str]) -> str:
    listed = ", ".join(f"'{it}'" for it in categories)
    ways = [f"coalesce({of[0]} IN ({listed}), false)"] if categories else []
    ways += [
        f"regexp_matches({text}, {quoted(words)})" for words, text in ((said, of[1]), (payee, of[2])) if words
    ]
    return f"({' OR '.join(ways)})"
