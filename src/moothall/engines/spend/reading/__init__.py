"""Reading any council's spend files, card files, order extracts and contract registers into the ledger.

docs/methods/spend-reading.md has the rule in prose.
"""

from moothall.engines.spend.reading.mappings import Correction, Mappings
from moothall.engines.spend.reading.reading import FileRead, Reading, read, read_contracts, silent
from moothall.engines.spend.reading.sources import NotRead

__all__ = ["Correction", "FileRead", "Mappings", "NotRead", "Reading", "read", "read_contracts", "silent"]
