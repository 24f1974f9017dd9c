"""Pounds as people write and read them, pence as they are kept: whole numbers, never floats."""

from decimal import Decimal

from moothall.core.errors import NotPossible
from moothall.kit.numbers import NotANumber, decimal, exact, show

MOST = 10**15  # ten million million pounds: more is a slip of the keyboard


def pounds(pence: int) -> str:
    """
    >>> pounds(1234500), pounds(1234567)
    ('£12,345', '£12,345.67')
    """
    return show(in_pounds(pence), "£", 0 if pence % 100 == 0 else 2)


def in_pounds(pence: int) -> Decimal:
    """The same amount as a number of pounds, for a spreadsheet: with pence only where there are some."""
    return Decimal(pence // 100) if pence % 100 == 0 else Decimal(pence).scaleb(-2)


def to_pence(text: str) -> int:
    """What was typed, in pence: '£12,345.67' is 1234567. Raises NotPossible with a sentence."""
    try:
        value = decimal(*exact(text)) * 100
    except NotANumber as fault:
        raise NotPossible(str(fault)) from fault
    if "%" in text:
        raise NotPossible(f"'{text.strip()}' is a share, not an amount: write pounds, such as 12000.")
    if value != value.to_integral_value():
        raise NotPossible(f"'{text.strip()}' has parts of a penny: write whole pence, such as 12000.50.")
    if not 0 <= value < MOST:
        raise NotPossible(f"'{text.strip()}' is not an amount to keep here: write pounds from nought up.")
    return int(value)
