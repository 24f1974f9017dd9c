"""Small rules about words that more than one writer follows."""

import datetime
import re
from decimal import Decimal

# What XML, PDF or a browser refuses: controls (but not tab and newline), halves of a pair, non-characters.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_NUMBER = re.compile(r"[+\-−]?(0|[1-9][0-9]{0,2}(,[0-9]{3})+|[1-9][0-9]*)(\.[0-9]+)?")
_SIGNED_NUMBER = re.compile(r"[+\-][0-9]+(,[0-9]{3})*(\.[0-9]+)?%?")
# The wide forms are read as the plain ones by some spreadsheets.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Not strftime, whose month names follow the process's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def showable(text: str) -> str:
    """The text with each character that no file can show replaced by U+FFFD, the mark for just that.

    Always a plain string: words that come in as Markup are escaped like any others.
    """
    return _UNSHOWABLE.sub("\ufffd", "".join(text).replace("\r\n", "\n").replace("\r", "\n"))


def spoken_date(date: datetime.date) -> str:
    """
    >>> spoken_date(datetime.date(2026, 11, 3))
    '3 November 2026'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def number_in(text: str) -> Decimal | None:
    """The number that a text is and nothing else, else None. A code such as 007 is no number.

    >>> number_in("-1,234.50")
    Decimal('-1234.50')
    """
    text = text.strip()
    return Decimal(text.replace(",", "").replace("−", "-")) if _NUMBER.fullmatch(text) else None


def is_formula(text: str) -> bool:
    """True where a spreadsheet might run the text as a formula: it starts as one does and is not a number."""
    return text.startswith(_FORMULA_STARTS) and not _SIGNED_NUMBER.fullmatch(text)
