"""Exact decimals on both databases: an integer mantissa and a scale, a Decimal in Python.

SQLite keeps Django's DecimalField as a float, and a figure must come back as it was published, trailing
noughts included; so 35.90 is stored as 3590 with scale 2.
"""

from decimal import Decimal
from typing import overload

from django.db.models import Model

from moothall.kit.numbers import decimal, split


class Exact:
    """A Decimal (or None) read from and written to the columns NAME_mantissa and NAME_scale."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.mantissa, self.scale = f"{name}_mantissa", f"{name}_scale"

    @overload
    def __get__(self, row: None, owner: type) -> "Exact": ...
    @overload
    def __get__(self, row: Model, owner: type) -> Decimal | None: ...
    def __get__(self, row: Model | None, owner: type) -> "Decimal | Exact | None":
        if row is None:
            return self
        mantissa: int | None = getattr(row, self.mantissa)
        return None if mantissa is None else decimal(mantissa, getattr(row, self.scale))

    def __set__(self, row: Model, value: Decimal | None) -> None:
        mantissa, scale = (None, 0) if value is None else split(value)
        setattr(row, self.mantissa, mantissa)
        setattr(row, self.scale, scale)
