"""The words that report and workbook share: money, shares, counts, and what dimensions and categories are called."""

from datetime import date
from decimal import Decimal
from functools import cache

from moothall.kit.numbers import show
from moothall.kit.periods import Period

DIMENSION_NAMES = {
    "service": "service",
    "family": "group of categories",
    "category": "category",
    "supplier": "supplier",
    "contract": "contract",
    "sme": "small or medium",
    "vcse": "voluntary",
    "local": "local",
    "kind": "ledger or card",
    "capital": "capital",
    "month": "month",
    "year": "financial year",
}


def pounds(amount: Decimal) -> str:
    """
    >>> pounds(Decimal("-1234.5"))
    '−£1,234.50'
    """
    return show(amount, "£", 2)


def whole_pounds(amount: Decimal) -> str:
    """For prose, where pence only tire the reader."""
    return show(amount, "£", 0)


def percent(share: Decimal | float) -> str:
    """
    >>> percent(0.7251)
    '73%'
    """
    return f"{Decimal(str(share)) * 100:.0f}%"


def exact_percent(share: Decimal) -> str:
    """
    >>> exact_percent(Decimal("0.0750"))
    '7.5%'
    """
    digits = f"{share * 100:f}"
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}%"


def month_name(month: date) -> str:
    """
    >>> month_name(date(2024, 4, 1))
    'Apr 2024'
    """
    return Period(month.replace(day=1), "P1M").label


@cache
def category_names() -> dict[str, str]:
    """What each category and each group of them is called."""
    from moothall.engines.spend.categories import taxonomy

    known = taxonomy().categories.values()
    return {it.group: it.group_title for it in known} | {it.id: it.title for it in known}


def in_full(id: object, names: dict[str, str]) -> str:
    """A category's title; its id where it has none, and words where there is none."""
    return "not sorted" if id is None else names.get(str(id), str(id))
