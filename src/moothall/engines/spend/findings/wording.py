"""The words that findings share: how money, shares, days, years and categories are said."""

from datetime import date
from decimal import Decimal

from moothall.engines.spend.categories import taxonomy
from moothall.kit.numbers import show

_PENCE_UNDER = 1_000  # pounds; of more, pence only tire the reader


def pounds(amount: Decimal | float) -> str:
    """
    >>> pounds(Decimal("12340.40")), pounds(Decimal("340.50")), pounds(Decimal("340.00"))
    ('£12,340', '£340.50', '£340')
    """
    exact = Decimal(amount).quantize(Decimal("0.01"))
    return show(exact, "£", 2 if abs(exact) < _PENCE_UNDER and exact % 1 else 0)


def to_the_penny(amount: Decimal) -> str:
    """
    >>> to_the_penny(Decimal("12340.5"))
    '£12,340.50'
    """
    return show(amount, "£", 2)


def share(part: Decimal | float, whole: Decimal | float) -> str:
    """A share in per cent; nothing of nothing is 0%.

    >>> share(Decimal(1), Decimal(3)), share(0, 0)
    ('33%', '0%')
    """
    return f"{100 * float(part) / float(whole):.0f}%" if whole else "0%"


def day(it: date | None) -> str:
    """
    >>> day(date(2025, 5, 4)), day(None)
    ('4 May 2025', 'not given')
    """
    return f"{it.day} {it:%B %Y}" if it else "not given"


def financial_year(year: int) -> str:
    """The financial year that begins in April of this one.

    >>> financial_year(2024)
    '2024-25'
    """
    return f"{year}-{(year + 1) % 100:02d}"


def title(category: str) -> str:
    """What a category is called; itself where the taxonomy has none of that name."""
    known = taxonomy()
    return known[category].title if category in known else category
