"""The cube: what was spent, added up by service, category, supplier, contract, kind of supplier and month.

`build` fills one table of the ledger, `cube`, a row for every combination that occurs; `slice` adds it up again by
any of its dimensions, beside the same months a year before, in cash and at today's prices where an index is given.
Sums are exact, and every slice with what it leaves out comes to the total that was kept. What is not known is an
answer of its own (None) and never 'no'. The method: docs/methods/spend-cube.md.
"""

from moothall.engines.spend.cube.building import build
from moothall.engines.spend.cube.months import Partial
from moothall.engines.spend.cube.slicing import DIMENSIONS, UNKNOWN, Cube, Row, Slice, Value

__all__ = ["DIMENSIONS", "UNKNOWN", "Cube", "Partial", "Row", "Slice", "Value", "build"]
