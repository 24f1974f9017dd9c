"""What a council decides about what it publishes, and for which period."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import NotAPeriod, parse
from moothall.reference import transparency_code


@dataclass(frozen=True, slots=True)
class Rules:
    """`on` is the day of publishing, which the report bears; `first` and `last` bound the period, None for no bound.

    `threshold` is pounds, net of VAT that can be recovered; None takes the Code's. `redact` writes markers over what
    the search for personal data found. `despite` publishes a set with errors, which the report still names.
    """

    on: date
    first: date | None = None
    last: date | None = None
    council: str = ""
    uri: str = ""
    threshold: Decimal | None = None
    redact: bool = False
    despite: bool = False

    @property
    def above(self) -> Decimal:
        """A payment is published when it is more than this."""
        if self.threshold is not None:
            return self.threshold
        return transparency_code.amount("spend", self.last or self.on)

    def amount(self, key: str) -> Decimal:
        """An amount of the Code as it stood for the period."""
        return transparency_code.amount(key, self.last or self.on)

    def covers(self, day: date) -> bool:
        """Whether a day is in the period."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    @property
    def period(self) -> str:
        """The period in words, '' where none was given."""
        if self.first is None and self.last is None:
            return ""
        first, last = (spoken_date(it) if it else None for it in (self.first, self.last))
        return f"{first or 'the beginning'} to {last or 'the end'}"


def quarter(text: str) -> tuple[date, date]:
    """The first and the last day of a quarter: '2026-Q1' is January to March 2026, 'Q1 2026-27' April to June.

    Raises NotAPeriod for anything that is not a quarter.
    """
    period = parse(text, "quarterly")
    if period.length != "P3M":
        raise NotAPeriod(f"‘{text}’ is not a quarter: write one such as 2026-Q1 or Q1 2026-27.")
    return period.start, period.end
