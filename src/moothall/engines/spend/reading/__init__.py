"""Reading any council's spend files, card files, order extracts and contract registers into the ledger.

docs/methods/spend-reading.md has the rule in prose.
"""

from moothall.engines.spend.reading.mappings import Correction, Mappings
from moothall.engines.spend.reading.reading import read, read_contracts
from moothall.engines.spend.reading.result import FileRead, Reading, Report, silent
from moothall.engines.spend.reading.sources import NotRead

__all__ = [
    "Correction",
    "FileRead",
    "Mappings",
    "NotRead",
    "Reading",
    "Report",
    "read",
    "read_contracts",
    "silent",
]
