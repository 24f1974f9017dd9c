"""What a column's values look like, so that a heading alone decides nothing and a file without one is understood."""

import re
from collections import Counter
from dataclasses import dataclass

from moothall.engines.spend.reading import dates

MONEY = re.compile(
    r"[(\s+\-−–£]*(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?\s*\)?\s*(?:-|−|CR|DR|C|D)?\s*", re.I
)
_VAT = re.compile(r"(?:GB)?\s*\d{3}\s?\d{4}\s?\d{2}(?:\s?\d{3})?", re.I)
_COMPANY = re.compile(r"(?:\d{7,8}|(?:SC|NI|OC|SO|NC|IP|RS|CE|LP|FC|GE|SL|R0|RC)\d{5,6}R?)", re.I)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*(?:\d[A-Z]{2})?", re.I)
_SERIAL = re.compile(r"[34]\d{4}(?:\.0*)?")
_LINK = re.compile(r"https?://\S+", re.I)
_NAME = re.compile(
    r"\b(?:ltd|limited|plc|llp|council|trust|services|school|association|group|co|cic|nhs|redacted)\b", re.I
)
_FLAG = frozenset(["yes", "no", "y", "n", "true", "false", "0", "1", "sme", "vcse", "none"])
_CAPITAL = frozenset(["c", "r", "cap", "rev", "capital", "revenue"])


@dataclass(frozen=True, slots=True)
class Looks:
    """The shares, 0 to 1, of a column's filled cells that look like each thing, in a sample of its rows."""

    filled: float  # share of all cells
    date: float = 0
    serial: float = 0  # a spreadsheet's number of a day
    money: float = 0
    pence: float = 0  # money with two decimals
    whole: float = 0  # bare digits
    vat: float = 0
    company: float = 0
    postcode: float = 0
    link: float = 0
    flag: float = 0
    capital: float = 0
    letters: float = 0
    named: float = 0  # with a word such as Ltd
    distinct: float = 0
    length: float = 0


def look(values: list[str]) -> Looks:
    """Looks at a column's cells."""
    filled = [it.strip() for it in values if it.strip()]
    if not filled:
        return Looks(0)
    count = len(filled)
    seen = Counter(filled)

    def share(test: re.Pattern[str]) -> float:
        return sum(n for it, n in seen.items() if test.fullmatch(it)) / count

    return Looks(
        filled=count / len(values),
        date=sum(n for it, n in seen.items() if dates.like(it)) / count,
        serial=share(_SERIAL),
        money=sum(n for it, n in seen.items() if any(map(str.isdigit, it)) and MONEY.fullmatch(it)) / count,
        pence=sum(n for it, n in seen.items() if MONEY.fullmatch(it) and it.rstrip(") -CRDcrd")[-3:-2] == ".")
        / count,
        whole=sum(n for it, n in seen.items() if it.isdecimal()) / count,
        vat=share(_VAT),
        company=share(_COMPANY),
        postcode=share(_POSTCODE),
        link=share(_LINK),
        flag=sum(n for it, n in seen.items() if it.casefold() in _FLAG) / count,
        capital=sum(n for it, n in seen.items() if it.casefold() in _CAPITAL) / count,
        letters=sum(n for it, n in seen.items() if sum(map(str.isalpha, it)) * 2 > len(it)) / count,
        named=sum(n for it, n in seen.items() if _NAME.search(it)) / count,
        distinct=len(seen) / count,
        length=sum(len(it) * n for it, n in seen.items()) / count,
    )


def fits(looks: str, seen: Looks) -> float:
    """0: the column cannot hold such values; 1: it looks just so; 0.5 where it is empty or cannot be told."""
    if not seen.filled:
        return 0.5 if looks not in ("money", "date") else 0.3
    match looks:
        case "date":
            return seen.date if seen.date >= 0.5 else 0.55 * (seen.serial > 0.9)
        case "money":
            return 0.6 * seen.money + 0.4 * max(seen.pence, 0.5) if seen.money >= 0.6 else 0.0
        case "vat number":
            return 0.4 + 0.6 * seen.vat if seen.vat > 0.2 else 0.0
        case "company number":
            return 0.4 + 0.6 * seen.company if seen.company > 0.2 else 0.0
        case "postcode":
            return seen.postcode if seen.postcode > 0.4 else 0.0
        case "link":
            return max(seen.link, 0.4)
        case "yes or no":
            return seen.flag if seen.flag > 0.6 else 0.2
        case "capital":
            return seen.capital if seen.capital > 0.6 else 0.2
        case "words":
            return seen.letters if seen.letters >= 0.3 and seen.date < 0.5 and seen.link < 0.5 else 0.0
        case "code":
            if seen.link > 0.5 or (seen.date > 0.9 and seen.whole < 0.5):
                return 0.0
            return 0.8 if seen.length < 24 else 0.3
        case "few":
            return 0.8 if seen.distinct < 0.5 else 0.2
        case _:
            return 0.6
