"""Where each payment of a finding stands: file, sheet and row; and what stands there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.engines.spend.ledger import Ledger

_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """A file of those that were read, by the name it was given, and the sheet where it is a workbook."""

    file: str
    sheet: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One payment as evidence. `row` counts the physical lines of its file from 1, the header included."""

    payment: int
    place: Place
    row: int
    supplier: str
    paid: date | None
    reference: str
    amount: Decimal


class Evidence:
    """Looks payments up by their ids, many at a time; where they stand is kept, what they say is not."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.places = {
            file: Place(name, sheet)
            for file, name, sheet in ledger.rows("SELECT file, name, sheet FROM file")
        }
        self._known: dict[int, tuple[int, int, int | None]] = {}  # file, line, supplier

    def load(self, payments: Iterable[int]) -> None:
        """Finds where these payments stand, for `at` to say."""
        wanted = sorted({it for it in payments if it not in self._known})
        for begun in range(0, len(wanted), _AT_ONCE):
            self._known |= {
                id: (file, line, supplier)
                for id, file, line, supplier in self._ledger.rows(
                    "SELECT id, file, line, supplier FROM payment LEFT JOIN payee_supplier USING (payee) "
                    "WHERE id IN (SELECT unnest(?::BIGINT[]))",
                    [wanted[begun : begun + _AT_ONCE]],
                )
            }

    def at(self, payment: int) -> tuple[Place, int]:
        """The file and the row of a payment that was loaded."""
        file, line, _ = self._known[payment]
        return self.places[file], line

    def of_one_supplier(self, payments: Iterable[int]) -> bool:
        """Whether payments that were loaded are all of one supplier."""
        return len({self._known[it][2] for it in payments}) == 1

    def lines(self, payments: Sequence[int]) -> Iterator[Line]:
        """What the payments say, in the order given."""
        for begun in range(0, len(payments), _AT_ONCE):
            asked = payments[begun : begun + _AT_ONCE]
            said = {row[0]: row for row in self._ledger.rows(_SAID, [sorted(set(asked))])}
            for it in asked:
                id, file, line, supplier, paid, reference, amount = said[it]
                yield Line(id, self.places[file], line, supplier, paid, reference, amount)


_SAID = """
    SELECT id, file, line, coalesce(payee_name, supplier_name, ''), paid,
           concat_ws(' / ', invoice_no, transaction_no), amount
    FROM spending WHERE id IN (SELECT unnest(?::BIGINT[]))"""
