"""The text of a spreadsheet's numbers and dates, as a person sees them."""

from datetime import datetime, time, timedelta
from decimal import Decimal


def number(value: int | float) -> str:
    """12.0 is '12'; 1e-05 is '0.00001'; 0.1 + 0.2 is '0.3', for spreadsheets work to 15 digits.

    A number whose 16th and 17th digits are not such noise was published so, and keeps them all.
    """
    if isinstance(value, int):
        return str(value)
    value += 0.0  # -0.0 is 0
    full, rounded = repr(value), f"{value:.15g}"
    text = rounded if len(rounded) < len(full) - 2 else full
    return f"{Decimal(text):f}" if "e" in text else text.removesuffix(".0")


def percentage(value: int | float) -> str:
    """0.359, in a cell that shows percentages, is '35.9%'; the digits behind the ones shown are kept."""
    return f"{Decimal(number(value)).scaleb(2):f}%"


def moment(value: datetime) -> str:
    """ISO 8601: a date when it is midnight, which is how spreadsheets keep dates, else date and time."""
    return value.date().isoformat() if value.time() == time.min else value.isoformat(timespec="seconds")


def duration(value: timedelta) -> str:
    """Hours, minutes and seconds, the hours running past 24: '37:30:00'."""
    minutes, seconds = divmod(round(abs(value).total_seconds()), 60)
    return f"{'-' if value < timedelta(0) else ''}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
