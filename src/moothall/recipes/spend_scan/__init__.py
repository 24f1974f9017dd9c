"""The spend scan: a council's payments read, looked through and added up, with every pound traced to file and row.

    found = scan(paths, folder=work, settings=Settings(as_at=today))
    write(found, out, work / "new", mappings)   # report.html, findings.xlsx, findings.json, rejects.csv, mapping.json
    report(found)                               # a document for HTML, PDF and DOCX
    as_json(found)
    found.ledger.close()

What the tests rest on: docs/methods. Heavy: import it where it is used.
"""

from moothall.recipes.spend_scan.given import read_outcomes, read_prices
from moothall.recipes.spend_scan.output import as_json
from moothall.recipes.spend_scan.reporting import report
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.scanning import scan
from moothall.recipes.spend_scan.writing import write

__all__ = ["Scan", "as_json", "read_outcomes", "read_prices", "report", "scan", "write"]
